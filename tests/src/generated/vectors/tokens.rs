//! Other things the system makes or receives, given in place of the attestation.

use anyhow::{Result, anyhow};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use unefois_core::sealing::{Context, KeyRing, NONCE_BYTES};
use unefois_core::secret::Secret;
use unefois_core::transaction::{Departure, LogoutRequest, Payload, seal};
use unefois_wire::Concerne;

use super::case::Case;
use super::draft::{Draft, forged};
use super::keys::Key;
use super::{AUDIENCE, DECIDED_AT, FORM, ISSUER};
use crate::encoding::base64url;

pub fn cases() -> Result<Vec<Case>> {
    let hand_off = Draft::usual("sealed-hand-off").hand_off();
    Ok(vec![
        Case::refused(
            "token-id-token",
            "an ID token of FranceConnect",
            id_token(),
            "type",
        ),
        Case::refused(
            "token-exchange-trace",
            "an exchange trace, signed by the very same key",
            exchange_trace(),
            "type",
        ),
        Case::refused(
            "token-sealed-departure",
            "the cookie of a person who left for FranceConnect",
            sealed(&departure())?,
            "malformed",
        ),
        Case::refused(
            "token-sealed-hand-off",
            "the sealed hand-off the attestation is made from",
            sealed(&hand_off)?,
            "malformed",
        ),
        Case::refused(
            "token-sealed-logout",
            "the sealed text of the link that ends the session",
            sealed(&logout())?,
            "malformed",
        ),
        Case::refused(
            "token-opaque",
            "an access token of FranceConnect",
            "AT-".repeat(14),
            "malformed",
        ),
    ])
}

fn id_token() -> String {
    let header = json!({"alg": "ES256", "kid": Key::FranceConnect.kid()});
    let claims = json!({
        "iss": "https://franceconnect.valbourg.example/api/v2",
        "aud": "unefois-valbourg",
        "sub": "b6048e95bb134ec5b1d1e1fa69f287172e91722b9354d637a1bcf2ebb0fd2ef5v1",
        "nonce": base64url(&[2; 32]),
        "acr": "eidas1",
        "iat": DECIDED_AT - 90,
        "exp": DECIDED_AT - 30,
    });
    forged(header.to_string(), claims.to_string(), Key::FranceConnect)
}

fn exchange_trace() -> String {
    let header = json!({"alg": "ES256", "kid": Key::Edge.kid(), "typ": "exchange-trace+jwt"});
    let claims = json!({
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": DECIDED_AT,
        "exp": DECIDED_AT + 86_400,
        "jti": base64url(&[3; 16]),
        "form": {"id": FORM, "version": "2"},
        "data": {},
    });
    forged(header.to_string(), claims.to_string(), Key::Edge)
}

fn departure() -> Departure {
    Departure {
        state: base64url(&[1; 32]),
        nonce: base64url(&[2; 32]),
        code_verifier: None,
        sources: vec!["quotient_familial".to_owned()],
        saisies: Vec::new(),
        challenge: base64url(&[4; 32]),
        concerne: Concerne::Enfant,
        lang: "fr".to_owned(),
        origin: "https://www.valbourg.example".to_owned(),
        issued_at: DECIDED_AT - 120,
    }
}

fn logout() -> LogoutRequest {
    LogoutRequest {
        id_token: Secret::new(id_token()),
        issued_at: DECIDED_AT,
    }
}

fn sealed(payload: &impl Payload) -> Result<String> {
    let key = base64url(&Sha256::digest("sealing key of the vectors"));
    let ring = KeyRing::parse(&format!("2026-11:{key}"));
    let ring = ring.map_err(|problems| anyhow!("{}", problems.join("; ")))?;
    let context = Context {
        flow: base64url(&[5; 16]),
        demarche: FORM.to_owned(),
        page: "https://www.valbourg.example/cantine/".to_owned(),
    };
    seal(&ring, &context, payload, [6; NONCE_BYTES]).map_err(|_| anyhow!("nothing was sealed"))
}
