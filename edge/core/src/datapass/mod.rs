//! What DataPass tells of the habilitations: a signed webhook, and what follows from it.
//!
//! The signature is checked over the raw bytes before anything of them is read. What was told then
//! becomes the [`Standing`] of habilitations, which `scopes_in_force` takes into account, and the
//! skeleton of a démarche file.
//!
//! Format: <https://github.com/etalab/data_pass/blob/develop/docs/webhooks.md>.

mod content;
pub mod request;
mod signature;
mod skeleton;
mod standing;
mod webhook;

pub use signature::{Authentic, WebhookSecrets};
pub use skeleton::{HOLE, skeleton};
pub use standing::{Standing, Standings, State, canonical};
pub use webhook::{
    Approved, Authorization, Effect, Event, MAX_BODY_BYTES, Notice, Webhook, WebhookFault,
};
