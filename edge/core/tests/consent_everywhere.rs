//! The consent filter over every example démarche: a naive oracle, and the whole matrix.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "consent_everywhere/case.rs"]
mod case;
#[path = "consent_everywhere/oracle.rs"]
mod oracle;
mod support;

use case::{Case, Setting, settings};
use proptest::prelude::*;
use unefois_core::field::{self, at_row};
use unefois_wire::Concerne;

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(10_000))]

    #[test]
    fn released_from_any_form_is_what_a_naive_oracle_says(case in case::any_case()) {
        prop_assert_eq!(case.released(), oracle::released(&case), "{:?}", case);
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn withholds_at_least_as_much_once_anything_is_taken_away(case in case::any_case(), at in any::<prop::sample::Index>()) {
        let Some(before) = case.released() else { return Ok(()) };
        for narrower in case.each_narrower(at) {
            // A list the person must decide about again releases nothing at all.
            let after = narrower.released_values();
            prop_assert!(after.iter().all(|value| before.iter().any(|(_, had)| had == value)), "{:?}", narrower);
        }
    }

    #[test]
    fn withheld_value_is_nowhere_in_what_goes_to_the_form(case in case::any_case()) {
        let Some(gone) = case.handed_over() else { return Ok(()) };
        let kept = case.released_values();
        for value in case.values().filter(|value| !kept.contains(value)) {
            prop_assert!(!gone.contains(&value), "{} of {:?}", value, case);
        }
        for value in &kept {
            prop_assert!(gone.contains(value.as_str()));
        }
    }

    #[test]
    fn page_shows_what_could_leave_and_nothing_else(case in case::any_case()) {
        let shown = case.shown();
        prop_assert_eq!(shown, oracle::offered(&case), "{:?}", case);
    }
}

/// What stands between a value and the form.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lacks {
    Asked,
    Habilitation,
    Source,
    Person,
    Consent,
    Obtained,
}

const ALL: [Lacks; 6] = [
    Lacks::Asked,
    Lacks::Habilitation,
    Lacks::Source,
    Lacks::Person,
    Lacks::Consent,
    Lacks::Obtained,
];

/// Whether the field leaves when the conditions of `lacking` do not hold and all the others do.
fn leaves(setting: &'static Setting, chemin: &'static str, lacking: &[Lacks]) -> Option<bool> {
    let mut case = Case::alone(setting, chemin);
    for lacks in lacking {
        match lacks {
            Lacks::Asked => case.drop_field(chemin),
            Lacks::Habilitation => {
                case.lose_scopes_of(chemin);
                // Its source answers whatever the scopes.
                if case.lost.is_empty() {
                    return None;
                }
            }
            Lacks::Source => case.sources.clear(),
            Lacks::Person => case.concerne = Concerne::Autre,
            Lacks::Consent => case.ticked.clear(),
            Lacks::Obtained => case.obtained.clear(),
        }
    }
    case.is_possible()
        .then(|| !case.released_values().is_empty())
}

#[test]
fn withholds_in_every_row_of_the_matrix_but_the_full_one() {
    let mut rows = 0;
    for setting in settings() {
        for chemin in setting.chemins() {
            for bits in 0..1 << ALL.len() {
                let lacking: Vec<_> = (0..ALL.len())
                    .filter(|bit| bits & (1 << bit) != 0)
                    .map(|bit| ALL[bit])
                    .collect();
                let of_identity = field::source_of(chemin) == Some(field::IDENTITE);
                // Identity has no source to tick before the trip.
                let blocking = lacking
                    .iter()
                    .any(|lacks| !(of_identity && *lacks == Lacks::Source));
                if let Some(leaves) = leaves(setting, chemin, &lacking) {
                    assert_eq!(leaves, !blocking, "{} {chemin} {lacking:?}", setting.name);
                    rows += 1;
                }
            }
        }
    }
    assert!(rows > 8_000, "{rows} rows only");
}

#[test]
fn withholds_a_path_that_is_not_byte_for_byte_that_of_a_field() {
    for setting in settings() {
        for chemin in setting.chemins() {
            for strange in case::disguises(&at_row(chemin, 0)) {
                let mut case = Case::alone(setting, chemin);
                case.obtained[0].0.clone_from(&strange);
                assert_eq!(case.released_values(), Vec::<String>::new(), "{strange:?}");
            }
        }
    }
}
