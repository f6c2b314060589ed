//! The explanation beside a field, in the host's own form.
//!
//! Its look is `note.css`, which the entry of the panel adds to the page.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement};

use super::control::Control;
use super::find::Target;
use crate::dom::Listener;

/// What a button beside a field does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Goes to the field, to change it.
    Edit,
    /// Puts the received value back.
    Restore,
    /// Says that the identity is somebody else's.
    NotMe,
}

/// An explanation tied to a field.
pub struct Note {
    element: Element,
    text: Element,
    buttons: Vec<(Role, HtmlElement, Listener)>,
    described: Vec<Element>,
}

impl Note {
    /// Puts an explanation after the field and ties it to its controls, after the host's own descriptions.
    pub fn add(target: &Target, id: &str) -> Option<Self> {
        let first = target.controls.first()?;
        let document = first.owner_document()?;
        let element = span(&document, "unefois-note")?;
        let text = span(&document, "")?;
        text.set_id(id);
        element.append_child(&text).ok()?;
        place(target, &element)?;
        let mut described = Vec::new();
        for control in &target.controls {
            described.push(describe(control, id));
        }
        Some(Self {
            element,
            text,
            buttons: Vec::new(),
            described,
        })
    }

    /// Replaces the words; `hidden` is heard only.
    pub fn say(&self, state: &str, hidden: &str, shown: &str) {
        let _ = self.element.set_attribute("data-state", state);
        self.text.set_text_content(None);
        let Some(document) = self.text.owner_document() else {
            return;
        };
        if let Some(heard) = span(&document, "unefois-sr").filter(|_| !hidden.is_empty()) {
            heard.set_text_content(Some(&[hidden, " "].concat()));
            let _ = self.text.append_child(&heard);
        }
        let _ = self.text.append_child(&document.create_text_node(shown));
    }

    /// Adds a button; `about` completes its name for those who hear it out of context.
    pub fn button(&mut self, role: Role, label: &str, about: &str, mut press: Box<dyn FnMut()>) {
        let Some(document) = self.element.owner_document() else {
            return;
        };
        let Ok(button) = document.create_element("button") else {
            return;
        };
        let _ = button.set_attribute("type", "button");
        if !about.is_empty() {
            let _ = button.set_attribute("aria-label", &[label, "\u{a0}: ", about].concat());
        }
        button.set_text_content(Some(label));
        let _ = self.element.append_child(&document.create_text_node(" "));
        let _ = self.element.append_child(&button);
        let listener = Listener::new(&button, "click", false, Box::new(move |_| press()));
        self.buttons.push((role, button.unchecked_into(), listener));
    }

    /// Whether it has such a button.
    pub fn has(&self, role: Role) -> bool {
        self.buttons.iter().any(|(known, _, _)| *known == role)
    }

    /// Shows or hides a button.
    pub fn show(&self, role: Role, is_shown: bool) {
        if let Some((_, button, _)) = self.buttons.iter().find(|(known, _, _)| *known == role) {
            button.set_hidden(!is_shown);
        }
    }
}

impl Drop for Note {
    /// Unties only what was tied here: the host may have added a description of its own since.
    fn drop(&mut self) {
        let id = self.text.id();
        for element in &self.described {
            let all = element
                .get_attribute("aria-describedby")
                .unwrap_or_default();
            let others: Vec<&str> = all
                .split_whitespace()
                .filter(|other| *other != id)
                .collect();
            let _ = if others.is_empty() {
                element.remove_attribute("aria-describedby")
            } else {
                element.set_attribute("aria-describedby", &others.join(" "))
            };
        }
        self.element.remove();
    }
}

fn span(document: &Document, class: &str) -> Option<Element> {
    let span = document.create_element("span").ok()?;
    if !class.is_empty() {
        span.set_class_name(class);
    }
    Some(span)
}

fn describe(control: &Control, id: &str) -> Element {
    let before = control
        .get_attribute("aria-describedby")
        .unwrap_or_default();
    let _ = control.set_attribute("aria-describedby", [&before, " ", id].concat().trim());
    (**control).clone().unchecked_into()
}

/// After the field: at the end of the fieldset that holds it alone, after the box that lays out its parts in a row,
/// else after the control or the label around it.
fn place(target: &Target, note: &Element) -> Option<()> {
    let controls = &target.controls;
    let last = controls.last()?;
    match common_box(controls) {
        Some(common) if common.tag_name() == "FIELDSET" => {
            common.append_child(note).ok().map(|_| ())
        }
        Some(common) if controls.len() > 1 => insert_after(&common, note),
        _ => {
            let around = last.closest("label").ok().flatten();
            insert_after(around.as_ref().unwrap_or(last), note)
        }
    }
}

/// The smallest element around all the controls, when it holds no other control; never the form itself.
fn common_box(controls: &[Control]) -> Option<Element> {
    let first = controls.first()?;
    let form = first.form();
    let mut around = first.parent_element()?;
    loop {
        if form.as_ref() == Some(&around) {
            return None;
        }
        let inside = around
            .query_selector_all("input:not([type=hidden]),select,textarea")
            .ok()?
            .length();
        let holds = controls
            .iter()
            .all(|control| around.contains(Some(control)));
        match (holds, inside as usize == controls.len()) {
            (true, alone) => return alone.then_some(around),
            (false, _) => around = around.parent_element()?,
        }
    }
}

fn insert_after(reference: &Element, note: &Element) -> Option<()> {
    let parent = reference.parent_node()?;
    parent_insert(&parent, note, reference.next_sibling().as_ref());
    Some(())
}

#[wasm_bindgen]
extern "C" {
    // Through the prototype: the parent may be the form, with a field named "insertBefore".
    #[wasm_bindgen(js_namespace = ["Node", "prototype", "insertBefore"], js_name = call)]
    fn parent_insert(parent: &web_sys::Node, child: &Element, before: Option<&web_sys::Node>);
}
