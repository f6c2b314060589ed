//! Advice to a person who reads the form inside another application; they may go on all the same.

use maud::{Markup, html};
use unefois_core::in_app::InApp;
use unefois_core::messages::Catalogue;

/// Where to go instead, and the two ways from here: on to FranceConnect, or back to the form.
pub fn content(catalogue: Catalogue<'_>, app: InApp, form: &str, onward: &str) -> Markup {
    let values = [("appli", app.appli), ("navigateur", app.navigateur)];
    let text = |id: &str| catalogue.text(id, &values);
    html! {
        h1 { (text("err.in_app.title")) }
        p { (text("err.in_app.text")) }
        p { (text("err.in_app.do")) }
        p.notice.address translate="no" { (form) }
        p { (text("err.in_app.again")) }
        div.actions {
            a.button href=(onward) { (text("err.in_app.continue")) }
            a.button href=(form) { (text("common.back_to_form")) }
        }
    }
}
