//! The built edge on workerd, from outside only, against the sandbox.
//!
//! `cargo xtask test` builds what these tests need.

mod bench;
mod budgets;
mod callback;
mod clients;
mod coverage;
mod departure;
mod forgery;
mod headers;
mod journey;
mod launcher;
mod log;
mod logout;
mod nominal;
mod origins;
mod page;
mod provider;
mod redeem;
mod refusals;
mod release;
mod replay;
mod restart;
mod sources;
mod stream;
mod tabs;
mod vectors;
