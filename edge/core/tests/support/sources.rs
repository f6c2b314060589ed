//! Calls of a source, and a provider that answers them all in the same way.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Once;

use serde_json::{Value as Json, json};
use time::{Date, Month};
use unefois_core::http::{Exchange, Request, Response};
use unefois_core::identite::Pivot;
use unefois_core::secret::Secret;
use unefois_core::sources::answer::ProvenAnswer;
use unefois_core::sources::gates::GateKey;
use unefois_core::sources::{
    AccessSpec, Action, AnneeRevenus, Call, Credential, Engine, Event, Gates, Gateway, Modalite,
    SourceAnswer, SourceSpec,
};

/// 21 November 2026.
pub fn today() -> Date {
    Date::from_calendar_date(2026, Month::November, 21).expect("a date")
}

/// A call of `source` by `modalite`, for every field it has.
pub fn call(source: &'static SourceSpec, modalite: Modalite) -> Call {
    let access = source.access(Some(modalite), None);
    call_by(source, access.expect("the source knows the modality"))
}

/// A call of a tax return of `annee`, for every field it has.
pub fn call_of_year(source: &'static SourceSpec, annee: AnneeRevenus) -> Call {
    call_by(
        source,
        source
            .access(None, Some(annee))
            .expect("the source knows the year"),
    )
}

fn call_by(source: &'static SourceSpec, access: &'static AccessSpec) -> Call {
    let citizen = Secret::new("jeton/+=");
    let is_shared = !access.modalite.is_france_connect();
    Call {
        source,
        access,
        base: "https://fournisseur.example".to_owned(),
        credential: match source.gateway {
            Gateway::Dgfip => Credential::Dgfip {
                france_connect: citizen,
                id_teleservice: Some("valbourg-essai".to_owned()),
                correlation_id: "00000000-0000-4000-8000-000000000000".to_owned(),
            },
            Gateway::ApiParticulier if is_shared => {
                Credential::Collectivite(Secret::new("jeton-de-la-collectivité"))
            }
            Gateway::ApiParticulier => Credential::FranceConnect(citizen),
        },
        parameters: match source.gateway {
            Gateway::ApiParticulier => vec![("recipient", "21999999200015".to_owned())],
            Gateway::Dgfip => Vec::new(),
        },
        chemins: source
            .fields
            .iter()
            .map(|field| field.spec.chemin.to_owned())
            .collect(),
        periode: None,
        saisies: Vec::new(),
        is_holder_waived: false,
        gate: GateKey {
            source: source.id,
            tenant: "21999999200015".to_owned(),
            token: is_shared.then(|| "API_PARTICULIER_VALBOURG".to_owned()),
            base: "https://fournisseur.example".to_owned(),
        },
        token_received_millis: 0,
        today: today(),
    }
}

/// What a whole run did.
pub struct Run {
    /// What came of it.
    pub answer: SourceAnswer,
    /// Requests sent.
    pub sent: Vec<Request>,
    /// Waits between them.
    pub waits_millis: Vec<u32>,
    /// Tokens of the service asked for, and whether the one kept was refused.
    pub authorized: Vec<bool>,
}

/// Runs a call whose exchanges answer in turn, each after `took_millis`; the last one repeats.
pub fn run(
    call: Call,
    exchanges: &[Exchange],
    took_millis: u64,
    random: u32,
    gates: &mut Gates,
) -> Run {
    let mut now_millis = call.token_received_millis;
    let mut engine = Engine::new(call);
    let mut event = Event::Start;
    let (mut sent, mut waits_millis, mut authorized) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        assert!(sent.len() < 10, "the engine gives up");
        event = match engine.step(event, now_millis, random, gates) {
            Action::Authorize { is_refused, .. } => {
                authorized.push(is_refused);
                Event::Authorized(Ok(Secret::new(format!("service-{}", authorized.len()))))
            }
            Action::Send(request) => {
                let exchange = exchanges
                    .get(sent.len())
                    .or(exchanges.last())
                    .expect("an exchange");
                now_millis += took_millis;
                sent.push(request);
                Event::Answered(exchange.clone())
            }
            Action::Wait { millis } => {
                waits_millis.push(millis);
                now_millis += u64::from(millis);
                Event::Elapsed
            }
            Action::Done(answer) => {
                return Run {
                    answer,
                    sent,
                    waits_millis,
                    authorized,
                };
            }
        };
    }
}

/// Answers every request of a call in the same way until it gives up.
pub fn answer(call: Call, status: u16, content_type: &str, body: &str) -> SourceAnswer {
    let exchange = Ok(Response {
        status,
        content_type: content_type.to_owned(),
        retry_after: None,
        body: body.as_bytes().to_vec(),
    });
    run(call, &[exchange], 100, 7, &mut Gates::default()).answer
}

/// A person of whom only the names are known.
pub fn person(nom_naissance: &str, prenoms: &str) -> Pivot {
    Pivot {
        nom_naissance: nom_naissance.to_owned(),
        prenoms: prenoms.to_owned(),
        ..Pivot::default()
    }
}

/// An answer as a fixture writes it.
pub fn told(answer: &ProvenAnswer) -> Json {
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

/// A folder of published payloads, which are not ours; a line says, once, when it is not there.
pub fn published(name: &str) -> Option<PathBuf> {
    static SAID: Once = Once::new();
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    let folder = shared.join(name);
    if !folder.is_dir() {
        // Straight to the output: what a test prints is only shown when it fails.
        SAID.call_once(|| {
            let line = b"\nskipped: the published payloads are not in ../shared/fixtures\n";
            let _ = std::io::stdout().write_all(line);
        });
    }
    folder.is_dir().then_some(folder)
}

/// The JSON files of a folder, in order.
pub fn json_files(folder: &Path) -> Vec<PathBuf> {
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

/// A JSON file.
pub fn read(file: &Path) -> Json {
    let text = std::fs::read_to_string(file).expect("a file");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The name of a file, without its extension.
pub fn stem(file: &Path) -> &str {
    file.file_stem()
        .and_then(|name| name.to_str())
        .expect("a name")
}
