use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::{lock, unix_time};

/// A store did not answer. The form is taken all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreUnavailable;

/// Identifiers of the attestations that were accepted: step 9.
pub trait Seen {
    /// Keeps `jti` until the Unix time `until`, and says whether it is new. That is when no copy that
    /// was put aside can be tried any more, told by this machine's clock, whenever the form was
    /// received. When it is past, nothing is new: what was there may be forgotten.
    ///
    /// A table with a unique column does it; two submissions at once must not both be told yes.
    ///
    /// # Errors
    ///
    /// It cannot be told now.
    fn is_first(&self, jti: &str, until: i64) -> Result<bool, StoreUnavailable>;
}

/// Identifiers in the memory of one process, which forgets them when it stops.
#[derive(Debug)]
pub struct SeenInMemory {
    clock: fn() -> i64,
    until_by_jti: Mutex<BTreeMap<String, i64>>,
}

impl SeenInMemory {
    /// An empty memory, with a clock that gives the Unix time in seconds.
    pub fn by(clock: fn() -> i64) -> Self {
        Self {
            clock,
            until_by_jti: Mutex::default(),
        }
    }
}

impl Default for SeenInMemory {
    fn default() -> Self {
        Self::by(unix_time)
    }
}

impl Seen for SeenInMemory {
    fn is_first(&self, jti: &str, until: i64) -> Result<bool, StoreUnavailable> {
        let now = (self.clock)();
        let mut until_by_jti = lock(&self.until_by_jti);
        until_by_jti.retain(|_, until| *until >= now);
        Ok(until >= now && until_by_jti.insert(jti.to_owned(), until).is_none())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    #[test]
    fn identifier_is_kept_until_its_time_and_not_taken_when_that_is_past() {
        static NOW: AtomicI64 = AtomicI64::new(0);
        let seen = SeenInMemory::by(|| NOW.load(Ordering::Relaxed));
        assert_eq!(seen.is_first("a", 100), Ok(true));
        assert_eq!(seen.is_first("b", 200), Ok(true));
        NOW.store(100, Ordering::Relaxed);
        assert_eq!(seen.is_first("a", 100), Ok(false));
        NOW.store(101, Ordering::Relaxed);
        assert_eq!(seen.is_first("b", 200), Ok(false));
        assert_eq!(lock(&seen.until_by_jti).len(), 1);
        assert_eq!(seen.is_first("a", 100), Ok(false));
        assert_eq!(seen.is_first("a", 101), Ok(true));
    }
}
