use serde_json::{Map, Value};

use super::jwt::{self, ExpectedIssuer, JwtFault};
use super::refusal::{USERINFO_CLAIM, USERINFO_TOKEN_EXPIRED, USERINFO_UNSIGNED};
use super::{Authentication, Claims, ExchangeFault, Provider, UserinfoPolicy, exchange};
use crate::error::Refusal;
use crate::http::{Exchange, Method, Request, Response};
use crate::jose::{JwkSet, JwsFault, VerifySignature};
use crate::json;
use crate::secret::{Secret, constant_time_eq};

/// What a userinfo answer must agree with.
#[derive(Clone, Copy)]
pub struct UserinfoExpectations<'a> {
    /// Who signed it, for whom, and how.
    pub from: ExpectedIssuer<'a>,
    /// Whether it must be signed.
    pub policy: UserinfoPolicy,
    /// The authentication reported by the ID token of the same exchange.
    pub authentication: &'a Authentication,
    /// Scopes that were granted: the claims kept are those of the same name.
    pub scopes: &'a [String],
}

/// Why no identity was taken from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserinfoFault {
    /// No usable answer.
    Exchange(ExchangeFault),
    /// The access token is no longer good.
    TokenExpired,
    /// Plain JSON where a signed answer is configured.
    Unsigned,
    /// Not believed.
    Jwt(JwtFault),
    /// A claim is not text, or too long.
    Claim,
}

impl UserinfoFault {
    /// Whether keys that changed since they were fetched could explain the fault.
    pub fn suggests_stale_keys(self) -> bool {
        matches!(self, Self::Jwt(fault) if fault.suggests_stale_keys())
    }

    /// What is answered when the flow cannot go on.
    pub fn refusal(self) -> Refusal {
        match self {
            Self::Exchange(fault) => fault.refusal(),
            Self::TokenExpired => USERINFO_TOKEN_EXPIRED,
            Self::Unsigned => USERINFO_UNSIGNED,
            Self::Jwt(fault) => fault.refusal(),
            Self::Claim => USERINFO_CLAIM,
        }
    }
}

/// Builds the request of the identity. The token is never in the address.
///
/// [OpenID Connect Core, section 5.3.1](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoRequest).
pub fn build_userinfo_request(provider: &Provider, access_token: &Secret) -> Request {
    Request {
        method: Method::Get,
        url: provider.userinfo_endpoint.clone(),
        accept: match provider.userinfo {
            UserinfoPolicy::Signed => "application/jwt",
            UserinfoPolicy::AllowUnsignedUserinfo => "application/jwt, application/json",
        },
        bearer: Some(access_token.clone()),
        basic: None,
        headers: Vec::new(),
        form: None,
        json: None,
        no_cache: true,
        timeout_millis: 5_000,
        max_body_bytes: 128 * 1024,
    }
}

/// Judges the answer. A signed one is verified like an ID token, whatever the policy.
///
/// [OpenID Connect Core, sections 5.3.2 and 5.3.4](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse).
///
/// # Errors
///
/// [`UserinfoFault`]. The whole flow stops on one: without an identity nothing is released.
pub async fn process_userinfo_response(
    exchange: &Exchange,
    expected: &UserinfoExpectations<'_>,
    keys: &JwkSet,
    now: i64,
    verifier: &impl VerifySignature,
) -> Result<Claims, UserinfoFault> {
    let response = match exchange::ok_answer(exchange) {
        Ok(response) => response,
        Err(ExchangeFault::Status(401)) => return Err(UserinfoFault::TokenExpired),
        Err(fault) => return Err(UserinfoFault::Exchange(fault)),
    };
    let members = if response.is_media_type("application/jwt") {
        signed_members(response, expected, keys, now, verifier).await?
    } else if response.is_media_type("application/json") {
        unsigned_members(response, expected.policy)?
    } else {
        return Err(UserinfoFault::Exchange(ExchangeFault::MediaType));
    };
    check_sub(&members, expected.authentication).map_err(UserinfoFault::Jwt)?;
    Claims::from_members(&members, expected.scopes).ok_or(UserinfoFault::Claim)
}

async fn signed_members(
    response: &Response,
    expected: &UserinfoExpectations<'_>,
    keys: &JwkSet,
    now: i64,
    verifier: &impl VerifySignature,
) -> Result<Map<String, Value>, UserinfoFault> {
    let not_text = UserinfoFault::Jwt(JwtFault::Jws(JwsFault::Encoding));
    let token = std::str::from_utf8(&response.body).map_err(|_| not_text)?;
    let members = jwt::verified_claims(token, &expected.from, keys, now, verifier)
        .await
        .map_err(UserinfoFault::Jwt)?;
    // The ID token has the same issuer, audience, subject and key. Only this tells them apart.
    if members.contains_key("nonce") {
        return Err(UserinfoFault::Jwt(JwtFault::Kind));
    }
    Ok(members)
}

fn unsigned_members(
    response: &Response,
    policy: UserinfoPolicy,
) -> Result<Map<String, Value>, UserinfoFault> {
    match policy {
        UserinfoPolicy::Signed => Err(UserinfoFault::Unsigned),
        UserinfoPolicy::AllowUnsignedUserinfo => json::parse_object(&response.body)
            .map_err(|fault| UserinfoFault::Exchange(ExchangeFault::Json(fault))),
    }
}

/// The subject must be that of the ID token: another one means a token of somebody else.
fn check_sub(
    members: &Map<String, Value>,
    authentication: &Authentication,
) -> Result<(), JwtFault> {
    // Exposed to be compared.
    if constant_time_eq(jwt::sub(members)?, authentication.sub().expose()) {
        Ok(())
    } else {
        Err(JwtFault::Sub)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{
        ACCESS_TOKEN, NOW, SUB, answer, authentication, id_token_claims, keys, provider, signed,
        userinfo_claims,
    };
    use super::*;
    use crate::jose::testing::{P256, block_on};

    const JWT: &str = "application/jwt; charset=utf-8";
    const JSON: &str = "application/json";
    const SCOPES: [&str; 9] = [
        "openid",
        "family_name",
        "preferred_username",
        "given_name",
        "gender",
        "birthdate",
        "birthplace",
        "birthcountry",
        "email",
    ];

    fn process(
        policy: UserinfoPolicy,
        scopes: &[&str],
        exchange: &Exchange,
    ) -> Result<Claims, UserinfoFault> {
        let provider = provider();
        let authentication = authentication();
        let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let expected = UserinfoExpectations {
            from: provider.expected_issuer(),
            policy,
            authentication: &authentication,
            scopes: &scopes,
        };
        block_on(process_userinfo_response(
            exchange,
            &expected,
            &keys(),
            NOW,
            &P256,
        ))
    }

    fn process_signed(claims: &Value) -> Result<Claims, UserinfoFault> {
        let exchange = answer(200, JWT, &signed(claims));
        process(UserinfoPolicy::Signed, &SCOPES, &exchange)
    }

    fn with(name: &str, value: Value) -> Value {
        let mut claims = userinfo_claims();
        claims[name] = value;
        claims
    }

    fn fault(result: Result<Claims, UserinfoFault>) -> UserinfoFault {
        result.err().expect("a refusal")
    }

    #[test]
    fn token_goes_in_a_header() {
        let access_token = Secret::new(ACCESS_TOKEN);
        let request = build_userinfo_request(&provider(), &access_token);
        assert_eq!(request.method, Method::Get);
        assert_eq!(request.url, provider().userinfo_endpoint);
        assert_eq!(request.bearer, Some(access_token));
        assert!(request.form.is_none());
    }

    #[test]
    fn signed_identity_is_kept_byte_for_byte() {
        let claims = process_signed(&userinfo_claims()).ok().unwrap();
        assert_eq!(claims.family_name.as_deref(), Some("D’ŒUVRE--L'HÉRITIER"));
        assert_eq!(claims.given_name.as_deref(), Some("Zoé Anne-Marie  Jean"));
        assert_eq!(claims.birthdate.as_deref(), Some("1962-00-00"));
    }

    #[test]
    fn withholds_claims_that_were_not_granted() {
        let exchange = answer(200, JWT, &signed(&userinfo_claims()));
        let scopes = ["openid", "birthdate"];
        let claims = process(UserinfoPolicy::Signed, &scopes, &exchange).ok();
        let expected = Claims {
            birthdate: Some("1962-00-00".into()),
            ..Claims::default()
        };
        assert!(claims == Some(expected));
    }

    #[test]
    fn rejects_identity_of_another_subject() {
        let upper = SUB.to_uppercase();
        for sub in [json!(upper), json!("other"), json!(""), json!(null)] {
            let found = fault(process_signed(&with("sub", sub)));
            assert_eq!(found, UserinfoFault::Jwt(JwtFault::Sub));
        }
    }

    #[test]
    fn rejects_id_token_sent_as_userinfo() {
        let found = fault(process_signed(&id_token_claims()));
        assert_eq!(found, UserinfoFault::Jwt(JwtFault::Kind));
    }

    #[test]
    fn rejects_identity_with_a_claim_that_is_no_text() {
        let found = fault(process_signed(&with("given_name", json!({"a": 1}))));
        assert_eq!(found, UserinfoFault::Claim);
    }

    #[test]
    fn rejects_signed_identity_of_another_issuer_audience_or_time() {
        for (name, value, expected) in [
            ("iss", json!("https://other.example"), JwtFault::Iss),
            ("aud", json!("other"), JwtFault::Aud),
            ("exp", json!(NOW - 30), JwtFault::Exp),
            ("iat", json!("now"), JwtFault::Iat),
        ] {
            let found = fault(process_signed(&with(name, value)));
            assert_eq!(found, UserinfoFault::Jwt(expected));
        }
    }

    #[test]
    fn plain_json_is_believed_only_where_configured() {
        let exchange = answer(200, JSON, &userinfo_claims().to_string());
        let allow = UserinfoPolicy::AllowUnsignedUserinfo;
        assert!(process(allow, &SCOPES, &exchange).is_ok());
        let found = fault(process(UserinfoPolicy::Signed, &SCOPES, &exchange));
        assert_eq!(found, UserinfoFault::Unsigned);
        let other = answer(200, JSON, &with("sub", json!("other")).to_string());
        let found = fault(process(allow, &SCOPES, &other));
        assert_eq!(found, UserinfoFault::Jwt(JwtFault::Sub));
    }

    #[test]
    fn rejects_body_that_is_not_what_its_type_says() {
        let token = signed(&userinfo_claims());
        let plain = userinfo_claims().to_string();
        for (content_type, body) in [
            (JWT, plain.as_str()),
            (JSON, &token),
            ("text/html", "<!doctype html>"),
            ("", &token),
        ] {
            let exchange = answer(200, content_type, body);
            let result = process(UserinfoPolicy::AllowUnsignedUserinfo, &SCOPES, &exchange);
            assert!(result.is_err(), "{content_type}");
        }
    }

    #[test]
    fn refused_token_asks_the_person_to_start_again() {
        let exchange = answer(401, JSON, r#"{"error":"invalid_token"}"#);
        let found = fault(process(UserinfoPolicy::Signed, &SCOPES, &exchange));
        assert_eq!(found, UserinfoFault::TokenExpired);
        assert_eq!(found.refusal().message_key, "expired");
    }
}
