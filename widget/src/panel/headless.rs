//! Headless: a page with a panel of its own reads where the person is, and asks for what our buttons do.
//!
//! A value of the form is in none of it but the receipt, which is the person's: the labels of the fields, and what the person typed for a source, which the
//! page has typed here itself.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;

use super::view::View;
use super::{Message, Press};
use crate::json::{Json, object, texts};
use crate::state::{Action, Conflict, Failure, Kept, Line, Missing, Model, Stage, Summary};

/// What the page asks for, unless it would take the person where our own buttons do not.
pub fn read(asked: &JsValue, model: &Model) -> Option<Message> {
    let text = |key| asked.text_of(key).unwrap_or_default();
    let on = || asked.get("on").is_some_and(|on| on.is_truthy());
    let stage = &model.stage;
    let press = match text("type").as_str() {
        "tick" => {
            let (source, on) = (text("source"), on());
            return Some(Message::Act(Action::Tick { source, on }));
        }
        "other" => return Some(Message::Act(Action::Other(on()))),
        "type" => {
            let (texte, text) = (text("input"), text("text"));
            return Some(Message::Act(Action::Type { texte, text }));
        }
        "leave" if *stage == Stage::Idle && has_gesture() => Press::Leave,
        "goToFirstEmpty" => Press::GoToFirstEmpty,
        "goTo" => Press::GoTo(text("chemin")),
        "settle" => settle(stage, text("chemin"), &text("kept"))?,
        "undo" if matches!(stage, Stage::Filled(_)) => Press::Undo,
        "notMe" if matches!(stage, Stage::Filled(_)) => Press::NotMe,
        "restart" if stage.may_restart() => Press::Restart,
        "redeemAgain" if matches!(stage, Stage::Failed(_)) => Press::RedeemAgain,
        _ => return None,
    };
    Some(Message::Press(press))
}

/// The choice between two values, unless one is an identity given by FranceConnect, which is not editable.
fn settle(stage: &Stage, chemin: String, kept: &str) -> Option<Press> {
    let Stage::Filled(summary) = stage else {
        return None;
    };
    let is_open = |it: &Conflict| it.chemin == chemin && it.kept != Kept::Identity;
    let kept = match kept {
        "received" => Kept::Received,
        _ => Kept::Typed,
    };
    let may_settle = summary.conflicts.iter().any(is_open);
    may_settle.then_some(Press::Settle(chemin, kept))
}

/// Whether the person has just done something, where the browser can tell: a page must not send them away by itself.
fn has_gesture() -> bool {
    let navigator = web_sys::window().map(|window| JsValue::from(window.navigator()));
    let is_active = || navigator?.get("userActivation")?.get("isActive")?.boolean();
    is_active().unwrap_or(true)
}

/// Where the person is, as the page is told: ids and labels, whose words it has in `texts`.
pub fn state(view: &View) -> JsValue {
    let Model { choice, inputs, .. } = view.model;
    let (status, alert) = view.spoken();
    let state = record(&[("status", &status), ("alert", &alert)]);
    set(&state, "isOther", choice.is_other.into());
    set(&state, "ticked", list(&choice.ticked));
    set(&state, "wrong", list(&inputs.wrong));
    set(&state, "typed", texts(inputs.typed()));
    let stage = match &view.model.stage {
        Stage::Idle => "idle",
        Stage::Leaving => "leaving",
        Stage::Returning => "returning",
        Stage::Filled(summary) => {
            tell_summary(&state, summary);
            "filled"
        }
        Stage::Refused(_) => "refused",
        Stage::Undone(_) => "undone",
        Stage::Failed(failure) => {
            tell_failure(&state, failure);
            "failed"
        }
    };
    let (receipt, logout) = match view.model.stage.trip() {
        Some(trip) => (trip.receipt.as_str(), trip.logout.as_str()),
        None => ("", ""),
    };
    // A member of the element, and of no event: the receipt holds values.
    view.session.set("receipt", &receipt.into());
    set(&state, "stage", stage.into());
    set(&state, "logout", logout.into());
    state
}

fn tell_summary(state: &JsValue, summary: &Summary) {
    let conflicts = Array::new();
    for conflict in &summary.conflicts {
        let kept = match conflict.kept {
            Kept::Typed => "typed",
            Kept::Received => "received",
            Kept::Identity => "identity",
        };
        let (chemin, label) = (&conflict.chemin, &conflict.label);
        conflicts.push(&record(&[
            ("chemin", chemin),
            ("label", label),
            ("kept", kept),
        ]));
    }
    let missing = Array::new();
    for Missing { chemin, label } in &summary.missing {
        missing.push(&record(&[("chemin", chemin), ("label", label)]));
    }
    let told = record(&[("reference", &summary.trip.reference)]);
    set(&told, "filled", labels(&summary.filled));
    set(&told, "unplaced", labels(&summary.unplaced));
    set(&told, "files", list(&summary.files));
    set(&told, "conflicts", conflicts.into());
    set(&told, "missing", missing.into());
    set(state, "summary", told);
}

fn tell_failure(state: &JsValue, failure: &Failure) {
    let next = match (failure.may_redeem_again(), failure.may_restart()) {
        (true, _) => "redeemAgain",
        (_, true) => "restart",
        _ => "",
    };
    let (code, message) = (failure.code(), failure.message());
    let told = record(&[("code", code), ("texts", message), ("next", next)]);
    set(state, "failure", told);
}

fn labels(lines: &[Line]) -> JsValue {
    let labels = Array::new();
    for line in lines {
        labels.push(&line.label.as_str().into());
    }
    labels.into()
}

fn list(texts: &[String]) -> JsValue {
    let list = Array::new();
    for text in texts {
        list.push(&text.into());
    }
    list.into()
}

fn record(texts: &[(&str, &str)]) -> JsValue {
    object(texts).map(JsValue::from).unwrap_or_default()
}

fn set(object: &JsValue, key: &str, value: JsValue) {
    let _ = Reflect::set(object, &key.into(), &value);
}
