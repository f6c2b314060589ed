//! Steps 5 to 7: for this back-office and one of its forms, and which fault is said first.

use anyhow::Result;
use serde_json::json;

use super::case::Case;
use super::claims::with;
use super::draft::Draft;
use super::{ISSUER, NOW};

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = addressees()?;
    cases.extend(forms()?);
    cases.extend(order()?);
    Ok(cases)
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
