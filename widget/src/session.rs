//! One widget at work: the trip back, the fill, and what the page is told.

mod departure;

use std::cell::{Cell, RefCell};
use std::mem::take;
use std::rc::Rc;

use js_sys::Reflect;
use unefois_wire::{Description, RedeemRequest, RedeemResponse};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;
use yew::Callback;

use crate::dom::{Watch, sleep, spawn};
use crate::embed::Context;
use crate::form::{self, Form, Root, Voice};
use crate::json;
use crate::messages::Messages;
use crate::net;
use crate::state::{Action, Failure, Kept, Spoken, Summary, Trip};

use self::departure::Departure;
pub use self::departure::{Aim, forget_expired};

/// What a page draws comes in bursts: one look for each.
const LOOK_AGAIN_MILLIS: i32 = 100;

/// One widget of the page, from mount to the end of the page.
pub struct Session {
    context: Context,
    /// Texts of the person's language.
    pub messages: Rc<Messages>,
    form: RefCell<Option<Form>>,
    /// What tells of fields that appear; there once the form was filled.
    watch: RefCell<Option<Watch>>,
    /// Whether the form is about to be looked at again.
    is_looking: Cell<bool>,
    /// The hand-off, while it may be presented again.
    again: RefCell<Option<String>>,
    departure: Departure,
}

impl Session {
    /// A widget without panel yet.
    pub fn new(context: Context, messages: Messages) -> Self {
        Self {
            context,
            messages: Rc::new(messages),
            form: RefCell::default(),
            watch: RefCell::default(),
            is_looking: Cell::default(),
            again: RefCell::default(),
            departure: Departure::default(),
        }
    }

    /// The level of the panel's heading, 1 to 6.
    pub fn heading_level(&self) -> u8 {
        let level = self
            .attribute("heading-level")
            .and_then(|level| level.parse().ok());
        level.filter(|level| (1..=6).contains(level)).unwrap_or(2)
    }

    /// Whether the page has a panel of its own, and ours shows nothing.
    pub fn is_headless(&self) -> bool {
        self.attribute("headless").is_some()
    }

    /// Gives a page with a panel of its own what the démarche says, and our words for it, by their ids.
    pub fn describe(&self, description: &JsValue) {
        self.set("texts", &json::texts(self.messages.all()));
        self.set("description", description);
    }

    /// From now on the page's `send` asks the panel. What it gives is an event in name only: one shape of closure is
    /// enough in the page.
    pub fn obey(&self, ask: Box<dyn FnMut(Event)>) {
        self.set("send", &Closure::wrap(ask).into_js_value());
    }

    /// Tells a page with a panel of its own where the person is.
    pub fn show(&self, state: &JsValue) {
        self.set("state", state);
        self.context.emit("state", state);
    }

    /// Gives a page with a panel of its own a member of the element.
    pub fn set(&self, member: &str, value: &JsValue) {
        let _ = Reflect::set(&self.context.host(), &member.into(), value);
    }

    /// Query of the button's address when the person left, if they did in this tab.
    pub fn choice(&self) -> String {
        self.context.choice().unwrap_or_default()
    }

    /// Whether this page load is a return from the edge.
    pub fn is_back(&self) -> bool {
        self.context.outcome().is_string()
    }

    /// Whether the person has begun to type since the page loaded: the focus is then theirs.
    pub fn is_typing(&self) -> bool {
        Reflect::get(&self.context.shared(), &"isTyping".into())
            .is_ok_and(|typing| typing.is_truthy())
    }

    /// Finishes a trip, if this page load is the end of one.
    pub async fn come_back(self: Rc<Self>, description: Rc<Description>, act: Callback<Action>) {
        match self.context.outcome().as_string().as_deref() {
            None => {}
            Some("incomplete") => {
                self.context.emit("incomplete", &JsValue::UNDEFINED);
                self.conclude(Err(Failure::Cancelled), &description, &act);
            }
            Some(hand_off) => {
                self.again.replace(Some(hand_off.to_owned()));
                self.redeem(&description, &act).await;
            }
        }
    }

    /// Presents the hand-off and fills the form.
    pub async fn redeem(self: &Rc<Self>, description: &Rc<Description>, act: &Callback<Action>) {
        let (Some(verifier), Some(hand_off)) =
            (self.context.verifier(), self.again.borrow().clone())
        else {
            return self.conclude(Err(Failure::OtherTab), description, act);
        };
        let slow = act.clone();
        let waiting = Rc::new(());
        let still = Rc::downgrade(&waiting);
        spawn(Box::pin(async move {
            sleep(5000).await;
            if still.strong_count() > 0 {
                slow.emit(Action::Say(Spoken::Status("wait.slow")));
            }
        }));
        let request = RedeemRequest {
            demarche: self.context.demarche(),
            hand_off,
            verifier,
            submission_nonce: self.attribute("submission-nonce"),
        };
        let outcome = net::redeem(&self.context.edge(), &request).await;
        drop(waiting);
        if outcome.is_ok() {
            // The verifier has served: another trip has another.
            let _ = JsFuture::from(self.context.arm(true)).await;
            self.find_form(description, act).await;
        }
        self.conclude(outcome, description, act);
    }

    /// Finds the form, giving a page that draws itself the time to.
    async fn find_form(&self, description: &Description, act: &Callback<Action>) {
        for _ in 0..10 {
            let form = self.new_form(description, act);
            let is_drawn = form.is_drawn(description);
            self.form.replace(Some(form));
            if is_drawn {
                return;
            }
            sleep(250).await;
        }
    }

    fn new_form(&self, description: &Description, act: &Callback<Action>) -> Form {
        let act = act.clone();
        let voice = Voice {
            messages: self.messages.clone(),
            nom_collectivite: description.collectivite.nom_collectivite.as_str().into(),
            say: Callback::from(move |spoken| act.emit(Action::Say(spoken))),
        };
        let root: Root = self.context.host().get_root_node().unchecked_into();
        let id = ["unefois-", &self.context.demarche()].concat();
        Form::find(
            root,
            self.attribute("form").as_deref(),
            description,
            id,
            voice,
        )
    }

    fn conclude(
        self: &Rc<Self>,
        outcome: Result<RedeemResponse, Failure>,
        description: &Rc<Description>,
        act: &Callback<Action>,
    ) {
        let quietly = self.is_typing();
        let mut response = match outcome {
            Ok(response) => response,
            Err(failure) => {
                if failure != Failure::Cancelled {
                    self.context.tell_failure(&failure);
                }
                return act.emit(Action::Fail { failure, quietly });
            }
        };
        self.again.replace(None);
        let trip = Trip {
            reference: take(&mut response.reference),
            receipt: take(&mut response.recu),
            logout: take(&mut response.logout),
        };
        if response.champs.is_empty() {
            self.context.tell(
                "filled",
                &[
                    ("filled", 0),
                    ("kept", 0),
                    ("missing", form::expected(description)),
                ],
            );
            return act.emit(Action::Refuse(trip));
        }
        let mut summary = self.fill(description, response, act);
        summary.trip = trip;
        self.tell_filled(&summary);
        self.watch(description, act);
        act.emit(Action::Fill { summary, quietly });
    }

    fn fill(
        self: &Rc<Self>,
        description: &Rc<Description>,
        response: RedeemResponse,
        act: &Callback<Action>,
    ) -> Summary {
        let not_me = self.not_me(description.clone(), act.clone());
        let mut names = Vec::new();
        for name in self.context.files().unwrap_or_default().to_vec() {
            names.extend(name.as_string());
        }
        let mut summary = Summary::default();
        let mut response = Some(response);
        self.with_form(description, &mut |form| {
            if let Some(response) = response.take() {
                summary = form.fill(description, response, not_me.clone());
            }
            summary.files = form.file_labels(&names);
        });
        summary
    }

    fn tell_filled(&self, summary: &Summary) {
        let counts = [
            ("filled", summary.written()),
            ("kept", summary.kept()),
            ("missing", summary.missing.len()),
        ];
        self.context.tell("filled", &counts);
    }

    /// From now on the form is looked at again whenever the page changes: a next step, an answer that shows more fields, a
    /// framework that draws its fields anew.
    fn watch(self: &Rc<Self>, description: &Rc<Description>, act: &Callback<Action>) {
        let session = Rc::downgrade(self);
        let (description, act) = (description.clone(), act.clone());
        let changed = move || {
            let Some(session) = session
                .upgrade()
                .filter(|session| !session.is_looking.get())
            else {
                return;
            };
            session.is_looking.set(true);
            let (description, act) = (description.clone(), act.clone());
            spawn(Box::pin(async move {
                sleep(LOOK_AGAIN_MILLIS).await;
                session.is_looking.set(false);
                session.look_again(&description, &act);
            }));
        };
        let root = self.context.host().get_root_node();
        self.watch
            .replace(Some(Watch::new(&root, Box::new(changed))));
    }

    fn look_again(&self, description: &Description, act: &Callback<Action>) {
        let mut more = None;
        self.with_form(description, &mut |form| more = form.look_again(description));
        if let Some(summary) = more {
            self.tell_filled(&summary);
            act.emit(Action::Add(summary));
        }
    }

    fn not_me(
        self: &Rc<Self>,
        description: Rc<Description>,
        act: Callback<Action>,
    ) -> Callback<()> {
        let session = Rc::downgrade(self);
        Callback::from(move |()| {
            if let Some(session) = session.upgrade() {
                act.emit(session.deny_identity(&description));
            }
        })
    }

    /// Empties and unlocks the identity, which is somebody else's.
    pub fn deny_identity(&self, description: &Description) -> Action {
        let mut labels = Vec::new();
        self.with_form(description, &mut |form| {
            labels = form.deny_identity(description)
        });
        Action::Deny(labels)
    }

    /// Does something with the form, looking for it if the person has not been away.
    pub fn with_form(&self, description: &Description, act: &mut dyn FnMut(&mut Form)) {
        let mut form = self.form.borrow_mut();
        act(form.get_or_insert_with(|| self.new_form(description, &Callback::noop())));
    }

    /// Settles a conflict in the form.
    pub fn settle(&self, description: &Description, chemin: String, kept: Kept) -> Action {
        let mut line = None;
        self.with_form(description, &mut |form| line = form.settle(&chemin, kept));
        Action::Settle { chemin, kept, line }
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.context.host().get_attribute(name)
    }
}
