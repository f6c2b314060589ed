//! Steps 5 and 6: claims that are there and of the right kind.

use anyhow::Result;
use serde_json::{Value, json};

use super::case::Case;
use super::draft::{Draft, attested};
use super::{AUDIENCE, DECIDED_AT, ISSUER};

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = payloads()?;
    cases.extend(kinds()?);
    cases.extend(data()?);
    Ok(cases)
}

/// The usual attestation with claims changed: an object reaches into a claim, `null` takes it away.
pub fn with(
    id: &'static str,
    title: &'static str,
    claims: Value,
    reason: &'static str,
) -> Result<Case> {
    let attestation = Draft::usual(id).with_claims(claims)?;
    Ok(Case::refused(id, title, attestation, reason))
}

fn payloads() -> Result<Vec<Case>> {
    let draft = Draft::usual("payloads");
    let payload = draft.payload()?.to_string();
    let utf16: Vec<u8> = payload.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // The closing brace of the payload gives way to a second audience.
    let start = payload.strip_suffix('}').unwrap_or_default();
    let twice = format!(r#"{start},"aud":"siret:21999998200016"}}"#);
    let claims = |id, title, payload: &[u8]| {
        anyhow::Ok(Case::refused(
            id,
            title,
            draft.with_payload(payload)?,
            "claims",
        ))
    };
    Ok(vec![
        claims(
            "payload-not-json",
            "a payload that is not JSON",
            b"aud=siret:21999999200015",
        )?,
        claims(
            "payload-list",
            "a payload that is a list",
            format!("[{payload}]").as_bytes(),
        )?,
        claims("payload-null", "a payload that is null", b"null")?,
        claims(
            "payload-deep",
            "six thousand brackets for a payload",
            "[".repeat(6_000).as_bytes(),
        )?,
        claims("payload-utf16", "a payload in UTF-16", &utf16)?,
        claims(
            "payload-byte-order-mark",
            "a byte order mark before the payload",
            format!("\u{feff}{payload}").as_bytes(),
        )?,
        Case::refused(
            "payload-aud-twice",
            "a claim written twice counts as its last",
            draft.with_payload(twice)?,
            "audience",
        ),
    ])
}

fn kinds() -> Result<Vec<Case>> {
    let claims = |id, title, claims| with(id, title, claims, "claims");
    Ok(vec![
        claims("iss-missing", "no issuer", json!({"iss": null}))?,
        claims("iss-list", "a list of issuers", json!({"iss": [ISSUER]}))?,
        claims("aud-missing", "no audience", json!({"aud": null}))?,
        claims(
            "aud-list",
            "a list of audiences, ours alone in it",
            json!({"aud": [AUDIENCE]}),
        )?,
        claims("jti-missing", "no identifier", json!({"jti": null}))?,
        claims(
            "jti-number",
            "a number for an identifier",
            json!({"jti": 7}),
        )?,
        claims("form-missing", "no form", json!({"form": null}))?,
        claims(
            "form-list",
            "the form as a list of its two texts",
            json!({"form": ["cantine-valbourg", "2"]}),
        )?,
        claims(
            "form-text",
            "the form as a text",
            json!({"form": "cantine-valbourg"}),
        )?,
        claims(
            "form-id-missing",
            "a form without an identifier",
            json!({"form": {"id": null}}),
        )?,
        claims(
            "form-version-number",
            "a version that is a number",
            json!({"form": {"version": 2}}),
        )?,
        claims("exp-missing", "no end", json!({"exp": null}))?,
        claims(
            "exp-text",
            "the end as a text",
            json!({"exp": (DECIDED_AT + 86_400).to_string()}),
        )?,
        claims(
            "exp-fraction",
            "an end within a second",
            json!({"exp": 1_796_202_000.5}),
        )?,
        claims("exp-boolean", "true for an end", json!({"exp": true}))?,
        claims(
            "exp-equals-iat",
            "an end at the very beginning",
            json!({"exp": DECIDED_AT}),
        )?,
        claims(
            "exp-before-iat",
            "an end before the beginning",
            json!({"exp": DECIDED_AT - 1}),
        )?,
        claims("iat-missing", "no beginning", json!({"iat": null}))?,
        claims(
            "iat-text",
            "the beginning as a text",
            json!({"iat": DECIDED_AT.to_string()}),
        )?,
        claims("iat-boolean", "true for a beginning", json!({"iat": true}))?,
    ])
}

fn data() -> Result<Vec<Case>> {
    let path = "quotient_familial.valeur";
    let member = |value: Value| json!({ path: value });
    let data = |id, title, data: Value| {
        let draft = Draft::usual(id);
        let mut payload = draft.payload()?;
        payload["data"] = data;
        anyhow::Ok(Case::refused(
            id,
            title,
            draft.with_payload(payload.to_string())?,
            "claims",
        ))
    };
    let mut labelled = attested(json!("01053"));
    labelled["label"] = json!(1053);
    Ok(vec![
        data("data-null", "null for the data", Value::Null)?,
        data("data-list", "an empty list for the data", json!([]))?,
        data(
            "data-bare-value",
            "a value without its source",
            member(json!(1234)),
        )?,
        data(
            "data-member-values",
            "a list of the value and its label",
            member(json!([1234, "x"])),
        )?,
        data(
            "data-member-list",
            "a list in place of a value and its source",
            member(json!([])),
        )?,
        data(
            "data-no-value",
            "a source without a value",
            member(json!({"source": "caf"})),
        )?,
        data(
            "data-value-null",
            "a value that is null",
            member(attested(Value::Null)),
        )?,
        data(
            "data-value-fraction",
            "a value that is not whole",
            member(attested(json!(1234.5))),
        )?,
        data(
            "data-value-list",
            "a value that is a list",
            member(attested(json!(["1234"]))),
        )?,
        data(
            "data-value-object",
            "a value that is an object",
            member(attested(json!({"v": 1}))),
        )?,
        data(
            "data-label-number",
            "a label that is a number",
            member(labelled),
        )?,
        with("data-missing", "no data", json!({"data": null}), "claims")?,
        data(
            "data-one-of-two",
            "a wrong value beside a good one",
            json!({"a": attested(json!("x")), path: attested(Value::Null)}),
        )?,
    ])
}
