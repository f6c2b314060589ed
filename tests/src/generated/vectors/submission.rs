//! Steps 8 and 9: the submission the attestation is for, and each attestation once.

use anyhow::Result;
use serde_json::{Value, json};

use super::case::Case;
use super::draft::Draft;

const NONCE: &str = "k3-Tq_9pVbX2mN8sLw0aZg";

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = nonces()?;
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
            "an attestation with a nonce, a session without",
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
    ])
}
