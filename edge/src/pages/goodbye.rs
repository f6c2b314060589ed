//! The page shown when FranceConnect has closed its session.

use maud::{Markup, html};
use unefois_core::messages::Catalogue;

/// Content of the page. `back` is the address of the form, when the return could be tied to it.
pub fn content(catalogue: Catalogue<'_>, back: Option<&str>) -> Markup {
    let text = |id| catalogue.text(id, &[]);
    html! {
        h1 { (text("goodbye.h1")) }
        p { (text("goodbye.text")) }
        p { (text("goodbye.account")) }
        @if let Some(back) = back {
            div.actions { a.button.main href=(back) { (text("goodbye.back")) } }
        }
    }
}
