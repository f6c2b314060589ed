//! The files the build placed beside the Worker: the loader, the widget, its messages, the
//! stylesheet and script of the edge's own pages, and the lists of communes and countries.
//!
//! The main module registers them in `globalThis.UNEFOIS`, so that they are neither compiled
//! into the edge's WebAssembly nor read from a disk.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// A file of the site.
pub struct Asset {
    /// Media type.
    pub content_type: String,
    /// Value of `Cache-Control`.
    pub cache: String,
    raw: JsValue,
    brotli: JsValue,
}

impl Asset {
    /// Its content as it is.
    pub fn raw(&self) -> Vec<u8> {
        to_bytes(&self.raw).unwrap_or_default()
    }

    /// Its content compressed with brotli, when the build made one.
    pub fn brotli(&self) -> Option<Vec<u8>> {
        to_bytes(&self.brotli)
    }
}

/// The text of the deployment, as compiled from the démarche files.
pub fn deployment_text() -> Option<String> {
    member(&registered()?, "deployment")?.as_string()
}

/// The list of communes or countries of that name, as [`unefois_core::cog`] reads it.
pub fn places(list: &str) -> Option<String> {
    let lists: Object = member(&registered()?, "cog")?.dyn_into().ok()?;
    member(&lists, list)?.as_string()
}

/// The asset served at `path`, `/v1/unefois.js` for example.
pub fn asset(path: &str) -> Option<Asset> {
    let assets: Object = member(&registered()?, "assets")?.dyn_into().ok()?;
    if !Object::has_own(&assets, &path.into()) {
        return None;
    }
    describe(&member(&assets, path)?)
}

/// Address of the file that plays `role`: `pages.css` for example, whose name holds its hash.
pub fn path_of(role: &str) -> String {
    let path = registered()
        .and_then(|root| member(&root, "roles"))
        .and_then(|roles| member(&roles, role))
        .and_then(|entry| member(&entry, "path")?.as_string());
    path.unwrap_or_default()
}

fn describe(entry: &JsValue) -> Option<Asset> {
    Some(Asset {
        content_type: member(entry, "type")?.as_string()?,
        cache: member(entry, "cache")?.as_string()?,
        raw: member(entry, "raw")?,
        brotli: member(entry, "br").unwrap_or(JsValue::NULL),
    })
}

fn registered() -> Option<JsValue> {
    member(&js_sys::global(), "UNEFOIS")
}

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

fn to_bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.is_object().then(|| Uint8Array::new(value).to_vec())
}
