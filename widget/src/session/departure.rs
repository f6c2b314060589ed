//! The way out: the button's address, and what was typed, sealed by the edge before the browser leaves.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::Date;
use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlElement};
use yew::Callback;

use super::Session;
use crate::dom::{sleep, spawn};
use crate::json;
use crate::net;
use crate::state::{Action, Input, Inputs};

/// As long as the loader keeps the draft.
const KEPT_MILLIS: f64 = 3_600_000.0;

/// How long the person waits at most before they leave anyway.
const PATIENCE_MILLIS: i32 = 8000;

/// The record of what was typed, in the memory of this tab. Not under the loader's prefix: it counts its own records as
/// trips.
const KEPT: &str = "unefois-saisies:";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = getItem)]
    fn kept(key: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = setItem)]
    fn keep(key: &str, record: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = key)]
    fn key_at(place: u32) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = removeItem)]
    fn forget(key: &str) -> Result<(), JsValue>;
}

/// Forgets what was typed for any démarche and is too old: a trip that never came back, to a form that may never be
/// shown again.
pub fn forget_expired() {
    let mut place = 0;
    while let Ok(Some(key)) = key_at(place) {
        // What is removed moves what follows.
        let is_gone = key.starts_with(KEPT) && typed_under(&key).is_none() && forget(&key).is_ok();
        place = if is_gone { 0 } else { place + 1 };
    }
}

/// What was typed, unless it is too old or not ours to read.
fn typed_under(key: &str) -> Option<Vec<(String, String)>> {
    let record = json::parse(&kept(key).ok()??)?;
    json::kept(&record, Date::now() as i64)
}

/// Where the button leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aim {
    /// End of its address.
    pub query: String,
    /// Whether there is something to leave for.
    pub asks_something: bool,
    /// What was typed for it.
    pub inputs: Vec<Input>,
    /// What is lacking for it: prefixes of texts.
    pub lacking: Vec<String>,
}

/// Where the button leads, and how far the person is on the way there.
#[derive(Default)]
pub struct Departure {
    aim: RefCell<Aim>,
    /// There while the edge is asked to seal; whoever waits for it holds it weakly, and does nothing once it is gone.
    waiting: RefCell<Option<Rc<()>>>,
    /// The sealed inputs, or nothing to leave without: there only while the button is pressed in the person's name.
    sealed: RefCell<Option<String>>,
}

impl Session {
    /// What was typed before the trip, which the tab then forgets: the panel has it.
    pub fn inputs(&self) -> Inputs {
        let key = self.kept_key();
        let typed = typed_under(&key);
        let _ = forget(&key);
        Inputs::new(typed.unwrap_or_default())
    }

    /// Completes the button's address, of which the loader makes the start, and says whether it may be pressed. What
    /// was chosen or typed since the press makes an answer of no use.
    pub fn aim(&self, aim: Aim) {
        if aim != self.departure.aim.replace(aim.clone()) {
            self.stay();
        }
        self.take_aim();
    }

    /// Ends the wait for the edge: the person stays on the page.
    fn stay(&self) {
        self.departure.waiting.replace(None);
    }

    /// The page is here again as the person left it: the panel still has what they typed.
    pub fn rest(&self) {
        self.stay();
        let _ = forget(&self.kept_key());
    }

    /// A press of the button. The address is completed once more: the loader renews it when the page comes back.
    pub fn press(self: &Rc<Self>, event: &Event, act: &Callback<Action>) -> Action {
        let aim = self.departure.aim.borrow();
        let refused = match (aim.asks_something, aim.lacking.is_empty()) {
            (false, _) => Some(Action::RefuseToLeave),
            (_, false) => Some(Action::RefuseInputs(aim.lacking.clone())),
            _ => None,
        };
        let is_ready = aim.inputs.is_empty() || self.departure.sealed.borrow().is_some();
        if refused.is_some() || !is_ready {
            event.prevent_default();
        }
        if refused.is_none() {
            self.take_aim();
            if !is_ready {
                self.seal_once(act);
            }
        }
        refused.unwrap_or(Action::Leave)
    }

    /// Asks the edge to seal what was typed, unless it is being asked.
    fn seal_once(self: &Rc<Self>, act: &Callback<Action>) {
        let mut waiting = self.departure.waiting.borrow_mut();
        if waiting.is_some() {
            return;
        }
        let ticket = waiting.insert(Rc::new(()));
        let (answered, late) = (Rc::downgrade(ticket), Rc::downgrade(ticket));
        let (session, act) = (self.clone(), act.clone());
        spawn(Box::pin(async move { session.seal(answered, act).await }));
        let session = self.clone();
        spawn(Box::pin(async move {
            sleep(PATIENCE_MILLIS).await;
            session.leave(&late, String::new());
        }));
    }

    async fn seal(&self, ticket: Weak<()>, act: Callback<Action>) {
        let Some(link) = self.button() else { return };
        let href = link.get_attribute("href").unwrap_or_default();
        let depart = href.split_once('?').map_or("", |(_, query)| query);
        let inputs = self.departure.aim.borrow().inputs.clone();
        let wrong = match net::seal(&self.context.edge(), depart, &inputs).await {
            Ok(sealed) => return self.leave(&ticket, sealed),
            Err(refused) => wrong(&inputs, &refused),
        };
        if wrong.is_empty() {
            // Nothing the person could mend: the edge asks again on its own page.
            self.leave(&ticket, String::new());
        } else if ticket.strong_count() > 0 {
            self.stay();
            act.emit(Action::RefuseInputs(wrong));
        }
    }

    /// Presses the button in the person's name, so that the loader keeps the draft as it does for them.
    fn leave(&self, ticket: &Weak<()>, sealed: String) {
        let Some(link) = self.button().filter(|_| ticket.strong_count() > 0) else {
            return;
        };
        self.stay();
        let until = Date::now() + KEPT_MILLIS;
        if let Some(record) = json::write_kept(&self.departure.aim.borrow().inputs, until) {
            let _ = keep(&self.kept_key(), &record);
        }
        self.departure.sealed.replace(Some(sealed));
        link.click();
        self.departure.sealed.replace(None);
    }

    /// Presses the button for a page that has one of its own.
    pub fn press_button(&self) {
        if let Some(link) = self.button() {
            link.click();
        }
    }

    fn take_aim(&self) {
        let Some(link) = self.button() else { return };
        if let Some(href) = link.get_attribute("href") {
            let (aim, sealed) = (self.departure.aim.borrow(), self.departure.sealed.borrow());
            let mut parts = vec![start_of(&href), &aim.query];
            if let Some(sealed) = sealed.as_deref().filter(|sealed| !sealed.is_empty()) {
                parts.extend(["&saisies=", sealed]);
            }
            let _ = link.set_attribute("href", &parts.concat());
        }
    }

    fn button(&self) -> Option<HtmlElement> {
        let root = self.context.host().shadow_root()?;
        let button = root.query_selector("[part=button]").ok().flatten()?;
        Some(button.unchecked_into())
    }

    fn kept_key(&self) -> String {
        [KEPT, &self.context.demarche()].concat()
    }
}

/// Prefixes of the texts of the inputs that were refused.
fn wrong(inputs: &[Input], refused: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    for input in inputs {
        if refused.contains(&input.name) {
            wrong.push(input.texte.clone());
        }
    }
    wrong
}

/// The loader's part of the button's address: all but `&sources=` and what follows.
fn start_of(href: &str) -> &str {
    // Byte by byte: the standard search for a pattern weighs a kilobyte.
    let is_start = |at: &usize| {
        href.get(*at..)
            .is_some_and(|rest| rest.starts_with("&sources="))
    };
    let end = (0..href.len()).find(is_start);
    end.and_then(|at| href.get(..at)).unwrap_or(href)
}
