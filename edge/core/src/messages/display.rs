//! Values as people read them.

use unefois_wire::{Provenance, Value};

use super::{Catalogue, places};
use crate::cog::Place;
use crate::field::{self, FieldSpec, Kind};

/// Forms the name of a provider takes in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `CAF`
    Name,
    /// `la CAF`
    Le,
    /// `à la CAF`
    A,
    /// `de la CAF`
    De,
    /// `Caisse d’allocations familiales (CAF)`
    Official,
}

impl Form {
    fn suffix(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Le => "le",
            Self::A => "a",
            Self::De => "de",
            Self::Official => "official",
        }
    }
}

impl Catalogue<'_> {
    /// The name of a provider, by its key: `caf`.
    pub fn provider(&self, key: &str, form: Form) -> String {
        self.text(&format!("provider.{key}.{}", form.suffix()), &[])
    }

    /// What a source gives, and what of it is about health where that is asked.
    pub fn gets(&self, source: &str, is_health_asked: bool) -> String {
        let gets = self.text(&format!("source.{source}.gets"), &[]);
        let about_health = format!("source.{source}.gets_sante");
        match is_health_asked && self.has(&about_health) {
            true => [gets, self.text(&about_health, &[])].join(" "),
            false => gets,
        }
    }

    /// The label of a field, whatever the row of its list.
    pub fn label(&self, chemin: &str) -> String {
        let chemin = field::without_row(chemin).replace("[]", "");
        self.text(&format!("field.{chemin}"), &[])
    }

    /// Who gave a value, and for when: `CAF, novembre 2026`.
    pub fn provenance(&self, provenance: &Provenance) -> String {
        let fournisseur = self.provider(&provenance.fournisseur, Form::Name);
        match provenance.annee {
            Some(annee) => {
                let periode = self.month(annee, provenance.mois);
                let values = [("fournisseur", fournisseur.as_str()), ("periode", &periode)];
                self.text("release.value_source", &values)
            }
            None => self.text(
                "release.value_source_nodate",
                &[("fournisseur", &fournisseur)],
            ),
        }
    }

    /// A value as text to read. Codes are named where their name is known.
    pub fn display(&self, spec: &FieldSpec, valeur: &Value) -> String {
        match (spec.kind, valeur) {
            (_, Value::Boolean(true)) => self.text("common.yes", &[]),
            (_, Value::Boolean(false)) => self.text("common.no", &[]),
            (Kind::Sexe, Value::Text(text)) => self.sexe(text),
            (_, Value::Text(text)) if text.is_empty() => self.text("value.none", &[]),
            (Kind::Date, Value::Text(text)) => self.date_text(text),
            (Kind::CodePays, Value::Text(code)) => self.pays(code),
            (Kind::CodeCommune, Value::Text(code)) => self.commune(code),
            (Kind::Organisme, Value::Text(text)) => self.organisme(text),
            (Kind::Code(list), Value::Text(code)) => self.code(list, code),
            (Kind::Montant, Value::Text(text)) => self.montant(text),
            (Kind::Decimal, Value::Text(text)) => self.decimal(text),
            (Kind::Kilogrammes, Value::Integer(number)) => self.kilogrammes(*number),
            (Kind::Euros, Value::Integer(euros)) => self.euros(*euros),
            (Kind::Mois, Value::Integer(mois)) => self.mois(*mois),
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Integer(number)) => number.to_string(),
        }
    }

    fn sexe(&self, text: &str) -> String {
        let id = match text {
            "F" => "value.female",
            "M" => "value.male",
            _ => "value.sex_unspecified",
        };
        self.text(id, &[])
    }

    fn mois(&self, mois: i64) -> String {
        let name = u8::try_from(mois)
            .ok()
            .and_then(|mois| self.month_name(mois));
        name.map_or_else(|| self.text("value.unknown", &[]), str::to_owned)
    }

    fn organisme(&self, text: &str) -> String {
        match text {
            "CNAF" => self.provider("caf", Form::Name),
            "MSA" => self.provider("msa", Form::Name),
            _ => text.to_owned(),
        }
    }

    /// Lists are open: a code nobody named yet is shown as it is.
    fn code(&self, list: &str, code: &str) -> String {
        let id = format!("value.{list}.{code}");
        match self.has(&id) {
            true => self.text(&id, &[]),
            false => code.to_owned(),
        }
    }

    /// The registry knows French and English names: a language that is neither reads the English ones.
    fn pays(&self, code: &str) -> String {
        match self.place(code) {
            Some(Place::Pays { nom, .. }) if self.lang() == "fr" => nom.clone(),
            Some(Place::Pays { nom_anglais, .. }) => nom_anglais.clone(),
            _ => self.text("value.code", &[("code", code)]),
        }
    }

    /// Its name and the number of its department, which tells namesakes apart; where the name is not known, the name
    /// of the department and the code.
    fn commune(&self, code: &str) -> String {
        if let Some(Place::Commune { nom, departement }) = self.place(code) {
            let nom = nom.strip_suffix(" Arrondissement").unwrap_or(nom);
            let values = [("nom", nom), ("departement", departement)];
            return self.text("value.commune", &values);
        }
        match places::departement(code) {
            Some(departement) => self.text(
                "value.place",
                &[("departement", departement), ("code", code)],
            ),
            None => self.text("value.code", &[("code", code)]),
        }
    }

    fn place(&self, code: &str) -> Option<&Place> {
        self.places.and_then(|names| names.get(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cog::Names;
    use crate::field;

    fn check(chemin: &str, valeur: Value, fr: &str, en: &str) {
        let spec = field::spec(chemin).expect(chemin);
        assert_eq!(Catalogue::fr().display(spec, &valeur), fr);
        assert_eq!(Catalogue::of("en").display(spec, &valeur), en);
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn codes_are_read_as_words_where_the_word_is_known() {
        check("identite.sexe", text("F"), "Femme", "Female");
        check("identite.sexe", text(""), "Non précisé", "Not specified");
        check("adresse.voie", text(""), "Aucun", "None");
        check(
            "identite.pays_naissance",
            text("99998"),
            "code Insee 99998",
            "Insee code 99998",
        );
        check(
            "identite.commune_naissance",
            text("2A004"),
            "Corse-du-Sud, code Insee 2A004",
            "Corse-du-Sud, Insee code 2A004",
        );
        check(
            "identite.commune_naissance",
            text("97411"),
            "La Réunion, code Insee 97411",
            "La Réunion, Insee code 97411",
        );
        check(
            "quotient_familial.fournisseur",
            text("CNAF"),
            "CAF",
            "CAF (family benefits)",
        );
        check(
            "quotient_familial.fournisseur",
            text("AUTRE"),
            "AUTRE",
            "AUTRE",
        );
    }

    #[test]
    fn places_are_read_by_their_name_and_communes_with_their_department() {
        let list = |name: &str| {
            let text = match name {
                "69" => "69383\tLyon 3e Arrondissement\n",
                "20" => "20004\tAjaccio\t2A\n",
                "98" => "98735\tPapeete\n",
                "99" => "99109\tAllemagne\tGermany\n",
                _ => return None,
            };
            Some(text.to_owned())
        };
        for (chemin, code, fr, en) in [
            ("commune", "69383", "Lyon 3e (69)", "Lyon 3e (69)"),
            ("commune", "20004", "Ajaccio (2A)", "Ajaccio (2A)"),
            ("commune", "98735", "Papeete (987)", "Papeete (987)"),
            ("pays", "99109", "Allemagne", "Germany"),
            ("pays", "99998", "code Insee 99998", "Insee code 99998"),
        ] {
            let spec = field::spec(&format!("identite.{chemin}_naissance")).unwrap();
            let mut names = Names::default();
            names.learn([(spec.chemin, &text(code))], list);
            for (texts, expected) in [(Catalogue::fr(), fr), (Catalogue::of("en"), en)] {
                let texts = texts.with_places(&names);
                assert_eq!(texts.display(spec, &text(code)), expected);
            }
        }
    }

    #[test]
    fn zero_is_a_value_and_years_are_never_grouped() {
        check(
            "quotient_familial.valeur",
            Value::Integer(0),
            "0\u{a0}€",
            "€0",
        );
        check(
            "quotient_familial.annee",
            Value::Integer(2026),
            "2026",
            "2026",
        );
        check(
            "quotient_familial.mois",
            Value::Integer(8),
            "août",
            "August",
        );
        check(
            "quotient_familial.mois",
            Value::Integer(13),
            "Non connu",
            "Not known",
        );
        check(
            "identite.nom_naissance",
            text("O’Neill-Lefèvre"),
            "O’Neill-Lefèvre",
            "O’Neill-Lefèvre",
        );
    }

    #[test]
    fn codes_of_an_open_list_are_named_where_their_name_is_known() {
        check(
            "france_travail.categorie",
            text("5"),
            "En emploi, recherche un autre emploi",
            "In work, looking for another job",
        );
        check("vehicule.energie", text("EL"), "Électrique", "Electric");
        check("vehicule.energie", text("Z9"), "Z9", "Z9");
        check("vehicule.genre", text("VP"), "Voiture particulière", "Car");
        check("vehicule.genre", text("ZZZ"), "ZZZ", "ZZZ");
        check("boursier.echelon", text("0bis"), "0bis", "0bis");
    }

    #[test]
    fn yes_no_amounts_and_measures_are_read_as_people_write_them() {
        check("rsa.est_beneficiaire", Value::Boolean(false), "Non", "No");
        check("rsa.est_beneficiaire", Value::Boolean(true), "Oui", "Yes");
        check("impot.nombre_parts", text("2.25"), "2,25", "2.25");
        check(
            "impot.revenu_fiscal_reference",
            Value::Integer(0),
            "0\u{a0}€",
            "€0",
        );
        check(
            "paiements[].montant_total",
            text("123.4"),
            "123,40\u{a0}€",
            "€123.40",
        );
        check(
            "vehicule.masse_charge_maximale",
            Value::Integer(1610),
            "1\u{202f}610\u{a0}kg",
            "1,610\u{a0}kg",
        );
    }

    #[test]
    fn provenance_names_the_provider_and_the_month() {
        let mut provenance = Provenance {
            fournisseur: "msa".into(),
            annee: Some(2026),
            mois: Some(11),
            saisies: Vec::new(),
        };
        assert_eq!(
            Catalogue::fr().provenance(&provenance),
            "MSA, novembre 2026"
        );
        provenance.annee = None;
        assert_eq!(Catalogue::fr().provenance(&provenance), "MSA");
    }
}
