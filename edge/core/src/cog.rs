//! Names of communes and countries, from the lists of the official geographic code (COG).
//!
//! The lists are too large to be compiled in: a platform supplies each as text when it is asked by name, the first two
//! characters of the codes it holds. `99` holds the countries. A line is a code, a French name, and for a country its
//! English name, for a commune its department where the code does not begin with it; a tab stands between them.
//!
//! A code keeps the name INSEE gives it now, or gave it last.
//! Source: [code officiel géographique](https://www.insee.fr/fr/information/2560452).

use std::collections::BTreeMap;

use unefois_wire::{ReleasedField, Value};

use crate::field::{self, Kind};

/// What a code names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A commune, past or present, or a municipal arrondissement.
    Commune {
        /// Its name: `Lyon 3e Arrondissement`.
        nom: String,
        /// Number of its department today: `69`, `2A`, `974`.
        departement: String,
    },
    /// A country or a territory, past or present.
    Pays {
        /// Its name in French.
        nom: String,
        /// Its name in English.
        nom_anglais: String,
    },
}

/// The places some values speak of, by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, Place>);

impl Names {
    /// The place of a code.
    pub fn get(&self, code: &str) -> Option<&Place> {
        self.0.get(code)
    }

    /// Learns the places of the values, by path, that are codes. `list` gives the text of a list by its name.
    pub fn learn<'a>(
        &mut self,
        values: impl IntoIterator<Item = (&'a str, &'a Value)>,
        list: impl Fn(&str) -> Option<String>,
    ) {
        for (chemin, valeur) in values {
            let Some(code) = code_of(chemin, valeur).filter(|code| !self.0.contains_key(*code))
            else {
                continue;
            };
            let found = code.get(..2).and_then(&list);
            if let Some(place) = found.and_then(|text| find(&text, code)) {
                self.0.insert(code.to_owned(), place);
            }
        }
    }

    /// Puts beside each code its name in French; a code without a name stays alone.
    pub fn write_into(&self, fields: &mut [ReleasedField]) {
        for field in fields {
            let code = code_of(&field.chemin, &field.valeur);
            let place = code.and_then(|code| self.get(code));
            field.libelle = place.map(|place| match place {
                Place::Commune { nom, .. } | Place::Pays { nom, .. } => nom.clone(),
            });
        }
    }
}

/// The code a field holds, where it is that of a commune or of a country.
fn code_of<'a>(chemin: &str, valeur: &'a Value) -> Option<&'a str> {
    match (field::spec(chemin)?.kind, valeur) {
        // The list of countries holds no commune.
        (Kind::CodeCommune, Value::Text(code)) => (!code.starts_with("99")).then_some(code),
        (Kind::CodePays, Value::Text(code)) => code.starts_with("99").then_some(code),
        _ => None,
    }
}

fn find(list: &str, code: &str) -> Option<Place> {
    let line = list
        .lines()
        .find_map(|line| line.strip_prefix(code)?.strip_prefix('\t'))?;
    let (nom, other) = match line.split_once('\t') {
        Some((nom, other)) => (nom, Some(other)),
        None => (line, None),
    };
    let (nom, other) = (nom.to_owned(), other.map(str::to_owned));
    if code.starts_with("99") {
        let nom_anglais = other?;
        return Some(Place::Pays { nom, nom_anglais });
    }
    let departement = other.or_else(|| prefix(code).map(str::to_owned))?;
    Some(Place::Commune { nom, departement })
}

/// How the code of a commune begins: the number of a department.
pub fn prefix(commune: &str) -> Option<&str> {
    let is_overseas = commune.starts_with("97") || commune.starts_with("98");
    commune.get(..if is_overseas { 3 } else { 2 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTRIES: &str = include_str!("../data/pays.tsv");
    const COMMUNE: &str = "identite.commune_naissance";
    const PAYS: &str = "identite.pays_naissance";

    fn list(name: &str) -> Option<String> {
        let text = match name {
            "69" => "69123\tLyon\n69383\tLyon 3e Arrondissement\n",
            "75" => "75001\tAlfortville\t94\n75056\tParis\n",
            "98" => "98735\tPapeete\n",
            "99" => COUNTRIES,
            _ => return None,
        };
        Some(text.to_owned())
    }

    fn names(values: &[(&str, &str)]) -> Names {
        let mut names = Names::default();
        for (chemin, code) in values {
            names.learn([(*chemin, &Value::Text((*code).to_owned()))], list);
        }
        names
    }

    fn commune(nom: &str, departement: &str) -> Option<Place> {
        Some(Place::Commune {
            nom: nom.to_owned(),
            departement: departement.to_owned(),
        })
    }

    #[test]
    fn code_of_a_commune_gives_its_name_and_its_department_of_today() {
        for (code, nom, departement) in [
            ("69383", "Lyon 3e Arrondissement", "69"),
            ("75001", "Alfortville", "94"),
            ("75056", "Paris", "75"),
            ("98735", "Papeete", "987"),
        ] {
            let names = names(&[(COMMUNE, code)]);
            assert_eq!(names.get(code).cloned(), commune(nom, departement));
        }
    }

    #[test]
    fn code_of_a_country_gives_its_names() {
        for (code, fr, en) in [
            ("99100", "France", "France"),
            ("99352", "Algérie", "Algeria"),
            ("99115", "Tchécoslovaquie", "Czechoslovakia"),
        ] {
            let expected = Place::Pays {
                nom: fr.to_owned(),
                nom_anglais: en.to_owned(),
            };
            assert_eq!(names(&[(PAYS, code)]).get(code), Some(&expected));
        }
    }

    #[test]
    fn withholds_a_name_from_what_is_no_known_code() {
        for (chemin, code) in [
            (COMMUNE, "69999"),
            (COMMUNE, "6938"),
            (COMMUNE, "13055"),
            (COMMUNE, ""),
            (COMMUNE, "é"),
            (COMMUNE, "99352"),
            (PAYS, "69123"),
            (PAYS, "99431"),
            (PAYS, "9935"),
            ("identite.nom_naissance", "69123"),
        ] {
            assert_eq!(
                names(&[(chemin, code)]),
                Names::default(),
                "{chemin} {code}"
            );
        }
    }

    #[test]
    fn released_codes_carry_their_name_and_nothing_else_does() {
        let field = |chemin: &str, text: &str| ReleasedField {
            chemin: chemin.to_owned(),
            valeur: Value::Text(text.to_owned()),
            libelle: None,
            provenance: unefois_wire::Provenance {
                fournisseur: "franceconnect".to_owned(),
                annee: None,
                mois: None,
                saisies: Vec::new(),
            },
        };
        let mut fields = [
            field(COMMUNE, "69383"),
            field("etudiant.admissions[0].commune_etudes", "69123"),
            field(PAYS, "99998"),
            field("adresse.code_postal", "69123"),
        ];
        names(&[(COMMUNE, "69383"), (COMMUNE, "69123")]).write_into(&mut fields);
        let found = fields.map(|field| field.libelle);
        let expected = [Some("Lyon 3e Arrondissement"), Some("Lyon"), None, None];
        assert_eq!(found.each_ref().map(Option::as_deref), expected);
    }

    #[test]
    fn countries_are_in_order_each_with_two_names() {
        let lines: Vec<Vec<&str>> = COUNTRIES
            .lines()
            .map(|line| line.split('\t').collect())
            .collect();
        assert!(lines.is_sorted_by(|a, b| a.first() < b.first()));
        for line in &lines {
            let is_filled = line
                .iter()
                .all(|part| part.trim() == *part && !part.is_empty());
            assert!(line.len() == 3 && is_filled, "{line:?}");
        }
        assert_eq!(lines.len(), 246);
    }
}
