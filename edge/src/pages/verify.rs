//! The page that verifies an attestation. It carries the keys and the words its script needs, so that nothing is asked
//! of the edge, nor of anybody, once it is shown.

use maud::{Markup, html};
use serde_json::{Map, Value};
use unefois_core::messages::{Catalogue, Form};

use crate::adapters::assets;

/// How the identifiers of the texts the script shows begin.
const SHOWN: [&str; 6] = [
    "common.no",
    "common.yes",
    "field.",
    "format.",
    "info2.list.col",
    "verify.",
];

/// Where to paste, what will be shown, and `keys`: the JWK Set of each issuer, by its address.
pub fn content(catalogue: Catalogue<'_>, keys: &Value) -> Markup {
    let text = |id: &str| catalogue.text(id, &[]);
    html! {
        h1 { (text("verify.title")) }
        p { (text("verify.who")) }
        p.notice { (text("verify.private")) }
        noscript { p.error { (text("verify.script")) } }
        div #verify hidden data-keys=(keys) data-texts=(texts(catalogue)) {
            div.inputs {
                label for="attestation" { (text("verify.field")) }
                p.muted #attestation-hint { (text("verify.field.hint")) }
                // A browser may send what it checks the spelling of.
                textarea #attestation rows="6" spellcheck="false" autocomplete="off" autocapitalize="off"
                    aria-describedby="attestation-hint" {}
                button.main #check type="button" { (text("verify.button")) }
            }
            section #verdict translate="no" {}
        }
        script defer src=(assets::path_of("verify.js")) {}
    }
}

/// Texts by identifier, their placeholders unfilled, and the name of each provider.
fn texts(catalogue: Catalogue<'_>) -> Value {
    let shown = catalogue.ids().filter_map(|id| {
        if let Some(key) = id
            .strip_prefix("provider.")
            .and_then(|id| id.strip_suffix(".name"))
        {
            return Some((id, catalogue.provider(key, Form::Name)));
        }
        let is_shown = SHOWN.iter().any(|start| id.starts_with(start));
        Some((id, catalogue.template(id).filter(|_| is_shown)?.to_owned()))
    });
    let members = shown.map(|(id, text)| (id.to_owned(), Value::String(text)));
    Value::Object(Map::from_iter(members))
}
