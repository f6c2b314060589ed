use sha2::{Digest, Sha256};

use crate::jose::base64url;

/// Characters that are not taken for one another when read aloud or copied by hand: no `0` and
/// `O`, no `1`, `I` and `L`, no `U` and `V` together.
const ALPHABET: [u8; 30] = *b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Identifier of a flow, from 16 random bytes: 22 base64url characters.
pub fn flow_id(random: [u8; 16]) -> String {
    base64url::encode(random)
}

/// A value that cannot be guessed, from 32 random bytes: 43 base64url characters.
///
/// For `state`, `nonce` and verifiers: FranceConnect wants at least 22 characters.
pub fn random_text(random: [u8; 32]) -> String {
    base64url::encode(random)
}

/// Steps of a flow that happen once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Exchange of the code: a second one makes FranceConnect revoke the first token.
    CodeExchange,
    /// Decision on the release page.
    Release,
}

/// What the guard is asked to remember, and which of its 256 shards remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardClaim {
    /// First byte of the flow's hash.
    pub shard: u8,
    /// Hash of the flow and name of the step. The flow cannot be found again from it.
    pub key: String,
}

/// The claim of a flow on one of its steps.
pub fn guard_claim(flow: &str, step: Step) -> GuardClaim {
    let hash: [u8; 32] = Sha256::digest(flow).into();
    let [shard, ..] = hash;
    let step = match step {
        Step::CodeExchange => "code-exchange",
        Step::Release => "release",
    };
    let key = format!("{}.{step}", base64url::encode(hash));
    GuardClaim { shard, key }
}

/// A reference the person may quote to the collectivité: `VB-7KQ2-M4XD`.
///
/// `prefix` is the démarche's. It is no secret and gives access to nothing.
pub fn reference(prefix: &str, random: [u8; 8]) -> String {
    let letters = readable(random, 8);
    let (left, right) = letters.split_at_checked(4).unwrap_or((&letters, ""));
    format!("{prefix}-{left}-{right}")
}

/// A number the person may quote to report a fault: `E-4F7K-29`.
pub fn incident_number(random: [u8; 8]) -> String {
    let letters = readable(random, 6);
    let (left, right) = letters.split_at_checked(4).unwrap_or((&letters, ""));
    format!("E-{left}-{right}")
}

/// `length` readable characters; at most 13 are left in eight bytes.
fn readable(random: [u8; 8], length: usize) -> String {
    let mut number = u64::from_be_bytes(random);
    let base = ALPHABET.len() as u64;
    let next = std::iter::from_fn(|| {
        let digit = usize::try_from(number % base).ok()?;
        number /= base;
        ALPHABET.get(digit).map(|letter| char::from(*letter))
    });
    next.take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_the_length_of_their_random_bytes() {
        assert_eq!(flow_id([0xff; 16]).len(), 22);
        assert_eq!(random_text([0xff; 32]).len(), 43);
    }

    #[test]
    fn guard_claims_differ_by_flow_and_by_step_and_hide_the_flow() {
        let flow = flow_id([1; 16]);
        let exchange = guard_claim(&flow, Step::CodeExchange);
        let release = guard_claim(&flow, Step::Release);
        let other = guard_claim(&flow_id([2; 16]), Step::CodeExchange);
        assert_eq!(exchange.shard, release.shard);
        assert_ne!(exchange.key, release.key);
        assert_ne!(exchange.key, other.key);
        assert!(!exchange.key.contains(&flow));
        let hash = base64url::decode(exchange.key.split('.').next().unwrap()).unwrap();
        assert_eq!(hash[0], exchange.shard);
    }

    #[test]
    fn reference_is_readable_whatever_the_bytes() {
        for random in [[0; 8], [0xff; 8], *b"\x01\x9f\x00\xfe\x10\x77\x80\x3c"] {
            let text = reference("VB", random);
            let parts: Vec<_> = text.split('-').collect();
            assert_eq!(parts[0], "VB");
            assert_eq!((parts[1].len(), parts[2].len()), (4, 4), "{text}");
            assert!(parts[1..].concat().bytes().all(|b| ALPHABET.contains(&b)));
        }
        assert_eq!(incident_number([0; 8]), "E-2222-22");
    }
}
