//! What a form asks: a control, a group of radio buttons, or the three parts of a date.

use std::collections::BTreeSet;

use super::lexicon::Lexicon;
use super::page::{Control, Kind, NodeId, Page};
use super::words;

/// One thing asked, which takes one datum.
pub struct Question {
    /// Indices of its controls in the page: one, or every button, or day, month and year.
    pub controls: Vec<usize>,
    /// How they share the value.
    pub shape: Shape,
    /// What a person reads in front of it.
    pub label: String,
    /// The legends and headings around it, nearest first.
    pub around: Vec<String>,
    /// The words of its name and identifier.
    pub attributes: String,
    /// Whether the form demands an answer.
    pub required: bool,
}

/// How the controls of a question share a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    One(Kind),
    Group,
    /// Day, month and year, in this order.
    Split,
}

/// A control that is left alone, and why.
#[derive(Debug, serde::Serialize)]
pub struct LeftAlone {
    /// What it is called in the page.
    pub what: String,
    /// Why nothing is written for it.
    pub why: String,
    /// Whether the form demands an answer.
    pub required: bool,
}

/// What the form asks, and the controls that ask nothing the widget could answer.
pub fn read(page: &Page, form: usize, lexicon: &Lexicon) -> (Vec<Question>, Vec<LeftAlone>) {
    let mut questions = Vec::new();
    let mut left = Vec::new();
    let mut taken = BTreeSet::new();
    let indices: Vec<usize> = (0..page.controls.len())
        .filter(|index| {
            page.controls
                .get(*index)
                .is_some_and(|control| control.form == form)
        })
        .collect();
    for (at, index) in indices.iter().enumerate() {
        let Some(control) = page.controls.get(*index) else {
            continue;
        };
        if taken.contains(index)
            || matches!(
                control.input_type.as_str(),
                "submit" | "button" | "reset" | "image"
            )
        {
            continue;
        }
        if let Some(why) = &control.closed {
            left.push(LeftAlone {
                what: name(control),
                why: why.clone(),
                required: false,
            });
            continue;
        }
        let named: Vec<usize> = same_name(page, &indices, control);
        let question = match control.kind {
            Kind::Radio => group(page, named),
            Kind::Checkbox if named.len() > 1 => {
                taken.extend(named);
                left.push(LeftAlone {
                    what: name(control),
                    why: "several boxes of one name".to_owned(),
                    required: false,
                });
                continue;
            }
            _ => split(page, indices.get(at..at + 3).unwrap_or_default(), lexicon)
                .unwrap_or_else(|| single(page, *index)),
        };
        taken.extend(question.controls.iter().copied());
        questions.push(question);
    }
    (questions, left)
}

/// What a control is called in the page: its identifier, else its name, else what it is.
pub fn name(control: &Control) -> String {
    match (control.id.as_str(), control.name.as_str()) {
        ("", "") => format!("<{}> without id nor name", control.tag),
        (_, name) if !name.is_empty() && control.kind == Kind::Radio => name.to_owned(),
        ("", name) => name.to_owned(),
        (id, _) => format!("#{id}"),
    }
}

fn same_name(page: &Page, indices: &[usize], control: &Control) -> Vec<usize> {
    let same = |index: &&usize| {
        page.controls.get(**index).is_some_and(|other| {
            other.kind == control.kind && other.name == control.name && other.closed.is_none()
        })
    };
    let is_named = !control.name.is_empty();
    indices
        .iter()
        .filter(same)
        .filter(|_| is_named)
        .copied()
        .collect()
}

fn single(page: &Page, index: usize) -> Question {
    build(page, vec![index], |control| Shape::One(control.kind), None)
}

fn group(page: &Page, controls: Vec<usize>) -> Question {
    let legend = common(page, &controls);
    build(
        page,
        controls,
        |_| Shape::Group,
        Some(legend.map(|(_, text)| text).unwrap_or_default()),
    )
}

fn build(
    page: &Page,
    indices: Vec<usize>,
    shape: impl Fn(&Control) -> Shape,
    label: Option<String>,
) -> Question {
    let controls: Vec<&Control> = indices
        .iter()
        .filter_map(|index| page.controls.get(*index))
        .collect();
    let Some(first) = controls.first() else {
        return Question {
            controls: indices,
            shape: Shape::Group,
            label: String::new(),
            around: Vec::new(),
            attributes: String::new(),
            required: false,
        };
    };
    let label = label.unwrap_or_else(|| first.label.clone());
    let around = first.settings.iter().map(|setting| setting.text.clone());
    let around = around.filter(|text| *text != label).collect();
    let id = if first.kind == Kind::Radio {
        ""
    } else {
        first.id.as_str()
    };
    let attributes = [words::of_attribute(&first.name), words::of_attribute(id)].join(" ");
    let required = controls.iter().any(|control| control.required);
    Question {
        shape: shape(first),
        controls: indices,
        label,
        around,
        attributes,
        required,
    }
}

/// The nearest group that holds these controls and no other, and its words.
fn common(page: &Page, indices: &[usize]) -> Option<(NodeId, String)> {
    let first = page.controls.get(*indices.first()?)?;
    let holds = |node: NodeId, control: &Control| {
        control.settings.iter().any(|setting| setting.node == node)
    };
    let mut groups = first.settings.iter().filter(|setting| setting.is_group);
    let group = groups.find(|group| {
        let inside = page
            .controls
            .iter()
            .enumerate()
            .filter(|(_, control)| control.closed.is_none() && holds(group.node, control));
        let inside: Vec<usize> = inside.map(|(index, _)| index).collect();
        inside == indices
    })?;
    Some((group.node, group.text.clone()))
}

/// Three controls in a row that are the day, the month and the year of one date, in any order.
fn split(page: &Page, indices: &[usize], lexicon: &Lexicon) -> Option<Question> {
    let mut parts: [Option<(usize, BTreeSet<String>)>; 3] = [None, None, None];
    for index in indices {
        let control = page
            .controls
            .get(*index)
            .filter(|control| control.closed.is_none())?;
        let (rank, rest) = part(control, lexicon)?;
        let place = parts.get_mut(rank)?;
        if place.replace((*index, rest)).is_some() {
            return None;
        }
    }
    let [
        Some((jour, of_jour)),
        Some((mois, of_mois)),
        Some((annee, of_annee)),
    ] = parts
    else {
        return None;
    };
    let mut in_page = vec![jour, mois, annee];
    in_page.sort_unstable();
    let in_order = vec![jour, mois, annee];
    let label = match common(page, &in_page) {
        Some((_, text)) => text,
        None => {
            let shared: Vec<_> = of_jour
                .intersection(&of_mois)
                .filter(|word| of_annee.contains(*word))
                .cloned()
                .collect();
            let first = in_page
                .first()
                .and_then(|index| page.controls.get(*index))?;
            match shared.is_empty() {
                false => format!("date {}", shared.join(" ")),
                true => first.label.clone(),
            }
        }
    };
    let mut question = build(page, in_order, |_| Shape::Split, Some(label));
    let kept = question
        .attributes
        .split(' ')
        .filter(|word| !matches!(*word, "jour" | "day" | "j" | "d"));
    question.attributes = format!("date {}", kept.collect::<Vec<_>>().join(" "));
    Some(question)
}

/// Which part of a date a control is, 0 for the day, and the other words of its label.
fn part(control: &Control, lexicon: &Lexicon) -> Option<(usize, BTreeSet<String>)> {
    if !matches!(
        control.kind,
        Kind::Text | Kind::Number | Kind::Select | Kind::Tel
    ) {
        return None;
    }
    let label = words::telling(&words::plain(&control.label), lexicon);
    let named = words::of_attribute(&format!("{} {}", control.name, control.id));
    let named = words::all(&named, lexicon);
    let token = control
        .autocomplete
        .last()
        .map(String::as_str)
        .unwrap_or_default();
    let mark = control
        .data_unefois
        .as_deref()
        .and_then(|chemin| chemin.rsplit('.').next());
    let spellings = [
        ("bday-day", "jour", &["jour", "day", "jj", "dd"]),
        ("bday-month", "mois", &["moi", "month", "mm", "mois"]),
        ("bday-year", "annee", &["annee", "year", "aaaa", "yyyy"]),
    ];
    let hint = words::plain(&control.placeholder);
    let says = |spelling: &(&str, &str, &[&str; 4])| {
        let (bday, suffix, known) = spelling;
        let is_known = |word: &String| known.contains(&word.as_str());
        token == *bday
            || mark == Some(suffix)
            || label.iter().any(is_known)
            || (known.contains(&hint.as_str()) && !hint.is_empty())
            || (label.is_empty() && named.iter().any(is_known))
    };
    let mut fitting = spellings
        .iter()
        .enumerate()
        .filter(|(_, spelling)| says(spelling));
    let ((rank, (_, _, known)), None) = (fitting.next()?, fitting.next()) else {
        return None;
    };
    let rest = label
        .into_iter()
        .filter(|word| !known.contains(&word.as_str()))
        .collect();
    Some((rank, rest))
}
