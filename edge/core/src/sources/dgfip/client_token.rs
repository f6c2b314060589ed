//! The service's own token: `client_credentials`, kept until shortly before it expires.
//!
//! [RFC 6749, section 4.4](https://www.rfc-editor.org/rfc/rfc6749#section-4.4).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::TOKEN_DOWN;
use crate::http::{Exchange, Method, Request};
use crate::json;
use crate::secret::Secret;
use crate::sources::gates::Ending;
use crate::sources::outcome::{Misconfiguration, Outcome};

/// Time before its end from which a token is no longer used: longer than a call.
const MARGIN_MILLIS: u64 = 30_000;
/// Longest life believed.
const MAX_LIFE_SECS: u64 = 24 * 3600;
const MAX_BODY_BYTES: usize = 16 * 1024;

/// A client of the tax office's API manager. Holds a secret: never logged.
#[derive(Clone, Debug)]
pub struct Client {
    /// Base address, without a final slash.
    pub base: String,
    /// Identifier of the client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Secret,
}

/// A token of the service, and when to ask for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientToken {
    token: Secret,
    renew_at_millis: u64,
}

impl ClientToken {
    /// The token, while a call can still be made with it.
    pub fn fresh(&self, now_millis: u64) -> Option<&Secret> {
        (now_millis < self.renew_at_millis).then_some(&self.token)
    }
}

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenFault {
    /// Outcome of the source.
    pub outcome: Outcome,
    /// How the exchange ended, for the gates; none when there was no exchange.
    pub ending: Option<Ending>,
}

impl TokenFault {
    /// No client to ask a token with: nothing was sent.
    pub const NO_CLIENT: Self = Self {
        outcome: Outcome::Unavailable(Misconfiguration::TokenRefused),
        ending: None,
    };
}

/// Builds the request of a token for one resource.
pub fn build_client_token_request(client: &Client, resource: &str, timeout_millis: u32) -> Request {
    // Exposed to the API manager it authenticates us with.
    let pair = format!("{}:{}", client.client_id, client.client_secret.expose());
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("scope", resource)
        .finish();
    Request {
        method: Method::Post,
        url: format!("{}/token", client.base),
        accept: "application/json",
        bearer: None,
        basic: Some(Secret::new(STANDARD.encode(pair))),
        headers: Vec::new(),
        json: None,
        form: Some(Secret::new(form)),
        no_cache: true,
        timeout_millis,
        max_body_bytes: MAX_BODY_BYTES,
    }
}

/// Reads the answer, which arrived at `now_millis`.
///
/// # Errors
///
/// What becomes of the source when there is no token.
pub fn process_client_token_response(
    exchange: &Exchange,
    now_millis: u64,
) -> Result<ClientToken, TokenFault> {
    read(exchange, now_millis).map_err(|outcome| TokenFault {
        outcome,
        ending: Some(match Ending::of(exchange) {
            throttled @ Ending::Throttled(_) => throttled,
            // A page of maintenance is no answer, whatever its status.
            Ending::Answered | Ending::Failed => outcome.ending(),
        }),
    })
}

fn read(exchange: &Exchange, now_millis: u64) -> Result<ClientToken, Outcome> {
    let response = exchange.as_ref().map_err(|_| TOKEN_DOWN)?;
    match response.status {
        200 => {}
        400..=403 => return Err(Outcome::Unavailable(Misconfiguration::TokenRefused)),
        429 => return Err(Outcome::Throttled),
        _ => return Err(TOKEN_DOWN),
    }
    let body = json::parse_object(&response.body).map_err(|_| TOKEN_DOWN)?;
    let token = body.get("access_token").and_then(|token| token.as_str());
    let token = token.filter(|token| is_token(token)).ok_or(TOKEN_DOWN)?;
    let life = body.get("expires_in").and_then(|life| life.as_u64());
    let life_millis = life.unwrap_or_default().min(MAX_LIFE_SECS) * 1_000;
    Ok(ClientToken {
        token: Secret::new(token),
        // A token too short to be kept serves the call that asked for it, and no other.
        renew_at_millis: now_millis + life_millis.saturating_sub(MARGIN_MILLIS),
    })
}

impl ClientToken {
    /// The token for the call that asked for it, however short its life.
    pub fn token(&self) -> &Secret {
        &self.token
    }
}

/// [RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1): what a header can carry.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Response, TransportFailure};

    fn answered(status: u16, body: &str) -> Exchange {
        Ok(Response {
            status,
            content_type: "application/json".into(),
            retry_after: None,
            body: body.as_bytes().to_vec(),
        })
    }

    #[test]
    fn client_authenticates_in_the_header_for_one_resource() {
        let client = Client {
            base: "https://dgfip.example".into(),
            client_id: "une:fois".into(),
            client_secret: Secret::new("é+/="),
        };
        let request = build_client_token_request(&client, "RessourceIRDerniere2", 5_000);
        assert_eq!(request.url, "https://dgfip.example/token");
        assert_eq!(request.basic, Some(Secret::new("dW5lOmZvaXM6w6krLz0=")));
        let form = "grant_type=client_credentials&scope=RessourceIRDerniere2";
        assert_eq!(request.form, Some(Secret::new(form)));
    }

    #[test]
    fn token_is_kept_until_half_a_minute_before_its_end() {
        let body = r#"{"access_token":"abc","token_type":"Bearer","expires_in":600}"#;
        let token = process_client_token_response(&answered(200, body), 1_000).unwrap();
        assert_eq!(token.fresh(570_999), Some(&Secret::new("abc")));
        assert_eq!(token.fresh(571_000), None);
        let short = r#"{"access_token":"abc","expires_in":10}"#;
        let token = process_client_token_response(&answered(200, short), 1_000).unwrap();
        assert_eq!(token.fresh(1_000), None);
        assert_eq!(token.token(), &Secret::new("abc"));
    }

    #[test]
    fn rejects_answers_without_a_usable_token() {
        for (status, body, expected) in [
            (
                401,
                r#"{"error":"invalid_client"}"#,
                "unavailable_token_refused",
            ),
            (400, "", "unavailable_token_refused"),
            (500, "", "down_upstream_error"),
            (302, "", "down_upstream_error"),
            (200, "<html>", "down_upstream_error"),
            (200, r#"{"access_token":"a b"}"#, "down_upstream_error"),
            (200, r#"{"access_token":""}"#, "down_upstream_error"),
            (200, r#"{"access_token":12}"#, "down_upstream_error"),
        ] {
            let fault = process_client_token_response(&answered(status, body), 0).err();
            assert_eq!(
                fault.map(|fault| fault.outcome.code()),
                Some(expected),
                "{status} {body}"
            );
            let is_failure = expected == "down_upstream_error";
            let ending = fault.and_then(|fault| fault.ending);
            assert_eq!(ending == Some(Ending::Failed), is_failure, "{status}");
        }
        let lost = process_client_token_response(&Err(TransportFailure::TimedOut), 0).err();
        let expected = TokenFault {
            outcome: TOKEN_DOWN,
            ending: Some(Ending::Failed),
        };
        assert_eq!(lost, Some(expected));
    }

    #[test]
    fn delay_of_a_429_is_told_to_the_gates() {
        for (retry_after, secs) in [
            (None, None),
            (Some("120"), Some(120)),
            (Some("99999999999"), Some(3_600)),
            (Some("Wed, 25 Nov 2026 10:00:00 GMT"), Some(3_600)),
        ] {
            let throttled = Ok(Response {
                retry_after: retry_after.map(str::to_owned),
                ..answered(429, "").unwrap()
            });
            let fault = process_client_token_response(&throttled, 0).unwrap_err();
            assert_eq!(fault.outcome, Outcome::Throttled);
            let expected = Some(Ending::Throttled(secs));
            assert_eq!(fault.ending, expected, "{retry_after:?}");
        }
    }
}
