use serde::{Deserialize, Serialize};
use unefois_wire::Concerne;

use super::payload::secret_text;
use super::{Departure, Payload};
use crate::error::Refusal;
use crate::field::ObtainedField;
use crate::oidc::Authentication;
use crate::sealing::Purpose;
use crate::secret::Secret;
use crate::sources::{Outcome, Saisie};

/// Time the release page gives to decide, in seconds.
const DELAY_SECS: i64 = 10 * 60;

/// Time it may give in all, renewals included, in seconds.
const LONGEST_DELAY_SECS: i64 = 30 * 60;

/// What waits in the release page while the person decides.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PendingRelease {
    /// Origin of the form page.
    pub origin: String,
    /// S256 challenge of the form's tab.
    pub challenge: String,
    /// Language of our pages.
    pub lang: String,
    /// Whom the request is about.
    pub concerne: Concerne,
    /// Sources the person ticked before leaving.
    pub sources: Vec<String>,
    /// What they typed for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saisies: Vec<Saisie>,
    /// Everything obtained.
    pub fields: Vec<ObtainedField>,
    /// What became of each source: its id and its outcome.
    pub outcomes: Vec<(String, Outcome)>,
    /// Identifier of the two lines of the exchange trace, drawn for them: 22 base64url characters.
    pub correlation: String,
    /// ID token, kept as the hint that ends the FranceConnect session.
    #[serde(with = "secret_text")]
    pub id_token: Secret,
    /// Assurance level of the authentication.
    pub acr: String,
    /// When the person authenticated, in Unix seconds, if the provider said so.
    pub auth_time: Option<i64>,
    /// When the values were obtained, in Unix seconds.
    pub obtained_at: i64,
    /// When the release page was first shown, in Unix seconds.
    pub first_shown_at: i64,
    /// When the person must have decided, in Unix seconds.
    pub deadline: i64,
}

impl PendingRelease {
    /// What was obtained for a departure, shown now for the first time.
    pub fn new(
        departure: Departure,
        authentication: &Authentication,
        fields: Vec<ObtainedField>,
        outcomes: Vec<(String, Outcome)>,
        correlation: String,
        now: i64,
    ) -> Self {
        Self {
            origin: departure.origin,
            challenge: departure.challenge,
            lang: departure.lang,
            concerne: departure.concerne,
            sources: departure.sources,
            saisies: departure.saisies,
            fields,
            outcomes,
            correlation,
            id_token: authentication.id_token().clone(),
            acr: authentication.acr().to_owned(),
            auth_time: authentication.auth_time(),
            obtained_at: now,
            first_shown_at: now,
            deadline: now.saturating_add(DELAY_SECS),
        }
    }

    /// Ten more minutes from now, within thirty minutes of the first display.
    ///
    /// # Errors
    ///
    /// [`Payload::EXPIRED`] once the delay has run out.
    pub fn renew(mut self, now: i64) -> Result<Self, Refusal> {
        if self.is_expired(now) {
            return Err(Self::EXPIRED);
        }
        let renewed = now.saturating_add(DELAY_SECS);
        self.deadline = renewed.min(self.last_deadline());
        Ok(self)
    }

    /// Whether more time can still be given.
    pub fn can_be_renewed(&self) -> bool {
        self.deadline < self.last_deadline()
    }

    fn last_deadline(&self) -> i64 {
        self.first_shown_at.saturating_add(LONGEST_DELAY_SECS)
    }
}

impl Payload for PendingRelease {
    const PURPOSE: Purpose = Purpose::Release;
    const MAX_BYTES: usize = 64 * 1024;
    const EXPIRED: Refusal = Refusal::new("release_expired", 400, "expired");

    fn expires_at(&self) -> i64 {
        self.deadline
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use unefois_wire::{Provenance, Value};

    use super::super::departure::tests::departure;
    use super::super::payload::tests::{context, ring};
    use super::super::{open_current, seal};
    use super::*;
    use crate::oidc::testing::authentication;

    /// The moment the example page was shown.
    pub(crate) const SHOWN_AT: i64 = 1_798_761_630;

    /// An example release with one value.
    pub(crate) fn pending_release() -> PendingRelease {
        let field = ObtainedField {
            chemin: "identite.nom_naissance".into(),
            valeur: Value::Text("L’HÉRITIER--D'ŒUVRE".into()),
            provenance: Provenance {
                fournisseur: "franceconnect".into(),
                annee: None,
                mois: None,
                saisies: Vec::new(),
            },
        };
        let outcomes = vec![("quotient_familial".into(), Outcome::NoFile)];
        let authentication = authentication();
        PendingRelease::new(
            departure(),
            &authentication,
            vec![field],
            outcomes,
            "AAECAwQFBgcICQoLDA0ODw".into(),
            SHOWN_AT,
        )
    }

    #[test]
    fn release_is_good_for_ten_minutes() {
        let release = pending_release();
        assert!(!release.is_expired(SHOWN_AT + 599));
        assert!(release.is_expired(SHOWN_AT + 600));
    }

    #[test]
    fn release_is_renewed_up_to_thirty_minutes_in_all() {
        let mut release = pending_release();
        for (renewed_at, deadline) in [(300, 900), (890, 1490), (1480, 1800), (1790, 1800)] {
            assert!(renewed_at >= 1790 || release.can_be_renewed());
            release = release.renew(SHOWN_AT + renewed_at).unwrap();
            assert_eq!(release.deadline, SHOWN_AT + deadline);
        }
        assert!(!release.can_be_renewed());
    }

    #[test]
    fn rejects_renewal_after_the_delay() {
        let refusal = pending_release().renew(SHOWN_AT + 600).err();
        assert_eq!(refusal, Some(PendingRelease::EXPIRED));
    }

    #[test]
    fn rejects_expired_release_and_tells_the_way_back() {
        let text = seal(&ring(), &context(), &pending_release(), [0; 24]).unwrap();
        let open = |now| open_current::<PendingRelease>(&ring(), &text, now);
        assert!(open(SHOWN_AT + 599).is_ok());
        let fault = open(SHOWN_AT + 600).err().unwrap();
        assert_eq!(fault.refusal, PendingRelease::EXPIRED);
        assert_eq!(fault.context, Some(context()));
    }

    #[test]
    fn release_travels_byte_for_byte() {
        let text = seal(&ring(), &context(), &pending_release(), [0; 24]).unwrap();
        let opened =
            open_current::<PendingRelease>(&ring(), &text, SHOWN_AT).unwrap_or_else(|_| panic!());
        assert!(*opened.payload() == pending_release());
    }
}
