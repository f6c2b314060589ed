//! Consent: what may be handed over, and the only place that decides it.
//!
//! Released = asked ∩ habilitation ∩ consent ∩ obtained. Default is withhold: whatever is in one of
//! the four and not in the others stays here, and [`ReleasedFields`] can be made by [`release`] only.

mod boxes;
mod choices;
mod missing;
mod release;

pub use boxes::Consent;
pub use choices::{Boite, Choices, ChoicesInput, Groupe, Personne, choices};
pub use missing::Manquant;
pub use release::{ReleasedFields, release};
