//! Step 3: the public keys of the configured issuer, and step 4, what they verify.

use std::sync::{Arc, Mutex, MutexGuard};

use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde_json::{Map, Value};

use crate::token::json_object;
use crate::{Reason, lock, unix_time};

/// How long keys are kept, in seconds.
const KEPT_SECS: i64 = 24 * 60 * 60;

/// Least time between two requests, in seconds: attestations with made-up names of keys must not
/// make us ask without end.
const PAUSE_SECS: i64 = 60;

/// The keys of one issuer, kept for a day at most and asked for once a minute at most.
pub struct KeyCache<F> {
    /// Held by whoever asks: the others who need its answer wait for the same one.
    fetch: Mutex<F>,
    /// Never held while somebody asks: those whose key is known wait for nobody.
    kept: Mutex<Kept>,
}

/// What was read, and when.
#[derive(Default)]
struct Kept {
    keys: Vec<Arc<PublicKey>>,
    read_at: Option<i64>,
    asked_at: Option<i64>,
}

impl<F: FnMut() -> Option<Vec<u8>>> KeyCache<F> {
    /// An empty cache. `fetch` reads the JWK Set of the configured issuer, or says that it cannot:
    /// the whole trust in the keys is in it, so it follows no redirection and no address that an
    /// attestation holds.
    pub fn new(fetch: F) -> Self {
        Self {
            fetch: Mutex::new(fetch),
            kept: Mutex::default(),
        }
    }

    /// The key called `kid`. How old the keys are is told by this machine's clock: the moment a form
    /// was received may be long past.
    ///
    /// # Errors
    ///
    /// [`Reason::KeysUnavailable`] and [`Reason::UnknownKey`].
    pub(crate) fn find(&self, kid: &str) -> Result<Arc<PublicKey>, Reason> {
        self.find_by(unix_time, kid)
    }

    fn find_by(&self, clock: impl Fn() -> i64, kid: &str) -> Result<Arc<PublicKey>, Reason> {
        if let Ok(key) = self.kept().find(kid, clock()) {
            return Ok(key);
        }
        let mut fetch = lock(&self.fetch);
        // Whoever asked meanwhile did so later than this call began.
        let now = clock();
        let found = self.kept().find(kid, now);
        if found.is_ok() || !self.kept().may_ask(now) {
            return found;
        }
        let keys = (*fetch)().and_then(|set| read_set(&set));
        self.kept().answered(keys, now);
        self.kept().find(kid, now)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        lock(&self.kept)
    }
}

impl Kept {
    fn find(&self, kid: &str, now: i64) -> Result<Arc<PublicKey>, Reason> {
        if !is_less_ago(self.read_at, KEPT_SECS, now) {
            return Err(Reason::KeysUnavailable);
        }
        let key = self.keys.iter().find(|key| key.kid == kid);
        key.cloned().ok_or(Reason::UnknownKey)
    }

    fn may_ask(&self, now: i64) -> bool {
        !is_less_ago(self.asked_at, PAUSE_SECS, now)
    }

    /// A set that cannot be read never takes the place of a good one.
    fn answered(&mut self, keys: Option<Vec<Arc<PublicKey>>>, now: i64) {
        self.asked_at = Some(now);
        if let Some(keys) = keys {
            self.keys = keys;
            self.read_at = Some(now);
        }
    }
}

/// A clock that was put back makes a moment of the future, which is no moment ago.
fn is_less_ago(moment: Option<i64>, secs: i64, now: i64) -> bool {
    moment.is_some_and(|moment| (0..secs).contains(&now.saturating_sub(moment)))
}

/// The P-256 keys of a JWK Set; other entries are passed over.
fn read_set(set: &[u8]) -> Option<Vec<Arc<PublicKey>>> {
    let set = json_object(set)?;
    let entries = set.get("keys")?.as_array()?;
    let keys = entries
        .iter()
        .filter_map(|entry| PublicKey::parse(entry.as_object()?));
    Some(keys.map(Arc::new).collect())
}

/// A P-256 key.
pub(crate) struct PublicKey {
    kid: String,
    key: DecodingKey,
    jwk: Value,
}

impl PublicKey {
    fn parse(jwk: &Map<String, Value>) -> Option<Self> {
        let text = |name| jwk.get(name).and_then(Value::as_str);
        if (text("kty")?, text("crv")?) != ("EC", "P-256") {
            return None;
        }
        let key = Self {
            kid: text("kid")?.to_owned(),
            key: DecodingKey::from_ec_components(text("x")?, text("y")?).ok()?,
            jwk: Value::Object(jwk.clone()),
        };
        key.is_on_curve().then_some(key)
    }

    /// The library looks at the point when it verifies, and fails only then: so a signature of
    /// zeros is tried.
    fn is_on_curve(&self) -> bool {
        let zeros = "A".repeat(86);
        crypto::verify(&zeros, b"", &self.key, Algorithm::ES256).is_ok()
    }

    /// Step 4: whether `signature` is that of `text`. The algorithm is ours, not the token's.
    pub fn verifies(&self, text: &str, signature: &str) -> bool {
        crypto::verify(signature, text.as_bytes(), &self.key, Algorithm::ES256).unwrap_or(false)
    }

    /// The key as it was published.
    pub fn jwk(&self) -> &Value {
        &self.jwk
    }
}

#[cfg(test)]
mod tests;
