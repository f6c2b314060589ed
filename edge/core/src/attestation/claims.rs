use std::collections::BTreeMap;

use serde::Serialize;
use unefois_wire::{ReleasedField, Value};

use super::SubmissionNonce;
use crate::transaction::HandOff;

/// Time to submit the form, in seconds.
const LIFE_SECS: i64 = 24 * 60 * 60;

/// What an attestation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttestationClaims {
    /// Address of who signs: the edge, or the collectivité that has keys of its own.
    pub iss: String,
    /// Identifier of the back-office, from the démarche.
    pub aud: String,
    /// When the person decided, in Unix seconds.
    pub iat: i64,
    /// Last moment for the submission, in Unix seconds.
    pub exp: i64,
    /// Identifier of this attestation: the back-office takes each once. Signatures are malleable
    /// and identify nothing.
    pub jti: String,
    /// Text the back-office wrote into the page that was served, where it wrote one: ties the
    /// attestation to one submission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_nonce: Option<SubmissionNonce>,
    /// The form it was made for.
    pub form: Form,
    /// Origin of the page that was served.
    pub origin: String,
    /// How the person was authenticated.
    pub auth: Auth,
    /// What the person agreed to.
    pub consent: Consent,
    /// Released values, by dotted path.
    pub data: BTreeMap<String, Attested>,
}

/// The démarche, exactly as it was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Form {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: String,
    /// SHA-256 of the démarche file, lower-case hexadecimal.
    pub sha256: String,
}

/// An authentication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Auth {
    /// Issuer of the identity.
    pub iss: String,
    /// Assurance level: `eidas1`.
    pub acr: String,
    /// When the person authenticated, in Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
}

/// A consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// When, in Unix seconds.
    pub time: i64,
    /// Version of the text that was shown.
    pub version: String,
    /// Paths that were released.
    pub fields: Vec<String>,
}

/// A released value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attested {
    /// The value, the same as the form receives.
    pub value: Value,
    /// Name of the place the value is the code of, as the form may write it instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Key of the provider: `franceconnect`, `caf`.
    pub source: String,
    /// When it was obtained, in Unix seconds.
    pub time: i64,
    /// Year it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annee: Option<u16>,
    /// Month it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mois: Option<u8>,
    /// Inputs, typed by the person, by which it was found: the provider vouches for the value, and
    /// nobody for what was typed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub saisies: Vec<String>,
}

impl AttestationClaims {
    /// What is attested of a hand-off, whose fields may have been given their names: the same each
    /// time it is redeemed.
    ///
    /// `issuer` is who signs, `audience` the back-office, `provider_issuer` who vouched for the
    /// person, `consent_version` the text shown on the release page.
    pub fn new(
        hand_off: &HandOff,
        issuer: &str,
        audience: &str,
        provider_issuer: &str,
        form: Form,
        consent_version: &str,
    ) -> Self {
        let paths = hand_off.fields.iter().map(|field| field.chemin.clone());
        let entry = |field: &ReleasedField| {
            let attested = Attested::new(field, hand_off.obtained_at);
            (field.chemin.clone(), attested)
        };
        Self {
            iss: issuer.to_owned(),
            aud: audience.to_owned(),
            iat: hand_off.issued_at,
            exp: hand_off.issued_at.saturating_add(LIFE_SECS),
            jti: hand_off.jti.clone(),
            submission_nonce: None,
            form,
            origin: hand_off.origin.clone(),
            auth: Auth {
                iss: provider_issuer.to_owned(),
                acr: hand_off.acr.clone(),
                auth_time: hand_off.auth_time,
            },
            consent: Consent {
                time: hand_off.issued_at,
                version: consent_version.to_owned(),
                fields: paths.collect(),
            },
            data: hand_off.fields.iter().map(entry).collect(),
        }
    }

    /// The same, for the submission of the page that holds `nonce`; for any, without one.
    pub fn for_submission(self, nonce: Option<SubmissionNonce>) -> Self {
        Self {
            submission_nonce: nonce,
            ..self
        }
    }
}

impl Attested {
    fn new(field: &ReleasedField, time: i64) -> Self {
        Self {
            value: field.valeur.clone(),
            label: field.libelle.clone(),
            source: field.provenance.fournisseur.clone(),
            time,
            annee: field.provenance.annee,
            mois: field.provenance.mois,
            saisies: field.provenance.saisies.clone(),
        }
    }
}
