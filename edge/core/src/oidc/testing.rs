//! An invented provider, its client and its tokens, for the tests of this crate.

use serde_json::{Value, json};

use super::{Authentication, IdTokenExpectations, Provider, UserinfoPolicy, validate_id_token};
use crate::http::{Exchange, Response};
use crate::jose::testing::{P256, block_on, es256_keys, sign_es256};
use crate::jose::{Algorithm, JwkSet};
use crate::secret::Secret;

pub(crate) const ISSUER: &str = "https://fc.valbourg.example/api/v2";
pub(crate) const CLIENT_ID: &str = "client:é&1";
pub(crate) const NONCE: &str = "n0nce-n0nce_n0nce-n0nce_n0nce-n0nce_n0nce-0";
pub(crate) const ACCESS_TOKEN: &str = "access-token.1";
pub(crate) const SUB: &str = "d9f1e0c35b7a4e2f8d6c1b0a9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6cv1";
pub(crate) const NOW: i64 = 1_798_761_630;

/// A provider whose constants need encoding.
pub(crate) fn provider() -> Provider {
    let at_issuer = |path: &str| format!("{ISSUER}{path}");
    Provider {
        issuer: ISSUER.into(),
        authorization_endpoint: at_issuer("/authorize"),
        token_endpoint: at_issuer("/token"),
        userinfo_endpoint: at_issuer("/userinfo"),
        jwks_uri: at_issuer("/jwks"),
        end_session_endpoint: at_issuer("/session/end"),
        client_id: CLIENT_ID.into(),
        client_secret: Secret::new("s+e/cret=="),
        redirect_uri: "https://unefois.valbourg.example/v1/callback".into(),
        post_logout_redirect_uri: "https://unefois.valbourg.example/v1/logout/return".into(),
        acr_values: "eidas1".into(),
        id_token_signing_alg: Algorithm::Es256,
        userinfo: UserinfoPolicy::Signed,
        pkce_s256: false,
    }
}

/// The keys of the provider.
pub(crate) fn keys() -> JwkSet {
    es256_keys("fc:1")
}

/// Claims of an ID token as FranceConnect sends them.
pub(crate) fn id_token_claims() -> Value {
    json!({
        "sub": SUB,
        "auth_time": NOW - 20,
        "acr": "eidas1",
        "nonce": NONCE,
        "aud": CLIENT_ID,
        "exp": NOW + 55,
        "iat": NOW - 5,
        "iss": ISSUER,
    })
}

/// Claims of a userinfo answer: every awkward thing a name may hold, and an unknown birthday.
pub(crate) fn userinfo_claims() -> Value {
    json!({
        "sub": SUB,
        "given_name": "Zoé Anne-Marie  Jean",
        "given_name_array": ["Zoé", "Anne-Marie ", "Jean"],
        "family_name": "D’ŒUVRE--L'HÉRITIER",
        "preferred_username": "LE GOFF, veuve D’ŒUVRE",
        "gender": "female",
        "birthdate": "1962-00-00",
        "birthplace": "2A004",
        "birthcountry": "99100",
        "email": "zoe+cantine@valbourg.example",
        "aud": CLIENT_ID,
        "exp": NOW + 55,
        "iat": NOW - 5,
        "iss": ISSUER,
    })
}

/// A token of the provider.
pub(crate) fn signed(claims: &Value) -> String {
    let header = json!({"alg": "ES256", "kid": "fc:1"});
    sign_es256(&header, claims.to_string().as_bytes())
}

/// The authentication that [`id_token_claims`] reports.
pub(crate) fn authentication() -> Authentication {
    let provider = provider();
    let access_token = Secret::new(ACCESS_TOKEN);
    let expected = IdTokenExpectations {
        from: provider.expected_issuer(),
        nonce: NONCE,
        acr_values: &provider.acr_values,
        access_token: &access_token,
    };
    let token = Secret::new(signed(&id_token_claims()));
    let validated = block_on(validate_id_token(&token, &expected, &keys(), NOW, &P256));
    validated.unwrap().into_authentication().unwrap()
}

/// An answer of the provider.
pub(crate) fn answer(status: u16, content_type: &str, body: &str) -> Exchange {
    Ok(Response {
        status,
        content_type: content_type.into(),
        retry_after: None,
        body: body.into(),
    })
}
