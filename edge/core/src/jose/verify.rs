use serde_json::{Map, Value};

use super::{Algorithm, Header, Jwk, JwkSet, SignatureFault, UnverifiedJws, VerifySignature};
use crate::json::{self, JsonFault};

/// Why a signature was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifyFault {
    /// The token claims another algorithm than the pinned one.
    OtherAlgorithm,
    /// No key of the set is meant.
    UnknownKid,
    /// The token names no key and several would do.
    AmbiguousKey,
    /// The signature is wrong.
    BadSignature,
    /// The platform could not check.
    Platform(SignatureFault),
}

impl VerifyFault {
    /// Whether keys that changed since they were fetched could explain the fault.
    pub fn suggests_stale_keys(self) -> bool {
        match self {
            Self::UnknownKid | Self::BadSignature => true,
            Self::OtherAlgorithm | Self::AmbiguousKey | Self::Platform(_) => false,
        }
    }
}

/// A JWS whose signature was checked with a key of the expected issuer and the pinned algorithm.
/// Only [`verify`] makes one.
pub struct VerifiedJws {
    header: Header,
    payload: Vec<u8>,
}

impl VerifiedJws {
    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The payload, byte for byte.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The payload as a JSON object.
    ///
    /// # Errors
    ///
    /// [`JsonFault`].
    pub fn claims(&self) -> Result<Map<String, Value>, JsonFault> {
        json::parse_object(&self.payload)
    }
}

/// Checks the signature of `jws` with the keys of the issuer and the `pinned` algorithm.
///
/// [RFC 7515, section 5.2](https://www.rfc-editor.org/rfc/rfc7515#section-5.2),
/// [RFC 8725, section 3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1).
///
/// # Errors
///
/// [`VerifyFault`].
pub async fn verify(
    jws: &UnverifiedJws,
    keys: &JwkSet,
    pinned: Algorithm,
    verifier: &impl VerifySignature,
) -> Result<VerifiedJws, VerifyFault> {
    if jws.header().algorithm != pinned {
        return Err(VerifyFault::OtherAlgorithm);
    }
    let key = keys.select(pinned, jws.header().kid.as_deref())?;
    let message = jws.signing_input.as_bytes();
    verify_signature(key, message, &jws.signature, verifier).await?;
    Ok(VerifiedJws {
        header: jws.header().clone(),
        payload: jws.payload.clone(),
    })
}

/// Checks that `signature` is that of `message` under `key`, with the only algorithm `key` serves.
///
/// # Errors
///
/// [`VerifyFault::BadSignature`] or [`VerifyFault::Platform`].
pub async fn verify_signature(
    key: &Jwk,
    message: &[u8],
    signature: &[u8],
    verifier: &impl VerifySignature,
) -> Result<(), VerifyFault> {
    // Platforms differ on DER, truncated and padded signatures; the length settles it here.
    if signature.len() != key.signature_bytes() {
        return Err(VerifyFault::BadSignature);
    }
    let is_right = verifier
        .verify(key.algorithm(), key, message, signature)
        .await
        .map_err(VerifyFault::Platform)?;
    if is_right {
        Ok(())
    } else {
        Err(VerifyFault::BadSignature)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::base64url;
    use super::super::testing::{P256, block_on, ec_jwk, es256_keys, jwk, rsa_jwk, sign_es256};
    use super::*;

    fn verify_with(keys: &JwkSet, pinned: Algorithm, token: &str) -> Result<Vec<u8>, VerifyFault> {
        let jws = UnverifiedJws::parse(token).expect("a JWS");
        block_on(verify(&jws, keys, pinned, &P256)).map(|jws| jws.payload().to_vec())
    }

    #[test]
    fn signed_token_gives_its_payload() {
        let token = sign_es256(&json!({"alg": "ES256", "kid": "a:1"}), b"payload");
        let keys = es256_keys("a:1");
        let payload = verify_with(&keys, Algorithm::Es256, &token);
        assert_eq!(payload.as_deref(), Ok(&b"payload"[..]));
    }

    #[test]
    fn rejects_token_of_another_algorithm_than_the_pinned_one() {
        let token = sign_es256(&json!({"alg": "ES256", "kid": "a"}), b"{}");
        let result = verify_with(&es256_keys("a"), Algorithm::Rs256, &token);
        assert_eq!(result, Err(VerifyFault::OtherAlgorithm));
    }

    #[test]
    fn rejects_unknown_kid_and_tells_that_keys_may_be_stale() {
        let token = sign_es256(&json!({"alg": "ES256", "kid": "b"}), b"{}");
        let result = verify_with(&es256_keys("a"), Algorithm::Es256, &token);
        assert_eq!(result, Err(VerifyFault::UnknownKid));
        assert!(VerifyFault::UnknownKid.suggests_stale_keys());
        assert!(!VerifyFault::OtherAlgorithm.suggests_stale_keys());
    }

    #[test]
    fn rejects_signature_that_differs_in_one_bit_or_in_length() {
        let token = sign_es256(&json!({"alg": "ES256", "kid": "a"}), b"{}");
        let (signing_input, signature) = token.rsplit_once('.').unwrap();
        let signature = base64url::decode(signature).unwrap();
        let mut flipped = signature.clone();
        flipped[10] ^= 1;
        let longer = [&signature[..], &[0, 0]].concat();
        for signature in [&flipped[..], &longer, &signature[..63], &[]] {
            let token = format!("{signing_input}.{}", base64url::encode(signature));
            let result = verify_with(&es256_keys("a"), Algorithm::Es256, &token);
            assert_eq!(result, Err(VerifyFault::BadSignature));
        }
    }

    /// A platform that believes any signature.
    struct Credulous;

    impl VerifySignature for Credulous {
        async fn verify(
            &self,
            _: Algorithm,
            _: &Jwk,
            _: &[u8],
            _: &[u8],
        ) -> Result<bool, SignatureFault> {
            Ok(true)
        }
    }

    #[test]
    fn rejects_signature_of_another_length_before_the_platform_sees_it() {
        for (key, right) in [(ec_jwk(), 64), (rsa_jwk(), 256)] {
            let key = jwk(&key).unwrap();
            for length in [0, right - 1, right, right + 2] {
                let signature = vec![1; length];
                let result = block_on(verify_signature(&key, b"", &signature, &Credulous));
                assert_eq!(result.is_ok(), length == right, "{length}");
            }
        }
    }
}
