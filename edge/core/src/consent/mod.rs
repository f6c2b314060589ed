//! Consent: what may be handed over, and the only place that decides it.
//!
//! Released = asked ∩ habilitation ∩ consent ∩ obtained. Default is withhold: whatever is in one of
//! the four and not in the others stays here, and only [`release`] makes [`ReleasedFields`] that are not empty.

mod agreed;
mod choices;
mod missing;
mod offer;
mod release;
mod rows;

pub use agreed::{Consent, RowsFault, RowsFaultKind};
pub use choices::{Boite, Choices, ChoicesInput, Groupe, Personne, choices};
pub use missing::{Manquant, ReasonWords, reason};
pub use offer::Offer;
pub use release::{ReleasedFields, release};
pub use rows::{Liste, Rang};
