//! One control of a form that is not ours.
//!
//! Nothing here goes through the form element: its fields may be called `elements`, `submit` or `contains`, and would
//! hide what they are named after. Controls have no such trap.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventInit, HtmlElement, NodeList};

#[wasm_bindgen]
extern "C" {
    /// An `input`, `select` or `textarea`.
    #[wasm_bindgen(extends = HtmlElement, extends = Element, extends = web_sys::Node, extends = web_sys::EventTarget)]
    #[derive(Clone, Debug, PartialEq)]
    pub type Control;

    #[wasm_bindgen(method, getter)]
    pub fn form(this: &Control) -> Option<Element>;
    #[wasm_bindgen(method, getter, js_name = type)]
    pub fn kind(this: &Control) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn name(this: &Control) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn value(this: &Control) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn checked(this: &Control) -> bool;
    #[wasm_bindgen(method, getter, js_name = isConnected)]
    pub fn is_connected(this: &Control) -> bool;
    #[wasm_bindgen(method, getter, js_name = defaultChecked)]
    pub fn default_checked(this: &Control) -> bool;
    #[wasm_bindgen(method, getter)]
    pub fn required(this: &Control) -> bool;
    #[wasm_bindgen(method, getter, js_name = readOnly)]
    pub fn read_only(this: &Control) -> Option<bool>;
    #[wasm_bindgen(method, setter, js_name = readOnly)]
    pub fn set_read_only(this: &Control, value: bool);
    #[wasm_bindgen(method, getter, js_name = maxLength)]
    pub fn max_length(this: &Control) -> Option<i32>;
    #[wasm_bindgen(method, getter)]
    pub fn labels(this: &Control) -> Option<NodeList>;
    #[wasm_bindgen(method, getter)]
    pub fn options(this: &Control) -> js_sys::Array;
    #[wasm_bindgen(method, getter, js_name = selectedIndex)]
    pub fn selected_index(this: &Control) -> Option<i32>;

    /// An `option` of a `select`.
    #[derive(Clone, PartialEq)]
    pub type Choix;
    #[wasm_bindgen(method, getter)]
    pub fn value(this: &Choix) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn text(this: &Choix) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn disabled(this: &Choix) -> bool;
    #[wasm_bindgen(method, getter, js_name = defaultSelected)]
    pub fn default_selected(this: &Choix) -> bool;

    #[wasm_bindgen(js_namespace = Array, js_name = from)]
    fn array_from(list: &JsValue) -> js_sys::Array;
}

/// What a control is, for writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Free text, one line or several, numbers included.
    Text,
    /// `type="date"`.
    Date,
    /// `type="month"`.
    Month,
    /// A list of options.
    Select,
    /// One button of a group.
    Radio,
    /// A box.
    Checkbox,
    /// A password, a file, a button, a hidden input: never written.
    Untouchable,
}

impl Control {
    /// What the control is.
    pub fn sort(&self) -> Kind {
        match self.kind().as_str() {
            "text" | "search" | "tel" | "email" | "url" | "number" | "textarea" => Kind::Text,
            "date" => Kind::Date,
            "month" => Kind::Month,
            "select-one" => Kind::Select,
            "radio" => Kind::Radio,
            "checkbox" => Kind::Checkbox,
            _ => Kind::Untouchable,
        }
    }

    /// Whether a person could see and use it. A styled box or radio button may be invisible under a visible label.
    pub fn is_usable(&self) -> bool {
        let is_ticked = matches!(self.sort(), Kind::Radio | Kind::Checkbox);
        let label = self.label_element().filter(|_| is_ticked);
        let seen = is_drawn(self) || label.as_ref().is_some_and(is_drawn);
        seen && !self.matches(":disabled").unwrap_or(true)
    }

    /// Whether a person may write in it now.
    pub fn is_open(&self) -> bool {
        self.sort() != Kind::Untouchable && self.is_usable() && self.read_only() != Some(true)
    }

    /// The first label of the control.
    pub fn label_element(&self) -> Option<Element> {
        self.labels()?.get(0).map(JsCast::unchecked_into)
    }

    /// The words of its first label.
    pub fn label_text(&self) -> String {
        let text = self
            .label_element()
            .and_then(|label| label.text_content())
            .unwrap_or_default();
        text.trim().to_owned()
    }

    /// The options of a `select`.
    pub fn choices(&self) -> Vec<Choix> {
        let mut choices = Vec::new();
        for choice in array_from(&self.options()).to_vec() {
            choices.push(choice.unchecked_into());
        }
        choices
    }

    /// The words of the option at `index`.
    pub fn choice_text(&self, index: i32) -> String {
        let choices = self.choices();
        let choice = usize::try_from(index)
            .ok()
            .and_then(|index| choices.get(index));
        choice.map(Choix::text).unwrap_or_default()
    }

    /// Sets a property the way a person's typing does: by the setter of the prototype, because frameworks put their
    /// own on the element and would take the change for theirs.
    pub fn set(&self, property: &str, value: &JsValue) {
        let prototype = Object::get_prototype_of(self);
        let _ = Reflect::set_with_receiver(&prototype, &property.into(), value, self);
    }

    /// Says that the value changed, once, as typing and leaving the field do.
    pub fn announce(&self) {
        for name in ["input", "change"] {
            let init = EventInit::new();
            init.set_bubbles(true);
            if let Ok(event) = Event::new_with_event_init_dict(name, &init) {
                let _ = self.dispatch_event(&event);
            }
        }
    }
}

/// Whether an element takes room on the page.
fn is_drawn(element: &Element) -> bool {
    element.get_client_rects().length() > 0
}
