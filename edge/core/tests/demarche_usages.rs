//! Use cases: what their table says, and that no démarche goes beyond it, whatever it is made of.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/built.rs"]
mod built;
mod support;

use std::collections::BTreeSet;

use built::{is_forbidden, offered};
use support::example_problems;
use unefois_core::demarche::usages;
use unefois_core::sources::{self, eaje, impots, vehicule};

#[test]
fn each_use_case_is_told_once_and_no_source_twice() {
    let ids: BTreeSet<&str> = usages::ALL.iter().map(|usage| usage.id).collect();
    assert_eq!(ids.len(), usages::ALL.len());
    for usage in usages::ALL {
        let mut named = BTreeSet::new();
        for source in usage.regles.iter().flat_map(|regle| regle.sources) {
            assert!(named.insert(source.id), "{} {}", usage.id, source.id);
        }
    }
}

#[test]
fn source_that_may_be_asked_has_its_companion_beside_it() {
    for usage in offered() {
        let allowed = sources::ALL
            .iter()
            .filter(|source| !is_forbidden(usage, source));
        for access in allowed.flat_map(|source| source.accesses) {
            if let Some(companion) = &access.companion {
                assert!(
                    !is_forbidden(usage, companion.source),
                    "{} {}",
                    usage.id,
                    companion.source.id
                );
            }
        }
    }
}

#[test]
fn tax_data_and_the_price_of_a_nursery_never_meet() {
    for usage in usages::ALL {
        let asks = |source| !is_forbidden(usage, source);
        assert!(
            !(asks(&eaje::SOURCE) && asks(&impots::SOURCE)),
            "{}",
            usage.id
        );
        let is_parking = usage.id == "stationnement_residentiel";
        assert_eq!(asks(&vehicule::SOURCE), is_parking, "{}", usage.id);
    }
}

#[test]
fn rejects_use_cases_that_are_unknown_or_never_granted() {
    for (usage, rule) in [
        ("cantine", "usage_inconnu"),
        ("Cantine_scolaire", "usage_inconnu"),
        ("controle_stationnement", "usage_refuse"),
        ("notification_de_droits", "usage_refuse"),
    ] {
        let problems = example_problems("cantine", |table| {
            table.insert("usage".to_owned(), usage.into());
        });
        let found: Vec<_> = problems
            .iter()
            .map(|problem| (problem.rule, problem.path.as_str()))
            .collect();
        assert_eq!(found, [(rule, "usage")], "{usage}");
    }
}

#[test]
fn rejects_sources_the_use_case_forbids_and_says_why() {
    let problems = example_problems("aide-sociale", |table| {
        table.insert("usage".to_owned(), "tarif_creche".into());
    });
    let tax = problems
        .iter()
        .find(|problem| problem.path == "source[0].id");
    let tax = tax.expect("the tax return is refused");
    assert_eq!((tax.rule, tax.got.as_str()), ("usage_interdit", "impots"));
    assert!(
        tax.expected
            .contains("participation familiale d’une crèche"),
        "{tax}"
    );
    let without = problems.iter().find(|problem| problem.path == "usage");
    assert_eq!(
        without.map(|problem| problem.rule),
        Some("usage_sans_source")
    );
}

#[test]
fn uncommon_use_case_says_why_it_needs_each_source() {
    let other = |motif: Option<&str>| {
        example_problems("cantine", |table| {
            table.insert("usage".to_owned(), "autre".into());
            let source = table["source"][0].as_table_mut().expect("a source");
            if let Some(motif) = motif {
                source.insert("motif".to_owned(), motif.into());
            }
        })
    };
    let problems = other(None);
    let found: Vec<_> = problems
        .iter()
        .map(|problem| (problem.rule, problem.path.as_str()))
        .collect();
    assert_eq!(found, [("motif_absent", "source[0].motif")]);
    assert!(other(Some("condition de l’aide")).is_empty());
    assert_eq!(other(Some(""))[0].rule, "longueur");
}
