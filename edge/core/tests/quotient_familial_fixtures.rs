//! Payloads of the quotient familial through the source: our own fixtures, and every published
//! example where the folder of shared fixtures is there.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/sources.rs"]
mod support;

use std::path::Path;

use serde_json::Value as Json;
use support::{json_files, read, stem, told};
use unefois_core::identite::Pivot;
use unefois_core::sources::answer::ProvenAnswer;
use unefois_core::sources::{Modalite, quotient_familial};
use unefois_wire::Value;

/// Answers every request of the engine in the same way until it gives up.
fn answer(status: u16, content_type: &str, body: &Json) -> ProvenAnswer {
    let call = support::call(&quotient_familial::SOURCE, Modalite::FranceConnect);
    support::answer(call, status, content_type, &body.to_string()).prove(&Pivot::default())
}

#[test]
fn own_fixtures_give_the_outcome_and_the_fields_they_announce() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/quotient_familial");
    let files = json_files(&folder);
    assert!(files.len() > 20);
    for file in files {
        let fixture = read(&file);
        let name = stem(&file);
        let status = fixture["status"].as_u64().expect("a status");
        assert!(
            name.starts_with(&status.to_string()),
            "{name} begins with its status"
        );
        let content_type = fixture["content_type"].as_str().expect("a media type");
        let answer = answer(status as u16, content_type, &fixture["payload"]);
        assert_eq!(
            told(&answer),
            fixture["expected"],
            "{name}: {}",
            fixture["shows"]
        );
    }
}

#[test]
fn published_examples_are_all_understood() {
    let shared =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures/api-particulier");
    if !shared.is_dir() {
        println!("skipped: the folder of shared fixtures is absent");
        return;
    }
    let mut read_in_all = 0;
    for modality in ["france-connect", "identite"] {
        for file in json_files(&shared.join(format!("v3-dss-quotient-familial-{modality}"))) {
            read_in_all += check_published(&file);
        }
    }
    assert!(read_in_all > 30, "{read_in_all}");
}

/// Checks a published file: one payload, or every error example of an endpoint.
fn check_published(file: &Path) -> usize {
    let published = read(file);
    if let Some(by_status) = published["errors_by_status"].as_object() {
        let mut examples = 0;
        for (status, by_name) in by_status {
            for (name, payload) in by_name.as_object().expect("examples") {
                check_error(status.parse().expect("a status"), payload, name);
                examples += 1;
            }
        }
        return examples;
    }
    let status = published["status"].as_u64().expect("a status") as u16;
    match status {
        200 => check_success(&published["payload"], &file.display().to_string()),
        _ => check_error(status, &published["payload"], &file.display().to_string()),
    }
    1
}

fn check_success(payload: &Json, name: &str) {
    let answer = answer(200, "application/vnd.api+json", payload);
    assert_eq!(answer.outcome.code(), "values", "{name}");
    let found = |chemin: &str| {
        let field = answer.fields.iter().find(|field| field.chemin == chemin);
        field.map(|field| field.valeur.clone())
    };
    let quotient = &payload["data"]["quotient_familial"];
    for key in ["valeur", "mois", "annee"] {
        let expected = quotient[key].as_i64().map(Value::Integer);
        assert_eq!(
            found(&format!("quotient_familial.{key}")),
            expected,
            "{name}"
        );
    }
    let whole = payload["data"]["adresse"]["code_postal_ville"]
        .as_str()
        .unwrap_or_default();
    if let Some(Value::Text(code_postal)) = found("adresse.code_postal") {
        let commune = found("adresse.commune").map(|commune| commune.to_plain_text());
        let rejoined = commune.map_or(code_postal.clone(), |commune| {
            format!("{code_postal} {commune}")
        });
        assert_eq!(rejoined, whole, "{name}");
    }
    for field in &answer.fields {
        assert!(
            ["caf", "msa"].contains(&field.provenance.fournisseur.as_str()),
            "{name}"
        );
    }
}

fn check_error(status: u16, payload: &Json, name: &str) {
    let answer = answer(status, "application/json; charset=utf-8", payload);
    assert!(answer.fields.is_empty(), "{name}");
    let code = answer.outcome.code();
    let expected: &[&str] = match status {
        401 => &["unavailable_token_refused", "unavailable_token_expired"],
        403 => &["unavailable_scope_missing"],
        404 => &["no_file", "down_upstream_error"],
        409 => &["busy"],
        429 => &["throttled"],
        422 => &["not_recognised", "unavailable_recipient_refused"],
        502 | 504 => &["down_upstream_error"],
        _ => &[],
    };
    assert!(expected.contains(&code), "{name}: {status} gave {code}");
}
