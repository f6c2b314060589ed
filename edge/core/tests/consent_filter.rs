//! The consent filter of the canteen, case by case; `consent_everywhere` holds its properties over every form.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;

use support::{cantine, obtained, today};
use unefois_core::consent::{Consent, Offer, release};
use unefois_core::datapass::Standings;
use unefois_core::demarche::check;
use unefois_wire::{Concerne, Value};

const BOXES: [&str; 5] = [
    "identite",
    "identite.nom_usage",
    "identite.email",
    "quotient_familial",
    "adresse",
];

/// What is chosen, ticked and obtained on the form of the canteen, where everything is granted.
#[derive(Clone)]
struct Case {
    concerne: Concerne,
    sources: &'static [&'static str],
    ticked: Vec<&'static str>,
    obtained: Vec<(String, Value)>,
}

impl Case {
    fn everything() -> Self {
        let chemins = cantine().champ.into_iter().map(|champ| champ.chemin);
        Self {
            concerne: Concerne::Enfant,
            sources: &["quotient_familial"],
            ticked: BOXES.to_vec(),
            obtained: chemins.map(|chemin| (chemin, Value::Integer(7))).collect(),
        }
    }

    fn released(&self) -> BTreeSet<(String, String)> {
        let demarche =
            check(cantine(), "cantine", today()).unwrap_or_else(|problems| panic!("{problems:?}"));
        let choice = demarche.choose(self.concerne, self.sources);
        let fields = self.obtained.iter();
        let fields: Vec<_> = fields
            .map(|(chemin, valeur)| obtained(chemin, valeur.clone()))
            .collect();
        let offer = Offer {
            demarche: &demarche,
            choice: &choice.expect("a choice"),
            obtained: &fields,
            in_force: &demarche.scopes_in_force(today(), &Standings::default()),
            saisies: &[],
        };
        let consent = Consent::new(&offer, &self.ticked).expect("no list to decide about");
        release(&offer, &consent)
            .fields()
            .iter()
            .map(|field| (field.chemin.clone(), field.valeur.to_plain_text()))
            .collect()
    }
}

#[test]
fn zero_false_and_empty_text_are_released_as_values() {
    for valeur in [
        Value::Integer(0),
        Value::Boolean(false),
        Value::Text(String::new()),
    ] {
        let released = Case {
            obtained: vec![("adresse.voie".to_owned(), valeur.clone())],
            ..Case::everything()
        }
        .released();
        let expected = ("adresse.voie".to_owned(), valeur.to_plain_text());
        assert_eq!(released, BTreeSet::from([expected]));
    }
}

#[test]
fn withholds_everything_when_nothing_is_ticked_or_for_another_adult() {
    let everything = Case::everything();
    assert_eq!(everything.released().len(), cantine().champ.len());
    let nothing_ticked = Case {
        ticked: Vec::new(),
        ..everything.clone()
    };
    let for_another = Case {
        concerne: Concerne::Autre,
        ..everything
    };
    for withheld in [nothing_ticked, for_another] {
        assert_eq!(withheld.released(), BTreeSet::new());
    }
}

#[test]
fn withholds_data_of_a_source_not_chosen_before_the_redirect() {
    let released = Case {
        sources: &[],
        ..Case::everything()
    }
    .released();
    assert_eq!(released.len(), 8);
    let mut chemins = released.iter().map(|(chemin, _)| chemin);
    assert!(chemins.all(|chemin| chemin.starts_with("identite.")));
}

#[test]
fn identity_is_handed_over_whole_or_not_at_all() {
    for (ticked, count) in [("identite", 6), ("identite.sexe", 0)] {
        let case = Case {
            ticked: vec![ticked],
            ..Case::everything()
        };
        assert_eq!(case.released().len(), count, "{ticked}");
    }
}
