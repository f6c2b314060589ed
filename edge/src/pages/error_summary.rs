//! What a person has to correct, at the top of the page they sent.

use maud::{Markup, html};
use unefois_core::messages::Catalogue;

/// One thing to correct.
pub struct PageError {
    /// What to do about it.
    pub sentence: String,
    /// Id of the control it is about.
    pub control: String,
}

/// Every error, each leading to its control; nothing when there is none.
pub fn content(catalogue: Catalogue<'_>, errors: &[PageError]) -> Markup {
    let title = match errors.len() {
        0 => return html! {},
        1 => "release.error_summary",
        _ => "release.error_summary_many",
    };
    html! {
        div.problem role="alert" tabindex="-1" {
            h2 { (catalogue.text(title, &[])) }
            ul {
                @for error in errors {
                    li { a href={ "#" (error.control) } { (error.sentence) } }
                }
            }
        }
    }
}

/// Title of a document that says something is to be corrected: the usual one, after "Erreur".
pub fn title(catalogue: Catalogue<'_>, usual: &str) -> String {
    catalogue.text("common.title_error", &[("demarche", usual)])
}
