//! What the platform supplies to the core: HTTP, time, randomness, signatures, single use, files.

pub mod assets;
pub mod clock;
pub mod fetch;
pub mod guard;
pub mod log;
pub mod random;
pub mod settings;
pub mod signers;
pub mod stops;
pub mod webcrypto;
