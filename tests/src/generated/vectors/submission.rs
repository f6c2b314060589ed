//! Steps 8 and 9: the submission the attestation is for, and each attestation once.

use anyhow::Result;
use serde_json::{Value, json};

use super::case::Case;
use super::draft::Draft;

const NONCE: &str = "k3-Tq_9pVbX2mN8sLw0aZg";

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = nonces()?;
    cases.extend(without_nonce()?);
    cases.extend(replays()?);
    Ok(cases)
}

fn nonces() -> Result<Vec<Case>> {
    let with = |nonce| Draft::usual("nonce").nonce(nonce).signed();
    let forged =
        |nonce: Value| Draft::usual("nonce").with_claims(json!({ "submission_nonce": nonce }));
    let none = Draft::usual("nonce").signed()?;
    let refused =
        |id, title, attestation| Case::refused(id, title, attestation, "submission_nonce");
    Ok(vec![
        Case::taken("nonce-equal", "the nonce of the session", with(NONCE)?).session_nonce(NONCE),
        refused(
            "nonce-other",
            "the nonce of another session",
            with("h7_Rc-1dYfB4kJ6tPe5iUw")?,
        )
        .session_nonce(NONCE),
        refused(
            "nonce-missing",
            "a session with a nonce, an attestation without",
            none,
        )
        .session_nonce(NONCE),
        refused(
            "nonce-unexpected",
            "an attestation with a nonce, for a form that uses none",
            with(NONCE)?,
        ),
        refused(
            "nonce-case",
            "the nonce in small letters",
            with("k3-tq_9pvbx2mn8slw0azg")?,
        )
        .session_nonce(NONCE),
        refused(
            "nonce-start",
            "the beginning of the nonce",
            with("k3-Tq_9pVbX2mN8s")?,
        )
        .session_nonce(NONCE),
        refused(
            "nonce-list",
            "a list of nonces, with the right one",
            forged(json!([NONCE]))?,
        )
        .session_nonce(NONCE),
        refused(
            "nonce-empty",
            "an empty nonce, and a session with one",
            forged(json!(""))?,
        )
        .session_nonce(NONCE),
    ])
}

/// A form that uses no nonce, and a session that has none left: the same attestation is taken or refused.
fn without_nonce() -> Result<Vec<Case>> {
    let none = || Draft::usual("nonce-none").signed();
    let null = with_null_nonce(&Draft::usual("nonce-none"))?;
    let empty = Draft::usual("nonce-none").with_claims(json!({ "submission_nonce": "" }))?;
    let given = Draft::usual("nonce-none").nonce(NONCE).signed()?;
    let refused =
        |id, title, attestation| Case::refused(id, title, attestation, "submission_nonce");
    Ok(vec![
        Case::taken(
            "nonce-unused",
            "a form that uses no nonce, an attestation without",
            none()?,
        ),
        refused(
            "nonce-unused-null",
            "a form that uses no nonce, an attestation whose nonce is null",
            null.clone(),
        ),
        refused(
            "nonce-unused-empty",
            "a form that uses no nonce, an attestation whose nonce is empty",
            empty.clone(),
        ),
        refused(
            "nonce-spent",
            "a session that has no nonce left, an attestation without",
            none()?,
        )
        .spent_nonce(),
        refused(
            "nonce-spent-given",
            "a session that has no nonce left, an attestation with one",
            given,
        )
        .spent_nonce(),
        refused(
            "nonce-spent-null",
            "a session that has no nonce left, an attestation whose nonce is null",
            null,
        )
        .spent_nonce(),
        refused(
            "nonce-session-empty",
            "an empty text is no nonce: the session has none left, and the attestation is without",
            none()?,
        )
        .session_nonce(""),
        refused(
            "nonce-both-empty",
            "an empty text is no nonce, even where the attestation has the same",
            empty,
        )
        .session_nonce(""),
    ])
}

/// An attestation whose nonce is there and is `null`.
fn with_null_nonce(draft: &Draft) -> Result<String> {
    let mut payload = draft.payload()?;
    payload["submission_nonce"] = Value::Null;
    draft.with_payload(payload.to_string())
}

fn replays() -> Result<Vec<Case>> {
    let draft = Draft::usual("replayed");
    let other = Draft::usual("replayed-other").jti();
    Ok(vec![
        Case::refused(
            "replayed",
            "an attestation that was accepted before",
            draft.signed()?,
            "replayed",
        )
        .seen(vec![other.clone(), draft.jti()]),
        Case::taken(
            "replayed-other",
            "another attestation was accepted before",
            draft.signed()?,
        )
        .seen(vec![other]),
        Case::taken(
            "replayed-case",
            "identifiers that differ by their letters' case are two",
            draft.signed()?,
        )
        .seen(vec![draft.jti().to_lowercase()]),
        Case::refused(
            "replayed-nonce-first",
            "seen before, and of another session",
            draft.signed()?,
            "submission_nonce",
        )
        .seen(vec![draft.jti()])
        .session_nonce(NONCE),
        Case::refused(
            "replayed-person",
            "seen before, and of another person",
            draft.signed()?,
            "replayed",
        )
        .seen(vec![draft.jti()])
        .file("identite.nom_naissance", "AUTRE"),
        Case::refused(
            "store-fails",
            "the store of identifiers fails",
            draft.signed()?,
            "store_unavailable",
        )
        .without_store(),
        Case::refused(
            "store-fails-nonce-first",
            "the store fails, for an attestation of another session",
            draft.signed()?,
            "submission_nonce",
        )
        .without_store()
        .session_nonce(NONCE),
        Case::refused(
            "store-fails-person",
            "the store fails, for an attestation of another person",
            draft.signed()?,
            "store_unavailable",
        )
        .without_store()
        .file("identite.nom_naissance", "AUTRE"),
    ])
}
