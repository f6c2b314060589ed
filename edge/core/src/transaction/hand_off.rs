use serde::{Deserialize, Serialize};
use unefois_wire::ReleasedField;

use super::payload::secret_text;
use super::{Payload, PendingRelease};
use crate::consent::ReleasedFields;
use crate::demarche::ScopesInForce;
use crate::error::Refusal;
use crate::oidc::s256_challenge;
use crate::sealing::{Opened, Purpose};
use crate::secret::{Secret, constant_time_eq};

/// What the form's tab exchanges for the released values.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOff {
    /// Origin of the form page, the only one that may redeem.
    pub origin: String,
    /// S256 challenge of the form's tab, the only one that may redeem.
    pub challenge: String,
    /// Language of the texts.
    pub lang: String,
    /// Released fields and nothing else; empty when everything was refused.
    pub fields: Vec<ReleasedField>,
    /// ID token, for the logout link.
    #[serde(with = "secret_text")]
    pub id_token: Secret,
    /// Assurance level of the authentication.
    pub acr: String,
    /// When the person authenticated, in Unix seconds, if the provider said so.
    pub auth_time: Option<i64>,
    /// When the values were obtained, in Unix seconds.
    pub obtained_at: i64,
    /// Identifier of the attestation: 22 base64url characters.
    pub jti: String,
    /// Reference the person may quote: `VB-7KQ2-M4XD`.
    pub reference: String,
    /// When the person decided, in Unix seconds.
    pub issued_at: i64,
}

/// Why a hand-off gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedeemFault {
    /// It does not open, or belongs to another tab, origin or démarche.
    Refused,
    /// It came too late.
    Expired,
    /// Every habilitation of what was released has stopped since.
    Stopped,
}

impl RedeemFault {
    /// Stable code of the answer.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused => "hand_off_refused",
            Self::Expired => "hand_off_expired",
            Self::Stopped => "habilitation_stopped",
        }
    }

    /// HTTP status of the answer.
    pub fn status(self) -> u16 {
        match self {
            Self::Refused => 403,
            Self::Expired | Self::Stopped => 410,
        }
    }
}

impl HandOff {
    /// The decision taken now on `release`. Only what the consent filter let through can be in it.
    pub fn new(
        release: PendingRelease,
        released: ReleasedFields,
        jti: String,
        reference: String,
        now: i64,
    ) -> Self {
        Self {
            origin: release.origin,
            challenge: release.challenge,
            lang: release.lang,
            fields: released.into_fields(),
            id_token: release.id_token,
            acr: release.acr,
            auth_time: release.auth_time,
            obtained_at: release.obtained_at,
            jti,
            reference,
            issued_at: now,
        }
    }

    /// The same without what is no longer in force: a habilitation may have stopped since the person decided. What
    /// was withheld then stays withheld, whatever is in force now.
    ///
    /// # Errors
    ///
    /// [`RedeemFault::Stopped`] when nothing is left of what was released: the receipt of an empty hand-off would say
    /// that the person chose to send nothing.
    pub fn still_in_force(mut self, in_force: &ScopesInForce) -> Result<Self, RedeemFault> {
        let had_fields = !self.fields.is_empty();
        let has_identity = in_force.has_identity();
        self.fields
            .retain(|field| has_identity && in_force.cover(&field.chemin));
        match had_fields && self.fields.is_empty() {
            true => Err(RedeemFault::Stopped),
            false => Ok(self),
        }
    }
}

impl Opened<HandOff> {
    /// Gives the hand-off to who may have it. The same bearer may come again until it expires: an
    /// answer can be lost.
    ///
    /// # Errors
    ///
    /// [`RedeemFault`]. Only the tab that opened the flow ever learns that it expired.
    pub fn redeem(
        &self,
        demarche: &str,
        origin: &str,
        verifier: &str,
        now: i64,
    ) -> Result<&HandOff, RedeemFault> {
        let hand_off = self.payload();
        let is_bearer = constant_time_eq(&s256_challenge(verifier), &hand_off.challenge);
        let is_place = hand_off.origin == origin && self.context().demarche == demarche;
        if !(is_bearer && is_place) {
            return Err(RedeemFault::Refused);
        }
        if hand_off.is_expired(now) {
            return Err(RedeemFault::Expired);
        }
        Ok(hand_off)
    }
}

impl Payload for HandOff {
    const PURPOSE: Purpose = Purpose::HandOff;
    const MAX_BYTES: usize = 64 * 1024;
    const EXPIRED: Refusal = Refusal::new("hand_off_expired", 410, "return_expired");

    fn expires_at(&self) -> i64 {
        self.issued_at.saturating_add(120)
    }
}

#[cfg(test)]
mod tests {
    use super::super::payload::tests::travel;
    use super::super::random_text;
    use super::super::release::tests::{SHOWN_AT, pending_release};
    use super::*;
    use crate::datapass::{Standing, Standings, State};
    use crate::demarche::{check, parse};
    use crate::paris;

    const DECIDED_AT: i64 = SHOWN_AT + 60;
    const ORIGIN: &str = "https://www.valbourg.example";

    fn verifier() -> String {
        random_text([9; 32])
    }

    fn hand_off() -> Opened<HandOff> {
        let mut release = pending_release();
        release.challenge = s256_challenge(&verifier());
        let released = release.fields.iter().cloned().map(|field| ReleasedField {
            chemin: field.chemin,
            valeur: field.valeur,
            libelle: None,
            provenance: field.provenance,
        });
        let released = ReleasedFields::of(released.collect());
        let reference = "VB-7KQ2-M4XD".into();
        travel(&HandOff::new(
            release,
            released,
            "jti".into(),
            reference,
            DECIDED_AT,
        ))
    }

    fn redeem(demarche: &str, origin: &str, verifier: &str, now: i64) -> Option<RedeemFault> {
        hand_off().redeem(demarche, origin, verifier, now).err()
    }

    #[test]
    fn hand_off_is_given_to_its_tab_again_and_again_for_two_minutes() {
        let hand_off = hand_off();
        for now in [DECIDED_AT, DECIDED_AT + 1, DECIDED_AT + 119] {
            let given = hand_off.redeem("cantine", ORIGIN, &verifier(), now);
            assert!(given.is_ok_and(|given| given.fields.len() == 1));
        }
    }

    #[test]
    fn rejects_hand_off_for_another_tab_origin_or_demarche() {
        let other = random_text([8; 32]);
        let challenge = s256_challenge(&verifier());
        for (demarche, origin, verifier) in [
            ("cantine", ORIGIN, other.as_str()),
            ("cantine", ORIGIN, ""),
            ("cantine", ORIGIN, &challenge),
            ("cantine", "https://www.valbourg.example:8443", &verifier()),
            ("cantine", "http://www.valbourg.example", &verifier()),
            ("cantine", "null", &verifier()),
            ("creche", ORIGIN, &verifier()),
        ] {
            for now in [DECIDED_AT, DECIDED_AT + 9_999] {
                let fault = redeem(demarche, origin, verifier, now);
                assert_eq!(fault, Some(RedeemFault::Refused), "{demarche} {origin}");
            }
        }
    }

    #[test]
    fn rejects_hand_off_after_two_minutes() {
        let fault = redeem("cantine", ORIGIN, &verifier(), DECIDED_AT + 120);
        assert_eq!(fault, Some(RedeemFault::Expired));
    }

    /// The nursery, whose data the collectivité's own token opens.
    const CRECHE: &str = include_str!("../../../../examples/creche/demarche.toml");
    const IDENTITY: &str = "H71003";
    const DATA: &str = "H71004";

    fn standing(state: State) -> Standing {
        let fired_at = SHOWN_AT;
        Standing { fired_at, state }
    }

    /// Paths left of what was released, once DataPass has told this of the habilitations.
    fn left(released: &[&str], told: &[(&str, State)]) -> Result<Vec<String>, RedeemFault> {
        let file = "creche";
        let written = parse(CRECHE.parse::<toml::Table>().unwrap(), file).unwrap();
        let demarche = check(written, file, paris::today(SHOWN_AT)).unwrap();
        let told = told.iter();
        let told = told.map(|(numero, state)| (*numero, standing(state.clone())));
        let in_force = demarche.scopes_in_force(paris::today(SHOWN_AT), &Standings::of(told));
        let mut given = hand_off().payload().clone();
        let one = given.fields.remove(0);
        given.fields = released
            .iter()
            .map(|chemin| ReleasedField {
                chemin: (*chemin).to_owned(),
                ..one.clone()
            })
            .collect();
        let left = given.still_in_force(&in_force)?;
        Ok(left.fields.into_iter().map(|field| field.chemin).collect())
    }

    #[test]
    fn withholds_what_stopped_after_the_decision() {
        const NAME: &str = "identite.nom_naissance";
        const CHILD: &str = "eaje.enfants[0].prenoms";
        const STREET: &str = "eaje.adresse.voie";
        let released = [NAME, CHILD, STREET];
        assert_eq!(left(&released, &[]).unwrap(), released);
        let revoked = [(DATA, State::Revoked)];
        assert_eq!(left(&released, &revoked).unwrap(), [NAME]);
        let children = "cnav_participation_familiale_eaje_enfants".to_owned();
        let replaced = [(DATA, State::Replaced([children].into()))];
        assert_eq!(left(&released, &replaced).unwrap(), [NAME, CHILD]);
        // One that was never asked for is no more given than at the decision.
        assert_eq!(left(&[NAME, "adresse.voie"], &[]).unwrap(), [NAME]);
    }

    #[test]
    fn rejects_hand_off_of_which_nothing_is_left_and_not_an_empty_one() {
        let stopped = Err(RedeemFault::Stopped);
        let released = ["eaje.adresse.voie"];
        assert_eq!(left(&released, &[(DATA, State::Revoked)]), stopped);
        // Without FranceConnect's nobody could be asked for, whoever's token opens the data.
        assert_eq!(left(&released, &[(IDENTITY, State::Revoked)]), stopped);
        let all = [(IDENTITY, State::Revoked), (DATA, State::Revoked)];
        assert_eq!(left(&[], &all), Ok(Vec::new()));
    }
}
