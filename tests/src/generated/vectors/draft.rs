//! Attestations as the edge makes them, and the same with something wrong.

use anyhow::{Result, anyhow};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use unefois_core::attestation::{AttestationClaims, Form, SubmissionNonce, UnsignedAttestation};
use unefois_core::secret::Secret;
use unefois_core::transaction::HandOff;
use unefois_wire::{Provenance, ReleasedField, Value as FieldValue};

use super::keys::Key;
use super::{AUDIENCE, DECIDED_AT, FORM, ISSUER, VERSION};
use crate::encoding::base64url;

/// What the edge is about to attest.
pub struct Draft {
    /// Address of the edge.
    pub issuer: &'static str,
    /// The back-office.
    pub audience: &'static str,
    /// Identifier of the démarche.
    pub form: &'static str,
    /// Its version.
    pub version: &'static str,
    /// When the person decided.
    pub decided_at: i64,
    /// The key that signs.
    pub key: Key,
    nonce: Option<&'static str>,
    jti: String,
    fields: Vec<ReleasedField>,
}

impl Draft {
    /// An attestation of no field. `seed` makes its identifier.
    pub fn empty(seed: &str) -> Self {
        let jti = Sha256::digest(format!("jti of the vectors: {seed}"));
        Self {
            issuer: ISSUER,
            audience: AUDIENCE,
            form: FORM,
            version: VERSION,
            decided_at: DECIDED_AT,
            key: Key::Edge,
            nonce: None,
            jti: base64url(&jti[..16]),
            fields: Vec::new(),
        }
    }

    /// An attestation of a name and of an amount.
    pub fn usual(seed: &str) -> Self {
        Self::empty(seed)
            .text("identite.nom_naissance", "LEBRETON-D'ŒUVRE")
            .integer("quotient_familial.valeur", 1234)
    }

    /// Identifier of the attestation.
    pub fn jti(&self) -> String {
        self.jti.clone()
    }

    /// For the submission of one page.
    pub fn nonce(mut self, nonce: &'static str) -> Self {
        self.nonce = Some(nonce);
        self
    }

    /// Attests a text.
    pub fn text(self, path: &str, value: &str) -> Self {
        self.value(path, FieldValue::Text(value.to_owned()))
    }

    /// Attests a whole number.
    pub fn integer(self, path: &str, value: i64) -> Self {
        self.value(path, FieldValue::Integer(value))
    }

    /// Attests a value.
    pub fn value(mut self, path: &str, value: FieldValue) -> Self {
        let is_identity = path.starts_with("identite.");
        self.fields.push(ReleasedField {
            chemin: path.to_owned(),
            valeur: value,
            libelle: None,
            provenance: Provenance {
                fournisseur: if is_identity { "franceconnect" } else { "caf" }.to_owned(),
                annee: (!is_identity).then_some(2026),
                mois: (!is_identity).then_some(11),
                saisies: Vec::new(),
            },
        });
        self
    }

    /// Names the place the value attested last is the code of.
    pub fn label(mut self, label: &str) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.libelle = Some(label.to_owned());
        }
        self
    }

    /// The attestation, from the product's own types to the signature.
    pub fn signed(&self) -> Result<String> {
        let unsigned = UnsignedAttestation::new(&self.claims()?, &self.key.kid())?;
        let input = std::str::from_utf8(unsigned.signing_input())?;
        Ok(sign(input, self.key))
    }

    /// Its payload, to change something of it.
    pub fn payload(&self) -> Result<Value> {
        Ok(serde_json::to_value(self.claims()?)?)
    }

    /// The attestation with claims put in place of its own; `null` takes one away.
    pub fn with_claims(&self, claims: Value) -> Result<String> {
        let mut payload = self.payload()?;
        merge(&mut payload, claims);
        self.with_payload(payload.to_string())
    }

    /// The attestation with another text as its payload.
    pub fn with_payload(&self, payload: impl AsRef<[u8]>) -> Result<String> {
        Ok(forged(self.header()?.to_string(), payload, self.key))
    }

    /// The attestation with members put in place of its header's; `null` takes one away.
    pub fn with_header(&self, members: Value) -> Result<String> {
        let mut header = self.header()?;
        merge(&mut header, members);
        self.with_header_text(header.to_string())
    }

    /// The attestation with another text as its header.
    pub fn with_header_text(&self, header: impl AsRef<[u8]>) -> Result<String> {
        Ok(forged(header, self.payload()?.to_string(), self.key))
    }

    /// Its header.
    pub fn header(&self) -> Result<Value> {
        let signed = self.signed()?;
        let header = signed.split('.').next().unwrap_or_default();
        let header = crate::encoding::from_base64url(header)?;
        Ok(serde_json::from_slice(&header)?)
    }

    fn claims(&self) -> Result<AttestationClaims> {
        let form = Form {
            id: self.form.to_owned(),
            version: self.version.to_owned(),
            sha256: "5c".repeat(32),
        };
        let provider = "https://franceconnect.valbourg.example/api/v2";
        let nonce = self.nonce.map(SubmissionNonce::parse).transpose();
        let nonce = nonce.map_err(|fault| anyhow!("{}", fault.code()))?;
        let claims = AttestationClaims::new(
            &self.hand_off(),
            self.issuer,
            self.audience,
            provider,
            form,
            self.version,
        );
        Ok(claims.for_submission(nonce))
    }

    /// The hand-off such an attestation is made from, once its fields have their names.
    pub fn hand_off(&self) -> HandOff {
        HandOff {
            origin: "https://www.valbourg.example".to_owned(),
            challenge: base64url(&Sha256::digest("verifier of the vectors")),
            lang: "fr".to_owned(),
            fields: self.fields.clone(),
            id_token: Secret::new("eyJ.e30.sig"),
            acr: "eidas1".to_owned(),
            auth_time: Some(self.decided_at - 90),
            obtained_at: self.decided_at - 60,
            jti: self.jti.clone(),
            reference: "VB-7KQ2-M4XD".to_owned(),
            issued_at: self.decided_at,
        }
    }
}

/// A compact JWS of any header and payload, signed with ES256 whatever its header says.
pub fn forged(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>, key: Key) -> String {
    let [header, payload] = [header.as_ref(), payload.as_ref()].map(base64url);
    sign(&format!("{header}.{payload}"), key)
}

/// The same without its signature, which [`forged`] would add.
pub fn sign(input: &str, key: Key) -> String {
    format!("{input}.{}", base64url(&key.sign(input.as_bytes())))
}

/// Puts `changes` into an object, member by member; `null` takes a member away.
fn merge(object: &mut Value, changes: Value) {
    let (Some(object), Value::Object(changes)) = (object.as_object_mut(), changes) else {
        return;
    };
    for (name, change) in changes {
        match change {
            Value::Null => drop(object.remove(&name)),
            Value::Object(ref inner) if is_within(object, &name, inner) => {
                merge(&mut object[&name], change);
            }
            change => drop(object.insert(name, change)),
        }
    }
}

/// Whether a change reaches into a member instead of taking its place.
fn is_within(object: &Map<String, Value>, name: &str, change: &Map<String, Value>) -> bool {
    object.get(name).is_some_and(Value::is_object) && !change.is_empty()
}

/// A member of `data`.
pub fn attested(value: Value) -> Value {
    json!({"value": value, "source": "caf", "time": DECIDED_AT})
}
