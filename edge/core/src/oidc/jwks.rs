use super::refusal::KEYS_REFUSED;
use super::{ExchangeFault, Provider, exchange};
use crate::error::Refusal;
use crate::http::{Exchange, Method, Request};
use crate::jose::{JwkSet, KeySetFault};

/// Why no keys were taken from an answer. Those in hand, if still in date, stay good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JwksFault {
    /// No usable answer.
    Exchange(ExchangeFault),
    /// The document was refused.
    KeySet(KeySetFault),
}

impl JwksFault {
    /// What is answered when no keys are in hand.
    pub fn refusal(self) -> Refusal {
        match self {
            Self::Exchange(fault) => fault.refusal(),
            Self::KeySet(_) => KEYS_REFUSED,
        }
    }
}

/// Builds the request of the provider's keys.
pub fn build_jwks_request(provider: &Provider) -> Request {
    Request {
        method: Method::Get,
        url: provider.jwks_uri.clone(),
        accept: "application/jwk-set+json, application/json",
        bearer: None,
        basic: None,
        headers: Vec::new(),
        form: None,
        json: None,
        // Our own cache decides: one in between would hide a rotation.
        no_cache: true,
        timeout_millis: 5_000,
        max_body_bytes: 64 * 1024,
    }
}

/// Judges the answer.
///
/// # Errors
///
/// [`JwksFault`].
pub fn process_jwks_response(exchange: &Exchange) -> Result<JwkSet, JwksFault> {
    let response = exchange::ok_answer(exchange).map_err(JwksFault::Exchange)?;
    let media_types = ["application/json", "application/jwk-set+json"];
    if !media_types
        .iter()
        .any(|expected| response.is_media_type(expected))
    {
        return Err(JwksFault::Exchange(ExchangeFault::MediaType));
    }
    JwkSet::parse(&response.body).map_err(JwksFault::KeySet)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::answer;
    use super::*;
    use crate::jose::testing::ec_jwk;

    #[test]
    fn key_set_is_taken_from_a_good_answer_only() {
        let document = json!({ "keys": [ec_jwk()] }).to_string();
        let process =
            |status, content_type| process_jwks_response(&answer(status, content_type, &document));
        assert!(process(200, "application/jwk-set+json; charset=utf-8").is_ok());
        assert!(process(200, "application/json").is_ok());
        let fault = |fault| Err(JwksFault::Exchange(fault));
        assert_eq!(process(200, "text/html"), fault(ExchangeFault::MediaType));
        assert_eq!(
            process(302, "application/json"),
            fault(ExchangeFault::Status(302))
        );
    }
}
