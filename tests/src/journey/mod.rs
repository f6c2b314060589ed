//! A person, their browser and the tab of their form, over HTTP and without any script.
//!
//! Steps panic where the product does something else than the journey needs: what is checked is told
//! by the tests, what is measured by the benchmarks.

mod address;
mod browser;
mod choice;
mod html;
mod release;
mod tab;

pub use address::{cookie_set, encoded, location, parameter, parameters, with_parameter};
pub use browser::Browser;
pub use choice::{ChoicePage, ShownInput};
pub use html::{Problem, between, hidden, links};
pub use release::{ReleasePage, ShownBox, ShownList, ShownRow};
pub use tab::Tab;

/// The démarche of the canteen, the simplest of the examples.
pub const DEMARCHE: &str = "cantine-valbourg";
/// Its only source besides identity.
pub const QUOTIENT: &str = "quotient_familial";
