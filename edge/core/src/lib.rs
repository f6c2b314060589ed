//! The pure core of Une fois: what to ask, what to believe, what to release.
//!
//! It performs no I/O. A platform must supply: the time (as an argument), random bytes (as an
//! argument), HTTP exchanges (it builds a [`http::Request`] and judges a [`http::Response`]),
//! and signatures ([`jose::VerifySignature`], [`jose::SignEs256`]).
//!
//! Modules stand in the order data takes: a démarche is checked, FranceConnect is asked, sources
//! answer, the person consents, values are released, signed and sealed.

pub mod attestation;
pub mod cog;
pub mod consent;
pub mod datapass;
pub mod demarche;
pub mod error;
pub mod field;
pub mod hash;
pub mod http;
pub mod identite;
pub mod in_app;
pub mod jose;
pub mod json;
pub mod messages;
pub mod oidc;
pub mod paris;
pub mod recu;
pub mod sealing;
pub mod secret;
pub mod sources;
pub mod start;
pub mod trace;
pub mod transaction;
