use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{Algorithm, base64url};

/// Members that only a private or a symmetric key has.
///
/// [RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1](https://www.rfc-editor.org/rfc/rfc7518#section-6).
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Size of an RSA modulus, in bytes: 2048 bits at least, and 4096 at most so that the work of one
/// check stays bounded.
const RSA_MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=512;

/// A public key, of a type we can use: P-256 for ES256, RSA for RS256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwk {
    kid: Option<String>,
    material: KeyMaterial,
}

/// The numbers of a public key, big-endian.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyMaterial {
    /// Affine coordinates on P-256. The platform checks that they are on the curve.
    P256 {
        /// First coordinate.
        x: [u8; 32],
        /// Second coordinate.
        y: [u8; 32],
    },
    /// RSA modulus and exponent, without leading zero.
    Rsa {
        /// Modulus, 2048 to 4096 bits.
        n: Vec<u8>,
        /// Exponent, odd, from 3 to 2³²-1.
        e: Vec<u8>,
    },
}

/// Why a JWK is no key for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JwkFault {
    /// It shows a private or symmetric member: whoever published it has lost a secret.
    PrivateMember,
    /// Its `kty`, `crv`, `use`, `key_ops` or `alg` is for something else.
    NotForVerification,
    /// A number is missing, has the wrong length or is too weak.
    BadMaterial,
    /// `kid` is not text.
    BadKid,
}

impl Jwk {
    /// Reads one JWK. Untrusted.
    ///
    /// # Errors
    ///
    /// [`JwkFault`].
    pub fn from_members(members: &Map<String, Value>) -> Result<Self, JwkFault> {
        if PRIVATE_MEMBERS
            .iter()
            .any(|name| members.contains_key(*name))
        {
            return Err(JwkFault::PrivateMember);
        }
        check_purpose(members)?;
        let material = match text(members, "kty") {
            Some("EC") if text(members, "crv") == Some("P-256") => p256_material(members),
            Some("RSA") => rsa_material(members),
            _ => return Err(JwkFault::NotForVerification),
        };
        let key = Self {
            kid: parse_kid(members)?,
            material: material.ok_or(JwkFault::BadMaterial)?,
        };
        match members.get("alg") {
            None => Ok(key),
            Some(alg) if alg.as_str() == Some(key.algorithm().name()) => Ok(key),
            Some(_) => Err(JwkFault::NotForVerification),
        }
    }

    /// Its identifier in the set it came from.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The only algorithm this key may serve.
    pub fn algorithm(&self) -> Algorithm {
        match self.material {
            KeyMaterial::P256 { .. } => Algorithm::Es256,
            KeyMaterial::Rsa { .. } => Algorithm::Rs256,
        }
    }

    /// Its numbers.
    pub fn material(&self) -> &KeyMaterial {
        &self.material
    }

    /// The length a signature by this key must have, in bytes.
    pub(super) fn signature_bytes(&self) -> usize {
        match &self.material {
            KeyMaterial::P256 { .. } => 64,
            KeyMaterial::Rsa { n, .. } => n.len(),
        }
    }

    /// The required members of the key and nothing else, for a platform to import.
    ///
    /// Without `use`, `key_ops` and `alg`, which platforms compare with the import's own arguments.
    pub fn to_public_json(&self) -> Value {
        match &self.material {
            KeyMaterial::P256 { x, y } => json!({
                "crv": "P-256",
                "kty": "EC",
                "x": base64url::encode(x),
                "y": base64url::encode(y),
            }),
            KeyMaterial::Rsa { n, e } => json!({
                "e": base64url::encode(e),
                "kty": "RSA",
                "n": base64url::encode(n),
            }),
        }
    }

    /// SHA-256 of the required members in lexicographic order, base64url.
    ///
    /// [RFC 7638](https://www.rfc-editor.org/rfc/rfc7638).
    pub fn thumbprint(&self) -> String {
        let members = self.to_public_json().to_string();
        base64url::encode(Sha256::digest(members))
    }
}

/// The key must be one that may check signatures.
fn check_purpose(members: &Map<String, Value>) -> Result<(), JwkFault> {
    let use_allows = members.get("use").is_none_or(|value| value == "sig");
    let key_ops_allow = members.get("key_ops").is_none_or(|value| {
        let operations = value.as_array();
        operations.is_some_and(|operations| operations.iter().any(|name| name == "verify"))
    });
    if use_allows && key_ops_allow {
        Ok(())
    } else {
        Err(JwkFault::NotForVerification)
    }
}

fn parse_kid(members: &Map<String, Value>) -> Result<Option<String>, JwkFault> {
    match members.get("kid") {
        None => Ok(None),
        Some(Value::String(kid)) => Ok(Some(kid.clone())),
        Some(_) => Err(JwkFault::BadKid),
    }
}

fn p256_material(members: &Map<String, Value>) -> Option<KeyMaterial> {
    let x = number(members, "x")?.try_into().ok()?;
    let y = number(members, "y")?.try_into().ok()?;
    Some(KeyMaterial::P256 { x, y })
}

fn rsa_material(members: &Map<String, Value>) -> Option<KeyMaterial> {
    let n = number(members, "n")?;
    let e = number(members, "e")?;
    let n_is_long_enough =
        RSA_MODULUS_BYTES.contains(&n.len()) && n.first().is_some_and(|byte| *byte >= 0x80);
    // An exponent of 1 makes every message its own signature.
    let e_is_sound = match e.as_slice() {
        [last] => *last >= 3 && last % 2 == 1,
        [first, .., last] => e.len() <= 4 && *first != 0 && last % 2 == 1,
        [] => false,
    };
    (n_is_long_enough && e_is_sound).then_some(KeyMaterial::Rsa { n, e })
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str()
}

fn number(members: &Map<String, Value>, name: &str) -> Option<Vec<u8>> {
    base64url::decode(text(members, name)?)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ec_jwk, jwk};
    use super::*;

    fn with(mut members: Value, name: &str, value: Value) -> Value {
        members[name] = value;
        members
    }

    fn rsa(n: &[u8], e: &[u8]) -> Value {
        json!({"kty": "RSA", "n": base64url::encode(n), "e": base64url::encode(e)})
    }

    #[test]
    fn thumbprint_is_that_of_rfc_7638_section_3_1() {
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let key = jwk(&json!({
            "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
        }));
        let expected = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
        assert_eq!(key.unwrap().thumbprint(), expected);
    }

    #[test]
    fn key_for_checking_signatures_is_read() {
        for (name, value) in [
            ("alg", json!("ES256")),
            ("use", json!("sig")),
            ("key_ops", json!(["verify"])),
            ("kid", json!("pkcs11:ES256:hsm")),
            ("x5c", json!(["ignored"])),
        ] {
            let key = jwk(&with(ec_jwk(), name, value)).unwrap();
            assert_eq!(key.algorithm(), Algorithm::Es256);
        }
    }

    #[test]
    fn rejects_key_for_something_else() {
        for (name, value) in [
            ("alg", json!("ES384")),
            ("alg", json!("RS256")),
            ("alg", json!(256)),
            ("use", json!("enc")),
            ("use", json!(null)),
            ("key_ops", json!(["encrypt"])),
            ("key_ops", json!("verify")),
            ("crv", json!("P-384")),
            ("kty", json!("OKP")),
        ] {
            let fault = jwk(&with(ec_jwk(), name, value.clone())).unwrap_err();
            assert_eq!(fault, JwkFault::NotForVerification, "{name}={value}");
        }
    }

    #[test]
    fn rejects_private_or_symmetric_member() {
        for name in PRIVATE_MEMBERS {
            let fault = jwk(&with(ec_jwk(), name, json!("AQ"))).unwrap_err();
            assert_eq!(fault, JwkFault::PrivateMember, "{name}");
        }
    }

    #[test]
    fn rejects_coordinate_of_another_length() {
        for bytes in [0, 31, 33] {
            let value = json!(base64url::encode(vec![1; bytes]));
            let fault = jwk(&with(ec_jwk(), "x", value)).unwrap_err();
            assert_eq!(fault, JwkFault::BadMaterial);
        }
    }

    #[test]
    fn rsa_key_of_2048_to_4096_bits_is_read() {
        for bytes in [256, 384, 512] {
            for e in [&[3][..], &[1, 0, 1], &[1, 0, 0, 1]] {
                assert!(jwk(&rsa(&vec![0xff; bytes], e)).is_ok());
            }
        }
    }

    #[test]
    fn rejects_weak_rsa_key() {
        let modulus = vec![0xff; 256];
        let short_of_one_bit = [&[0x7f][..], &[0xff; 255]].concat();
        let with_leading_zero = [&[0][..], &[0xff; 256]].concat();
        for (n, e) in [
            (&vec![0xff; 255], &[1, 0, 1][..]),
            (&vec![0xff; 513], &[1, 0, 1]),
            (&short_of_one_bit, &[1, 0, 1]),
            (&with_leading_zero, &[1, 0, 1]),
            (&modulus, &[]),
            (&modulus, &[1]),
            (&modulus, &[2]),
            (&modulus, &[1, 0, 0]),
            (&modulus, &[0, 0, 1]),
            (&modulus, &[1, 0, 0, 0, 1]),
        ] {
            let fault = jwk(&rsa(n, e)).unwrap_err();
            assert_eq!(fault, JwkFault::BadMaterial, "{} bytes, {e:?}", n.len());
        }
    }

    #[test]
    fn rejects_kid_that_is_not_text() {
        for kid in [json!(7), json!(null)] {
            let fault = jwk(&with(ec_jwk(), "kid", kid)).unwrap_err();
            assert_eq!(fault, JwkFault::BadKid);
        }
    }
}
