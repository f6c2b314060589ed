//! What DataPass tells of the habilitations: a signed webhook, and what follows from it.
//!
//! The signature is checked over the raw bytes before anything of them is read. What was told then
//! becomes the [`Standing`] of habilitations, which `scopes_in_force` takes into account, and the
//! skeleton of a démarche file. The public list of what is in force is read for the command line alone.
//!
//! Format: <https://github.com/etalab/data_pass/blob/develop/docs/webhooks.md>.

mod authorization;
mod content;
mod event;
mod fault;
mod listing;
mod members;
mod published;
pub mod request;
mod signature;
mod skeleton;
mod standing;
mod text;
mod webhook;

pub use authorization::Authorization;
pub use content::Content;
pub use event::Event;
pub use fault::{MAX_BODY_BYTES, WebhookFault};
pub use listing::{Listed, Listing};
pub use published::{PublishedFault, PublishedList, published_text};
pub use signature::{Authentic, WebhookSecrets};
pub use skeleton::skeleton;
pub use standing::{Standing, Standings, State, canonical};
pub use text::HOLE;
pub use webhook::{Approved, Effect, Notice, Webhook};
