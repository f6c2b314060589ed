//! What travels sealed from step to step, and for how long each of it is good.
//!
//! Nothing here is stored. [`Inputs`] travel in the address of the departure; a [`Departure`] waits in a cookie while the person is at FranceConnect;
//! a [`PendingRelease`] waits in the release page; a [`HandOff`] goes back to the form in the
//! fragment of its address; a [`LogoutRequest`] waits in the link that ends the FranceConnect
//! session, and a [`LogoutReturn`] in a cookie meanwhile.

mod departure;
mod flow;
mod hand_off;
mod inputs;
mod logout;
mod payload;
mod release;

pub use departure::{Departure, DepartureRandom};
pub use flow::{GuardClaim, Step, flow_id, guard_claim, incident_number, random_text, reference};
pub use hand_off::{HandOff, RedeemFault};
pub use inputs::Inputs;
pub use logout::{LogoutRequest, LogoutReturn};
pub use payload::{OpenFault, Payload, open, open_current, seal};
pub use release::PendingRelease;

/// Example payloads, for the tests of this crate.
#[cfg(test)]
pub(crate) mod testing {
    pub(crate) use super::departure::tests::{LEFT_AT, departure};
    pub(crate) use super::payload::tests::travel;
    pub(crate) use super::release::tests::{SHOWN_AT, pending_release};
}
