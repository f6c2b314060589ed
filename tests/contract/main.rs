//! Rules over the whole workspace, read from its files: nothing is started.

mod ci;
mod generated;
mod languages;
mod layers;
mod locks;
