//! After the trip: what was filled, what was left and why, and how to undo it.

use yew::prelude::*;

use super::Press;
use super::view::{View, heard, item, list, paragraph};
use crate::state::{Conflict, Extent, Kept, Line, Missing, Summary};

/// The panel when the form holds what was released.
pub fn filled(view: &View, summary: &Summary) -> Html {
    let extent = summary.extent();
    html! {
        <>
            { view.title(title(extent)) }
            { result(view, summary, extent) }
            { left(view, summary) }
            { files(view, &summary.files) }
            { conflicts(view, &summary.conflicts) }
            { view.button("summary.goto", Press::GoToFirstEmpty) }
            { details(view, &summary.filled) }
            { undo(view, extent) }
        </>
    }
}

/// The panel when the form holds nothing of ours: all was refused, or the filling was undone. The person is asked
/// again only if they want to.
pub fn nothing(view: &View, id: &str) -> Html {
    html! {
        <>
            { view.title(title(Extent::Nothing)) }
            { view.paragraph(id) }
            <div class="actions">
                { view.by_hand("common.by_hand") }
                { view.button("summary.again", Press::Restart) }
            </div>
        </>
    }
}

/// The result for those who hear it, when the focus must not move.
pub fn said(view: &View, summary: &Summary) -> String {
    let title = view.messages().get(title(summary.extent()));
    [title, ". ", &counts(view, summary)].concat()
}

fn title(extent: Extent) -> &'static str {
    match extent {
        Extent::Full => "summary.title.full",
        Extent::Partial => "summary.title.partial",
        Extent::Nothing => "summary.title.none",
        Extent::FormChanged => "err.form_changed.title",
    }
}

fn result(view: &View, summary: &Summary, extent: Extent) -> Html {
    let (first, second) = match extent {
        Extent::FormChanged => (
            view.paragraph("err.form_changed.text"),
            "err.form_changed.do",
        ),
        _ => (
            html! { <p part="counts">{ counts(view, summary) }</p> },
            "summary.next",
        ),
    };
    html! { <>{ first }{ view.paragraph(second) }</> }
}

fn counts(view: &View, summary: &Summary) -> String {
    let all = [
        ("summary.filled", summary.written()),
        ("summary.kept", summary.kept()),
        (
            "summary.missing",
            summary.missing.len() + summary.unplaced.len(),
        ),
    ];
    let mut told = String::new();
    for (id, n) in all {
        if n > 0 {
            told.push_str(if told.is_empty() { "" } else { " · " });
            told.push_str(&view.messages().count(id, n));
        }
    }
    told
}

fn left(view: &View, summary: &Summary) -> Html {
    let mut items = Vec::new();
    for field in &summary.missing {
        items.push(missing(view, field));
    }
    for line in &summary.unplaced {
        items.push(row(line, "\u{a0}: "));
    }
    list(items)
}

fn row(line: &Line, between: &str) -> Html {
    item([&line.label, between, &line.text].concat().into())
}

/// One neutral reason for all: the page must not learn whether a value was refused, unknown or unavailable.
fn missing(view: &View, field: &Missing) -> Html {
    let go = view.on(Press::GoTo(field.chemin.clone()));
    item(html! {
        <>
            <button type="button" class="link" onclick={go}>{ &field.label }</button>
            { "\u{a0}: " }{ view.text("reason.host") }
        </>
    })
}

fn files(view: &View, labels: &[String]) -> Html {
    if labels.is_empty() {
        return Html::default();
    }
    let text = view.messages().plural(
        "summary.files",
        labels.len(),
        &[("champs", &labels.join(", "))],
    );
    paragraph(text.into())
}

fn conflicts(view: &View, conflicts: &[Conflict]) -> Html {
    if conflicts.is_empty() {
        return Html::default();
    }
    let mut boxes = Vec::new();
    for conflict in conflicts {
        boxes.push(conflict_box(view, conflict));
    }
    html! { <>{ view.subtitle("summary.conflict.title") }{ boxes }</> }
}

fn conflict_box(view: &View, conflict: &Conflict) -> Html {
    let Conflict {
        label,
        before,
        after,
        kept,
        ..
    } = conflict;
    let values = [
        ("champ", label.as_str()),
        ("avant", before),
        ("apres", after),
    ];
    let choices = match kept {
        Kept::Identity => view.paragraph("field_ui.locked"),
        _ => html! {
            <div class="actions">
                { choice(view, conflict, "summary.conflict.keep", Kept::Typed) }
                { choice(view, conflict, "summary.conflict.use", Kept::Received) }
            </div>
        },
    };
    html! { <div part="conflict">{ view.fill("summary.conflict.text", &values) }{ choices }</div> }
}

fn choice(view: &View, conflict: &Conflict, id: &str, settled: Kept) -> Html {
    let press = view.on(Press::Settle(conflict.chemin.clone(), settled));
    let is_on = if conflict.kept == settled {
        "true"
    } else {
        "false"
    };
    let about = ["\u{a0}: ", &conflict.label].concat();
    html! {
        <button type="button" part="action" aria-pressed={is_on} onclick={press}>
            { view.text(id) }{ heard(about.into()) }
        </button>
    }
}

fn details(view: &View, filled: &[Line]) -> Html {
    if filled.is_empty() {
        return Html::default();
    }
    let mut items = Vec::new();
    for line in filled {
        items.push(row(line, " – "));
    }
    view.details("summary.show", Html::default(), list(items))
}

/// Nothing was written where no field could take anything.
fn undo(view: &View, extent: Extent) -> Html {
    match extent {
        Extent::FormChanged => Html::default(),
        _ => view.button("summary.undo", Press::Undo),
    }
}
