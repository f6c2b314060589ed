//! Every published answer of the tax office, through the two sources that ask it.
//!
//! The payloads are not ours and may be absent; the figures expected of them are.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/sources.rs"]
mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use support::{json_files, person, read};
use unefois_core::identite::Pivot;
use unefois_core::sources::answer::ProvenAnswer;
use unefois_core::sources::{AnneeRevenus, Call, SourceSpec, impots, impots_adresse};

const SOURCES: [&SourceSpec; 2] = [&impots::SOURCE, &impots_adresse::SOURCE];
const MEDIA: &str = "application/prs.dgfip.part.situations.ir.assiettes.v1+json";

fn published() -> Option<PathBuf> {
    support::published("dgfip")
}

fn expectations() -> Json {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expectations/dgfip.json"))
}

fn ask(
    source: &'static SourceSpec,
    annee: AnneeRevenus,
    body: &Json,
    whose: &Pivot,
) -> ProvenAnswer {
    let call = support::call_of_year(source, annee);
    support::answer(call, 200, MEDIA, &body.to_string()).prove(whose)
}

/// The person of a file, or else its first declarant.
fn whose(file: &Json, body: &Json) -> Pivot {
    let known = [&file["pivot_identity"], &file["identity"]];
    let known = known.into_iter().find(|identity| identity.is_object());
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    match known {
        Some(identity) => person(
            &text(&identity["family_name"]),
            &text(&identity["given_name"]),
        ),
        None => person(&text(&body["nmNaiDec1"]), &text(&body["prnmDec1"])),
    }
}

fn check(name: &str, annee: AnneeRevenus, body: &Json, whose: &Pivot, expected: &Json) {
    for source in SOURCES {
        let answer = ask(source, annee, body, whose);
        if let Some(outcome) = expected["outcome"].as_str() {
            assert_eq!(answer.outcome.code(), outcome, "{name} for {}", source.id);
            assert!(
                answer.fields.is_empty() && answer.missing.is_empty(),
                "{name}"
            );
            continue;
        }
        let expected = &expected[source.id];
        assert_eq!(
            json!(answer.fields.len()),
            expected["fields"],
            "{name} for {}",
            source.id
        );
        assert_eq!(
            json!(answer.missing.len()),
            expected["missing"],
            "{name} for {}",
            source.id
        );
        for (chemin, valeur) in expected["values"].as_object().expect("values") {
            let found = answer.fields.iter().find(|field| field.chemin == *chemin);
            let found = found.map(|field| json!(field.valeur));
            assert_eq!(found.as_ref(), Some(valeur), "{name}: {chemin}");
        }
    }
}

#[test]
fn every_return_gives_the_fields_of_its_table() {
    let Some(published) = published() else { return };
    let table = expectations();
    let answers = table["answers"].as_object().expect("answers");
    for (name, expected) in answers {
        let file = read(&published.join(name));
        let body = &file["response"]["body"];
        let annee = serde_json::from_value(expected["annee"].clone()).expect("a year");
        check(name, annee, body, &whose(&file, body), expected);
    }
    assert_eq!(answers.len(), 12);
}

#[test]
fn nothing_leaves_of_what_no_field_names() {
    let Some(published) = published() else { return };
    let file = read(&published.join("synthetic-couple-2-enfants.json"));
    let body = &file["response"]["body"];
    for source in SOURCES {
        let answer = ask(source, AnneeRevenus::NMoins1, body, &whose(&file, body));
        let released = format!("{}", support::told(&answer));
        for forbidden in file["expectations"]["forbidden_anywhere_in_reply_or_log"]
            .as_array()
            .expect("words")
            .iter()
            .filter_map(|word| word.as_str())
        {
            assert!(!released.contains(forbidden), "{}: {forbidden}", source.id);
        }
    }
}

#[test]
fn every_household_of_the_demonstration_is_read_as_far_as_it_is_exact() {
    let Some(published) = published() else { return };
    let (file, table) = (read(&published.join("example-foyers.json")), expectations());
    let (households, expected) = (file["foyers"].as_array(), table["foyers"].as_array());
    let (households, expected) = (households.expect("a list"), expected.expect("a list"));
    assert_eq!(households.len(), expected.len());
    for (index, (household, expected)) in households.iter().zip(expected).enumerate() {
        let body = &household["body"];
        let whose = whose(household, body);
        check(
            &format!("household {index}"),
            AnneeRevenus::NMoins1,
            body,
            &whose,
            expected,
        );
    }
}

#[test]
fn every_error_gives_the_outcome_of_its_table() {
    let Some(published) = published() else { return };
    let table = expectations();
    let cases = read(&published.join("errors.json"))["cases"]
        .as_array()
        .cloned();
    let cases = cases.expect("cases");
    for case in &cases {
        let id = case["id"].as_str().expect("an id");
        let status = case["status"].as_u64().expect("a status") as u16;
        let body = match (
            &case["body"],
            case["codeapp"].as_str(),
            case["body_text"].as_str(),
        ) {
            (_, _, Some(text)) => text.to_owned(),
            (Json::Object(body), _, _) => Json::Object(body.clone()).to_string(),
            (_, Some(code), _) if status != 204 => json!({"erreur": {"code": code}}).to_string(),
            _ => String::new(),
        };
        let media = if case["body_text"].is_string() {
            "text/html"
        } else {
            "application/json"
        };
        for source in SOURCES {
            let call = support::call_of_year(source, AnneeRevenus::NMoins1);
            let outcome = support::answer(call, status, media, &body).outcome;
            assert_eq!(
                json!(outcome.code()),
                table["errors"][id],
                "{id} for {}",
                source.id
            );
        }
    }
    assert_eq!(
        cases.len(),
        table["errors"].as_object().map_or(0, |errors| errors.len())
    );
}

#[test]
fn answers_of_other_resources_give_nothing() {
    let Some(published) = published() else { return };
    let table = expectations();
    for (name, expected) in table["other_resources"].as_object().expect("files") {
        let cases = read(&published.join(name))["cases"]
            .as_array()
            .cloned()
            .expect("cases");
        assert_eq!(json!(cases.len()), *expected, "{name}");
        for case in cases {
            let status = case["status"].as_u64().expect("a status") as u16;
            let body = match &case["body"] {
                Json::Null => String::new(),
                body => body.to_string(),
            };
            for source in SOURCES {
                let call = support::call_of_year(source, AnneeRevenus::NMoins1);
                let answer = support::answer(call, status, "application/json", &body);
                let expected = match status {
                    204 => "no_tax_notice",
                    _ => "unavailable_identity_missing",
                };
                assert_eq!(answer.outcome.code(), expected, "{name} for {}", source.id);
            }
        }
    }
}

#[test]
fn addresses_in_one_line_are_given_as_they_are() {
    let Some(published) = published() else { return };
    let pairs = read(&published.join("pairs-dgfip-siv.json"))["pairs"]
        .as_array()
        .cloned();
    let pairs = pairs.expect("pairs");
    for pair in &pairs {
        let line = pair["dgfip_aft"].as_str().expect("a line");
        let call = Call {
            is_holder_waived: true,
            ..support::call_of_year(&impots_adresse::SOURCE, AnneeRevenus::NMoins1)
        };
        let body = json!({"aft": format!("  {line} ")}).to_string();
        let answer = support::answer(call, 200, MEDIA, &body).prove(&Pivot::default());
        let expected = json!({"impot.adresse.ligne": line});
        assert_eq!(support::told(&answer)["fields"], expected);
    }
    assert_eq!(json!(pairs.len()), expectations()["pairs"]);
}

#[test]
fn every_published_file_is_in_the_table() {
    let Some(published) = published() else { return };
    let table = expectations();
    let names = |key: &str| -> BTreeSet<String> {
        let files = table[key]
            .as_object()
            .into_iter()
            .flat_map(|files| files.keys().cloned());
        let listed = table[key].as_array().into_iter().flatten();
        files
            .chain(listed.filter_map(|name| name.as_str().map(str::to_owned)))
            .collect()
    };
    let mut known = names("answers");
    known.extend(names("other_resources"));
    known.extend(names("not_payloads"));
    known
        .extend(["errors", "example-foyers", "pairs-dgfip-siv"].map(|name| format!("{name}.json")));
    for file in json_files(&published) {
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        assert!(known.contains(name), "{name} is in no table");
    }
}
