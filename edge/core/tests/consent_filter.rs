//! The consent filter, against an independent model and by its invariants.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::subsequence;
use support::{PIVOT, cantine, in_force, obtained, today};
use unefois_core::consent::{Consent, Offer, release};
use unefois_core::demarche::{DemarcheChecked, check};
use unefois_wire::{Concerne, Value};

/// Box, source, scope and path of every field: written again here, so that an error in the product's
/// own registry shows.
const MODEL: &[(&str, &str, &str, &str)] = &[
    ("identite", "", "family_name", "identite.nom_naissance"),
    (
        "identite.nom_usage",
        "",
        "preferred_username",
        "identite.nom_usage",
    ),
    ("identite", "", "given_name", "identite.prenoms"),
    ("identite", "", "gender", "identite.sexe"),
    ("identite", "", "birthdate", "identite.date_naissance"),
    ("identite", "", "birthplace", "identite.commune_naissance"),
    ("identite", "", "birthcountry", "identite.pays_naissance"),
    ("identite.email", "", "email", "identite.email"),
    (
        "quotient_familial",
        "quotient_familial",
        "cnaf_quotient_familial",
        "quotient_familial.valeur",
    ),
    (
        "quotient_familial",
        "quotient_familial",
        "cnaf_quotient_familial",
        "quotient_familial.mois",
    ),
    (
        "quotient_familial",
        "quotient_familial",
        "cnaf_quotient_familial",
        "quotient_familial.annee",
    ),
    (
        "adresse",
        "quotient_familial",
        "cnaf_adresse",
        "adresse.voie",
    ),
    (
        "adresse",
        "quotient_familial",
        "cnaf_adresse",
        "adresse.code_postal",
    ),
    (
        "adresse",
        "quotient_familial",
        "cnaf_adresse",
        "adresse.commune",
    ),
];

const STRANGE_PATHS: &[&str] = &[
    "__proto__",
    "constructor",
    "",
    "identite",
    "adresse.",
    "quotient_familial.fournisseur",
    "Adresse.voie",
    "adresse.voie ",
    "adresse\u{2024}voie",
    "identite.nom_naissance\0",
    "enfants[].prenoms",
];

/// The example, narrowed to these paths.
fn demarche(asked: &[&str]) -> DemarcheChecked {
    let mut written = cantine();
    written
        .champ
        .retain(|champ| asked.contains(&champ.chemin.as_str()));
    let data = written
        .champ
        .iter()
        .any(|champ| !champ.chemin.starts_with("identite."));
    if !data {
        written.usage = "autre".to_owned();
        written.source.clear();
        written.textes.clear();
        written.usage = "autre".to_owned();
    }
    check(written, "cantine", today()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// One case: what is asked, granted, chosen, ticked and obtained.
#[derive(Clone, Debug)]
struct Case {
    asked: Vec<&'static str>,
    granted: Vec<&'static str>,
    concerne: Concerne,
    source: bool,
    ticked: Vec<&'static str>,
    obtained: Vec<(&'static str, Value)>,
}

impl Case {
    fn released(&self) -> BTreeSet<(String, String)> {
        let demarche = demarche(&self.asked);
        let has_source = self.source && !demarche.sources().is_empty();
        let sources: &[&str] = if has_source {
            &["quotient_familial"]
        } else {
            &[]
        };
        let choice = demarche.choose(self.concerne, sources).expect("a choice");
        let fields: Vec<_> = self
            .obtained
            .iter()
            .map(|(chemin, valeur)| obtained(chemin, valeur.clone()))
            .collect();
        let offer = Offer {
            demarche: &demarche,
            choice: &choice,
            obtained: &fields,
            in_force: &in_force(&self.granted),
            saisies: &[],
        };
        let consent = Consent::new(&offer, &self.ticked).expect("no list to decide about");
        let released = release(&offer, &consent);
        released
            .fields()
            .iter()
            .map(|field| (field.chemin.clone(), field.valeur.to_plain_text()))
            .collect()
    }

    /// Data asked with the person's token need the whole identity by which the providers find them.
    fn has_pivot(&self) -> bool {
        PIVOT.iter().all(|scope| self.granted.contains(scope))
    }

    /// The same, thought of again in the plainest way.
    fn expected(&self) -> BTreeSet<(String, String)> {
        let allowed = |chemin: &str| {
            MODEL.iter().any(|(shown, source, scope, path)| {
                *path == chemin
                    && self.concerne != Concerne::Autre
                    && self.asked.contains(path)
                    && self.granted.contains(scope)
                    && (source.is_empty() || (self.source && self.has_pivot()))
                    && self.ticked.contains(shown)
            })
        };
        let kept = self.obtained.iter().filter(|(chemin, _)| allowed(chemin));
        kept.map(|(chemin, valeur)| ((*chemin).to_owned(), valeur.to_plain_text()))
            .collect()
    }
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::Integer),
        Just(Value::Integer(0)),
        Just(Value::Boolean(false)),
        Just(Value::Text(String::new())),
        ".{0,12}".prop_map(Value::Text),
    ]
}

fn case() -> impl Strategy<Value = Case> {
    let paths: Vec<_> = MODEL.iter().map(|(_, _, _, chemin)| *chemin).collect();
    let scopes: BTreeSet<_> = MODEL.iter().map(|(_, _, scope, _)| *scope).collect();
    let scopes: Vec<_> = scopes.into_iter().collect();
    let boxes: BTreeSet<_> = MODEL.iter().map(|(shown, _, _, _)| *shown).collect();
    let boxes: Vec<_> = boxes
        .into_iter()
        .chain(STRANGE_PATHS.iter().copied())
        .collect();
    let found: Vec<_> = paths
        .iter()
        .copied()
        .chain(STRANGE_PATHS.iter().copied())
        .collect();
    let found = subsequence(found.clone(), 0..=found.len()).prop_flat_map(|paths| {
        paths
            .into_iter()
            .map(|path| (Just(path), value()))
            .collect::<Vec<_>>()
    });
    (
        subsequence(paths.clone(), 1..=paths.len()),
        subsequence(scopes.clone(), 0..=scopes.len()),
        prop_oneof![4 => Just(Concerne::Enfant), 1 => Just(Concerne::Autre)],
        any::<bool>(),
        subsequence(boxes.clone(), 0..=boxes.len()),
        found,
    )
        .prop_map(
            |(asked, granted, concerne, source, ticked, obtained)| Case {
                asked,
                granted,
                concerne,
                source,
                ticked,
                obtained,
            },
        )
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn released_is_what_an_independent_model_says(case in case()) {
        prop_assert_eq!(case.released(), case.expected());
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn taking_away_never_releases_more(case in case(), at in any::<prop::sample::Index>()) {
        let before = case.released();
        let remove = |list: &mut Vec<&'static str>| if !list.is_empty() { list.remove(at.index(list.len())); };
        let changes: [&dyn Fn(&mut Case); 5] = [
            &|case| if case.asked.len() > 1 { remove(&mut case.asked) },
            &|case| remove(&mut case.granted),
            &|case| remove(&mut case.ticked),
            &|case| case.source = false,
            &|case| if !case.obtained.is_empty() { case.obtained.remove(at.index(case.obtained.len())); },
        ];
        for change in changes {
            let mut narrower = case.clone();
            change(&mut narrower);
            prop_assert!(narrower.released().is_subset(&before));
        }
    }
}

#[test]
fn zero_false_and_empty_text_are_released_as_values() {
    for valeur in [
        Value::Integer(0),
        Value::Boolean(false),
        Value::Text(String::new()),
    ] {
        let case = Case {
            obtained: vec![("adresse.voie", valeur.clone())],
            ..everything()
        };
        assert_eq!(
            case.released(),
            BTreeSet::from([("adresse.voie".to_owned(), valeur.to_plain_text())])
        );
    }
}

#[test]
fn withholds_everything_when_nothing_is_ticked_or_for_another_adult() {
    assert_eq!(everything().released().len(), MODEL.len());
    assert!(
        Case {
            ticked: Vec::new(),
            ..everything()
        }
        .released()
        .is_empty()
    );
    assert!(
        Case {
            concerne: Concerne::Autre,
            ..everything()
        }
        .released()
        .is_empty()
    );
}

#[test]
fn withholds_data_of_a_source_not_chosen_before_the_redirect() {
    let released = Case {
        source: false,
        ..everything()
    }
    .released();
    assert_eq!(released.len(), 8);
    assert!(
        released
            .iter()
            .all(|(chemin, _)| chemin.starts_with("identite."))
    );
}

#[test]
fn identity_is_handed_over_whole_or_not_at_all() {
    let ticked = vec!["identite"];
    assert_eq!(
        Case {
            ticked,
            ..everything()
        }
        .released()
        .len(),
        6
    );
    let ticked = vec!["identite.sexe"];
    assert!(
        Case {
            ticked,
            ..everything()
        }
        .released()
        .is_empty()
    );
}

fn everything() -> Case {
    let distinct =
        |column: fn(&(&'static str, &str, &'static str, &'static str)) -> &'static str| {
            MODEL
                .iter()
                .map(column)
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
        };
    Case {
        asked: distinct(|row| row.3),
        granted: distinct(|row| row.2),
        concerne: Concerne::Enfant,
        source: true,
        ticked: distinct(|row| row.0),
        obtained: MODEL.iter().map(|row| (row.3, Value::Integer(7))).collect(),
    }
}
