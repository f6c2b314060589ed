use super::JwkSet;

/// How long fetched keys are used, in seconds: what FranceConnect's own `Cache-Control` says.
const FRESH_SECS: i64 = 600;

/// The least time between two refetches provoked by tokens, in seconds.
const REFETCH_INTERVAL_SECS: i64 = 60;

/// The keys of one issuer, kept between requests.
///
/// Only a parsed [`JwkSet`] can be stored, so that a bad document never replaces a good one.
/// Tokens signed by a key we do not know provoke one refetch a minute at most: an attacker who
/// invents key identifiers gets nothing fetched in our name.
#[derive(Clone, Debug, Default)]
pub struct JwksCache {
    fetched: Option<Fetched>,
    refetched_at: Option<i64>,
}

#[derive(Clone, Debug)]
struct Fetched {
    set: JwkSet,
    at: i64,
}

impl JwksCache {
    /// A cache that holds nothing.
    pub const fn new() -> Self {
        Self {
            fetched: None,
            refetched_at: None,
        }
    }

    /// The keys, unless they are older than ten minutes: then they must be fetched.
    pub fn fresh(&self, now: i64) -> Option<&JwkSet> {
        let fetched = self.fetched.as_ref()?;
        is_within(FRESH_SECS, fetched.at, now).then_some(&fetched.set)
    }

    /// Keeps keys that were just fetched.
    pub fn store(&mut self, set: JwkSet, now: i64) {
        self.fetched = Some(Fetched { set, at: now });
    }

    /// Whether keys that are still fresh may be fetched again, for a token whose fault
    /// [suggests](super::VerifyFault::suggests_stale_keys) they changed.
    ///
    /// Saying yes counts as the refetch, whatever comes of it.
    pub fn claim_refetch(&mut self, now: i64) -> bool {
        let is_recent = self
            .refetched_at
            .is_some_and(|at| is_within(REFETCH_INTERVAL_SECS - 1, at, now));
        if !is_recent {
            self.refetched_at = Some(now);
        }
        !is_recent
    }
}

/// Whether `now` is at most `secs` after `at`. A clock that went back proves nothing.
fn is_within(secs: i64, at: i64, now: i64) -> bool {
    (0..=secs).contains(&now.saturating_sub(at))
}

#[cfg(test)]
mod tests {
    use super::super::testing::es256_keys;
    use super::*;

    const T: i64 = 1_798_761_630;

    #[test]
    fn keys_are_used_for_ten_minutes() {
        let mut cache = JwksCache::new();
        assert_eq!(cache.fresh(T), None);
        cache.store(es256_keys("a"), T);
        assert_eq!(cache.fresh(T + 600), Some(&es256_keys("a")));
        assert_eq!(cache.fresh(T + 601), None);
        assert_eq!(cache.fresh(T - 1), None);
    }

    #[test]
    fn refetch_is_granted_once_a_minute() {
        let mut cache = JwksCache::new();
        let granted = (T..T + 121).filter(|now| cache.claim_refetch(*now));
        assert_eq!(granted.collect::<Vec<_>>(), [T, T + 60, T + 120]);
    }

    #[test]
    fn fetched_keys_replace_the_older_ones() {
        let mut cache = JwksCache::new();
        cache.store(es256_keys("a"), T);
        cache.store(es256_keys("b"), T + 500);
        assert_eq!(cache.fresh(T + 1_000), Some(&es256_keys("b")));
    }
}
