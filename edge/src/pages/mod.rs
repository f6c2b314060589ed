//! Pages of the edge, written on the server; they work without any script.

pub mod choice;
pub mod error_summary;
pub mod goodbye;
pub mod in_app;
pub mod information;
mod layout;
pub mod problem;
pub mod release;
pub mod verify;

pub use layout::{Frame, footer};
