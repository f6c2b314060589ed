use serde::{Deserialize, Serialize};

use crate::Value;

/// Body of `POST /v1/redeem`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedeemRequest {
    /// Identifier of the démarche the page asked for.
    pub demarche: String,
    /// The sealed hand-off, as received in the fragment.
    pub hand_off: String,
    /// The verifier whose S256 challenge opened the flow: 43 base64url characters.
    pub verifier: String,
    /// Text the server wrote into the page it rendered, where it wrote one: signed into the attestation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission_nonce: Option<String>,
}

/// Answer of `POST /v1/redeem`: only what the person released.
///
/// A field that was declined, is unknown to its provider or could not be fetched is absent, and the
/// three cases cannot be told apart. So is one whose habilitation stopped since the person decided.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedeemResponse {
    /// Reference the person may quote to the collectivité: `VB-7KQ2-M4XD`.
    pub reference: String,
    /// Released fields, in the order of the démarche.
    pub champs: Vec<ReleasedField>,
    /// The signed attestation, a compact JWS; absent when nothing was released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attestation: Option<String>,
    /// The person's receipt, as lines of text to keep. It speaks of what was released only.
    pub recu: String,
    /// Absolute address that ends the FranceConnect session.
    pub logout: String,
}

/// One released field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedField {
    /// Dotted path: `quotient_familial.valeur`.
    pub chemin: String,
    /// The value.
    pub valeur: Value,
    /// Name in French of what a code of the COG stands for, as the civil registry writes it: `Lyon 3e Arrondissement`.
    /// The attestation signs both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub libelle: Option<String>,
    /// Who said so, and for when.
    pub provenance: Provenance,
}

/// Who gave a value, and the period it speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Key of the provider in the messages: `franceconnect`, `caf`, `msa`.
    pub fournisseur: String,
    /// Year the value speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annee: Option<u16>,
    /// Month the value speaks of, 1 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mois: Option<u8>,
    /// Identifiers of the inputs the value depends on, typed by the person: `immatriculation`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saisies: Vec<String>,
}

/// Body of every refusal the widget may meet: a code for programs, no detail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedeemRefusal {
    /// Stable code: `hand_off_refused`, `hand_off_expired`, …
    pub error: String,
}
