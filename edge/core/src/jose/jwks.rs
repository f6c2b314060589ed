use serde_json::Value;

use super::{Algorithm, Jwk, JwkFault, VerifyFault};
use crate::json::{self, JsonFault};

/// Size above which a document is not read, in bytes.
const MAX_DOCUMENT_BYTES: usize = 64 * 1024;

/// Number of keys above which a document is refused. Providers publish two to six.
const MAX_KEYS: usize = 32;

/// The usable keys of an issuer: at least one.
///
/// [RFC 7517, section 5](https://www.rfc-editor.org/rfc/rfc7517#section-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwkSet {
    keys: Vec<Jwk>,
}

/// Why a whole document was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySetFault {
    /// Longer than 64 KB.
    TooLarge,
    /// Not JSON as [`json`] wants it.
    Json(JsonFault),
    /// `keys` is absent, is no array, or holds something else than objects.
    NotASet,
    /// More than 32 keys.
    TooManyKeys,
    /// A secret was published. The set as a whole is not to be believed.
    PrivateMember,
    /// One `kid` names two keys of the same type: which one is meant would be a guess.
    DuplicateKid,
    /// No key we could use.
    NoUsableKey,
}

impl JwkSet {
    /// Reads a document served by an issuer. Untrusted.
    ///
    /// Keys of other types, for other uses or too weak are skipped, as RFC 7517 advises.
    ///
    /// # Errors
    ///
    /// [`KeySetFault`].
    pub fn parse(document: &[u8]) -> Result<Self, KeySetFault> {
        if document.len() > MAX_DOCUMENT_BYTES {
            return Err(KeySetFault::TooLarge);
        }
        let members = json::parse_object(document).map_err(KeySetFault::Json)?;
        let entries = members.get("keys").and_then(Value::as_array);
        let entries = entries.ok_or(KeySetFault::NotASet)?;
        if entries.len() > MAX_KEYS {
            return Err(KeySetFault::TooManyKeys);
        }
        let mut set = Self { keys: Vec::new() };
        for entry in entries {
            set.add(entry)?;
        }
        if set.keys.is_empty() {
            return Err(KeySetFault::NoUsableKey);
        }
        Ok(set)
    }

    fn add(&mut self, entry: &Value) -> Result<(), KeySetFault> {
        let members = entry.as_object().ok_or(KeySetFault::NotASet)?;
        let key = match Jwk::from_members(members) {
            Ok(key) => key,
            Err(JwkFault::PrivateMember) => return Err(KeySetFault::PrivateMember),
            Err(JwkFault::NotForVerification | JwkFault::BadMaterial | JwkFault::BadKid) => {
                return Ok(());
            }
        };
        let is_duplicate = key.kid().is_some()
            && self
                .keys
                .iter()
                .any(|other| other.kid() == key.kid() && other.algorithm() == key.algorithm());
        if is_duplicate {
            return Err(KeySetFault::DuplicateKid);
        }
        self.keys.push(key);
        Ok(())
    }

    /// The keys.
    pub fn keys(&self) -> &[Jwk] {
        &self.keys
    }

    /// The key a token means: the one of that `kid`, or the only one when it names none.
    ///
    /// # Errors
    ///
    /// [`VerifyFault::UnknownKid`] or [`VerifyFault::AmbiguousKey`].
    pub(super) fn select(
        &self,
        algorithm: Algorithm,
        kid: Option<&str>,
    ) -> Result<&Jwk, VerifyFault> {
        let mut candidates = self
            .keys
            .iter()
            .filter(|key| key.algorithm() == algorithm && (kid.is_none() || key.kid() == kid));
        let key = candidates.next().ok_or(VerifyFault::UnknownKid)?;
        match candidates.next() {
            None => Ok(key),
            Some(_) => Err(VerifyFault::AmbiguousKey),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{ec_jwk, rsa_jwk};
    use super::*;

    fn named(mut key: Value, kid: &str) -> Value {
        key["kid"] = json!(kid);
        key
    }

    fn parse(keys: &[Value]) -> Result<JwkSet, KeySetFault> {
        JwkSet::parse(json!({ "keys": keys }).to_string().as_bytes())
    }

    #[test]
    fn set_keeps_usable_keys_and_skips_the_others() {
        let unknown = json!({"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"});
        let weak = json!({"kty": "RSA", "n": "AQAB", "e": "AQAB"});
        let set = parse(&[unknown, named(ec_jwk(), "a"), weak, named(rsa_jwk(), "a")]).unwrap();
        let algorithms: Vec<_> = set.keys().iter().map(Jwk::algorithm).collect();
        assert_eq!(algorithms, [Algorithm::Es256, Algorithm::Rs256]);
    }

    #[test]
    fn rejects_set_that_cannot_be_believed() {
        let mut private = ec_jwk();
        private["d"] = json!("AQ");
        let secret = json!({"kty": "oct", "k": "AQ"});
        let twice = [named(ec_jwk(), "a"), named(ec_jwk(), "a")];
        let many: Vec<_> = (0..=MAX_KEYS)
            .map(|index| named(ec_jwk(), &index.to_string()))
            .collect();
        for (keys, fault) in [
            (&[ec_jwk(), private][..], KeySetFault::PrivateMember),
            (&[ec_jwk(), secret], KeySetFault::PrivateMember),
            (&twice, KeySetFault::DuplicateKid),
            (&many, KeySetFault::TooManyKeys),
            (&[], KeySetFault::NoUsableKey),
            (&[json!("key")], KeySetFault::NotASet),
        ] {
            assert_eq!(parse(keys), Err(fault));
        }
    }

    #[test]
    fn rejects_document_that_is_no_set() {
        let deep = format!(r#"{{"keys":[],"a":{}{}}}"#, "[".repeat(99), "]".repeat(99));
        let large = format!(r#"{{"keys":[],"a":"{}"}}"#, "a".repeat(MAX_DOCUMENT_BYTES));
        for (document, fault) in [
            ("<html></html>", KeySetFault::Json(JsonFault::Malformed)),
            ("[]", KeySetFault::Json(JsonFault::NotAnObject)),
            (r#"{"keys":{}}"#, KeySetFault::NotASet),
            ("{}", KeySetFault::NotASet),
            (&deep, KeySetFault::Json(JsonFault::Malformed)),
            (&large, KeySetFault::TooLarge),
        ] {
            assert_eq!(JwkSet::parse(document.as_bytes()), Err(fault));
        }
    }

    #[test]
    fn key_is_selected_by_kid_and_algorithm() {
        let keys = [
            named(ec_jwk(), "a"),
            named(ec_jwk(), "b"),
            named(rsa_jwk(), "c"),
        ];
        let set = parse(&keys).unwrap();
        let select = |algorithm, kid| set.select(algorithm, kid).map(Jwk::kid);
        assert_eq!(select(Algorithm::Es256, Some("b")), Ok(Some("b")));
        assert_eq!(select(Algorithm::Rs256, None), Ok(Some("c")));
        assert_eq!(
            select(Algorithm::Es256, Some("c")),
            Err(VerifyFault::UnknownKid)
        );
        assert_eq!(
            select(Algorithm::Es256, Some("z")),
            Err(VerifyFault::UnknownKid)
        );
        assert_eq!(
            select(Algorithm::Es256, None),
            Err(VerifyFault::AmbiguousKey)
        );
    }
}
