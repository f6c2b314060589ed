//! What every part of the panel is made of: texts, headings, buttons, links.

use js_sys::encode_uri_component;
use unefois_wire::Description;
use yew::html::Scope;
use yew::prelude::*;

use super::{Message, Panel, Press, inputs, summary};
use crate::messages::Messages;
use crate::session::Session;
use crate::state::{Model, Spoken, Stage, Trip};

/// What every part of the panel reads.
pub struct View<'a> {
    pub session: &'a Session,
    pub description: &'a Description,
    pub model: &'a Model,
    pub link: &'a Scope<Panel>,
    pub title: &'a NodeRef,
}

impl View<'_> {
    pub fn messages(&self) -> &Messages {
        &self.session.messages
    }

    pub fn text(&self, id: &str) -> Html {
        Html::from(self.messages().get(id))
    }

    pub fn on(&self, press: Press) -> Callback<MouseEvent> {
        self.link.callback(move |_| Message::Press(press.clone()))
    }

    pub fn paragraph(&self, id: &str) -> Html {
        paragraph(self.text(id))
    }

    pub fn fill(&self, id: &str, values: &[(&str, &str)]) -> Html {
        paragraph(self.messages().fill(id, values).into())
    }

    pub fn title(&self, id: &str) -> Html {
        self.heading(self.text(id))
    }

    /// The heading that takes the focus, at the level the page asks for.
    pub fn heading(&self, words: Html) -> Html {
        let tag = heading(self.session.heading_level());
        html! { <@{tag} id="title" part="title" tabindex="-1" ref={self.title}>{ words }</@> }
    }

    /// A heading one level below.
    pub fn subtitle(&self, id: &str) -> Html {
        let tag = heading(self.session.heading_level() + 1);
        html! { <@{tag} part="title">{ self.text(id) }</@> }
    }

    pub fn button(&self, id: &str, press: Press) -> Html {
        html! { <button type="button" part="action" onclick={self.on(press)}>{ self.text(id) }</button> }
    }

    /// The way without FranceConnect: to the form itself.
    pub fn by_hand(&self, id: &str) -> Html {
        self.button(id, Press::GoToFirstEmpty)
    }

    pub fn details(&self, id: &str, about: Html, content: Html) -> Html {
        html! { <details part="details"><summary>{ self.text(id) }{ about }</summary>{ content }</details> }
    }

    /// A link that opens beside the form, and says so. An address of another kind than the web's makes no link.
    pub fn link_out(&self, href: &str, id: &str, part: &'static str) -> Html {
        if !href.starts_with("https://") && !href.starts_with("http://") {
            return Html::default();
        }
        html! {
            <a {part} href={href.to_owned()} target="_blank" rel="noopener">
                { self.text(id) }{ heard(self.text("common.new_window")) }
            </a>
        }
    }

    /// What is offered after every trip that reached FranceConnect: the receipt, and its logout.
    pub fn trip(&self, trip: &Trip) -> Html {
        html! {
            <>
                { self.receipt(trip) }
                <div part="logout">
                    { self.subtitle("logout.title") }
                    { self.fill("logout.text", &[("minutes", "30")]) }
                    { self.link_out(&trip.logout, "logout.button", "action") }
                    { self.paragraph("logout.keeps") }
                </div>
            </>
        }
    }

    /// The receipt as a file, whose name and text hold the number. Its text is in the address: nothing is asked of anybody.
    fn receipt(&self, trip: &Trip) -> Html {
        let reference = [("ref", trip.reference.as_str())];
        let text: String = encode_uri_component(&trip.receipt).into();
        if text.is_empty() {
            return Html::default();
        }
        let address = ["data:text/plain;charset=utf-8,", &text].concat();
        let name = self.messages().fill("receipt.file", &reference);
        html! {
            <a part="action receipt" download={name} href={address}>{ self.text("receipt.download") }</a>
        }
    }

    /// What the `status` and the `alert` regions say.
    pub fn spoken(&self) -> (String, String) {
        let messages = self.messages();
        let status = match (&self.model.spoken, &self.model.stage) {
            (Spoken::Status(id), _) => messages.get(id).to_owned(),
            (Spoken::Ticked(n), _) if self.description.sources.len() > 1 => {
                messages.count("panel.count", *n)
            }
            (Spoken::Filled, Stage::Filled(summary)) => summary::said(self, summary),
            _ => String::new(),
        };
        let alert = match (&self.model.spoken, &self.model.stage) {
            (Spoken::Alert(id), _) => messages.get(id).to_owned(),
            (Spoken::Inputs, _) => inputs::errors(self),
            (Spoken::Failure, Stage::Failed(failure)) => messages
                .get(&[failure.message(), ".title"].concat())
                .to_owned(),
            _ => String::new(),
        };
        (status, alert)
    }
}

fn heading(level: u8) -> &'static str {
    match level {
        1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

pub fn paragraph(content: Html) -> Html {
    html! { <p>{ content }</p> }
}

/// Words that complete a name for those who hear it.
pub fn heard(content: Html) -> Html {
    html! { <span class="sr">{ content }</span> }
}

/// A list, nothing when it is empty.
pub fn list(items: Vec<Html>) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    html! { <ul part="list">{ items }</ul> }
}

pub fn item(content: Html) -> Html {
    html! { <li>{ content }</li> }
}
