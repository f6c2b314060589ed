//! Steps 5 to 7: claims that are there, of the right kind, for this back-office and its forms.

use anyhow::Result;
use serde_json::{Value, json};

use super::case::Case;
use super::draft::{Draft, attested};
use super::{AUDIENCE, DECIDED_AT, ISSUER, NOW};

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = payloads()?;
    cases.extend(kinds()?);
    cases.extend(data()?);
    cases.extend(addressees()?);
    cases.extend(forms()?);
    cases.extend(order()?);
    Ok(cases)
}

/// The usual attestation with claims changed: an object reaches into a claim, `null` takes it away.
fn with(
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

fn addressees() -> Result<Vec<Case>> {
    let issuer = |id, title, issuer: String| with(id, title, json!({ "iss": issuer }), "issuer");
    let audience =
        |id, title, audience: &str| with(id, title, json!({ "aud": audience }), "audience");
    Ok(vec![
        issuer(
            "iss-other",
            "another edge",
            "https://unefois.montclair.example".to_owned(),
        )?,
        issuer("iss-slash", "the issuer and a slash", format!("{ISSUER}/"))?,
        issuer(
            "iss-upper-case",
            "the issuer in other letters",
            ISSUER.replace("valbourg", "Valbourg"),
        )?,
        issuer(
            "iss-http",
            "the issuer without encryption",
            ISSUER.replace("https", "http"),
        )?,
        issuer(
            "iss-of-a-collectivite",
            "the issuer of a collectivité with its own keys, under the edge's",
            format!("{ISSUER}/collectivites/21999999200015"),
        )?,
        audience("aud-other", "another collectivité", "siret:21999998200016")?,
        audience("aud-without-prefix", "the SIRET alone", "21999999200015")?,
        audience(
            "aud-longer",
            "the audience and something after",
            "siret:219999992000150",
        )?,
        audience(
            "aud-space",
            "the audience and a space",
            "siret:21999999200015 ",
        )?,
        audience(
            "aud-upper-case",
            "the audience in capitals",
            "SIRET:21999999200015",
        )?,
    ])
}

fn forms() -> Result<Vec<Case>> {
    let of = |id, title, form: &'static str, version: &'static str, reason| {
        let mut draft = Draft::usual(id);
        (draft.form, draft.version) = (form, version);
        anyhow::Ok(match reason {
            Some(reason) => Case::refused(id, title, draft.signed()?, reason),
            None => Case::taken(id, title, draft.signed()?),
        })
    };
    Ok(vec![
        of(
            "form-earlier-version",
            "an earlier version that is known",
            "cantine-valbourg",
            "1",
            None,
        )?,
        of(
            "form-other-known",
            "another form of the back-office",
            "creche-valbourg",
            "3",
            None,
        )?,
        of(
            "form-other",
            "a form of the same collectivité that goes elsewhere",
            "piscine-valbourg",
            "1",
            Some("form"),
        )?,
        of(
            "form-upper-case",
            "the form in capitals",
            "CANTINE-VALBOURG",
            "2",
            Some("form"),
        )?,
        of(
            "form-constructor",
            "a form whose name every object knows",
            "constructor",
            "name",
            Some("form"),
        )?,
        of(
            "form-later-version",
            "a version that is not known yet",
            "cantine-valbourg",
            "3",
            Some("form_version"),
        )?,
        of(
            "form-version-of-another",
            "a version that only another form has",
            "creche-valbourg",
            "2",
            Some("form_version"),
        )?,
        of(
            "form-version-zero",
            "a version with a zero before it",
            "cantine-valbourg",
            "02",
            Some("form_version"),
        )?,
    ])
}

fn order() -> Result<Vec<Case>> {
    let other = "siret:21999998200016";
    Ok(vec![
        with(
            "order-issuer-audience",
            "another issuer and another audience",
            json!({"iss": "https://ailleurs.example", "aud": other}),
            "issuer",
        )?,
        with(
            "order-claims-issuer",
            "no data, from another issuer",
            json!({"data": null, "iss": "https://ailleurs.example"}),
            "claims",
        )?,
        with(
            "order-audience-exp",
            "another audience, and an end as a text",
            json!({"aud": other, "exp": "1"}),
            "audience",
        )?,
        with(
            "order-future-expired",
            "over before it began, and to come",
            json!({"iat": NOW + 600, "exp": NOW - 600}),
            "claims",
        )?,
        with(
            "order-expired-form",
            "too late, for another form",
            json!({"iat": NOW - 7_200, "exp": NOW - 3_600, "form": {"id": "piscine-valbourg"}}),
            "expired",
        )?,
        with(
            "order-form-version",
            "another form, of a version that is not known",
            json!({"form": {"id": "piscine-valbourg", "version": "9"}}),
            "form",
        )?,
    ])
}
