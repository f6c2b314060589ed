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
        by_hand(proposal.chemin).is_some_and(|champ| {
            champ
                .cible
                .as_ref()
                .is_none_or(|cible| *cible == proposal.cible)
        })
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

/// Fields of an example: written by hand, found from the page alone, found once its sources are said.
fn counts(example: &str) -> (usize, usize, usize) {
    let (page, written) = read(example);
    let sources = written.source.iter().map(|source| source.id.clone());
    let map = |sources: BTreeSet<String>| {
        let wish = Wish {
            form: None,
            sources,
        };
        compare(&proposal::map(&page, &wish).unwrap(), &written)
    };
    let (by_hand, alone, wrong) = map(BTreeSet::new());
    let (_, with_sources, wrong_with_sources) = map(sources.collect());
    assert_eq!(wrong, Vec::<String>::new(), "{example}");
    assert_eq!(wrong_with_sources, Vec::<String>::new(), "{example}");
    (by_hand, alone, with_sources)
}

#[test]
fn example_forms_are_mapped_as_by_hand_and_nothing_wrong_is_sure() {
    let expected = [
        ("cantine", (14, 14, 14)),
        ("periscolaire", (18, 18, 18)),
        ("creche", (19, 19, 19)),
        ("coupon-sport", (27, 19, 22)),
        ("aide-etudiante", (32, 27, 28)),
        ("aide-sociale", (22, 20, 20)),
        ("stationnement", (19, 16, 16)),
        ("transport-solidaire", (23, 22, 22)),
    ];
    let found = expected.map(|(example, _)| (example, counts(example)));
    assert_eq!(found, expected);
}
