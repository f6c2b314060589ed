//! Verifies the attestation of a form that was filled with Une fois, and says of each field whether
//! its value is verified, edited by the person, or declared.
//!
//! ```
//! use unefois_verify::{
//!     Field, KeyCache, SeenInMemory, SessionNonce, Settings, Submission, verify,
//! };
//!
//! let settings: Settings = serde_json::from_str(
//!     r#"{
//!         "issuer": "https://unefois.valbourg.example",
//!         "audience": "siret:21999999200015",
//!         "forms": {"cantine-valbourg": ["1"]}
//!     }"#,
//! )?;
//! let keys = KeyCache::new(|| None); // reads <issuer>/.well-known/jwks.json
//! let seen = SeenInMemory::default(); // or a table of the back-office
//! let fields = [Field::new("identite.prenoms", "Zoé")];
//! let submission = Submission::of(Some("eyJ…"), SessionNonce::Unused, &fields, 1_796_115_600);
//! let report = verify(&submission, &settings, &keys, &seen);
//! assert_eq!(report.reason.map(|reason| reason.code()), Some("malformed"));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! The rules are in `docs/verify.md` of the project; the steps named here are its steps. Nothing of
//! what arrives is trusted: neither the attestation, before its signature was checked, nor the form.

#[cfg(feature = "back-office")]
pub mod back_office;
mod claims;
mod compare;
mod keys;
mod outcome;
mod seen;
mod token;
mod verify;
mod writing;

pub use compare::Field;
pub use keys::KeyCache;
pub use outcome::{Accepted, Reason, Report, Verdict};
pub use seen::{Seen, SeenInMemory, StoreUnavailable};
pub use verify::{SessionNonce, Settings, Submission, verify};

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// Unix time in seconds, by this machine's clock.
fn unix_time() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_secs()).unwrap_or(i64::MAX)
}

/// What `mutex` holds. It changes in one step, so that a caller's code that panics under the lock
/// leaves it whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
