//! The example forms, against their démarche files, written by hand.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use unefois_core::demarche::{self, DemarcheWritten};

use crate::map::evidence::Confidence;
use crate::map::proposal::{self, Mapping, Wish};

/// Fields a form has and its démarche leaves to the person on purpose: proposing them is right.
const NOT_ASKED: &[&str] = &[
    "adresse.complement",
    "enfants[].nom_naissance",
    "enfants[].prenoms",
    "enfants[].date_naissance",
    "enfants[].sexe",
];

fn read(example: &str) -> (String, DemarcheWritten) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples")
        .join(example);
    let page = fs::read_to_string(folder.join("index.html")).unwrap();
    let text = fs::read_to_string(folder.join("demarche.toml")).unwrap();
    let written = demarche::parse(toml::Deserializer::parse(&text).unwrap(), example).unwrap();
    (page, written)
}

/// Fields written by hand, those proposed with their selector, and what is proposed at `haute` though no hand wrote it.
fn compare(mapping: &Mapping, written: &DemarcheWritten) -> (usize, usize, Vec<String>) {
    let by_hand = |chemin: &str| written.champ.iter().find(|champ| champ.chemin == chemin);
    let is_right = |proposal: &proposal::Proposal| {
        by_hand(proposal.chemin).is_some_and(|champ| champ.cible == proposal.cible)
    };
    let right = mapping
        .proposals
        .iter()
        .filter(|proposal| proposal.confidence >= Confidence::Moyenne && is_right(proposal))
        .count();
    let sure = mapping
        .proposals
        .iter()
        .filter(|proposal| proposal.confidence == Confidence::Haute && !is_right(proposal));
    let wrong = sure.filter(|proposal| {
        !NOT_ASKED.contains(&proposal.chemin) || by_hand(proposal.chemin).is_some()
    });
    (
        written.champ.len(),
        right,
        wrong
            .map(|proposal| format!("{} {:?}", proposal.chemin, proposal.cible))
            .collect(),
    )
}

/// An example, its fields written by hand, those found from the page alone, and those found once its sources are said.
fn check(example: &str, by_hand: usize, alone: usize, with_sources: usize) {
    let (page, written) = read(example);
    let sources: BTreeSet<String> = written
        .source
        .iter()
        .map(|source| source.id.clone())
        .collect();
    let map = |sources| {
        proposal::map(
            &page,
            &Wish {
                form: None,
                sources,
            },
        )
        .unwrap()
    };
    let (all, found, wrong) = compare(&map(BTreeSet::new()), &written);
    let (_, found_with, wrong_with) = compare(&map(sources), &written);
    assert_eq!((wrong, wrong_with), (Vec::new(), Vec::new()), "{example}");
    assert_eq!(
        (all, found, found_with),
        (by_hand, alone, with_sources),
        "{example}"
    );
}

#[test]
fn example_forms_are_mapped_as_by_hand_and_nothing_wrong_is_sure() {
    check("cantine", 14, 0, 0);
    check("periscolaire", 18, 0, 0);
    check("creche", 19, 0, 0);
    check("coupon-sport", 29, 0, 0);
    check("aide-etudiante", 31, 0, 0);
    check("aide-sociale", 22, 0, 0);
    check("stationnement", 19, 0, 0);
    check("transport-solidaire", 24, 0, 0);
}
