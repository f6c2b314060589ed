use serde::{Deserialize, Serialize};
use unefois_wire::Concerne;

use super::{Payload, random_text};
use crate::error::Refusal;
use crate::sealing::Purpose;
use crate::sources::Saisie;

/// What waits in a cookie while the person is at FranceConnect.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// `state` sent to the provider: 43 base64url characters.
    pub state: String,
    /// `nonce` sent to the provider: 43 base64url characters.
    pub nonce: String,
    /// PKCE verifier towards the provider, where it knows PKCE; FranceConnect does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_verifier: Option<String>,
    /// Sources the person ticked.
    pub sources: Vec<String>,
    /// What they typed for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saisies: Vec<Saisie>,
    /// S256 challenge of the form's tab.
    pub challenge: String,
    /// Whom the request is about.
    pub concerne: Concerne,
    /// Language of our pages: `fr` or `en`.
    pub lang: String,
    /// Origin of the form page.
    pub origin: String,
    /// When the person left, in Unix seconds.
    pub issued_at: i64,
}

/// Random bytes of a departure. Each array is drawn apart: none is derived from another.
pub struct DepartureRandom {
    /// For `state`.
    pub state: [u8; 32],
    /// For `nonce`.
    pub nonce: [u8; 32],
    /// For the PKCE verifier, drawn only for a provider that knows PKCE.
    pub code_verifier: Option<[u8; 32]>,
}

impl DepartureRandom {
    /// `state`, `nonce` and PKCE verifier as text, in this order.
    pub fn into_texts(self) -> (String, String, Option<String>) {
        (
            random_text(self.state),
            random_text(self.nonce),
            self.code_verifier.map(random_text),
        )
    }
}

impl Payload for Departure {
    const PURPOSE: Purpose = Purpose::Departure;
    const MAX_BYTES: usize = 4 * 1024;
    const EXPIRED: Refusal = Refusal::new("departure_expired", 400, "expired");

    /// Half an hour: FranceConnect gives up an interaction after that.
    fn expires_at(&self) -> i64 {
        self.issued_at.saturating_add(30 * 60)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::payload::tests::{context, ring};
    use super::super::seal;
    use super::*;

    /// The moment the example person left.
    pub(crate) const LEFT_AT: i64 = 1_798_761_000;

    /// An example departure.
    pub(crate) fn departure() -> Departure {
        let random = DepartureRandom {
            state: [1; 32],
            nonce: [2; 32],
            code_verifier: None,
        };
        let (state, nonce, code_verifier) = random.into_texts();
        Departure {
            state,
            nonce,
            code_verifier,
            sources: vec!["quotient_familial".into()],
            saisies: Vec::new(),
            challenge: random_text([4; 32]),
            concerne: Concerne::Enfant,
            lang: "fr".into(),
            origin: "https://www.valbourg.example".into(),
            issued_at: LEFT_AT,
        }
    }

    #[test]
    fn departure_is_good_for_half_an_hour() {
        assert!(!departure().is_expired(LEFT_AT + 1799));
        assert!(departure().is_expired(LEFT_AT + 1800));
    }

    #[test]
    fn departure_fits_in_a_cookie_of_one_kilobyte() {
        let text = seal(&ring(), &context(), &departure(), [0; 24]).unwrap();
        assert!(text.len() < 1000, "{}", text.len());
    }
}
