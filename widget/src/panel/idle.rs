//! Before the trip: what may be asked for, from whom, for what, and who receives it.

use unefois_wire::{Concerne, Source};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::view::{View, heard, item, list, paragraph};
use super::{Message, inputs};
use crate::state::Action;

/// Everything above the button.
pub fn above(view: &View) -> Html {
    let choices = if view.model.choice.is_other {
        Html::default()
    } else {
        sources(view)
    };
    let title = view.heading(html! { <slot name="title">{ view.text("panel.title") }</slot> });
    html! { <>{ title }<slot name="intro" />{ other(view) }{ choices }{ notice(view) }</> }
}

/// Everything below the button.
pub fn below(view: &View) -> Html {
    let or = match view.model.choice.is_other {
        true => Html::default(),
        false => html! {
            <><slot name="button" /><p part="or"><span>{ view.text("panel.or") }</span></p></>
        },
    };
    let more = paragraph(view.link_out(&view.description.information, "notice.more", "more"));
    html! { <>{ or }{ view.by_hand("panel.by_hand") }{ more }</> }
}

/// One box. The whole line can be clicked; the label alone is its name, the rest its description.
fn tick_box(
    id: &str,
    part: &'static str,
    label: Html,
    about: Html,
    on: bool,
    changed: Callback<Event>,
) -> Html {
    let (name, hint) = (["l-", id].concat(), ["d-", id].concat());
    let described = [&hint, " alert"].concat();
    html! {
        <label {part}>
            <input type="checkbox" checked={on} onchange={changed}
                aria-labelledby={name.clone()} aria-describedby={described} />
            <span>
                <span id={name} class="name">{ label }</span>
                <span id={hint} class="about">{ about }</span>
            </span>
        </label>
    }
}

/// The other adult, only where the démarche may be for one.
fn other(view: &View) -> Html {
    if !view.description.may_be_other() {
        return Html::default();
    }
    let child = if view.description.concerne.contains(&Concerne::Enfant) {
        view.text("panel.other.child")
    } else {
        Html::default()
    };
    let about = html! { <>{ view.text("panel.other.hint") }{ " " }{ child }</> };
    let changed = view
        .link
        .callback(|event: Event| Message::Act(Action::Other(is_checked(&event))));
    let is_other = view.model.choice.is_other;
    tick_box(
        "other",
        "source other",
        view.text("panel.other.label"),
        about,
        is_other,
        changed,
    )
}

fn sources(view: &View) -> Html {
    let sources = &view.description.sources;
    let mut boxes = Vec::new();
    for source in sources {
        boxes.push(source_box(view, source));
    }
    match sources.as_slice() {
        [] => view.paragraph("panel.intro.zero"),
        [_] => html! { <div part="sources">{ boxes }{ details(view) }</div> },
        _ => html! {
            <>
                <fieldset part="sources" aria-describedby="hint">
                    <legend>{ view.text("panel.legend") }</legend>
                    <p id="hint" class="about">{ view.text("panel.hint") }</p>
                    { boxes }
                </fieldset>
                { details(view) }
            </>
        },
    }
}

fn source_box(view: &View, source: &Source) -> Html {
    let id = &source.id;
    let fournisseur_a = view
        .messages()
        .get(&["provider.", &source.fournisseur, ".a"].concat());
    let from = view
        .messages()
        .fill("panel.source_from", &[("fournisseur_a", fournisseur_a)]);
    let health = match source.sante {
        true => html! { <span class="strong">{ view.text("source.sensitive") }</span> },
        false => Html::default(),
    };
    let about = html! {
        <><span>{ from }</span>{ " " }<span>{ source_text(view, source, ".why") }</span>{ " " }{ health }</>
    };
    let ticked = id.clone();
    let changed = view.link.callback(move |event: Event| {
        Message::Act(Action::Tick {
            source: ticked.clone(),
            on: is_checked(&event),
        })
    });
    let is_on = view.model.choice.ticked.contains(id);
    let label = source_text(view, source, ".label");
    html! {
        <>{ tick_box(id, "source", label, about, is_on, changed) }{ inputs::below(view, source) }</>
    }
}

fn source_text(view: &View, source: &Source, end: &str) -> Html {
    view.text(&["source.", &source.id, end].concat())
}

/// What each source gives, folded: nothing everybody needs is in here.
fn details(view: &View) -> Html {
    let sources = &view.description.sources;
    let label =
        |source: &Source| html! { <>{ source_text(view, source, ".label") }{ "\u{a0}: " }</> };
    let mut gets = Vec::new();
    for source in sources {
        let which = if sources.len() > 1 {
            label(source)
        } else {
            Html::default()
        };
        let about_health = match source.sante {
            true => html! { <>{ " " }{ source_text(view, source, ".gets_sante") }</> },
            false => Html::default(),
        };
        gets.push(item(
            html! { <>{ which }{ source_text(view, source, ".gets") }{ about_health }</> },
        ));
    }
    gets.push(item(view.text("panel.identity")));
    let about = match sources.as_slice() {
        [source] => heard(html! { <>{ "\u{a0}: " }{ source_text(view, source, ".label") }</> }),
        _ => Html::default(),
    };
    view.details("panel.details", about, list(gets))
}

/// Who receives, for what, when, and that refusing is possible: before the button, always visible.
fn notice(view: &View) -> Html {
    let collectivite = &view.description.collectivite;
    let rights = view.fill("notice.rights_short", &[("dpo", &collectivite.dpo)]);
    if view.model.choice.is_other {
        return html! { <div part="notice">{ rights }</div> };
    }
    let who = [
        ("nom_collectivite", collectivite.nom_collectivite.as_str()),
        ("service", &collectivite.service),
    ];
    let when = [
        view.messages().get("notice.when"),
        " ",
        view.messages().get("notice.refuse_short"),
    ]
    .concat();
    html! {
        <div part="notice">
            { view.paragraph("panel.identity_short") }
            { view.fill("notice.who", &who) }
            { view.fill("notice.why", &[("finalite", &view.description.finalite)]) }
            { paragraph(when.into()) }
            { rights }
        </div>
    }
}

fn is_checked(event: &Event) -> bool {
    event.target_unchecked_into::<HtmlInputElement>().checked()
}
