//! The vectors every verifier answers, and the nominal attestation changed in each of its characters.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;
use unefois_verify::{
    Field, KeyCache, Reason, Report, Seen, SeenInMemory, SessionNonce, Settings, StoreUnavailable,
    Submission, verify,
};

#[derive(Deserialize)]
struct Vectors {
    #[serde(flatten)]
    settings: Settings,
    jwks: Value,
    now: i64,
    cases: Vec<Case>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    title: String,
    attestation: Option<String>,
    now: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    jwks: Option<Value>,
    #[serde(default, deserialize_with = "given")]
    session_nonce: Option<Value>,
    #[serde(default = "nothing_seen")]
    seen: Option<Vec<String>>,
    #[serde(default)]
    file: BTreeMap<String, String>,
    fields: Vec<SubmittedField>,
    expect: Expected,
}

#[derive(Clone, Deserialize)]
struct SubmittedField {
    path: String,
    submitted: String,
    #[serde(default)]
    values: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Expected {
    reason: Option<String>,
    fields: BTreeMap<String, String>,
}

/// A member that is there, `null` included.
fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

fn nothing_seen() -> Option<Vec<String>> {
    Some(Vec::new())
}

/// A store that answers, or fails.
struct Store {
    seen: SeenInMemory,
    answers: bool,
}

impl Seen for Store {
    fn is_first(&self, jti: &str, until: i64) -> Result<bool, StoreUnavailable> {
        match self.answers {
            true => self.seen.is_first(jti, until),
            false => Err(StoreUnavailable),
        }
    }
}

fn vectors() -> Vectors {
    let text = include_str!("../../vectors.json");
    serde_json::from_str(text).unwrap()
}

impl Vectors {
    fn report(&self, case: &Case) -> Report {
        let now = case.now.unwrap_or(self.now);
        let jwks = case.jwks.as_ref().unwrap_or(&self.jwks);
        let set = (!jwks.is_null()).then(|| jwks.to_string().into_bytes());
        let keys = KeyCache::new(|| set.clone());
        let seen = Store {
            seen: SeenInMemory::by(|| 0),
            answers: case.seen.is_some(),
        };
        for jti in case.seen.iter().flatten() {
            assert_eq!(seen.is_first(jti, i64::MAX), Ok(true));
        }
        let fields: Vec<_> = case.fields.iter().map(SubmittedField::to_field).collect();
        let nonce = match &case.session_nonce {
            None => SessionNonce::Unused,
            Some(nonce) => SessionNonce::left(nonce.as_str()),
        };
        let submission = Submission {
            person: case.file.clone(),
            ..Submission::of(case.attestation.as_deref(), nonce, &fields, now)
        };
        verify(&submission, &self.settings, &keys, &seen)
    }

    /// When the attestation of a case ends, in Unix seconds.
    fn end_of(case: &Case) -> i64 {
        let payload = case.attestation.as_deref().unwrap().split('.').nth(1);
        let payload = URL_SAFE_NO_PAD.decode(payload.unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&payload).unwrap();
        claims["exp"].as_i64().unwrap()
    }

    fn nominal(&self) -> Case {
        let nominal = self.cases.iter().find(|case| case.id == "nominal");
        nominal.unwrap().clone()
    }
}

impl SubmittedField {
    fn to_field(&self) -> Field {
        Field {
            values: self.values.clone(),
            ..Field::new(&self.path, &self.submitted)
        }
    }
}

fn said(report: &Report) -> Expected {
    let verdicts = report.fields.iter();
    Expected {
        reason: report.reason.map(|reason| reason.code().to_owned()),
        fields: verdicts
            .map(|(path, verdict)| (path.clone(), verdict.name().to_owned()))
            .collect(),
    }
}

#[test]
fn every_vector_is_answered_as_expected() {
    let vectors = vectors();
    let wrong = vectors.cases.iter().filter_map(|case| {
        let said = said(&vectors.report(case));
        let is_right = said == case.expect;
        (!is_right).then(|| format!("{} ({}): {:?}", case.id, case.title, said))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn accepted_attestation_is_kept_with_the_key_that_verified_it() {
    let vectors = vectors();
    let accepted = vectors.report(&vectors.nominal()).accepted.unwrap();
    assert_eq!(accepted.key, vectors.jwks["keys"][0]);
    assert_eq!(accepted.jti.len(), 22);
}

#[test]
fn rejects_nominal_attestation_with_any_character_changed() {
    let vectors = vectors();
    let mut case = vectors.nominal();
    let attestation = case.attestation.clone().unwrap();
    for (index, character) in attestation.char_indices() {
        let other = if character == 'A' { "B" } else { "A" };
        let mut changed = attestation.clone();
        changed.replace_range(index..=index, other);
        case.attestation = Some(changed);
        let report = vectors.report(&case);
        assert!(report.reason.is_some(), "character {index}");
    }
}

#[test]
fn rejects_the_same_attestation_the_second_time() {
    let vectors = vectors();
    let case = vectors.nominal();
    let set = vectors.jwks.to_string().into_bytes();
    let keys = KeyCache::new(|| Some(set.clone()));
    let seen = SeenInMemory::by(|| 0);
    let attestation = case.attestation.as_deref();
    let submission = Submission::of(attestation, SessionNonce::Unused, &[], vectors.now);
    let reason = || verify(&submission, &vectors.settings, &keys, &seen).reason;
    assert_eq!(reason(), None);
    assert_eq!(reason(), Some(Reason::Replayed));
}

#[test]
fn rejects_copy_that_was_put_aside_when_another_was_accepted_meanwhile() {
    static NOW: AtomicI64 = AtomicI64::new(0);
    let vectors = vectors();
    let case = vectors.nominal();
    let set = vectors.jwks.to_string().into_bytes();
    let keys = KeyCache::new(|| Some(set.clone()));
    let unread = KeyCache::new(|| None);
    let seen = SeenInMemory::by(|| NOW.load(Ordering::Relaxed));
    let attestation = case.attestation.as_deref();
    let received = |at| Submission::of(attestation, SessionNonce::Unused, &[], at);
    let last_moment = Vectors::end_of(&case) + 60;
    NOW.store(last_moment, Ordering::Relaxed);
    let late = received(last_moment);
    let first = verify(&late, &vectors.settings, &unread, &seen).reason;
    assert_eq!(first, Some(Reason::KeysUnavailable));
    NOW.store(last_moment + 7 * 86_400, Ordering::Relaxed);
    let in_time = received(vectors.now);
    let accepted = verify(&in_time, &vectors.settings, &keys, &seen).reason;
    assert_eq!(accepted, None);
    for secs in [7 * 86_400 + 60, 8 * 86_400, 9 * 86_400] {
        NOW.store(last_moment + secs, Ordering::Relaxed);
        let again = verify(&late, &vectors.settings, &keys, &seen).reason;
        assert_eq!(again, Some(Reason::Replayed), "after {secs} s");
    }
}
