use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::lock;

/// Identifiers of the attestations that were accepted: step 9.
pub trait Seen {
    /// Keeps `jti` until the Unix time `until`, and says whether it is new.
    ///
    /// A table with a unique column does it; two submissions at once must not both be told yes.
    fn is_first(&self, jti: &str, until: i64, now: i64) -> bool;
}

/// Identifiers in the memory of one process, which forgets them when it stops.
#[derive(Debug, Default)]
pub struct SeenInMemory {
    until_by_jti: Mutex<BTreeMap<String, i64>>,
}

impl Seen for SeenInMemory {
    fn is_first(&self, jti: &str, until: i64, now: i64) -> bool {
        let mut until_by_jti = lock(&self.until_by_jti);
        until_by_jti.retain(|_, until| *until >= now);
        until_by_jti.insert(jti.to_owned(), until).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifier_is_new_once_until_its_attestation_is_past() {
        let seen = SeenInMemory::default();
        assert!(seen.is_first("a", 100, 0));
        assert!(seen.is_first("b", 200, 0));
        assert!(!seen.is_first("a", 100, 100));
        assert!(!seen.is_first("b", 200, 101));
        assert_eq!(lock(&seen.until_by_jti).len(), 1);
    }
}
