//! What holds for every source: its paths, its texts, its boxes, its scopes.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};

use unefois_core::field::Kind;
use unefois_core::messages::{self, Catalogue, Form};
use unefois_core::sources::api_particulier::NOT_SEEN_AT_FRANCECONNECT;
use unefois_core::sources::{self, Modalite};

fn has(id: &str) {
    for texts in messages::languages().map(Catalogue::of) {
        assert!(texts.has(id), "{id} has no text");
    }
}

#[test]
fn every_source_and_field_has_its_texts() {
    for source in sources::ALL {
        for end in ["label", "why", "gets"] {
            has(&format!("source.{}.{end}", source.id));
        }
        for field in source.fields {
            has(&format!("field.{}", field.spec.chemin.replace("[]", "")));
        }
        for shown in source.boxes {
            has(shown.label);
        }
        for list in source.lists {
            has(&format!("field.{}", list.prefix.trim_end_matches("[]")));
        }
        for end in ["name", "le", "a", "de", "official"] {
            has(&format!("provider.{}.{end}", source.fournisseur));
        }
        let typed = source.accesses.iter().flat_map(|access| access.saisies);
        for saisie in typed.chain(source.options) {
            for end in ["label", "hint", "error"] {
                has(&format!("{}.{end}", saisie.texte));
            }
        }
    }
    assert!(!Catalogue::fr().provider("impots", Form::Le).is_empty());
}

#[test]
fn known_codes_of_a_list_have_a_name() {
    let known = BTreeMap::from([
        (
            "aeeh",
            &["allocataire", "ouvrant_droit", "non_beneficiaire"][..],
        ),
        ("energie", &["EL", "ES", "GO", "EH", "GP", "H2"]),
        ("ft", &["1", "2", "3", "4", "5"]),
        (
            "service_national",
            &["en_regle", "pas_en_regle", "indetermine", "non_concerne"],
        ),
        ("pariso", &["T"]),
        (
            "regime_formation",
            &["RF1", "RF2", "RF3", "RF4", "RF5", "RF6", "RF7"],
        ),
        ("regime_pensionnat", &["0", "1", "2", "3", "4", "5", "6"]),
        ("sitfam", &["C", "D", "M", "O", "V"]),
        ("statut_eleve", &["ST", "AP"]),
        ("vehicule", &["titulaire", "cotitulaire", "locataire"]),
    ]);
    // Their codes are printed on the papers people have, or are names already.
    let unnamed = ["classe_environnementale", "echelon_bourse", "genre"];
    let mut met = BTreeSet::new();
    for field in sources::ALL.iter().flat_map(|source| source.fields) {
        let Kind::Code(list) = field.spec.kind else {
            continue;
        };
        let codes = known.get(list).copied().unwrap_or_default();
        assert!(!codes.is_empty() || unnamed.contains(&list), "{list}");
        codes
            .iter()
            .for_each(|code| has(&format!("value.{list}.{code}")));
        met.insert(list);
    }
    assert_eq!(met.len(), known.len() + unnamed.len(), "{met:?}");
}

#[test]
fn identifiers_and_paths_are_unique_and_stay_in_their_source() {
    let (mut ids, mut boxes, mut chemins) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for source in sources::ALL {
        assert!(ids.insert(source.id), "{}", source.id);
        for shown in source.boxes {
            assert!(boxes.insert(shown.id), "{}", shown.id);
        }
        for field in source.fields {
            assert!(chemins.insert(field.spec.chemin), "{}", field.spec.chemin);
        }
    }
    // A field alone is a box of the same name.
    for chemin in chemins.intersection(&boxes) {
        let shown = sources::ALL.iter().flat_map(|source| source.boxes);
        let covers = shown
            .filter(|shown| shown.id == *chemin)
            .all(|shown| shown.covers(chemin));
        assert!(covers, "{chemin}");
    }
}

#[test]
fn boxes_cover_fields_once_and_show_only_what_they_cover() {
    for source in sources::ALL {
        for field in source.fields {
            let chemin = field.spec.chemin;
            let covering = source
                .boxes
                .iter()
                .filter(|shown| shown.covers(chemin))
                .count();
            let is_listed = source.list_of(chemin).is_some();
            assert!(
                covering <= usize::from(!is_listed),
                "{chemin} is in {covering} boxes"
            );
        }
        for shown in source.boxes {
            for prefix in shown.prefixes {
                let covered = source.fields.iter().map(|field| field.spec.chemin);
                let is_met = |chemin: &str| chemin == *prefix || chemin.starts_with(prefix);
                assert!(covered.clone().any(is_met), "{prefix} covers nothing");
            }
            for chemin in shown.shown.iter().copied().flatten() {
                assert!(
                    source.field(chemin).is_some() && shown.covers(chemin),
                    "{chemin}"
                );
            }
        }
    }
}

#[test]
fn rows_belong_to_a_declared_list() {
    for source in sources::ALL {
        for field in source.fields {
            let chemin = field.spec.chemin;
            assert_eq!(
                field.spec.is_repeated(),
                source.list_of(chemin).is_some(),
                "{chemin}"
            );
        }
        for list in source.lists {
            assert!(
                list.prefix.ends_with("[]") && !list.keys.is_empty(),
                "{}",
                list.prefix
            );
            for (_, chemin) in list.item {
                let of_list = source.list_of(chemin).map(|list| list.prefix);
                assert!(source.field(chemin).is_some(), "{chemin}");
                assert_eq!(of_list, Some(list.prefix), "{chemin}");
            }
        }
    }
}

#[test]
fn health_is_marked_where_the_mere_answer_tells_it() {
    let marked = sources::ALL.iter().filter(|source| source.sante);
    let marked: Vec<_> = marked.map(|source| source.id).collect();
    assert_eq!(marked, ["c2s", "aah", "aeeh"]);
    let boxes = sources::ALL.iter().flat_map(|source| source.boxes);
    let of_health: Vec<_> = boxes.filter(|shown| shown.sante).collect();
    let prefixes: Vec<_> = of_health.iter().map(|shown| shown.prefixes).collect();
    assert_eq!(
        prefixes,
        [&["eaje.enfants_aeeh"]],
        "it can be unticked alone"
    );
}

#[test]
fn scopes_franceconnect_may_not_know_are_those_of_fields_it_could_be_asked_for() {
    let by_token = sources::ALL.iter().filter(|source| {
        let mut accesses = source.accesses.iter();
        accesses.any(|access| access.modalite == Modalite::FranceConnect)
    });
    let asked: BTreeSet<_> = by_token
        .flat_map(|source| source.fields)
        .flat_map(|field| field.spec.scopes.iter().copied())
        .collect();
    for scope in NOT_SEEN_AT_FRANCECONNECT {
        assert!(asked.contains(scope), "{scope}");
    }
}

#[test]
fn what_a_source_is_typed_is_named_once_for_its_provider() {
    let mut by_provider = BTreeMap::new();
    for source in sources::ALL {
        let typed = source.accesses.iter().flat_map(|access| access.saisies);
        for saisie in typed.chain(source.options) {
            let known = by_provider
                .entry((source.fournisseur, saisie.id))
                .or_insert(saisie.texte);
            assert_eq!(*known, saisie.texte, "{} {}", source.fournisseur, saisie.id);
        }
    }
}

#[test]
fn every_status_a_rule_reads_is_an_error() {
    for source in sources::ALL {
        let rules: Vec<_> = sources::status::rules(source).collect();
        assert!(rules.len() > 10, "{}", source.id);
        assert!(
            rules.iter().all(|rule| rule.status() != 200),
            "{}",
            source.id
        );
    }
}
