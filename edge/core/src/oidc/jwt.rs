//! What every signed answer of the provider must satisfy, ID token and userinfo alike.

use serde_json::{Map, Value};

use crate::jose::{
    Algorithm, JwkSet, JwsFault, UnverifiedJws, VerifiedJws, VerifyFault, VerifySignature, verify,
};
use crate::json::JsonFault;

/// Difference allowed between the provider's clock and ours, in seconds.
const TOLERANCE_SECS: i64 = 30;

/// Life above which a token is refused, in seconds. FranceConnect gives 60.
const LONGEST_LIFE_SECS: i64 = 600;

/// Length above which a `sub` is refused.
/// [OpenID Connect Core, section 2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken).
const MAX_SUB_BYTES: usize = 255;

/// Who must have signed a token, for whom, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedIssuer<'a> {
    /// The issuer, compared exactly.
    pub issuer: &'a str,
    /// Our client, the only audience.
    pub client_id: &'a str,
    /// The algorithm our client is registered with.
    pub algorithm: Algorithm,
}

/// Why a token was not believed. Each names the rule, none holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JwtFault {
    /// Not a JWS we read; an encrypted token ends here.
    Jws(JwsFault),
    /// Its signature was not accepted.
    Signature(VerifyFault),
    /// Its payload is not JSON as [`crate::json`] wants it.
    Json(JsonFault),
    /// It says it is another kind of token.
    Typ,
    /// Another issuer, or none.
    Iss,
    /// Not for us, or not for us alone.
    Aud,
    /// Issued to another client.
    Azp,
    /// Expired, or without a usable expiry.
    Exp,
    /// Issued in the future, or no one knows when.
    Iat,
    /// Not yet valid.
    Nbf,
    /// Expires before it was issued, or lives for more than ten minutes.
    Lifetime,
    /// Without a usable subject, or another subject than expected.
    Sub,
    /// Another nonce than the one sent.
    Nonce,
    /// Not the assurance level asked for.
    Acr,
    /// Authentication at no possible time.
    AuthTime,
    /// Bound to another access token.
    AtHash,
    /// An ID token where userinfo was expected.
    Kind,
}

impl JwtFault {
    /// Whether keys that changed since they were fetched could explain the fault.
    pub fn suggests_stale_keys(self) -> bool {
        matches!(self, Self::Signature(fault) if fault.suggests_stale_keys())
    }
}

/// Claims of a token whose signature, kind, issuer, audience and times are right.
pub(super) async fn verified_claims(
    token: &str,
    expected: &ExpectedIssuer<'_>,
    keys: &JwkSet,
    now: i64,
    verifier: &impl VerifySignature,
) -> Result<Map<String, Value>, JwtFault> {
    let jws = UnverifiedJws::parse(token).map_err(JwtFault::Jws)?;
    let jws = verify(&jws, keys, expected.algorithm, verifier)
        .await
        .map_err(JwtFault::Signature)?;
    check_typ(&jws)?;
    let claims = jws.claims().map_err(JwtFault::Json)?;
    check_parties(&claims, expected)?;
    check_times(&claims, now)?;
    Ok(claims)
}

/// An explicit type of another kind of token: it was signed by the right key for something else.
/// [RFC 8725, section 3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11).
fn check_typ(jws: &VerifiedJws) -> Result<(), JwtFault> {
    match jws.header().typ.as_deref() {
        None => Ok(()),
        Some(typ) if typ.eq_ignore_ascii_case("JWT") => Ok(()),
        Some(_) => Err(JwtFault::Typ),
    }
}

fn check_parties(
    claims: &Map<String, Value>,
    expected: &ExpectedIssuer<'_>,
) -> Result<(), JwtFault> {
    if text(claims, "iss") != Some(expected.issuer) {
        return Err(JwtFault::Iss);
    }
    // A second audience could replay the token to us.
    let audience = match claims.get("aud") {
        Some(Value::Array(audiences)) => match audiences.as_slice() {
            [only] => only.as_str(),
            _ => None,
        },
        Some(audience) => audience.as_str(),
        None => None,
    };
    if audience != Some(expected.client_id) {
        return Err(JwtFault::Aud);
    }
    if claims.contains_key("azp") && text(claims, "azp") != Some(expected.client_id) {
        return Err(JwtFault::Azp);
    }
    Ok(())
}

/// Times are whole numbers; one of another type is refused, never taken for absent.
fn check_times(claims: &Map<String, Value>, now: i64) -> Result<(), JwtFault> {
    let exp = time(claims, "exp").ok_or(JwtFault::Exp)?;
    let iat = time(claims, "iat").ok_or(JwtFault::Iat)?;
    if now >= exp.saturating_add(TOLERANCE_SECS) {
        return Err(JwtFault::Exp);
    }
    if is_future(iat, now) {
        return Err(JwtFault::Iat);
    }
    if claims.contains_key("nbf") {
        let nbf = time(claims, "nbf").ok_or(JwtFault::Nbf)?;
        if is_future(nbf, now) {
            return Err(JwtFault::Nbf);
        }
    }
    if !(1..=LONGEST_LIFE_SECS).contains(&exp.saturating_sub(iat)) {
        return Err(JwtFault::Lifetime);
    }
    Ok(())
}

/// Whether `time` is further ahead than clocks differ.
pub(super) fn is_future(time: i64, now: i64) -> bool {
    time > now.saturating_add(TOLERANCE_SECS)
}

/// A time after 1970, in Unix seconds.
pub(super) fn time(claims: &Map<String, Value>, name: &str) -> Option<i64> {
    claims.get(name)?.as_i64().filter(|time| *time >= 0)
}

/// A claim that is text.
pub(super) fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    claims.get(name)?.as_str()
}

/// The subject: 1 to 255 printable ASCII characters.
pub(super) fn sub(claims: &Map<String, Value>) -> Result<&str, JwtFault> {
    text(claims, "sub")
        .filter(|sub| (1..=MAX_SUB_BYTES).contains(&sub.len()))
        .filter(|sub| sub.bytes().all(|byte| byte.is_ascii_graphic()))
        .ok_or(JwtFault::Sub)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{CLIENT_ID, ISSUER, NOW, id_token_claims, keys, provider, signed};
    use super::*;
    use crate::jose::testing::{P256, block_on, es256_keys, sign_es256};

    fn validate(token: &str) -> Result<Map<String, Value>, JwtFault> {
        let provider = provider();
        let expected = provider.expected_issuer();
        block_on(verified_claims(token, &expected, &keys(), NOW, &P256))
    }

    fn validate_with(name: &str, value: &Value) -> Result<Map<String, Value>, JwtFault> {
        let mut claims = id_token_claims();
        claims[name] = value.clone();
        validate(&signed(&claims))
    }

    fn check_accepted(name: &str, values: &[Value]) {
        for value in values {
            assert!(validate_with(name, value).is_ok(), "{name}={value}");
        }
    }

    /// Every value is refused for `name`, and so is its absence unless it is optional.
    fn check_rejected(name: &str, is_optional: bool, values: &[Value], fault: JwtFault) {
        for value in values {
            let found = validate_with(name, value).err();
            assert_eq!(found, Some(fault), "{name}={value}");
        }
        let mut claims = id_token_claims();
        claims.as_object_mut().unwrap().remove(name);
        let found = validate(&signed(&claims)).err();
        assert_eq!(found, (!is_optional).then_some(fault), "{name} absent");
    }

    #[test]
    fn rejects_token_of_another_issuer() {
        let with_slash = json!(format!("{ISSUER}/"));
        let values = [with_slash, json!([ISSUER]), json!(null)];
        check_rejected("iss", false, &values, JwtFault::Iss);
    }

    #[test]
    fn rejects_token_that_is_not_for_us_alone() {
        check_accepted("aud", &[json!([CLIENT_ID])]);
        let values = [
            json!("other"),
            json!([]),
            json!([CLIENT_ID, "other"]),
            json!([[CLIENT_ID]]),
            json!({"0": CLIENT_ID}),
            json!(1),
        ];
        check_rejected("aud", false, &values, JwtFault::Aud);
        check_accepted("azp", &[json!(CLIENT_ID)]);
        check_rejected("azp", true, &[json!("other"), json!(null)], JwtFault::Azp);
    }

    #[test]
    fn rejects_token_out_of_its_time() {
        let mut expired_within_tolerance = id_token_claims();
        expired_within_tolerance["iat"] = json!(NOW - 89);
        expired_within_tolerance["exp"] = json!(NOW - 29);
        assert!(validate(&signed(&expired_within_tolerance)).is_ok());
        let never = [
            json!(NOW - 30),
            json!(-1),
            json!((NOW + 55).to_string()),
            json!(9_223_372_036_854_775_808_u64),
            json!(1.5),
            json!(null),
        ];
        check_rejected("exp", false, &never, JwtFault::Exp);
        check_accepted("iat", &[json!(NOW + 30)]);
        let unborn = [json!(NOW + 31), json!("now"), json!(true)];
        check_rejected("iat", false, &unborn, JwtFault::Iat);
        check_accepted("nbf", &[json!(NOW + 30)]);
        let unripe = [json!(NOW + 31), json!("0")];
        check_rejected("nbf", true, &unripe, JwtFault::Nbf);
    }

    #[test]
    fn rejects_token_with_an_absurd_life() {
        let fault = |exp| validate_with("exp", &json!(exp)).err();
        let issued_at = NOW - 5;
        assert_eq!(fault(issued_at + 600), None);
        assert_eq!(fault(issued_at + 601), Some(JwtFault::Lifetime));
        assert_eq!(fault(issued_at), Some(JwtFault::Lifetime));
    }

    #[test]
    fn rejects_token_of_another_kind() {
        let sign = |typ: &str| {
            let header = json!({"alg": "ES256", "kid": "fc:1", "typ": typ});
            sign_es256(&header, id_token_claims().to_string().as_bytes())
        };
        assert!(validate(&sign("JWT")).is_ok());
        for typ in ["at+jwt", "logout+jwt", "prefill-attestation+jwt", ""] {
            assert_eq!(validate(&sign(typ)).err(), Some(JwtFault::Typ), "{typ}");
        }
    }

    #[test]
    fn rejects_encrypted_token() {
        let fault = validate("e30.e30.e30.e30.e30").err();
        assert_eq!(fault, Some(JwtFault::Jws(JwsFault::NotThreeParts)));
    }

    #[test]
    fn rejects_claim_sent_twice() {
        let text = id_token_claims().to_string();
        let twice = text.replacen('{', r#"{"sub":"other","#, 1);
        let header = json!({"alg": "ES256", "kid": "fc:1"});
        let fault = validate(&sign_es256(&header, twice.as_bytes())).err();
        assert!(matches!(fault, Some(JwtFault::Json(_))));
    }

    #[test]
    fn unknown_key_suggests_that_keys_are_stale() {
        let header = json!({"alg": "ES256", "kid": "fc:2"});
        let token = sign_es256(&header, id_token_claims().to_string().as_bytes());
        let fault = validate(&token).err().unwrap();
        assert_eq!(fault, JwtFault::Signature(VerifyFault::UnknownKid));
        assert!(fault.suggests_stale_keys());
        assert!(!JwtFault::Nonce.suggests_stale_keys());
        assert_ne!(es256_keys("fc:2"), keys());
    }
}
