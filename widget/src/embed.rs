//! The way in: the loader mounts the panel in the shadow root of `<une-fois>` and hands over what the trip left.
//!
//! Attributes of the element: `demarche`, `edge`, `lang`, `heading-level` (2), `form` (a selector), `color-scheme`, `label`,
//! `headless`, `submission-nonce`.
//! Events, which bubble out of the shadow root and hold no value of a field: `unefois:ready`, `unefois:leaving`,
//! `unefois:filled`, `unefois:incomplete`, `unefois:error`, and `unefois:state` with `headless`.

use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ShadowRoot};

use crate::dom::{sleep, spawn};
use crate::json::{self, Json};
use crate::messages::Messages;
use crate::net;
use crate::panel::{Panel, Properties};
use crate::session::{Session, forget_expired};
use crate::state::Failure;

#[wasm_bindgen]
extern "C" {
    /// What the loader hands over.
    #[derive(Clone)]
    pub type Context;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn host(this: &Context) -> HtmlElement;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn edge(this: &Context) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn demarche(this: &Context) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn lang(this: &Context) -> String;
    /// The hand-off, `incomplete`, or nothing.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn outcome(this: &Context) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn verifier(this: &Context) -> Option<String>;
    /// Query of the button's address when the person left.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn choice(this: &Context) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn files(this: &Context) -> Option<Array>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn messages(this: &Context) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn shared(this: &Context) -> JsValue;
    /// Makes the button ready; with `true`, under a new verifier.
    #[wasm_bindgen(method)]
    pub(crate) fn arm(this: &Context, is_fresh: bool) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn emit(this: &Context, name: &str, detail: &JsValue);
}

/// Puts the panel around the loader's button, which stays the same element.
///
/// # Errors
/// The texts cannot be read or the loader's own nodes are gone: the loader says so and its button goes on working.
#[wasm_bindgen]
pub fn mount(context: Context) -> Result<(), JsError> {
    forget_expired();
    let texts =
        json::parse(&context.messages()).ok_or_else(|| JsError::new("unreadable messages"))?;
    let messages = Messages::new(texts.texts(), &context.lang());
    let root = context
        .host()
        .shadow_root()
        .ok_or_else(|| JsError::new("no shadow root"))?;
    spawn(Box::pin(open(root, context, messages)));
    Ok(())
}

/// Shows the panel once everything it says is known, so that it appears once and whole.
async fn open(root: ShadowRoot, context: Context, messages: Messages) {
    let find = |selector| root.query_selector(selector).ok().flatten();
    let (Some(section), Some(zone)) = (find("section"), find("section > div")) else {
        return;
    };
    let zone: HtmlElement = zone.unchecked_into();
    let described = net::description(&context.edge(), &context.demarche(), &context.lang()).await;
    // What the loader said in the meantime.
    if let Some(said) = find("[role=status]") {
        said.remove();
    }
    let (description, own, answer) = match described {
        Ok(described) => described,
        Err(failure) => return decline(&context, &messages, &section, &zone, &failure),
    };
    // The panel pushes the button down: not under a hand about to press it.
    while zone.matches(":hover,:focus-within").unwrap_or(false) {
        sleep(200).await;
    }
    let (Some(top), Some(bottom)) = (box_in(&section, true), box_in(&section, false)) else {
        return;
    };
    let _ = section.set_attribute("aria-labelledby", "title");
    let session = Rc::new(Session::new(context.clone(), messages.with(own)));
    if session.is_headless() {
        session.describe(&answer);
    }
    let description = Rc::new(description);
    let properties = Properties {
        session,
        description,
        bottom,
        zone,
    };
    yew::Renderer::<Panel>::with_root_and_props(top, properties).render();
    context.tell("ready", &[]);
}

/// Without a description there is no panel: the button stays, and after a trip one sentence says what happened.
fn decline(
    context: &Context,
    messages: &Messages,
    section: &Element,
    zone: &HtmlElement,
    failure: &Failure,
) {
    zone.set_hidden(false);
    let _ = section.remove_attribute("hidden");
    if let Some(said) = box_in(section, true).filter(|_| context.outcome().is_string()) {
        let _ = said.set_attribute("role", "alert");
        let text = [
            messages.get("err.config.title"),
            ". ",
            messages.get("err.config.text"),
        ]
        .concat();
        said.set_text_content(Some(&text));
    }
    context.tell_failure(failure);
}

impl Context {
    /// Tells the page what happened; numbers only.
    pub fn tell(&self, name: &str, counts: &[(&str, usize)]) {
        let detail = Object::new();
        for (key, count) in counts {
            let _ = Reflect::set(
                &detail,
                &JsValue::from_str(key),
                &JsValue::from_f64(*count as f64),
            );
        }
        self.emit(name, &detail);
    }

    /// Tells the page that something failed, by its code.
    pub fn tell_failure(&self, failure: &Failure) {
        let detail = Object::new();
        let _ = Reflect::set(&detail, &"code".into(), &failure.code().into());
        self.emit("error", &detail);
    }
}

fn box_in(section: &Element, is_first: bool) -> Option<Element> {
    let document = section.owner_document()?;
    let element = document.create_element("div").ok()?;
    let before = if is_first {
        section.first_child()
    } else {
        None
    };
    section.insert_before(&element, before.as_ref()).ok()?;
    Some(element)
}
