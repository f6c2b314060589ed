//! What the person types or chooses for a ticked source: fields of our own, below its box.

use unefois_wire::{Saisie, Source};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Message;
use super::view::View;
use crate::state::Action;

/// The inputs of a source, below it; those a source above has already asked for are not asked twice.
pub fn below(view: &View, source: &Source) -> Html {
    let saisies = view.model.choice.inputs_below(view.description, &source.id);
    let Some(first) = saisies.first() else {
        return Html::default();
    };
    let legend = ["i-", &source.id].concat();
    let mut fields = Vec::new();
    for saisie in &saisies {
        fields.push(if saisie.choix.is_empty() {
            field(view, saisie)
        } else {
            choices(view, saisie)
        });
    }
    html! {
        <div part="inputs" role="group" aria-labelledby={legend.clone()}>
            <p id={legend} class="name">{ intro(view, first) }</p>
            { fields }
        </div>
    }
}

/// Every error the panel shows, in one announcement.
pub fn errors(view: &View) -> String {
    let mut errors = view.messages().get("common.error_prefix").to_owned();
    for texte in &view.model.inputs.wrong {
        errors.push(' ');
        errors.push_str(view.messages().get(&[texte, ".error"].concat()));
    }
    errors
}

fn intro(view: &View, first: &Saisie) -> String {
    let messages = view.messages();
    match messages.get(&first.legend()) {
        "" => messages.get("input.intro").to_owned(),
        own => own.to_owned(),
    }
}

fn field(view: &View, saisie: &Saisie) -> Html {
    let id = saisie.texte.clone();
    let about = About::new(view, saisie);
    html! {
        <div part="input">
            <label for={id.clone()} class="name">{ about.label }</label>
            { about.notes }
            <input {id} type="text" inputmode={if saisie.chiffres { "numeric" } else { "text" }} autocomplete="off"
                spellcheck="false" value={view.model.inputs.get(&saisie.texte).to_owned()}
                oninput={typing(view, saisie)} aria-describedby={about.described}
                aria-invalid={truth(about.is_wrong)} aria-required={truth(saisie.requise)} />
        </div>
    }
}

/// Radio buttons, one a code, in the words the messages have for it.
fn choices(view: &View, saisie: &Saisie) -> Html {
    let about = About::new(view, saisie);
    let chosen = view.model.inputs.get(&saisie.texte);
    let mut buttons = Vec::new();
    for code in &saisie.choix {
        buttons.push(html! {
            <label class="choice">
                <input type="radio" name={saisie.texte.clone()} value={code.clone()} checked={chosen == code}
                    oninput={typing(view, saisie)} />
                { view.text(&word(&saisie.texte, code)) }
            </label>
        });
    }
    html! {
        <fieldset part="input" role="radiogroup" aria-describedby={about.described} aria-invalid={truth(about.is_wrong)}
            aria-required={truth(saisie.requise)}>
            <legend>{ about.label }</legend>
            { about.notes }
            { buttons }
        </fieldset>
    }
}

/// `value.enfant_sexe.F` for the code `F` of `input.enfant_sexe`.
fn word(texte: &str, code: &str) -> String {
    let list = texte.split_once('.').map_or(texte, |(_, list)| list);
    ["value.", list, ".", code].concat()
}

fn typing(view: &View, saisie: &Saisie) -> Callback<InputEvent> {
    let texte = saisie.texte.clone();
    view.link.callback(move |event: InputEvent| {
        Message::Act(Action::Type {
            texte: texte.clone(),
            text: event.target_unchecked_into::<HtmlInputElement>().value(),
        })
    })
}

fn truth(is_true: bool) -> &'static str {
    if is_true { "true" } else { "false" }
}

/// What is said of an input, and how it is tied to it.
struct About {
    label: String,
    /// The hint, and the error when there is one.
    notes: Html,
    /// Ids of both.
    described: String,
    is_wrong: bool,
}

impl About {
    fn new(view: &View, saisie: &Saisie) -> Self {
        let messages = view.messages();
        let texte = saisie.texte.as_str();
        let get = |end: &str| messages.get(&[texte, end].concat());
        let mut label = get(".label").to_owned();
        if !saisie.requise {
            label = [&label, " (", messages.get("common.optional"), ")"].concat();
        }
        let (hint, wrong) = (["h-", texte].concat(), ["e-", texte].concat());
        let mut described = hint.clone();
        let mut error = Html::default();
        let is_wrong = view.model.inputs.wrong.contains(&saisie.texte);
        if is_wrong {
            described = [&hint, " ", &wrong].concat();
            let text = [messages.get("common.error_prefix"), " ", get(".error")].concat();
            error = html! { <span id={wrong} part="error">{ text }</span> };
        }
        Self {
            label,
            notes: html! { <><span id={hint} class="about">{ get(".hint") }</span>{ error }</> },
            described,
            is_wrong,
        }
    }
}
