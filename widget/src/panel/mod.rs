//! What the person sees: one component, drawn around the loader's button, and a file for each part of the way.
//!
//! Parts for styling: `panel`, `title`, `source` (and `other`), `sources`, `inputs`, `input`, `error`, `details`,
//! `notice`, `connect`, `phrase`, `button`, `about`, `or`, `action`, `more`, `status`, `alert`,
//! `counts`, `list`, `conflict`, `failure`, `receipt`, `logout`. Slots: `title`, `intro`, `button`, `footer`.

mod failure;
mod headless;
mod idle;
mod inputs;
mod summary;
mod view;

use std::mem::{Discriminant, discriminant};
use std::rc::Rc;

use unefois_wire::{Description, LibelleBouton};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement};
use yew::html::Scope;
use yew::prelude::*;

use crate::dom::{Listener, spawn};
use crate::session::{Aim, Session};
use crate::state::{Action, Kept, Model, Spoken, Stage};

use self::view::View;

/// What the panel is given.
#[derive(Clone, Properties)]
pub struct Properties {
    /// The widget.
    pub session: Rc<Session>,
    /// What the démarche asks for.
    pub description: Rc<Description>,
    /// The element after the button.
    pub bottom: Element,
    /// The loader's button, its sentence and its link.
    pub zone: HtmlElement,
}

/// Given once for all: the same widget is the same panel.
impl PartialEq for Properties {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.session, &other.session)
    }
}

/// What happens.
pub enum Message {
    /// Something the reducer knows.
    Act(Action),
    /// A button of the panel.
    Press(Press),
    /// What a page with a panel of its own asks for.
    Ask(JsValue),
}

/// What a button of the panel does.
#[derive(Clone)]
pub enum Press {
    /// Fill by hand, or go to what is left.
    GoToFirstEmpty,
    /// Go to one field.
    GoTo(String),
    /// Settle a conflict.
    Settle(String, Kept),
    /// Take the filling back.
    Undo,
    /// Choose again.
    Restart,
    /// Present the hand-off once more.
    RedeemAgain,
    /// Go to FranceConnect.
    Leave,
    /// Empty and unlock the identity, which is somebody else's.
    NotMe,
}

/// The panel. The loader's button stays where it is, the same element, between the two halves.
pub struct Panel {
    model: Model,
    title: NodeRef,
    drawn: Discriminant<Stage>,
    _listeners: Vec<Listener>,
}

impl Component for Panel {
    type Message = Message;
    type Properties = Properties;

    fn create(context: &Context<Self>) -> Self {
        let Properties {
            session,
            description,
            zone,
            ..
        } = context.props();
        let (query, inputs) = (session.choice(), session.inputs());
        let model = Model::new(description, &query, inputs, session.is_back());
        label(session, description, zone);
        let act = context.link().callback(Message::Act);
        spawn(Box::pin(
            session.clone().come_back(description.clone(), act),
        ));
        if session.is_headless() {
            let asking = context.link().clone();
            session.obey(Box::new(move |asked| {
                asking.send_message(Message::Ask(asked.into()));
            }));
        }
        let panel = Self {
            drawn: discriminant(&model.stage),
            model,
            title: NodeRef::default(),
            _listeners: listen(context.link(), session, zone),
        };
        panel.aim(context);
        panel
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        let message = match message {
            Message::Ask(asked) => headless::read(&asked, &self.model),
            message => Some(message),
        };
        let action = match message {
            Some(Message::Act(action)) => Some(action),
            Some(Message::Press(press)) => perform(context, press),
            _ => None,
        };
        let Some(action) = action else { return false };
        if let Action::Other(true) = action {
            let Properties {
                session,
                description,
                ..
            } = context.props();
            session.with_form(description, &mut |form| form.prepare_for_other(description));
        }
        self.model = std::mem::take(&mut self.model).after(action);
        self.aim(context);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let Properties {
            session, bottom, ..
        } = context.props();
        if session.is_headless() {
            return Html::default();
        }
        let view = self.seen(context);
        let (top, below) = match &self.model.stage {
            Stage::Idle | Stage::Leaving => (idle::above(&view), idle::below(&view)),
            Stage::Returning => Default::default(),
            Stage::Filled(summary) => (summary::filled(&view, summary), Html::default()),
            Stage::Refused(_) => (summary::nothing(&view, "summary.refused"), Html::default()),
            Stage::Undone(_) => (summary::nothing(&view, "summary.undone"), Html::default()),
            Stage::Failed(failure) => (failure::failed(&view, failure), Html::default()),
        };
        let trip = self.model.stage.trip().map(|trip| view.trip(trip));
        let (status, alert) = view.spoken();
        html! {
            <>
                <div>{ top }{ trip }</div>
                <div role="status" part="status">{ status }</div>
                <div role="alert" part="alert" id="alert">{ alert }</div>
                { create_portal(html! { <>{ below }<slot name="footer" /></> }, bottom.clone()) }
            </>
        }
    }

    /// Takes the loader's button over, and puts the focus on the result of a trip unless the person is typing.
    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        let Properties { session, zone, .. } = context.props();
        zone.set_hidden(!self.model.stage.shows_button() || self.model.choice.is_other);
        if session.is_headless() {
            session.show(&headless::state(&self.seen(context)));
        }
        let stage = discriminant(&self.model.stage);
        let is_same = std::mem::replace(&mut self.drawn, stage) == stage;
        match (&self.model.stage, &self.model.spoken) {
            (_, Spoken::Inputs) => {
                self.focus_on("input[aria-invalid=true],[aria-invalid=true] input")
            }
            (_, Spoken::Alert("panel.error.none")) => self.focus_on("input"),
            _ if is_same => {}
            (_, Spoken::Filled | Spoken::Failure) | (Stage::Leaving | Stage::Returning, _) => {}
            (Stage::Idle, _) => focus(zone.query_selector("[part=button]").ok().flatten()),
            _ => focus(self.title.cast()),
        }
    }
}

impl Panel {
    /// What the parts of the panel read.
    fn seen<'a>(&'a self, context: &'a Context<Self>) -> View<'a> {
        let Properties {
            session,
            description,
            ..
        } = context.props();
        View {
            session,
            description,
            model: &self.model,
            link: context.link(),
            title: &self.title,
        }
    }

    /// Makes the button lead where the choice says. Not left to the drawing: a page may tick and leave in one breath.
    fn aim(&self, context: &Context<Self>) {
        let Properties {
            session,
            description,
            ..
        } = context.props();
        let Model { choice, inputs, .. } = &self.model;
        session.aim(Aim {
            query: choice.query(description),
            asks_something: choice.asks_something(description),
            inputs: inputs.to_send(description, choice),
            lacking: inputs.lacking(description, choice),
        });
    }

    /// The first element above the button that a selector fits.
    fn focus_on(&self, selector: &str) {
        let panel = self
            .title
            .cast::<Element>()
            .and_then(|title| title.parent_element());
        focus(panel.and_then(|panel| panel.query_selector(selector).ok().flatten()));
    }
}

/// Does what a button says to the form, and gives what the reducer must know of it.
fn perform(context: &Context<Panel>, press: Press) -> Option<Action> {
    let Properties {
        session,
        description,
        ..
    } = context.props();
    match press {
        Press::GoToFirstEmpty => {
            session.with_form(description, &mut |form| form.focus_first_empty());
            None
        }
        Press::GoTo(chemin) => {
            session.with_form(description, &mut |form| form.focus(&chemin));
            None
        }
        Press::Settle(chemin, kept) => Some(session.settle(description, chemin, kept)),
        Press::Undo => {
            session.with_form(description, &mut |form| form.undo());
            Some(Action::Undo)
        }
        Press::Restart => Some(Action::Restart),
        Press::RedeemAgain => {
            let act = context.link().callback(Message::Act);
            let (session, description) = (session.clone(), description.clone());
            spawn(Box::pin(
                async move { session.redeem(&description, &act).await },
            ));
            Some(Action::Redeem)
        }
        Press::Leave => {
            session.press_button();
            None
        }
        Press::NotMe => Some(session.deny_identity(description)),
    }
}

/// Hears the button before the loader, which listens on the button itself, and the page coming back as it was.
fn listen(link: &Scope<Panel>, session: &Rc<Session>, zone: &HtmlElement) -> Vec<Listener> {
    let (pressed, session) = (link.clone(), session.clone());
    let (returned, resting) = (link.clone(), session.clone());
    let press = move |event: Event| {
        let target = event.target().map(JsCast::unchecked_into::<Element>);
        if target.is_some_and(|target| {
            target
                .closest("[part=button]")
                .is_ok_and(|button| button.is_some())
        }) {
            let act = pressed.callback(Message::Act);
            act.emit(session.press(&event, &act));
        }
    };
    let mut listeners = vec![Listener::new(zone, "click", true, Box::new(press))];
    if let Some(window) = web_sys::window() {
        let rest = move |_: Event| {
            resting.rest();
            returned.send_message(Message::Act(Action::Rest));
        };
        listeners.push(Listener::new(&window, "pageshow", false, Box::new(rest)));
    }
    listeners
}

/// FranceConnect knows two labels for its button; the démarche says which.
fn label(session: &Session, description: &Description, zone: &HtmlElement) {
    let id = match description.libelle_bouton {
        LibelleBouton::Identifier => "fc.login",
        LibelleBouton::Recuperer => "fc.login_data",
    };
    if let Ok(Some(span)) = zone.query_selector("[part=button] span") {
        span.set_text_content(Some(session.messages.get(id)));
    }
}

fn focus(element: Option<Element>) {
    if let Some(element) = element {
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}
