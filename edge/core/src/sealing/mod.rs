//! Sealing: how a transaction travels through a browser without the browser reading or changing it.
//!
//! XChaCha20-Poly1305 under a ring of keys. Each [`Purpose`] of each démarche has a key of its own,
//! derived by HKDF-SHA-256, so that what was sealed for one purpose, or for one collectivité, never
//! opens as another. The flow, the démarche and the page stand in clear beside the cipher text and
//! are authenticated with it.
//!
//! [RFC 5869](https://www.rfc-editor.org/rfc/rfc5869),
//! [RFC 8439](https://www.rfc-editor.org/rfc/rfc8439),
//! [draft-irtf-cfrg-xchacha](https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-xchacha).

mod envelope;
mod ring;

pub use envelope::{Context, NONCE_BYTES, Opened, SEALED_REFUSED, SealFault, open, seal};
pub use ring::{KeyRing, Purpose};
