//! The panel of Une fois, in a page that is not ours.
//!
//! It shows what may be asked for, sends the person to the edge, and on return writes what they released into the
//! form. It decides nothing about the data and holds no token: the edge filters, the loader keeps the draft and the
//! verifier, and this module forgets everything with the page, but for what was typed for a source: that stays in the
//! tab during the trip. The panel takes it back on return; what nobody came back for goes with the first panel the tab
//! shows after an hour, or with the tab.
//!
//! Texts come from message files; the page needs neither styles nor attributes of ours.

mod dom;
mod embed;
mod form;
mod json;
mod messages;
mod net;
mod panel;
mod session;
mod state;

pub use embed::mount;

/// A fifth of the size of the standard library's own, in a page whose memory is small and short-lived.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
