//! What crosses the network between the edge and the widget, and nothing else.
//!
//! Types here carry data and no rule. Both sides parse with serde; only the edge decides.

mod description;
mod inputs;
mod redeem;
mod table;
mod value;

pub use description::{
    Champ, Cible, Collectivite, Concerne, Description, Ecriture, LibelleBouton, Saisie, Source,
};
pub use inputs::{InputsRefusal, InputsRequest, InputsResponse};
pub use redeem::{Provenance, RedeemRefusal, RedeemRequest, RedeemResponse, ReleasedField};
pub use table::Table;
pub use value::Value;
