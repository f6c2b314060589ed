//! JOSE, the strict part of it we need: compact JWS with ES256 or RS256, and public key sets.
//!
//! A token goes through types that only this module makes: [`UnverifiedJws`] tells which key to
//! look for and hides its payload, [`VerifiedJws`] gives it. The algorithm is the one pinned in
//! our configuration, never the one a token or a key asks for, and no address found in a token is
//! ever followed. HMAC, `none`, encryption and the JSON serialisation do not exist here.
//!
//! Specifications: [RFC 7515](https://www.rfc-editor.org/rfc/rfc7515),
//! [RFC 7517](https://www.rfc-editor.org/rfc/rfc7517),
//! [RFC 8725](https://www.rfc-editor.org/rfc/rfc8725).

pub mod base64url;
mod cache;
mod jwk;
mod jwks;
mod jws;
mod signature;
#[cfg(test)]
pub(crate) mod testing;
mod verify;

pub use cache::JwksCache;
pub use jwk::{Jwk, JwkFault, KeyMaterial};
pub use jwks::{JwkSet, KeySetFault};
pub use jws::{Header, JwsFault, MAX_JWS_BYTES, UnverifiedJws};
pub use signature::{Algorithm, SignEs256, SignatureFault, VerifySignature};
pub use verify::{VerifiedJws, VerifyFault, verify, verify_signature};
