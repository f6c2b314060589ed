use serde_json::{Map, Value};

use super::refusal::{
    TOKEN_ACCESS_TOKEN, TOKEN_ERROR, TOKEN_EXPIRES_IN, TOKEN_INVALID_CLIENT, TOKEN_INVALID_GRANT,
    TOKEN_SCOPE, TOKEN_TYPE, TOKEN_WITHOUT_ID_TOKEN,
};
use super::{ExchangeFault, exchange};
use crate::error::Refusal;
use crate::http::{Exchange, Response};
use crate::json;
use crate::secret::Secret;

/// Life of FranceConnect's access token, in seconds: never believed to be longer.
const LONGEST_USE_SECS: u64 = 60;

/// Length above which an access token is refused, in bytes. FranceConnect's has 43.
const MAX_ACCESS_TOKEN_BYTES: usize = 4 * 1024;

/// A successful exchange. The ID token in it is still to be validated.
#[derive(Debug)]
#[non_exhaustive]
pub struct TokenResponse {
    /// Opaque token for userinfo and the data providers; lives in the memory of one request.
    pub access_token: Secret,
    /// ID token, unproven.
    pub id_token: Secret,
    /// How long the access token may be used, from now, in seconds: 60 at most.
    pub expires_in_secs: u32,
    /// Scopes both asked for and granted.
    pub scopes: Vec<String>,
}

/// Judges the answer to the exchange of a code asked with `requested` scopes.
///
/// A `refresh_token` and scopes never asked for are ignored.
///
/// [RFC 6749, sections 5.1 and 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.1).
///
/// # Errors
///
/// A [`Refusal`]; none calls for another try with the same code.
pub fn process_token_response(
    exchange: &Exchange,
    requested: &[&str],
) -> Result<TokenResponse, Refusal> {
    let response = exchange::answer(exchange).map_err(ExchangeFault::refusal)?;
    if response.status != 200 {
        return Err(refusal_of(response));
    }
    let members = json_body(response).map_err(ExchangeFault::refusal)?;
    check_token_type(&members)?;
    Ok(TokenResponse {
        access_token: access_token(&members)?,
        id_token: id_token(&members)?,
        expires_in_secs: expires_in_secs(&members)?,
        scopes: granted_scopes(&members, requested)?,
    })
}

fn json_body(response: &Response) -> Result<Map<String, Value>, ExchangeFault> {
    if !response.is_media_type("application/json") {
        return Err(ExchangeFault::MediaType);
    }
    json::parse_object(&response.body).map_err(ExchangeFault::Json)
}

/// The table of errors of the token endpoint.
fn refusal_of(response: &Response) -> Refusal {
    if !matches!(response.status, 400..=499) {
        return ExchangeFault::Status(response.status).refusal();
    }
    let members = json_body(response).unwrap_or_default();
    match members.get("error").and_then(Value::as_str) {
        Some("invalid_grant") => TOKEN_INVALID_GRANT,
        Some("invalid_client") => TOKEN_INVALID_CLIENT,
        _ => TOKEN_ERROR,
    }
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str()
}

fn check_token_type(members: &Map<String, Value>) -> Result<(), Refusal> {
    match text(members, "token_type") {
        Some(token_type) if token_type.eq_ignore_ascii_case("Bearer") => Ok(()),
        _ => Err(TOKEN_TYPE),
    }
}

/// The access token, which may enter a header: no other character than those of
/// [RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1).
fn access_token(members: &Map<String, Value>) -> Result<Secret, Refusal> {
    let is_token_char = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    text(members, "access_token")
        .filter(|token| (1..=MAX_ACCESS_TOKEN_BYTES).contains(&token.len()))
        .filter(|token| token.bytes().all(is_token_char))
        .map(Secret::new)
        .ok_or(TOKEN_ACCESS_TOKEN)
}

fn id_token(members: &Map<String, Value>) -> Result<Secret, Refusal> {
    text(members, "id_token")
        .filter(|token| !token.is_empty())
        .map(Secret::new)
        .ok_or(TOKEN_WITHOUT_ID_TOKEN)
}

fn expires_in_secs(members: &Map<String, Value>) -> Result<u32, Refusal> {
    let stated = match members.get("expires_in") {
        None => Some(LONGEST_USE_SECS),
        Some(value) => value.as_u64().filter(|secs| *secs > 0),
    };
    let secs = stated.ok_or(TOKEN_EXPIRES_IN)?.min(LONGEST_USE_SECS);
    u32::try_from(secs).map_err(|_| TOKEN_EXPIRES_IN)
}

/// An absent `scope` means that all was granted.
fn granted_scopes(
    members: &Map<String, Value>,
    requested: &[&str],
) -> Result<Vec<String>, Refusal> {
    let granted = match members.get("scope") {
        None => None,
        Some(Value::String(scope)) => Some(scope.split(' ').collect::<Vec<_>>()),
        Some(_) => return Err(TOKEN_SCOPE),
    };
    let is_granted = |scope: &&&str| granted.as_ref().is_none_or(|all| all.contains(*scope));
    Ok(requested
        .iter()
        .filter(is_granted)
        .map(|scope| (*scope).to_owned())
        .collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::answer;
    use super::*;
    use crate::http::TransportFailure;

    fn body() -> Value {
        json!({
            "access_token": "aB3-._~+/=",
            "expires_in": 60,
            "id_token": "e30.e30.AA",
            "scope": "openid family_name",
            "token_type": "Bearer",
        })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut body = body();
        body[name] = value;
        body
    }

    fn without(name: &str) -> Value {
        let mut body = body();
        body.as_object_mut().unwrap().remove(name);
        body
    }

    fn process(status: u16, content_type: &str, body: &str) -> Result<TokenResponse, Refusal> {
        let exchange = answer(status, content_type, body);
        process_token_response(&exchange, &["openid", "family_name", "gender"])
    }

    fn process_json(body: &Value) -> Result<TokenResponse, Refusal> {
        process(200, "application/json; charset=utf-8", &body.to_string())
    }

    fn check_rejected(body: &Value, expected: &str) {
        let refusal = process_json(body).unwrap_err();
        assert_eq!(refusal.code, expected, "{body}");
    }

    #[test]
    fn franceconnect_answer_is_accepted() {
        let tokens = process_json(&body()).unwrap();
        assert_eq!(tokens.access_token.expose(), "aB3-._~+/=");
        assert_eq!(tokens.id_token.expose(), "e30.e30.AA");
        assert_eq!(tokens.expires_in_secs, 60);
        assert_eq!(tokens.scopes, ["openid", "family_name"]);
    }

    #[test]
    fn scopes_are_never_wider_than_asked() {
        let wide = with("scope", json!("openid family_name gender email"));
        assert_eq!(
            process_json(&wide).unwrap().scopes,
            ["openid", "family_name", "gender"]
        );
        assert_eq!(process_json(&without("scope")).unwrap().scopes.len(), 3);
        check_rejected(&with("scope", json!(["openid"])), "token_scope");
    }

    #[test]
    fn refresh_token_is_ignored() {
        assert!(process_json(&with("refresh_token", json!("r"))).is_ok());
    }

    #[test]
    fn token_type_is_compared_without_case() {
        for token_type in ["bearer", "BEARER"] {
            assert!(process_json(&with("token_type", json!(token_type))).is_ok());
        }
        check_rejected(&with("token_type", json!("mac")), "token_type");
        check_rejected(&without("token_type"), "token_type");
    }

    #[test]
    fn access_token_is_used_sixty_seconds_at_most() {
        for (expires_in, expected) in [(json!(30), 30), (json!(1_000_000_000_000_u64), 60)] {
            let tokens = process_json(&with("expires_in", expires_in)).unwrap();
            assert_eq!(tokens.expires_in_secs, expected);
        }
        let tokens = process_json(&without("expires_in")).unwrap();
        assert_eq!(tokens.expires_in_secs, 60);
        for expires_in in [json!(0), json!(-1), json!("60"), json!(null), json!(0.5)] {
            check_rejected(&with("expires_in", expires_in), "token_expires_in");
        }
    }

    #[test]
    fn rejects_answer_without_id_token() {
        check_rejected(&without("id_token"), "token_id_token");
        for id_token in [json!(""), json!(7), json!(null)] {
            check_rejected(&with("id_token", id_token), "token_id_token");
        }
    }

    #[test]
    fn rejects_access_token_that_cannot_enter_a_header() {
        check_rejected(&without("access_token"), "token_access_token");
        let long = "a".repeat(100_000);
        for token in ["", "a b", "a\r\nHost: x", "é", &long] {
            check_rejected(&with("access_token", json!(token)), "token_access_token");
        }
    }

    #[test]
    fn rejects_body_that_is_not_one_json_object() {
        let text = body().to_string();
        let with_bom = format!("\u{feff}{text}");
        let twice = text.replacen('{', r#"{"id_token":"a.b.c","#, 1);
        for (content_type, body, expected) in [
            ("text/html", text.as_str(), "provider_media_type"),
            ("", &text, "provider_media_type"),
            ("application/json", &with_bom, "provider_json"),
            ("application/json", &text[..text.len() - 1], "provider_json"),
            ("application/json", &twice, "provider_json"),
            ("application/json", "", "provider_json"),
            ("application/json", "[]", "provider_json"),
        ] {
            let refusal = process(200, content_type, body).unwrap_err();
            assert_eq!(refusal.code, expected, "{content_type}: {body}");
        }
    }

    #[test]
    fn every_error_of_the_table_has_its_refusal() {
        let json = "application/json";
        let error = |name: &str| json!({ "error": name }).to_string();
        for (status, content_type, body, expected, alert) in [
            (
                400,
                json,
                error("invalid_grant"),
                "token_invalid_grant",
                false,
            ),
            (
                401,
                json,
                error("invalid_client"),
                "token_invalid_client",
                true,
            ),
            (400, json, error("invalid_request"), "token_error", true),
            (400, "text/html", "<p>".into(), "token_error", true),
            (401, "text/html", String::new(), "token_error", true),
            (302, "text/html", String::new(), "provider_redirect", true),
            (500, json, error("server_error"), "provider_failing", false),
            (503, "text/html", String::new(), "provider_failing", false),
            (204, json, String::new(), "provider_status", true),
        ] {
            let refusal = process(status, content_type, &body).unwrap_err();
            assert_eq!((refusal.code, refusal.alert), (expected, alert), "{status}");
        }
    }

    #[test]
    fn rejects_exchange_without_answer() {
        for (failure, expected) in [
            (TransportFailure::Unreachable, "provider_unreachable"),
            (TransportFailure::TimedOut, "provider_timed_out"),
            (TransportFailure::TooLarge, "provider_too_large"),
        ] {
            let refusal = process_token_response(&Err(failure), &[]).unwrap_err();
            assert_eq!(refusal.code, expected);
        }
    }
}
