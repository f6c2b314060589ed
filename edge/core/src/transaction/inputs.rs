use serde::{Deserialize, Serialize};

use super::Payload;
use crate::error::Refusal;
use crate::sealing::{Opened, Purpose};
use crate::secret::constant_time_eq;
use crate::sources::Saisie;

/// What a person typed in the form's page, on its way to the departure.
///
/// Sealed because it travels in an address, which servers log and browsers remember.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// S256 challenge of the form's tab, the only one that may leave with them.
    pub challenge: String,
    /// The values, their form checked.
    pub saisies: Vec<Saisie>,
    /// When they were sealed, in Unix seconds.
    pub issued_at: i64,
}

impl Opened<Inputs> {
    /// Gives the values to the tab that typed them, for the démarche and the page they were typed for.
    pub fn of(&self, demarche: &str, page: &str, challenge: &str) -> Option<&[Saisie]> {
        let inputs = self.payload();
        let is_bearer = constant_time_eq(challenge, &inputs.challenge);
        let is_place = self.context().demarche == demarche && self.context().page == page;
        (is_bearer && is_place).then_some(&inputs.saisies)
    }
}

impl Payload for Inputs {
    const PURPOSE: Purpose = Purpose::Inputs;
    const MAX_BYTES: usize = 3 * 1024;
    const EXPIRED: Refusal = Refusal::new("inputs_expired", 400, "expired");

    /// Ten minutes: the button is pressed at once, and may be pressed again after a slow network.
    fn expires_at(&self) -> i64 {
        self.issued_at.saturating_add(10 * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::super::payload::tests::{context, travel};
    use super::*;

    fn inputs() -> Inputs {
        Inputs {
            challenge: "a".repeat(43),
            saisies: vec![Saisie {
                fournisseur: "france_titres".into(),
                id: "immatriculation".into(),
                valeur: "AB-123-CD".into(),
            }],
            issued_at: 1_000,
        }
    }

    #[test]
    fn inputs_are_given_to_their_tab_page_and_demarche_alone() {
        let opened = travel(&inputs());
        let page = context().page;
        let challenge = "a".repeat(43);
        let given = opened.of("cantine", &page, &challenge);
        assert!(given.is_some_and(|saisies| saisies.len() == 1));
        assert!(opened.of("creche", &page, &challenge).is_none());
        assert!(
            opened
                .of("cantine", "https://autre.example/", &challenge)
                .is_none()
        );
        assert!(opened.of("cantine", &page, &"b".repeat(43)).is_none());
    }

    #[test]
    fn inputs_are_good_for_ten_minutes() {
        assert!(!inputs().is_expired(1_599));
        assert!(inputs().is_expired(1_600));
    }
}
