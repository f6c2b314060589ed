//! Writing into a field as a person would, and putting back what was there.

use unefois_wire::{Champ, Value};
use wasm_bindgen::prelude::*;

use super::control::{Control, Kind};
use super::find::{Shape, Target};
use super::text::{PartialDate, candidates, folded, match_one, part_candidates};

/// What a control holds, exactly enough to put it back.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// Text.
    Text(String),
    /// Position of the chosen option, −1 for none.
    Index(i32),
    /// Whether it is ticked.
    Ticked(bool),
}

/// A value made ready for a target: what each control will hold. `None` leaves a control as it is (the unknown day of
/// a date).
pub type Ready = Vec<(Control, Option<Held>)>;

/// What a control holds now.
pub fn hold(control: &Control) -> Held {
    match control.sort() {
        Kind::Select => Held::Index(control.selected_index().unwrap_or(-1)),
        Kind::Radio | Kind::Checkbox => Held::Ticked(control.checked()),
        _ => Held::Text(control.value()),
    }
}

/// Writes into one control, unless it holds that already.
pub fn put(control: &Control, held: &Held) {
    if hold(control) == *held {
        return;
    }
    match held {
        // Frameworks listen to the click of a box, and a click is what a person does.
        Held::Ticked(on) if control.sort() == Kind::Checkbox || *on => control.click(),
        Held::Ticked(_) => {
            control.set("checked", &JsValue::FALSE);
            control.announce();
        }
        Held::Index(index) => {
            control.set("selectedIndex", &JsValue::from(*index));
            control.announce();
        }
        Held::Text(text) => {
            control.set("value", &JsValue::from_str(text));
            control.announce();
        }
    }
}

/// Whether a control holds what was written: a mask may have added signs and changed the case, and may not have cut.
pub fn holds(control: &Control, held: &Held) -> bool {
    match held {
        Held::Text(text) => {
            let value = control.value();
            let keeps_point = !text.contains('.') || value.contains(['.', ',']);
            keeps_point && folded(&value).contains(&folded(text))
        }
        held => hold(control) == *held,
    }
}

/// What the person, not the page, put in a target, in the words they see.
pub fn typed(target: &Target) -> Option<String> {
    let mut words = String::new();
    for control in &target.controls {
        if is_touched(control) {
            push_part(&mut words, &shown(control));
        }
    }
    (!words.is_empty()).then_some(words)
}

/// Words of a value whose parts are written apart: `12/03/1987`.
pub fn push_part(words: &mut String, part: &str) {
    if !words.is_empty() {
        words.push('/');
    }
    words.push_str(part);
}

/// What a control shows: the words of the option or of the label rather than its code.
fn shown(control: &Control) -> String {
    words_of(control, &hold(control))
}

/// The words a control shows when it holds something.
pub fn words_of(control: &Control, held: &Held) -> String {
    match held {
        Held::Text(text) => text.clone(),
        Held::Index(index) => control.choice_text(*index),
        // The label alone would say the same of a box that is ticked and of one that is not.
        Held::Ticked(false) => "–".to_owned(),
        Held::Ticked(true) => control.label_text(),
    }
}

/// Whether a person changed the control. Text counts as theirs whoever wrote it: a framework makes it look initial.
fn is_touched(control: &Control) -> bool {
    match control.sort() {
        Kind::Select => {
            let index = control.selected_index().unwrap_or(-1);
            index >= 0 && index != initial_index(control)
        }
        Kind::Radio => control.checked() && !control.default_checked(),
        Kind::Checkbox => control.checked() != control.default_checked(),
        // Blanks of a mask are nobody's: "__ __".
        _ => !folded(&control.value()).is_empty(),
    }
}

/// The option a list shows before anybody touches it.
pub fn initial_index(control: &Control) -> i32 {
    for (index, choice) in control.choices().iter().enumerate() {
        if choice.default_selected() {
            return i32::try_from(index).unwrap_or(0);
        }
    }
    0
}

/// Prepares a value for a target; nothing when the target cannot take it.
pub fn prepare(target: &Target, champ: &Champ, value: &Value, words: &Words) -> Option<Ready> {
    let first = target.controls.first()?;
    match target.shape {
        Shape::One => Some(vec![(
            first.clone(),
            Some(for_one(first, champ, value, words)?),
        )]),
        Shape::Group => {
            let chosen = for_group(
                &target.controls,
                &candidates(value, words.libelle, &champ.valeurs, words.yes_no),
            )?;
            Some(vec![(chosen, Some(Held::Ticked(true)))])
        }
        Shape::Split => for_split(
            &target.controls,
            &PartialDate::parse(&value.to_plain_text())?,
            words,
        ),
    }
}

/// Words that options may carry instead of the value.
pub struct Words<'a> {
    /// Name of what the value is the code of.
    pub libelle: Option<&'a str>,
    /// "Oui", "Non".
    pub yes_no: [&'a str; 2],
    /// Name of a month, from its two digits.
    pub month: &'a dyn Fn(&str) -> Option<String>,
}

fn for_one(control: &Control, champ: &Champ, value: &Value, words: &Words) -> Option<Held> {
    match control.sort() {
        Kind::Select => pick(
            control,
            &candidates(value, words.libelle, &champ.valeurs, words.yes_no),
        ),
        Kind::Checkbox | Kind::Radio => match (value, champ.valeurs.get(&value.to_plain_text())) {
            (_, Some(mapped)) => Some(Held::Ticked(*mapped == control.value())),
            (Value::Boolean(on), None) => Some(Held::Ticked(*on)),
            _ => None,
        },
        Kind::Date | Kind::Month => {
            let date = PartialDate::parse(&value.to_plain_text())?;
            let format = if control.sort() == Kind::Month {
                "aaaa-mm"
            } else {
                "aaaa-mm-jj"
            };
            date.format(format).map(Held::Text)
        }
        Kind::Text => text_for(control, champ, value, words),
        Kind::Untouchable => None,
    }
}

fn text_for(control: &Control, champ: &Champ, value: &Value, words: &Words) -> Option<Held> {
    let plain = value.to_plain_text();
    let text = match (champ.format.as_deref(), champ.valeurs.get(&plain)) {
        (_, Some(mapped)) => mapped.clone(),
        (Some("nom"), None) => words.libelle?.to_owned(),
        (Some(format), None) => PartialDate::parse(&plain)?.format(format)?,
        (None, None) => plain,
    };
    fits(control, &text).then_some(Held::Text(text))
}

/// A value too long would be cut by the form's own server: better to say so.
fn fits(control: &Control, text: &str) -> bool {
    let limit = control.max_length().unwrap_or(-1);
    limit < 0 || text.encode_utf16().count() <= limit as usize
}

fn for_group(controls: &[Control], candidates: &[String]) -> Option<Control> {
    let mut words = Vec::new();
    for control in controls {
        words.push((control.value(), control.label_text()));
    }
    controls.get(match_one(&words, candidates)?).cloned()
}

/// Day, month, year. What the provider does not know is left to the person.
fn for_split(controls: &[Control], date: &PartialDate, words: &Words) -> Option<Ready> {
    let parts = [
        date.jour.as_deref(),
        date.mois.as_deref(),
        Some(date.annee.as_str()),
    ];
    let mut ready = Vec::new();
    for (index, control) in controls.iter().enumerate() {
        let held = match parts.get(index).copied().flatten() {
            Some(part) => Some(for_part(control, part, index == 1, words)?),
            None => None,
        };
        ready.push((control.clone(), held));
    }
    Some(ready)
}

fn for_part(control: &Control, part: &str, is_month: bool, words: &Words) -> Option<Held> {
    match control.sort() {
        Kind::Select => {
            // By name first: the values of some lists of months begin with zero.
            let name = if is_month { (words.month)(part) } else { None };
            name.and_then(|name| pick(control, &[name]))
                .or_else(|| pick(control, &part_candidates(part)))
        }
        Kind::Text => fits(control, part).then(|| Held::Text(part.to_owned())),
        _ => None,
    }
}

/// The option for a value, by value then by label; a disabled one cannot be chosen.
fn pick(control: &Control, candidates: &[String]) -> Option<Held> {
    let mut words = Vec::new();
    for choice in control.choices() {
        let is_open = !choice.disabled();
        words.push(if is_open {
            (choice.value(), choice.text())
        } else {
            Default::default()
        });
    }
    let place = match_one(&words, candidates)?;
    i32::try_from(place).ok().map(Held::Index)
}
