//! Rules over the whole workspace, read from its files: nothing is started.

mod ci;
mod generated;
mod interface;
mod languages;
mod layers;
mod locks;
