//! Where a field of the form is looked for, in order: what the démarche names, the attribute `data-unefois` of the form,
//! its `autocomplete` token. What a page merely resembles is never looked at.

use unefois_wire::Cible;

use super::checked::ChampChecked;
use super::written::{CibleDateWritten, CibleWritten};
use crate::field::{self, FieldSpec, Kind};

/// The token of each datum that has one, where a form asks the person about themselves. A token after `section-…`,
/// `shipping` or `billing` may be about somebody else and is left alone.
///
/// [Autofill field names](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill).
const AUTOCOMPLETE: [(&str, &str); 9] = [
    ("identite.nom_naissance", "family-name"),
    ("identite.prenoms", "given-name"),
    ("identite.sexe", "sex"),
    ("identite.date_naissance", "bday"),
    ("identite.email", "email"),
    ("adresse.voie", "address-line1"),
    ("adresse.complement", "address-line2"),
    ("adresse.code_postal", "postal-code"),
    ("adresse.commune", "address-level2"),
];

/// The places of a field that is there once, best first.
pub fn cibles(champ: &ChampChecked) -> Vec<Cible> {
    let mut cibles: Vec<Cible> = champ.written.cible.iter().map(describe).collect();
    cibles.extend(by_attribute(champ.spec, champ.spec.chemin));
    cibles.extend(by_autocomplete(champ.spec));
    cibles
}

/// The places of a field in one row of a list, counted from 0; a list of one row needs no number in `data-unefois`.
pub fn row_cibles(champ: &ChampChecked, row: usize, lignes: usize) -> Vec<Cible> {
    let mut cibles: Vec<Cible> = champ.written.cible.iter().map(describe).collect();
    for cible in &mut cibles {
        number(cible, row + 1);
    }
    let chemin = match lignes {
        1 => champ.spec.chemin.to_owned(),
        _ => field::at_row(champ.spec.chemin, row),
    };
    cibles.extend(by_attribute(champ.spec, &chemin));
    cibles
}

fn describe(written: &CibleWritten) -> Cible {
    match written {
        CibleWritten::Selecteur(selecteur) => Cible::Selecteur(selecteur.clone()),
        CibleWritten::Date(CibleDateWritten { jour, mois, annee }) => Cible::Date {
            jour: jour.clone(),
            mois: mois.clone(),
            annee: annee.clone(),
        },
    }
}

/// `{n}` is the number of the row, from 1.
fn number(cible: &mut Cible, number: usize) {
    let numbered = |selecteur: &mut String| {
        *selecteur = selecteur.replace("{n}", &number.to_string());
    };
    match cible {
        Cible::Selecteur(selecteur) => numbered(selecteur),
        Cible::Date { jour, mois, annee } => [jour, mois, annee].into_iter().for_each(numbered),
    }
}

fn by_attribute(spec: &FieldSpec, chemin: &str) -> Vec<Cible> {
    let named = |part: &str| format!("[data-unefois=\"{chemin}{part}\"]");
    whole_or_split(spec, named, [".jour", ".mois", ".annee"])
}

fn by_autocomplete(spec: &FieldSpec) -> Vec<Cible> {
    let known = AUTOCOMPLETE
        .iter()
        .find(|(chemin, _)| *chemin == spec.chemin);
    let Some((_, token)) = known else {
        return Vec::new();
    };
    let named = |part: &str| format!("[autocomplete=\"{token}{part}\" i]");
    whole_or_split(spec, named, ["-day", "-month", "-year"])
}

fn whole_or_split(
    spec: &FieldSpec,
    named: impl Fn(&str) -> String,
    [jour, mois, annee]: [&str; 3],
) -> Vec<Cible> {
    let mut cibles = vec![Cible::Selecteur(named(""))];
    if spec.kind == Kind::Date {
        cibles.push(Cible::Date {
            jour: named(jour),
            mois: named(mois),
            annee: named(annee),
        });
    }
    cibles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_is_that_of_a_datum_of_the_registry() {
        for (chemin, token) in AUTOCOMPLETE {
            let spec = field::spec(chemin);
            assert!(
                spec.is_some_and(|spec| !spec.is_repeated()),
                "{chemin} {token}"
            );
        }
    }

    #[test]
    fn date_is_looked_for_whole_then_in_three_parts() {
        let spec = field::spec("identite.date_naissance").unwrap();
        let parts = |named: fn(&str) -> String, [jour, mois, annee]: [&str; 3]| {
            vec![
                Cible::Selecteur(named("")),
                Cible::Date {
                    jour: named(jour),
                    mois: named(mois),
                    annee: named(annee),
                },
            ]
        };
        let attribute = |part: &str| format!("[data-unefois=\"identite.date_naissance{part}\"]");
        let token = |part: &str| format!("[autocomplete=\"bday{part}\" i]");
        assert_eq!(
            by_attribute(spec, spec.chemin),
            parts(attribute, [".jour", ".mois", ".annee"])
        );
        assert_eq!(
            by_autocomplete(spec),
            parts(token, ["-day", "-month", "-year"])
        );
    }
}
