//! Our own payloads of every source, each saying what it shows and what must come of it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/sources.rs"]
mod support;

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value as Json, json};
use support::{json_files, person, read, stem, told};
use unefois_core::identite::Pivot;
use unefois_core::paris;
use unefois_core::sources::saisie;
use unefois_core::sources::{self, AnneeRevenus, Call, Modalite, SourceSpec};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The call a fixture answers: by the first way of its source unless it names one, on the day and for
/// the month it names.
fn call(source: &'static SourceSpec, fixture: &Json) -> Call {
    let modalite = fixture
        .get("modalite")
        .cloned()
        .map(|word| serde_json::from_value::<Modalite>(word).expect("a modality"));
    let annee = fixture
        .get("annee")
        .cloned()
        .map(|word| serde_json::from_value::<AnneeRevenus>(word).expect("a year"));
    let call = match annee {
        Some(annee) => support::call_of_year(source, annee),
        None => support::call(source, modalite.unwrap_or(source.accesses[0].modalite)),
    };
    let today = fixture["jour"].as_str();
    let periode = fixture["mois"].as_str();
    Call {
        is_holder_waived: fixture["titulaire_non_verifie"] == json!(true),
        today: today.map_or(call.today, |day| paris::parse_date(day).expect("a date")),
        periode: periode.map(|month| saisie::periode(month).expect("a month")),
        ..call
    }
}

fn pivot(fixture: &Json) -> Pivot {
    let text = |key| fixture["pivot"][key].as_str().unwrap_or_default();
    person(text("nom_naissance"), text("prenoms"))
}

/// What comes of a fixture whose payload is `payload`.
fn told_of(source: &'static SourceSpec, fixture: &Json, payload: &Json) -> Json {
    let status = fixture["status"].as_u64().expect("a status") as u16;
    let content_type = fixture["content_type"].as_str().expect("a media type");
    let body = payload.to_string();
    let answer = support::answer(call(source, fixture), status, content_type, &body);
    told(&answer.prove(&pivot(fixture)))
}

/// Members no provider documents, in every object of an answer: names of paths, names that are nearly those
/// it has, and deeper things.
fn with_more_than_documented(payload: &Json) -> Json {
    match payload {
        Json::Object(members) => {
            let mut more: serde_json::Map<_, _> = members
                .iter()
                .map(|(name, value)| (name.clone(), with_more_than_documented(value)))
                .collect();
            let near = members.keys().flat_map(|name| {
                let disguises = [format!("{name} "), name.to_uppercase(), format!("{name}\0")];
                disguises.into_iter().filter(move |other| other != name)
            });
            let strange = [
                "",
                "__proto__",
                "constructor",
                "identite.nom_naissance",
                "enfants[]",
            ];
            for name in near.chain(strange.map(str::to_owned)).collect::<Vec<_>>() {
                let extra = json!({"valeur": "canari", "data": [{"valeur": "canari"}]});
                more.entry(name).or_insert(extra);
            }
            Json::Object(more)
        }
        Json::Array(items) => items.iter().map(with_more_than_documented).collect(),
        plain => plain.clone(),
    }
}

#[test]
fn withholds_whatever_an_answer_holds_beside_what_is_documented() {
    for source in sources::ALL {
        for file in json_files(&folder().join(source.id)) {
            let fixture = read(&file);
            let told = told_of(
                source,
                &fixture,
                &with_more_than_documented(&fixture["payload"]),
            );
            assert_eq!(told, fixture["expected"], "{}/{}", source.id, stem(&file));
        }
    }
}

#[test]
fn every_fixture_gives_the_outcome_and_the_fields_it_announces() {
    for source in sources::ALL {
        let files = json_files(&folder().join(source.id));
        assert!(files.len() >= 4, "{}: {} fixtures", source.id, files.len());
        for file in files {
            let fixture = read(&file);
            let name = format!("{}/{}", source.id, stem(&file));
            let status = fixture["status"].as_u64().expect("a status");
            assert!(
                stem(&file).starts_with(&format!("{status}-")),
                "{name} begins with its status"
            );
            let told = told_of(source, &fixture, &fixture["payload"]);
            assert_eq!(told, fixture["expected"], "{name}: {}", fixture["shows"]);
        }
    }
}

#[test]
fn every_folder_of_fixtures_is_that_of_a_source() {
    let entries = std::fs::read_dir(folder()).expect("a folder");
    for entry in entries {
        let name = entry.expect("an entry").file_name();
        let name = name.to_str().expect("a name");
        assert!(sources::spec(name).is_some(), "{name} is a source");
    }
}

#[test]
fn every_field_comes_and_is_missing_at_least_once() {
    for source in sources::ALL {
        let (mut found, mut missed) = (BTreeSet::new(), BTreeSet::new());
        for file in json_files(&folder().join(source.id)) {
            let expected = &read(&file)["expected"];
            let keys = |part: &str| expected[part].as_object().cloned().unwrap_or_default();
            for chemin in keys("fields").keys() {
                let field = unefois_core::field::spec(chemin).expect("a field");
                found.insert(field.chemin);
            }
            for chemin in keys("missing").keys() {
                missed.insert(chemin.clone());
            }
        }
        for field in source.fields {
            let chemin = field.spec.chemin;
            assert!(found.contains(chemin), "no fixture gives {chemin}");
            assert!(missed.contains(chemin), "no fixture lacks {chemin}");
        }
    }
}
