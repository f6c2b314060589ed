//! What speaks for each datum, question by question: points, and the reasons in words.

use std::collections::BTreeMap;

use unefois_core::field::{self, Kind as Nature};

use super::choices;
use super::lexicon::{Datum, Lexicon};
use super::matching::{by_choices, candidate, said};
use super::page::{Kind, Page};
use super::question::{Question, Shape};

/// How sure a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A guess worth reading.
    Faible,
    /// Probably right: look at it.
    Moyenne,
    /// Said by the page itself.
    Haute,
}

/// Points from which a proposal has this confidence.
pub const HAUTE: i32 = 50;
const MOYENNE: i32 = 30;
const FAIBLE: i32 = 15;

/// What a host wrote on purpose: nothing outweighs it.
const DECISIVE: i32 = 200;

/// A datum that a question may ask.
pub struct Candidate<'a> {
    /// The datum.
    pub datum: &'a Datum,
    /// How much speaks for it.
    pub points: i32,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// Whether only the source tells it from data of the same name.
    pub is_shared: bool,
    /// What its `autocomplete` token alone is worth.
    pub by_token: i32,
    /// The best it may be called.
    pub at_most: Confidence,
    /// Whether the page names it by `data-unefois`.
    pub is_marked: bool,
    /// Value received → value of the choice, for a menu or buttons.
    pub valeurs: BTreeMap<String, String>,
}

impl Candidate<'_> {
    /// How sure it is; nothing below the threshold of a guess.
    pub fn confidence(&self) -> Option<Confidence> {
        let reached = match self.points {
            HAUTE.. => Confidence::Haute,
            MOYENNE..HAUTE => Confidence::Moyenne,
            FAIBLE..MOYENNE => Confidence::Faible,
            _ => return None,
        };
        Some(reached.min(self.at_most))
    }
}

/// What a question comes to.
pub enum Finding<'a> {
    /// Nothing is proposed; the reason, and whether somebody must decide.
    Nothing { why: String, is_doubt: bool },
    /// Data that fit, best first.
    Candidates(Vec<Candidate<'a>>),
}

/// Whose part of the form a question is in.
pub enum Subject {
    Person,
    Child,
    Other(String),
}

/// Weighs every datum of the registry for a question.
pub fn weigh<'a>(question: &Question, page: &Page, lexicon: &'a Lexicon) -> Finding<'a> {
    let Some(first) = question
        .controls
        .iter()
        .min()
        .and_then(|index| page.controls.get(*index))
    else {
        return nothing("nothing to fill");
    };
    let said = said(question, first, lexicon);
    let subject = subject(question, lexicon);
    if let Some(finding) = marked(question, page, lexicon, &subject) {
        return finding;
    }
    if let Subject::Other(word) = subject {
        return nothing(&format!("about someone else: \"{word}\""));
    }
    let token = first
        .autocomplete
        .last()
        .map(String::as_str)
        .unwrap_or_default();
    if first.kind == Kind::Tel || token.starts_with("tel") {
        return nothing("a telephone number: no provider certifies one");
    }
    if let Some(word) = lexicon.refusal(&said.label) {
        return nothing(&format!("\"{word}\": for the person to write"));
    }
    if is_foreign(token) {
        return nothing(&format!("autocomplete=\"{token}\" names something else"));
    }
    let mut candidates: Vec<Candidate<'_>> = lexicon
        .data
        .iter()
        .filter(|datum| suits(datum, &subject) && holds(question, datum))
        .filter_map(|datum| candidate(datum, question, page, &said, &subject, lexicon))
        .filter(|candidate| candidate.confidence().is_some())
        .collect();
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.points));
    Finding::Candidates(candidates)
}

fn nothing<'a>(why: &str) -> Finding<'a> {
    Finding::Nothing {
        why: why.to_owned(),
        is_doubt: false,
    }
}

fn doubt<'a>(why: String) -> Finding<'a> {
    Finding::Nothing {
        why,
        is_doubt: true,
    }
}

/// Whose part of the form a question is in, by the words on it and around it. Another person prevails: a wrong
/// identity is worse than an empty field.
pub fn subject(question: &Question, lexicon: &Lexicon) -> Subject {
    let shown = || std::iter::once(&question.label).chain(&question.around);
    let all = || shown().chain(std::iter::once(&question.attributes));
    let other = all().find_map(|text| lexicon.subject("autre", text));
    let alone = || {
        question
            .around
            .iter()
            .find_map(|text| lexicon.subject("autre_seul", text))
    };
    if let Some(word) = other.or_else(alone) {
        return Subject::Other(word.to_owned());
    }
    match all().any(|text| lexicon.subject("enfant", text).is_some()) {
        true => Subject::Child,
        false => Subject::Person,
    }
}

fn suits(datum: &Datum, subject: &Subject) -> bool {
    let is_identity = datum.source == field::IDENTITE;
    let is_child = datum.kin.is_some_and(|kin| kin.starts_with("enfants"));
    match subject {
        Subject::Person => !is_child,
        Subject::Child => !is_identity,
        Subject::Other(_) => false,
    }
}

fn holds(question: &Question, datum: &Datum) -> bool {
    match question.shape {
        Shape::Split => datum.spec.kind == Nature::Date,
        Shape::Group => choices::can_hold(Kind::Radio, datum.spec),
        Shape::One(kind) => choices::can_hold(kind, datum.spec),
    }
}

/// The host's own mark decides, unless it contradicts what the page shows.
fn marked<'a>(
    question: &Question,
    page: &Page,
    lexicon: &'a Lexicon,
    subject: &Subject,
) -> Option<Finding<'a>> {
    let controls = question
        .controls
        .iter()
        .filter_map(|index| page.controls.get(*index));
    let mark = controls
        .filter_map(|control| control.data_unefois.as_deref())
        .next()?;
    let chemin = match question.shape {
        Shape::Split => mark.rsplit_once('.').map_or(mark, |(chemin, _)| chemin),
        _ => mark,
    };
    let spec = field::spec(chemin);
    let datum = lexicon
        .data
        .iter()
        .find(|datum| spec.is_some_and(|spec| spec.chemin == datum.spec.chemin));
    let Some(datum) = datum else {
        return Some(doubt(format!(
            "data-unefois=\"{mark}\" names no datum of docs/fields.md"
        )));
    };
    if !holds(question, datum) {
        return Some(doubt(format!(
            "data-unefois=\"{mark}\" names a datum this control cannot hold"
        )));
    }
    match subject {
        Subject::Other(word) => {
            return Some(doubt(format!(
                "data-unefois=\"{mark}\" in a part about someone else: \"{word}\""
            )));
        }
        Subject::Child if datum.source == field::IDENTITE => {
            return Some(doubt(format!(
                "data-unefois=\"{mark}\" in a part about a child"
            )));
        }
        _ => {}
    }
    let reasons = vec![format!(
        "data-unefois=\"{mark}\": the démarche will need no `cible` for it"
    )];
    let mut candidate = Candidate {
        datum,
        points: DECISIVE,
        reasons,
        is_shared: false,
        by_token: 0,
        at_most: Confidence::Haute,
        is_marked: true,
        valeurs: BTreeMap::new(),
    };
    if by_choices(&mut candidate, question, page, lexicon).is_none() {
        return Some(doubt(format!(
            "data-unefois=\"{mark}\": its choices cannot say that datum"
        )));
    }
    Some(Finding::Candidates(vec![candidate]))
}

/// Tokens that name what no datum of the registry is.
fn is_foreign(token: &str) -> bool {
    const FOREIGN: [&str; 11] = [
        "name",
        "nickname",
        "organization",
        "organization-title",
        "username",
        "new-password",
        "current-password",
        "one-time-code",
        "url",
        "photo",
        "impp",
    ];
    FOREIGN.contains(&token) || token.starts_with("cc-") || token.starts_with("transaction-")
}
