use serde::{Deserialize, Serialize};

use super::Payload;
use super::payload::secret_text;
use crate::error::Refusal;
use crate::sealing::Purpose;
use crate::secret::Secret;

/// What waits in the link that ends the FranceConnect session.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogoutRequest {
    /// ID token, sent as `id_token_hint`; FranceConnect accepts it after its expiry.
    #[serde(with = "secret_text")]
    pub id_token: Secret,
    /// When the link was made, in Unix seconds.
    pub issued_at: i64,
}

impl Payload for LogoutRequest {
    const PURPOSE: Purpose = Purpose::Logout;
    const MAX_BYTES: usize = 16 * 1024;
    const EXPIRED: Refusal = Refusal::new("logout_expired", 400, "wrong_page");

    /// One day: a form may stay open long after FranceConnect's session of half an hour.
    fn expires_at(&self) -> i64 {
        self.issued_at.saturating_add(24 * 60 * 60)
    }
}

/// What waits in a cookie while the person's FranceConnect session ends.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogoutReturn {
    /// `state` sent to the provider: 43 base64url characters.
    pub state: String,
    /// When the person left, in Unix seconds.
    pub issued_at: i64,
}

impl Payload for LogoutReturn {
    const PURPOSE: Purpose = Purpose::LogoutReturn;
    const MAX_BYTES: usize = 4 * 1024;
    const EXPIRED: Refusal = Refusal::new("logout_return_expired", 400, "wrong_page");

    fn expires_at(&self) -> i64 {
        self.issued_at.saturating_add(10 * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::super::payload::tests::travel;
    use super::*;

    #[test]
    fn logout_link_is_good_for_a_day_and_its_return_for_ten_minutes() {
        let request = LogoutRequest {
            id_token: Secret::new("a.b.c"),
            issued_at: 1_000,
        };
        let opened = travel(&request);
        assert!(!opened.payload().is_expired(1_000 + 86_399));
        assert!(opened.payload().is_expired(1_000 + 86_400));
        let back = LogoutReturn {
            state: "s".into(),
            issued_at: 1_000,
        };
        assert!(!travel(&back).payload().is_expired(1_599));
        assert!(travel(&back).payload().is_expired(1_600));
    }
}
