//! How a value is written in a field: the table of its choices, the format of its date.

use std::collections::BTreeMap;

use unefois_core::field::Kind as Nature;

use super::choices;
use super::evidence::{Candidate, Confidence};
use super::page::{Control, Kind, Page};
use super::question::{Question, Shape};

/// What the démarche says of the writing.
pub struct Writing {
    /// Value received → value of the choice.
    pub valeurs: BTreeMap<String, String>,
    /// Format of a date in a field of text.
    pub format: Option<&'static str>,
    /// The best the proposal may then be called.
    pub at_most: Confidence,
}

/// What to say of a datum in a question.
pub fn of(
    question: &Question,
    candidate: &Candidate<'_>,
    page: &Page,
    reasons: &mut Vec<String>,
) -> Writing {
    let mut writing = Writing {
        valeurs: BTreeMap::new(),
        format: None,
        at_most: Confidence::Haute,
    };
    let spec = candidate.datum.spec;
    let first = question
        .controls
        .first()
        .and_then(|index| page.controls.get(*index));
    match (question.shape, first) {
        (Shape::Group | Shape::One(Kind::Select), _) => writing.valeurs = candidate.valeurs.clone(),
        (Shape::One(Kind::Checkbox), Some(control)) if spec.kind == Nature::OuiNon => {
            writing.valeurs = choices::of_box(control);
        }
        (Shape::One(Kind::Checkbox), Some(control)) => {
            writing.valeurs = BTreeMap::from([("T".to_owned(), control.value.clone())]);
        }
        (Shape::One(Kind::Text), Some(control)) if spec.kind == Nature::Date => {
            date(control, question, reasons, &mut writing)
        }
        _ => {}
    }
    writing
}

/// The format a field of text hints at, by its label, its placeholder, its help or its pattern.
fn date(control: &Control, question: &Question, reasons: &mut Vec<String>, writing: &mut Writing) {
    let hints = format!("{} {}", question.label, control.help).to_lowercase();
    let pattern = control.pattern.replace("\\d", "[0-9]");
    let shapes = shapes(&hints);
    let has = |known: &str| shapes.iter().any(|shape| shape == known);
    let slashes = has("00/00/0000")
        || ["jj/mm/aaaa", "dd/mm/yyyy"]
            .iter()
            .any(|text| hints.contains(text));
    let is_iso = has("0000-00-00")
        || ["aaaa-mm-jj", "yyyy-mm-dd"]
            .iter()
            .any(|text| hints.contains(text));
    if slashes || (pattern.contains('/') && !is_iso) {
        writing.format = Some("jj/mm/aaaa");
        reasons.push("its hint is a date with slashes".to_owned());
    } else if is_iso || pattern.starts_with("[0-9]{4}-") {
        reasons.push("its hint is an ISO date".to_owned());
    } else {
        writing.format = Some("jj/mm/aaaa");
        writing.at_most = Confidence::Moyenne;
        reasons.push("no hint of the format of its date".to_owned());
        if control.maxlength.is_some_and(|length| length < 10) {
            writing.at_most = Confidence::Faible;
            reasons.push("it is too short for jj/mm/aaaa".to_owned());
        }
    }
}

/// The numbers of a text with each digit as a zero: `27/03/1985` gives `00/00/0000`.
fn shapes(text: &str) -> Vec<String> {
    let zeroed = text.replace(|letter: char| letter.is_ascii_digit(), "0");
    let parts = zeroed.split(|letter: char| !(letter == '0' || letter == '/' || letter == '-'));
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
