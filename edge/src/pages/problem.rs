//! A page that says what happened, that nothing is lost, and what to do.

use maud::{Markup, html};
use unefois_core::messages::Catalogue;

use super::error_summary;

/// A way out of a problem.
pub struct Way<'a> {
    /// Address it leads to.
    pub href: &'a str,
    /// Words of the link.
    pub label: String,
}

/// Content of the page of the problem `key` (`expired`, `fc_down`, …).
pub fn content(
    catalogue: Catalogue<'_>,
    key: &str,
    values: &[(&str, &str)],
    ways: &[Way<'_>],
) -> Markup {
    let text = |part: &str| catalogue.text(&format!("err.{key}.{part}"), values);
    html! {
        div.problem {
            h1 { (text("title")) }
            p { (text("text")) }
            p { (text("do")) }
        }
        @if !ways.is_empty() {
            div.actions {
                @for (index, way) in ways.iter().enumerate() {
                    a.button.main[index == 0] href=(way.href) { (way.label) }
                }
            }
        }
    }
}

/// Title of the document of a problem page: it begins with the word "Erreur".
pub fn title(catalogue: Catalogue<'_>, key: &str) -> String {
    let what = catalogue.text(&format!("err.{key}.title"), &[]);
    error_summary::title(catalogue, &what)
}
