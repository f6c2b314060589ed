//! The little the panel needs from the browser.

use std::pin::Pin;

use js_sys::{Function, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, EventTarget};

/// A listener that goes when it is dropped.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    is_capturing: bool,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens to `event` on `target`.
    pub fn new(
        target: &EventTarget,
        event: &'static str,
        is_capturing: bool,
        heard: Box<dyn FnMut(Event)>,
    ) -> Self {
        let closure = Closure::wrap(heard);
        let function = closure.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback_and_bool(event, function, is_capturing);
        Self {
            target: target.clone(),
            event,
            is_capturing,
            closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.event,
            function,
            self.is_capturing,
        );
    }
}

#[wasm_bindgen]
extern "C" {
    type MutationObserver;
    #[wasm_bindgen(constructor)]
    fn new(changed: &Function) -> MutationObserver;
    #[wasm_bindgen(method)]
    fn observe(this: &MutationObserver, target: &JsValue, options: &JsValue);
    #[wasm_bindgen(method)]
    fn disconnect(this: &MutationObserver);
}

/// What is told of every change below a node, until it is dropped.
pub struct Watch {
    observer: MutationObserver,
    _closure: Closure<dyn FnMut()>,
}

impl Watch {
    /// Watches elements come and go, and what may show or hide them.
    pub fn new(root: &JsValue, changed: Box<dyn FnMut()>) -> Self {
        let closure = Closure::wrap(changed);
        let observer = MutationObserver::new(closure.as_ref().unchecked_ref());
        let all = r#"{"subtree":true,"childList":true,"attributes":true}"#;
        observer.observe(root, &JSON::parse(all).unwrap_or_default());
        Self {
            observer,
            _closure: closure,
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Runs a task. Boxed, as the listeners are: one copy of the machinery in the page instead of one a task.
pub fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}

/// Waits.
pub async fn sleep(millis: i32) {
    let mut start = |resolve: Function, _: Function| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
        }
    };
    let _ = JsFuture::from(Promise::new(&mut start)).await;
}

/// The month and year, or the year alone, in words: "novembre 2026".
pub fn period(lang: &str, annee: u16, mois: Option<u8>) -> String {
    match mois {
        Some(mois @ 1..=12) => locale_date(lang, annee, mois, &["month", "year"]),
        _ => annee.to_string(),
    }
}

/// The name of a month, from its two digits.
pub fn month_name(lang: &str, mois: &str) -> Option<String> {
    let mois = mois.parse().ok().filter(|mois| (1..=12).contains(mois))?;
    Some(locale_date(lang, 2000, mois, &["month"]))
}

fn locale_date(lang: &str, annee: u16, mois: u8, parts: &[&str]) -> String {
    let options = js_sys::Object::new();
    for part in parts {
        let style = if *part == "month" { "long" } else { "numeric" };
        let _ = Reflect::set(
            &options,
            &JsValue::from_str(part),
            &JsValue::from_str(style),
        );
    }
    let date = js_sys::Date::new_with_year_month(u32::from(annee), i32::from(mois) - 1);
    date.to_locale_date_string(lang, &options).into()
}
