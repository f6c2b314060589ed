//! Step 4: the signature.

use anyhow::Result;
use p256::ecdsa::Signature;
use serde_json::json;

use super::case::Case;
use super::draft::{Draft, forged};
use super::keys::Key;
use crate::encoding::{base64url, from_base64url};

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = forgeries()?;
    cases.extend(numbers()?);
    cases.extend(order()?);
    Ok(cases)
}

fn refused(id: &'static str, title: &'static str, attestation: String) -> Case {
    Case::refused(id, title, attestation, "signature")
}

fn forgeries() -> Result<Vec<Case>> {
    let ours = Draft::usual("signature").signed()?;
    let other = Draft::usual("signature-of-another").signed()?;
    let (input, _) = halves(&ours);
    let (_, other_signature) = halves(&other);
    let header = Draft::usual("signature").header()?.to_string();
    let payload = Draft::usual("signature").payload()?.to_string();
    Ok(vec![
        refused(
            "signature-of-another",
            "the signature of another attestation",
            format!("{input}.{other_signature}"),
        ),
        refused(
            "signature-by-a-stranger",
            "signed by a stranger under the name of the edge's key",
            forged(&header, &payload, Key::Stranger),
        ),
        refused(
            "signature-by-the-former-key",
            "signed by the former key under the name of the present one",
            forged(&header, &payload, Key::Former),
        ),
        refused(
            "payload-changed",
            "an amount changed after the signature",
            with_payload(&ours, &payload.replace("1234", "1235")),
        ),
        refused(
            "payload-spaced",
            "the same claims written otherwise, under the former signature",
            with_payload(&ours, &payload.replace("\":", "\": ")),
        ),
        refused(
            "header-changed",
            "the header written otherwise, under the former signature",
            with_header(&ours, &header.replace("\":", "\": ")),
        ),
    ])
}

/// Pairs of numbers that verify nothing, some of which broken libraries took.
fn numbers() -> Result<Vec<Case>> {
    let signed = Draft::usual("signature-numbers").signed()?;
    let (input, signature) = halves(&signed);
    let signature = from_base64url(signature)?;
    let (r, s) = signature.split_at(32);
    let order = from_base64url("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE")?;
    let with = |r: &[u8], s: &[u8]| format!("{input}.{}", base64url(&[r, s].concat()));
    let zero = [0; 32];
    Ok(vec![
        refused(
            "signature-zeros",
            "both numbers are zero",
            with(&zero, &zero),
        ),
        refused(
            "signature-zero-r",
            "the first number is zero",
            with(&zero, s),
        ),
        refused(
            "signature-zero-s",
            "the second number is zero",
            with(r, &zero),
        ),
        refused(
            "signature-order",
            "both numbers are the order of the curve",
            with(&order, &order),
        ),
        refused(
            "signature-swapped-halves",
            "the two numbers in the other order",
            with(s, r),
        ),
        refused(
            "signature-ones",
            "every bit is one",
            with(&[0xff; 32], &[0xff; 32]),
        ),
        other_signature(input, &signature)?,
    ])
}

/// ECDSA gives two signatures to one text: whoever has one makes the other.
fn other_signature(input: &str, signature: &[u8]) -> Result<Case> {
    let (r, s) = Signature::from_slice(signature)?.split_scalars();
    let other = Signature::from_scalars(r, -s)?;
    let attestation = format!("{input}.{}", base64url(&other.to_bytes()));
    let jti = Draft::usual("signature-numbers").jti();
    let title = "the other valid signature of an attestation that was accepted";
    Ok(Case::refused("replayed-other-signature", title, attestation, "replayed").seen(vec![jti]))
}

fn order() -> Result<Vec<Case>> {
    let claims = json!({"iss": "https://ailleurs.example", "exp": 1}).to_string();
    let header = Draft::usual("order").header()?.to_string();
    Ok(vec![refused(
        "signature-before-claims",
        "claims of a forged attestation are not looked at",
        forged(header, claims, Key::Stranger),
    )])
}

fn halves(attestation: &str) -> (&str, &str) {
    attestation.rsplit_once('.').unwrap_or_default()
}

fn with_payload(attestation: &str, payload: &str) -> String {
    let (input, signature) = halves(attestation);
    let (header, _) = input.split_once('.').unwrap_or_default();
    format!("{header}.{}.{signature}", base64url(payload.as_bytes()))
}

fn with_header(attestation: &str, header: &str) -> String {
    let (_, rest) = attestation.split_once('.').unwrap_or_default();
    format!("{}.{rest}", base64url(header.as_bytes()))
}
