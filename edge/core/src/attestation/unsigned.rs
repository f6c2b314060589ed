use serde::Serialize;

use super::AttestationClaims;
use crate::jose::{SignEs256, SignatureFault, base64url};

/// `typ` of the header.
pub const TYP: &str = "prefill-attestation+jwt";

/// The header of the profile, and nothing else: no address and no key.
#[derive(Serialize)]
struct Header<'a> {
    alg: &'static str,
    kid: &'a str,
    typ: &'static str,
}

/// An attestation that waits for its signature.
pub struct UnsignedAttestation {
    signing_input: String,
}

impl UnsignedAttestation {
    /// Writes `claims` for the signing key called `kid`.
    ///
    /// # Errors
    ///
    /// [`serde_json::Error`], which these types do not provoke.
    pub fn new(claims: &AttestationClaims, kid: &str) -> Result<Self, serde_json::Error> {
        let header = Header {
            alg: "ES256",
            kid,
            typ: TYP,
        };
        let header = base64url::encode(serde_json::to_vec(&header)?);
        let payload = base64url::encode(serde_json::to_vec(claims)?);
        Ok(Self {
            signing_input: format!("{header}.{payload}"),
        })
    }

    /// The bytes to sign.
    pub fn signing_input(&self) -> &[u8] {
        self.signing_input.as_bytes()
    }

    /// Signs it: a compact JWS.
    ///
    /// # Errors
    ///
    /// [`SignatureFault`].
    pub async fn sign(self, signer: &impl SignEs256) -> Result<String, SignatureFault> {
        let signature = signer.sign(self.signing_input()).await?;
        let signature = base64url::encode(signature);
        Ok(format!("{}.{signature}", self.signing_input))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use unefois_wire::{Provenance, ReleasedField, Value};

    use super::super::{Form, SubmissionNonce};
    use super::*;
    use crate::consent::ReleasedFields;
    use crate::jose::testing::{P256, block_on, es256_keys};
    use crate::jose::{Algorithm, UnverifiedJws, verify};
    use crate::transaction::HandOff;
    use crate::transaction::testing::{SHOWN_AT, pending_release};

    fn field(chemin: &str, valeur: Value, annee: Option<u16>) -> ReleasedField {
        ReleasedField {
            chemin: chemin.into(),
            valeur,
            libelle: None,
            provenance: Provenance {
                fournisseur: "caf".into(),
                annee,
                mois: annee.map(|_| 11),
                saisies: Vec::new(),
            },
        }
    }

    fn claims(fields: Vec<ReleasedField>) -> AttestationClaims {
        let reference = "VB-7KQ2-M4XD".into();
        let decided_at = SHOWN_AT + 60;
        let hand_off = HandOff::new(
            pending_release(),
            ReleasedFields::of(fields),
            "jti-1".into(),
            reference,
            decided_at,
        );
        let form = Form {
            id: "cantine".into(),
            version: "3".into(),
            sha256: "0f".repeat(32),
        };
        AttestationClaims::new(
            &hand_off,
            "https://unefois.valbourg.example",
            "urn:valbourg:education",
            "https://fc.valbourg.example/api/v2",
            form,
            "2026-11",
        )
    }

    fn signed(claims: &AttestationClaims) -> String {
        let unsigned = UnsignedAttestation::new(claims, "kid-1").unwrap();
        block_on(unsigned.sign(&P256)).unwrap()
    }

    #[test]
    fn attestation_says_what_was_released_and_nothing_of_who() {
        let token = signed(&claims(vec![
            field("quotient_familial.valeur", Value::Integer(0), Some(2026)),
            field(
                "identite.nom_naissance",
                Value::Text("D'ŒUVRE".into()),
                None,
            ),
        ]));
        let jws = UnverifiedJws::parse(&token).unwrap();
        let keys = es256_keys("kid-1");
        let jws = block_on(verify(&jws, &keys, Algorithm::Es256, &P256))
            .ok()
            .unwrap();
        let expected = json!({
            "iss": "https://unefois.valbourg.example",
            "aud": "urn:valbourg:education",
            "iat": SHOWN_AT + 60,
            "exp": SHOWN_AT + 60 + 86_400,
            "jti": "jti-1",
            "form": {"id": "cantine", "version": "3", "sha256": "0f".repeat(32)},
            "origin": "https://www.valbourg.example",
            "auth": {
                "iss": "https://fc.valbourg.example/api/v2",
                "acr": "eidas1",
                "auth_time": SHOWN_AT - 20,
            },
            "consent": {
                "time": SHOWN_AT + 60,
                "version": "2026-11",
                "fields": ["quotient_familial.valeur", "identite.nom_naissance"],
            },
            "data": {
                "identite.nom_naissance": {
                    "value": "D'ŒUVRE", "source": "caf", "time": SHOWN_AT,
                },
                "quotient_familial.valeur": {
                    "value": 0, "source": "caf", "time": SHOWN_AT, "annee": 2026, "mois": 11,
                },
            },
        });
        assert_eq!(serde_json::Value::Object(jws.claims().unwrap()), expected);
    }

    #[test]
    fn value_found_by_what_the_person_typed_says_so_without_telling_what() {
        let plate = Value::Text("AB-123-CD".into());
        let mut found = field("vehicule.immatriculation", plate, None);
        found.provenance.saisies = vec!["immatriculation".into()];
        let other = field("quotient_familial.valeur", Value::Integer(0), None);
        let claims = serde_json::to_value(claims(vec![found, other])).unwrap();
        let data = &claims["data"];
        let typed = &data["vehicule.immatriculation"]["saisies"];
        assert_eq!(*typed, json!(["immatriculation"]));
        assert!(data["quotient_familial.valeur"].get("saisies").is_none());
    }

    #[test]
    fn code_of_a_place_is_signed_with_its_name() {
        let mut born = field(
            "identite.commune_naissance",
            Value::Text("69383".into()),
            None,
        );
        born.libelle = Some("Lyon 3e Arrondissement".into());
        let claims = serde_json::to_value(claims(vec![born])).unwrap();
        let born = &claims["data"]["identite.commune_naissance"];
        assert_eq!(born["value"], "69383");
        assert_eq!(born["label"], "Lyon 3e Arrondissement");
    }

    #[test]
    fn nonce_of_the_page_is_signed_and_a_page_without_one_has_no_claim() {
        let text = "AAECAwQFBgcICQoLDA0ODw";
        let nonce = SubmissionNonce::parse(text).ok();
        let bound = claims(Vec::new()).for_submission(nonce);
        let bound = serde_json::to_value(bound).unwrap();
        assert_eq!(bound["submission_nonce"], text);
        let unbound = serde_json::to_value(claims(Vec::new()).for_submission(None)).unwrap();
        assert!(unbound.get("submission_nonce").is_none());
    }

    #[test]
    fn header_is_exactly_the_profile() {
        let token = signed(&claims(Vec::new()));
        let header = base64url::decode(token.split('.').next().unwrap()).unwrap();
        let expected = r#"{"alg":"ES256","kid":"kid-1","typ":"prefill-attestation+jwt"}"#;
        assert_eq!(String::from_utf8(header).unwrap(), expected);
    }

    #[test]
    fn attestation_of_sixty_fields_stays_under_32_kilobytes() {
        let fields = (0..60).map(|index| {
            let text = Value::Text("é".repeat(60));
            field(&format!("enfants.{index}.date_naissance"), text, Some(2026))
        });
        let token = signed(&claims(fields.collect()));
        assert!(token.len() < 32 * 1024, "{}", token.len());
    }
}
