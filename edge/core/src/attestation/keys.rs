use serde_json::{Map, Value, json};

use crate::jose::{Algorithm, Jwk, base64url};
use crate::json;
use crate::secret::Secret;

/// The signing key of the edge, and the public keys that verifiers must know besides.
///
/// During a rotation the next key is published before it signs, and the former one after, for as
/// long as its attestations live.
#[derive(Debug)]
pub struct AttestationKeys {
    signing: Jwk,
    private_jwk: Secret,
    others: Vec<Jwk>,
}

impl AttestationKeys {
    /// Reads a JWK Set: the first key is private and signs, the others are public and are only
    /// published. All are P-256.
    ///
    /// # Errors
    ///
    /// Every problem at once, as sentences that hold no value.
    pub fn parse(secret: &str) -> Result<Self, Vec<String>> {
        let document = json::parse_object(secret.as_bytes()).unwrap_or_default();
        let entries = document.get("keys").and_then(Value::as_array);
        let Some((first, others)) = entries.and_then(|entries| entries.split_first()) else {
            return Err(vec!["expected a JWK Set with at least one key".to_owned()]);
        };
        let mut problems = Vec::new();
        let mut report = |index: usize, problem: &str| {
            problems.push(format!("key {}: {problem}", index + 1));
        };
        let signing = signing_key(first)
            .map_err(|problem| report(0, problem))
            .ok();
        let others: Vec<_> = (1..)
            .zip(others)
            .filter_map(|(index, entry)| {
                public_key(entry)
                    .map_err(|problem| report(index, problem))
                    .ok()
            })
            .collect();
        match signing {
            Some((signing, private_jwk)) if problems.is_empty() => Ok(Self {
                signing,
                private_jwk,
                others,
            }),
            _ => Err(problems),
        }
    }

    /// Identifier of the signing key: its RFC 7638 thumbprint.
    pub fn kid(&self) -> String {
        self.signing.thumbprint()
    }

    /// Whether a key of this set, private or public, is one of another.
    pub fn shares_a_key_with(&self, other: &Self) -> bool {
        let others: Vec<_> = other.all().map(Jwk::thumbprint).collect();
        self.all().any(|key| others.contains(&key.thumbprint()))
    }

    /// The signing key as a JWK with `kty`, `crv`, `x`, `y` and `d` only, for a platform to import.
    pub fn private_jwk(&self) -> &Secret {
        &self.private_jwk
    }

    /// The document of `/.well-known/jwks.json`. Rebuilt from public numbers, so that no private
    /// member can be in it.
    pub fn public_document(&self) -> Value {
        json!({ "keys": self.all().map(published).collect::<Vec<_>>() })
    }

    fn all(&self) -> impl Iterator<Item = &Jwk> {
        std::iter::once(&self.signing).chain(&self.others)
    }
}

fn published(key: &Jwk) -> Value {
    let mut members = key.to_public_json();
    if let Some(members) = members.as_object_mut() {
        members.insert("alg".to_owned(), json!(key.algorithm().name()));
        members.insert("kid".to_owned(), json!(key.thumbprint()));
        members.insert("use".to_owned(), json!("sig"));
    }
    members
}

fn signing_key(entry: &Value) -> Result<(Jwk, Secret), &'static str> {
    let members = entry.as_object().ok_or("not a JWK")?;
    let d = members.get("d").and_then(Value::as_str);
    let d = d.ok_or("the first key signs: it must be private")?;
    let number = base64url::decode(d).filter(|number| is_scalar(number));
    number.ok_or("its private number must be 32 bytes in base64url, and not zero")?;
    let key = es256_key(&public_members(members))?;
    let mut private = key.to_public_json();
    if let Some(private) = private.as_object_mut() {
        private.insert("d".to_owned(), json!(d));
    }
    Ok((key, Secret::new(private.to_string())))
}

fn is_scalar(number: &[u8]) -> bool {
    number.len() == 32 && number.iter().any(|byte| *byte != 0)
}

fn public_key(entry: &Value) -> Result<Jwk, &'static str> {
    let members = entry.as_object().ok_or("not a JWK")?;
    if members.contains_key("d") {
        return Err("only the first key may be private");
    }
    es256_key(members)
}

/// The members that make the key: what it may be used for is decided here.
fn public_members(members: &Map<String, Value>) -> Map<String, Value> {
    let kept = ["kty", "crv", "x", "y"];
    let members = members
        .iter()
        .filter(|(name, _)| kept.contains(&name.as_str()));
    members
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn es256_key(members: &Map<String, Value>) -> Result<Jwk, &'static str> {
    Jwk::from_members(&public_members(members))
        .ok()
        .filter(|key| key.algorithm() == Algorithm::Es256)
        .ok_or("not a P-256 key")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::testing::{ec_jwk, jwk, rsa_jwk};

    fn private_jwk() -> Value {
        let mut key = ec_jwk();
        key["d"] = json!(base64url::encode([7; 32]));
        key["key_ops"] = json!(["sign"]);
        key["kid"] = json!("ignored");
        key
    }

    fn parse(keys: &[Value]) -> Result<AttestationKeys, Vec<String>> {
        AttestationKeys::parse(&json!({ "keys": keys }).to_string())
    }

    #[test]
    fn published_document_holds_public_members_only() {
        let keys = parse(&[private_jwk(), ec_jwk()]).unwrap();
        let document = keys.public_document();
        let published = document["keys"].as_array().unwrap();
        assert_eq!(published.len(), 2);
        for key in published {
            let names: Vec<_> = key.as_object().unwrap().keys().collect();
            assert_eq!(names, ["alg", "crv", "kid", "kty", "use", "x", "y"]);
        }
        let thumbprint = jwk(&ec_jwk()).unwrap().thumbprint();
        assert_eq!(published[0]["kid"], json!(thumbprint));
        assert_eq!(keys.kid(), thumbprint);
    }

    #[test]
    fn key_to_import_has_no_member_a_platform_could_dispute() {
        let keys = parse(&[private_jwk()]).unwrap();
        let key: Value = serde_json::from_str(keys.private_jwk().expose()).unwrap();
        let names: Vec<_> = key.as_object().unwrap().keys().collect();
        assert_eq!(names, ["crv", "d", "kty", "x", "y"]);
        assert!(!format!("{keys:?}").contains(key["d"].as_str().unwrap()));
    }

    #[test]
    fn rejects_keys_that_cannot_sign_and_tells_why_without_the_value() {
        let with_d = |d: Value| {
            let mut key = ec_jwk();
            key["d"] = d;
            key
        };
        let number = "must be 32 bytes";
        for (keys, problem) in [
            (&[][..], "at least one key"),
            (&[ec_jwk()], "must be private"),
            (&[json!("key")], "not a JWK"),
            (&[with_d(json!("AQ"))], number),
            (&[with_d(json!(base64url::encode([0; 32])))], number),
            (&[with_d(json!(7))], "must be private"),
            (&[private_jwk(), private_jwk()], "key 2: only the first"),
            (&[private_jwk(), rsa_jwk()], "key 2: not a P-256 key"),
        ] {
            let problems = parse(keys).unwrap_err();
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].contains(problem), "{problems:?}");
        }
        assert!(AttestationKeys::parse("not json").is_err());
    }
}
