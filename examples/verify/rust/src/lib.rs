//! Verifies the attestation of a form that was filled with Une fois, and says of each field whether
//! its value is verified, edited by the person, or declared.
//!
//! ```
//! use unefois_verify::{Field, KeyCache, SeenInMemory, Settings, Submission, verify};
//!
//! let settings: Settings = serde_json::from_str(
//!     r#"{
//!         "issuer": "https://unefois.valbourg.example",
//!         "audience": "siret:21999999200015",
//!         "forms": {"cantine-valbourg": ["1"]}
//!     }"#,
//! )?;
//! let mut keys = KeyCache::new(|| None); // reads <issuer>/.well-known/jwks.json
//! let mut seen = SeenInMemory::default(); // or a table of the back-office
//! let fields = [Field::new("identite.prenoms", "Zoé")];
//! let submission = Submission::of(Some("eyJ…"), &fields, 1_796_115_600);
//! let report = verify(&submission, &settings, &mut keys, &mut seen);
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
pub use seen::{Seen, SeenInMemory};
pub use verify::{Settings, Submission, verify};
