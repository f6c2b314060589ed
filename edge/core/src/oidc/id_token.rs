use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::jwt::{self, ExpectedIssuer, JwtFault};
use super::refusal::ID_TOKEN_DELEGATED;
use crate::error::Refusal;
use crate::jose::{JwkSet, VerifySignature, base64url};
use crate::secret::{Secret, constant_time_eq};

/// What an ID token must agree with.
#[derive(Clone, Copy, Debug)]
pub struct IdTokenExpectations<'a> {
    /// Who signed it, for whom, and how.
    pub from: ExpectedIssuer<'a>,
    /// The nonce of the departure.
    pub nonce: &'a str,
    /// The assurance levels asked for, separated by spaces.
    pub acr_values: &'a str,
    /// The access token that came with it.
    pub access_token: &'a Secret,
}

/// An ID token that passed every check of the specification. Only [`validate_id_token`] makes one.
#[derive(Clone, Debug)]
pub struct ValidatedIdToken {
    authentication: Authentication,
    is_delegated: bool,
}

impl ValidatedIdToken {
    /// The authentication it reports, provided the person acts for themselves.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] for an Aidants Connect helper, whose token carries `rep_scope`: the identity
    /// would be that of somebody else, who is not here to consent.
    pub fn into_authentication(self) -> Result<Authentication, Refusal> {
        if self.is_delegated {
            return Err(ID_TOKEN_DELEGATED);
        }
        Ok(self.authentication)
    }
}

/// A person who authenticated and acts for themselves. Every later step asks for one.
#[derive(Clone, Debug)]
pub struct Authentication {
    id_token: Secret,
    sub: Secret,
    acr: String,
    auth_time: Option<i64>,
}

impl Authentication {
    /// The ID token itself, kept for the logout hint only.
    pub fn id_token(&self) -> &Secret {
        &self.id_token
    }

    /// The person, as this provider names them to this client. It leaves the callback in nothing.
    pub fn sub(&self) -> &Secret {
        &self.sub
    }

    /// The assurance level of the authentication: `eidas1`.
    pub fn acr(&self) -> &str {
        &self.acr
    }

    /// When the person authenticated, in Unix seconds.
    pub fn auth_time(&self) -> Option<i64> {
        self.auth_time
    }
}

/// Validates an ID token received from the token endpoint. Untrusted until then.
///
/// [OpenID Connect Core, section 3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation),
/// and stricter: one audience, a life of ten minutes at most, an `at_hash` right if present.
///
/// # Errors
///
/// [`JwtFault`]. One that [suggests stale keys](JwtFault::suggests_stale_keys) may be tried once
/// more with keys fetched anew.
pub async fn validate_id_token(
    token: &Secret,
    expected: &IdTokenExpectations<'_>,
    keys: &JwkSet,
    now: i64,
    verifier: &impl VerifySignature,
) -> Result<ValidatedIdToken, JwtFault> {
    // Exposed to be verified.
    let raw = token.expose();
    let claims = jwt::verified_claims(raw, &expected.from, keys, now, verifier).await?;
    let sub = jwt::sub(&claims)?;
    check_nonce(&claims, expected.nonce)?;
    check_at_hash(&claims, expected.access_token)?;
    Ok(ValidatedIdToken {
        authentication: Authentication {
            id_token: token.clone(),
            sub: Secret::new(sub),
            acr: checked_acr(&claims, expected.acr_values)?,
            auth_time: checked_auth_time(&claims, now)?,
        },
        is_delegated: claims.contains_key("rep_scope"),
    })
}

fn check_nonce(claims: &Map<String, Value>, sent: &str) -> Result<(), JwtFault> {
    match jwt::text(claims, "nonce") {
        Some(nonce) if !sent.is_empty() && constant_time_eq(nonce, sent) => Ok(()),
        _ => Err(JwtFault::Nonce),
    }
}

/// [OpenID Connect Core, section 3.1.3.6](https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken).
/// FranceConnect sends none.
fn check_at_hash(claims: &Map<String, Value>, access_token: &Secret) -> Result<(), JwtFault> {
    if !claims.contains_key("at_hash") {
        return Ok(());
    }
    // Exposed to be hashed.
    let hash = Sha256::digest(access_token.expose());
    let (left_half, _) = hash.split_at(hash.len() / 2);
    match jwt::text(claims, "at_hash") {
        Some(at_hash) if constant_time_eq(at_hash, &base64url::encode(left_half)) => Ok(()),
        _ => Err(JwtFault::AtHash),
    }
}

fn checked_acr(claims: &Map<String, Value>, acr_values: &str) -> Result<String, JwtFault> {
    let acr = jwt::text(claims, "acr").filter(|acr| !acr.is_empty());
    acr.filter(|acr| acr_values.split(' ').any(|asked| asked == *acr))
        .map(str::to_owned)
        .ok_or(JwtFault::Acr)
}

fn checked_auth_time(claims: &Map<String, Value>, now: i64) -> Result<Option<i64>, JwtFault> {
    if !claims.contains_key("auth_time") {
        return Ok(None);
    }
    jwt::time(claims, "auth_time")
        .filter(|auth_time| !jwt::is_future(*auth_time, now))
        .map(Some)
        .ok_or(JwtFault::AuthTime)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{
        ACCESS_TOKEN, NONCE, NOW, SUB, id_token_claims, keys, provider, signed,
    };
    use super::*;
    use crate::jose::testing::{P256, block_on};

    fn validate(token: &str) -> Result<ValidatedIdToken, JwtFault> {
        let provider = provider();
        let access_token = Secret::new(ACCESS_TOKEN);
        let expected = IdTokenExpectations {
            from: provider.expected_issuer(),
            nonce: NONCE,
            acr_values: "eidas1 eidas2",
            access_token: &access_token,
        };
        let token = Secret::new(token);
        block_on(validate_id_token(&token, &expected, &keys(), NOW, &P256))
    }

    fn validate_with(name: &str, value: &Value) -> Result<ValidatedIdToken, JwtFault> {
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
    fn franceconnect_token_is_validated() {
        let token = signed(&id_token_claims());
        let authentication = validate(&token).unwrap().into_authentication().unwrap();
        assert_eq!(authentication.id_token().expose(), token);
        assert_eq!(authentication.sub().expose(), SUB);
        assert_eq!(authentication.acr(), "eidas1");
        assert_eq!(authentication.auth_time(), Some(NOW - 20));
    }

    #[test]
    fn rejects_token_when_nonce_differs() {
        let values = [
            json!(""),
            json!(NONCE[..42]),
            json!(NONCE.to_uppercase()),
            json!([NONCE]),
        ];
        check_rejected("nonce", false, &values, JwtFault::Nonce);
    }

    #[test]
    fn rejects_subject_that_names_nobody() {
        let long = "s".repeat(256);
        let values = [
            json!(""),
            json!(42),
            json!(null),
            json!("é"),
            json!("a b"),
            json!(long),
        ];
        check_rejected("sub", false, &values, JwtFault::Sub);
    }

    #[test]
    fn rejects_assurance_level_that_was_not_asked() {
        check_accepted("acr", &[json!("eidas2")]);
        let values = [
            json!("eidas3"),
            json!(""),
            json!(["eidas1"]),
            json!("eidas"),
        ];
        check_rejected("acr", false, &values, JwtFault::Acr);
    }

    #[test]
    fn rejects_authentication_at_no_possible_time() {
        let values = [json!(NOW + 31), json!("now"), json!(-1), json!(null)];
        check_rejected("auth_time", true, &values, JwtFault::AuthTime);
    }

    #[test]
    fn rejects_token_bound_to_another_access_token() {
        let hash = Sha256::digest(ACCESS_TOKEN);
        check_accepted("at_hash", &[json!(base64url::encode(&hash[..16]))]);
        let values = [json!(base64url::encode(hash)), json!(""), json!(null)];
        check_rejected("at_hash", true, &values, JwtFault::AtHash);
    }

    #[test]
    fn rejects_authentication_of_somebody_who_acts_for_another() {
        for value in [json!(["cantine"]), json!(""), json!(null)] {
            let validated = validate_with("rep_scope", &value).unwrap();
            let refusal = validated.into_authentication().unwrap_err();
            assert_eq!(refusal, ID_TOKEN_DELEGATED);
        }
    }
}
