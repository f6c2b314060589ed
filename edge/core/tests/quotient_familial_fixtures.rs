//! Payloads of the quotient familial through the source: our own fixtures, and every published
//! example where the folder of shared fixtures is there.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use time::{Date, Month};
use unefois_core::http::Response;
use unefois_core::secret::Secret;
use unefois_core::sources::{Action, Call, Engine, Event, SourceAnswer, quotient_familial};
use unefois_wire::Value;

fn call() -> Call {
    let fields = quotient_familial::SOURCE.fields;
    Call {
        source: &quotient_familial::SOURCE,
        base: "https://particulier.example".to_owned(),
        recipient: "21999999200015".to_owned(),
        access_token: Secret::new("jeton-d’accès"),
        chemins: fields.iter().map(|field| field.chemin.to_owned()).collect(),
        periode: None,
        token_received_millis: 0,
        today: Date::from_calendar_date(2026, Month::November, 21).expect("a date"),
    }
}

/// Answers every request of the engine in the same way until it gives up.
fn answer(status: u16, content_type: &str, body: &Json) -> SourceAnswer {
    let mut engine = Engine::new(call());
    let mut event = Event::Start;
    let mut now_millis = 0;
    loop {
        event = match engine.step(event, now_millis, 7) {
            Action::Send(_) => Event::Answered(Ok(Response {
                status,
                content_type: content_type.to_owned(),
                retry_after: None,
                body: body.to_string().into_bytes(),
            })),
            Action::Wait { millis } => {
                now_millis += u64::from(millis);
                Event::Elapsed
            }
            Action::Done(answer) => return answer,
        };
    }
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    files
}

fn read(file: &Path) -> Json {
    let text = std::fs::read_to_string(file).expect("a file");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn told(answer: &SourceAnswer) -> Json {
    let fields: serde_json::Map<_, _> = answer
        .fields
        .iter()
        .map(|field| (field.chemin.clone(), json!(field.valeur)))
        .collect();
    let missing: serde_json::Map<_, _> = answer
        .missing
        .iter()
        .map(|field| (field.chemin.to_owned(), json!(field.cause.code())))
        .collect();
    let mut told = json!({"outcome": answer.outcome.code(), "fields": fields, "missing": missing});
    if let Some(first) = answer.fields.first() {
        told["fournisseur"] = json!(first.provenance.fournisseur);
    }
    told
}

#[test]
fn own_fixtures_give_the_outcome_and_the_fields_they_announce() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/quotient_familial");
    let files = json_files(&folder);
    assert!(files.len() > 20);
    for file in files {
        let fixture = read(&file);
        let name = file
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a name");
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
        409 | 429 => &["busy"],
        422 => &["not_recognised", "unavailable_recipient_refused"],
        502 | 504 => &["down_upstream_error"],
        _ => &[],
    };
    assert!(expected.contains(&code), "{name}: {status} gave {code}");
}
