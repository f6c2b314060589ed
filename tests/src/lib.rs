//! What the tests and the build share: where things are, the running stack, and the rules that are
//! checked over the whole workspace.
//!
//! [`stack::Stack`] is the product as a person meets it: the sandbox (a FranceConnect, data sources
//! and a town's forms), and the built edge on workerd. The demonstration and the black-box tests
//! start the same one.

pub mod capnp;
pub mod client;
pub mod encoding;
pub mod folder;
pub mod generated;
pub mod interface;
pub mod journey;
pub mod layers;
pub mod locks;
pub mod stack;
pub mod workspace;
