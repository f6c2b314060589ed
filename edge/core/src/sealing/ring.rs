use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::jose::base64url;

/// The least size of a key of the ring, in bytes.
const MIN_KEY_BYTES: usize = 32;

/// Random bytes rarely repeat: 32 of them hold 30 distinct values on average, and fewer than 16
/// less than once in 10¹⁵ rings.
const MIN_DISTINCT_BYTES: usize = 16;

const MAX_KEYS: usize = 8;

/// What a sealed thing is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Cookie of a person gone to the identity provider.
    Departure,
    /// Hidden field of the release page.
    Release,
    /// Fragment given back to the form.
    HandOff,
    /// Link that ends the FranceConnect session.
    Logout,
    /// Cookie of a person gone to end that session.
    LogoutReturn,
    /// What a person typed, in the address by which they leave.
    Inputs,
}

impl Purpose {
    /// Label in derivation and associated data. A change makes everything sealed unreadable.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Departure => "departure",
            Self::Release => "release",
            Self::HandOff => "hand-off",
            Self::Logout => "logout",
            Self::LogoutReturn => "logout-return",
            Self::Inputs => "inputs",
        }
    }
}

/// The sealing keys: the first seals and opens, the others only open.
///
/// During a rotation the previous key stays behind the current one for as long as the longest life
/// of a sealed thing.
pub struct KeyRing {
    keys: Vec<Key>,
}

struct Key {
    kid: String,
    bytes: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeyRing({} keys)", self.keys.len())
    }
}

impl KeyRing {
    /// Reads `kid:key[,kid:key…]`, each key being base64url of 32 random bytes or more.
    ///
    /// # Errors
    ///
    /// Every problem at once, as sentences that hold no value.
    pub fn parse(secret: &str) -> Result<Self, Vec<String>> {
        let mut ring = Self { keys: Vec::new() };
        let mut problems = Vec::new();
        for (index, entry) in secret.split(',').enumerate() {
            match Key::parse(entry.trim()) {
                Ok(key) => ring.keys.push(key),
                Err(problem) => problems.push(format!("key {}: {problem}", index + 1)),
            }
        }
        problems.extend(ring.problems().map(str::to_owned));
        if problems.is_empty() {
            Ok(ring)
        } else {
            Err(problems)
        }
    }

    fn problems(&self) -> impl Iterator<Item = &'static str> {
        let rules = [
            (
                repeats(&self.keys, |key| &key.kid),
                "two keys have the same identifier",
            ),
            (
                repeats(&self.keys, |key| &key.bytes),
                "two identifiers name the same key",
            ),
            (self.keys.len() > MAX_KEYS, "more than 8 keys"),
        ];
        rules
            .into_iter()
            .filter_map(|(is_broken, problem)| is_broken.then_some(problem))
    }

    /// Identifier of the key that seals.
    pub(super) fn current_kid(&self) -> Option<&str> {
        self.keys.first().map(|key| key.kid.as_str())
    }

    /// The key of `purpose` and of a démarche, derived from the one called `kid`.
    pub(super) fn derive(
        &self,
        kid: &str,
        purpose: Purpose,
        demarche: &str,
    ) -> Option<Zeroizing<[u8; 32]>> {
        let key = self.keys.iter().find(|key| key.kid == kid)?;
        let mut derived = Zeroizing::new([0; 32]);
        // No label holds a slash: two purposes and démarches never give the same text.
        let info = ["unefois/2/", purpose.label(), "/", demarche].map(str::as_bytes);
        Hkdf::<Sha256>::new(None, &key.bytes)
            .expand_multi_info(&info, derived.as_mut())
            .ok()?;
        Some(derived)
    }
}

impl Key {
    fn parse(entry: &str) -> Result<Self, &'static str> {
        let (kid, encoded) = entry
            .split_once(':')
            .ok_or("expected an identifier, a colon and the key")?;
        let is_kid_char = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if kid.is_empty() || kid.len() > 16 || !kid.bytes().all(is_kid_char) {
            return Err("the identifier must be 1 to 16 letters, digits, '-' or '_'");
        }
        let bytes = base64url::decode(encoded).ok_or("the key is not unpadded base64url")?;
        let bytes = Zeroizing::new(bytes);
        if bytes.len() < MIN_KEY_BYTES {
            return Err("the key is shorter than 32 bytes");
        }
        if looks_like_a_placeholder(&bytes) {
            return Err("the key is a placeholder, not random bytes");
        }
        Ok(Self {
            kid: kid.to_owned(),
            bytes,
        })
    }
}

/// Whether bytes are a repetition, a sequence or a readable text.
fn looks_like_a_placeholder(bytes: &[u8]) -> bool {
    let mut distinct = bytes.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let mut steps = bytes
        .iter()
        .zip(bytes.iter().skip(1))
        .map(|(byte, next)| next.wrapping_sub(*byte));
    let first_step = steps.next();
    let is_sequence = steps.all(|step| Some(step) == first_step);
    let is_text = bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
    distinct.len() < MIN_DISTINCT_BYTES || is_sequence || is_text
}

fn repeats<'a, T: PartialEq + 'a>(keys: &'a [Key], part: impl Fn(&'a Key) -> &'a T) -> bool {
    keys.iter().enumerate().any(|(index, key)| {
        let mut earlier = keys.iter().take(index);
        earlier.any(|other| part(other) == part(key))
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use sha2::Digest;

    use super::*;

    /// Base64url of 32 bytes that look random, different for each `seed`.
    pub(crate) fn key_text(seed: u8) -> String {
        base64url::encode(Sha256::digest([seed]))
    }

    fn problems(secret: &str) -> Vec<String> {
        KeyRing::parse(secret).err().unwrap_or_default()
    }

    #[test]
    fn first_key_of_the_ring_is_the_current_one() {
        let ring = format!("2026-11:{}, 2026-05:{}", key_text(1), key_text(2));
        let ring = KeyRing::parse(&ring).unwrap();
        assert_eq!(ring.current_kid(), Some("2026-11"));
        let derive = |kid| ring.derive(kid, Purpose::Release, "cantine");
        assert!(derive("2026-05").is_some());
        assert!(derive("2025-11").is_none());
    }

    #[test]
    fn every_purpose_demarche_and_key_derives_another_key() {
        let ring = KeyRing::parse(&format!("a:{},b:{}", key_text(1), key_text(2))).unwrap();
        let purposes = [
            Purpose::Departure,
            Purpose::Release,
            Purpose::HandOff,
            Purpose::Logout,
            Purpose::LogoutReturn,
            Purpose::Inputs,
        ];
        let mut derived = Vec::new();
        for kid in ["a", "b"] {
            for demarche in ["cantine-valbourg", "cantine-sainte-aure", ""] {
                let derive = |purpose| *ring.derive(kid, purpose, demarche).unwrap();
                derived.extend(purposes.map(derive));
            }
        }
        derived.sort_unstable();
        derived.dedup();
        assert_eq!(derived.len(), 36);
    }

    #[test]
    fn rejects_ring_that_protects_nothing_and_tells_why_without_the_value() {
        let sequence: Vec<u8> = (0..32).collect();
        for (secret, problem) in [
            (String::new(), "expected an identifier"),
            (key_text(1), "expected an identifier"),
            (format!(":{}", key_text(1)), "the identifier must be"),
            (format!("a b:{}", key_text(1)), "the identifier must be"),
            (format!("a:{}=", key_text(1)), "not unpadded base64url"),
            (format!("a:{}", &key_text(1)[..40]), "shorter than 32"),
            (
                format!("a:{}", base64url::encode([0; 32])),
                "is a placeholder",
            ),
            (
                format!("a:{}", base64url::encode(sequence)),
                "is a placeholder",
            ),
            (
                format!(
                    "a:{}",
                    base64url::encode("change-me-please-this-is-no-key!!")
                ),
                "is a placeholder",
            ),
            (
                format!("a:{},a:{}", key_text(1), key_text(2)),
                "the same identifier",
            ),
            (
                format!("a:{},b:{}", key_text(1), key_text(1)),
                "the same key",
            ),
        ] {
            let found = problems(&secret);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].contains(problem), "{found:?}");
            assert!(!found[0].contains(&key_text(1)), "{found:?}");
        }
    }

    #[test]
    fn rejects_ring_with_every_problem_at_once() {
        let found = problems(&format!("a:short,{},c:{}", key_text(1), key_text(3)));
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
