//! The attestation: what was released, signed for the back-office that will receive the form.
//!
//! A JWS with ES256 and a `typ` of its own, so that no other token of the system passes for it. It
//! holds no identifier of the person that another collectivité could recognise: neither
//! FranceConnect's `sub` nor the flow.
//!
//! [RFC 7515](https://www.rfc-editor.org/rfc/rfc7515),
//! [RFC 8725](https://www.rfc-editor.org/rfc/rfc8725).

mod apart;
mod claims;
mod keys;
mod nonce;
mod unsigned;

pub use apart::check_apart;
pub use claims::{AttestationClaims, Attested, Auth, Consent, Form};
pub use keys::AttestationKeys;
pub use nonce::{NonceFault, SubmissionNonce};
pub use unsigned::{TYP, UnsignedAttestation};
