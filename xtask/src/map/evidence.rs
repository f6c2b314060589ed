//! What speaks for each datum, question by question: points, and the reasons in words.

use std::collections::{BTreeMap, BTreeSet};

use unefois_core::field::{self, Kind as Nature};

use super::choices;
use super::lexicon::{Datum, Lexicon, Phrase};
use super::page::{Choice, Control, Kind, Page};
use super::question::{Question, Shape};
use super::words;

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
const HAUTE: i32 = 50;
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

/// The words of a question.
struct Said {
    label: BTreeSet<String>,
    around: BTreeSet<String>,
    attributes: BTreeSet<String>,
    is_placeholder: bool,
}

fn said(question: &Question, first: &Control, lexicon: &Lexicon) -> Said {
    let telling = |text: &str| words::telling(&words::plain(text), lexicon);
    let own = telling(&question.label);
    let is_placeholder = own.is_empty() && question.shape != Shape::Split;
    let label = if is_placeholder {
        telling(&first.placeholder)
    } else {
        own
    };
    Said {
        label,
        around: question
            .around
            .iter()
            .flat_map(|text| telling(text))
            .collect(),
        attributes: words::telling(&question.attributes, lexicon),
        is_placeholder,
    }
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

fn candidate<'a>(
    datum: &'a Datum,
    question: &Question,
    page: &Page,
    said: &Said,
    subject: &Subject,
    lexicon: &Lexicon,
) -> Option<Candidate<'a>> {
    let of_child = matches!(subject, Subject::Child)
        && datum.kin.is_some_and(|kin| kin.starts_with("enfants"));
    let matched = datum
        .phrases
        .iter()
        .filter_map(|phrase| by_words(phrase, said, question, lexicon, of_child));
    // "Année" alone, beside "Vos ressources", asks no amount.
    let is_year = said.label.len() == 1 && said.label.contains("annee");
    let matched = matched.filter(|_| !is_year || matches!(datum.spec.kind, Nature::Annee));
    let by_words = matched.reduce(|best, next| {
        if next.points > best.points {
            next
        } else {
            best
        }
    });
    let by_token = by_token(datum, question, page, said, lexicon)
        .filter(|_| matches!(subject, Subject::Person));
    let mut candidate = Candidate {
        datum,
        points: 0,
        reasons: Vec::new(),
        is_shared: false,
        by_token: 0,
        at_most: Confidence::Haute,
        is_marked: false,
        valeurs: BTreeMap::new(),
    };
    if let Some((points, reason, at_most)) = by_token {
        candidate.points += points;
        candidate.by_token = points;
        candidate.reasons.push(reason);
        candidate.at_most = at_most;
        candidate.is_shared = datum.kin.is_some();
    }
    if let Some(matched) = by_words {
        candidate.points += matched.points;
        candidate.reasons.extend(matched.reasons);
        candidate.is_shared |= matched.is_shared;
        if matched.is_weak && candidate.points - matched.points < HAUTE {
            candidate.at_most = candidate.at_most.min(Confidence::Moyenne);
        }
    }
    if candidate.points <= 0 {
        return None;
    }
    by_choices(&mut candidate, question, page, lexicon)?;
    Some(candidate)
}

/// How well the words of a question are those of a phrase.
struct Matched {
    points: i32,
    reasons: Vec<String>,
    is_weak: bool,
    is_shared: bool,
}

fn by_words(
    phrase: &Phrase,
    said: &Said,
    question: &Question,
    lexicon: &Lexicon,
    of_child: bool,
) -> Option<Matched> {
    let in_label: BTreeSet<_> = phrase.words.intersection(&said.label).collect();
    let residue: Vec<_> = said
        .label
        .difference(&phrase.words)
        .filter(|word| !lexicon.is_setting(word, of_child))
        .collect();
    let missing: Vec<_> = phrase.words.difference(&said.label).collect();
    let named = phrase.words.is_subset(&said.attributes);
    let mut matched = Matched {
        points: 0,
        reasons: Vec::new(),
        is_weak: phrase.is_weak,
        is_shared: phrase.is_shared,
    };
    if in_label.is_empty() {
        let extra = said
            .attributes
            .difference(&phrase.words)
            .filter(|word| !lexicon.is_setting(word, of_child))
            .count();
        let is_alone = said.label.is_empty() && named && extra == 0;
        matched.points = 25;
        matched.reasons = vec![format!("no label; its name says \"{}\"", phrase.text)];
        return is_alone.then_some(matched);
    }
    let extra = i32::try_from(residue.len()).unwrap_or(i32::MAX);
    if extra > 2 {
        return None;
    }
    matched.points = if phrase.is_weak { 35 } else { 50 } - 15 * extra;
    let place = if said.is_placeholder {
        "placeholder"
    } else {
        "label"
    };
    let shown = if said.is_placeholder {
        phrase.text.as_str()
    } else {
        question.label.as_str()
    };
    matched.reasons.push(match residue.is_empty() {
        true => format!("{place} \"{shown}\" says \"{}\"", phrase.text),
        false => format!(
            "{place} \"{shown}\" holds \"{}\" among other words",
            phrase.text
        ),
    });
    if said.is_placeholder {
        matched.points -= 10;
    }
    if !missing.is_empty() {
        let around = missing.iter().all(|word| said.around.contains(*word));
        let somewhere = missing
            .iter()
            .all(|word| said.around.contains(*word) || said.attributes.contains(*word));
        matched.points -= match (around, somewhere) {
            (true, _) => 5,
            (_, true) if residue.is_empty() => 20,
            _ => return None,
        };
        let source = if around {
            "the legend around it"
        } else {
            "its name"
        };
        let missing: Vec<_> = missing.iter().map(|word| word.as_str()).collect();
        matched
            .reasons
            .push(format!("{source} adds \"{}\"", missing.join(" ")));
    }
    if named {
        matched.points += if residue.is_empty() { 15 } else { 5 };
        matched.reasons.push("its name agrees".to_owned());
    }
    Some(matched)
}

/// What `autocomplete` says, exactly: a token with a section or a purpose before it is worth less.
fn by_token(
    datum: &Datum,
    question: &Question,
    page: &Page,
    said: &Said,
    lexicon: &Lexicon,
) -> Option<(i32, String, Confidence)> {
    let first = page.controls.get(*question.controls.first()?)?;
    let token = first.autocomplete.last()?;
    let whole = match (question.shape, token.strip_prefix("bday-")) {
        (Shape::Split, Some(_)) => "bday",
        _ => token,
    };
    let named = lexicon.autocomplete(whole)?;
    let names = named
        .iter()
        .any(|name| *name == datum.spec.chemin || datum.kin == Some(name.as_str()));
    let is_exact = first.autocomplete.len() == 1;
    let at_most = if is_exact {
        Confidence::Haute
    } else {
        Confidence::Moyenne
    };
    let points = match (named.len(), said.label.is_empty()) {
        (1, _) => 60,
        _ => 25,
    };
    names.then(|| {
        (
            points,
            format!("autocomplete=\"{}\"", first.autocomplete.join(" ")),
            at_most,
        )
    })
}

/// The choices must be able to say what the datum says; nothing when they cannot.
fn by_choices(
    candidate: &mut Candidate<'_>,
    question: &Question,
    page: &Page,
    lexicon: &Lexicon,
) -> Option<()> {
    if !matches!(question.shape, Shape::Group | Shape::One(Kind::Select)) {
        return Some(());
    }
    let spec = candidate.datum.spec;
    let offered = offered(question, page);
    match choices::fit(spec, &offered, lexicon) {
        None if matches!(spec.kind, Nature::Code(_) | Nature::Integer) => {
            candidate.at_most = candidate.at_most.min(Confidence::Moyenne);
            candidate
                .reasons
                .push("its codes are an open list: `valeurs` is to be written by hand".to_owned());
        }
        None => {}
        Some(fit) if fit.is_foreign && matches!(spec.kind, Nature::Code(_)) => {
            candidate.at_most = candidate.at_most.min(Confidence::Moyenne);
            candidate.reasons.push(
                "no choice is named as the registry does: `valeurs` is to be written by hand"
                    .to_owned(),
            );
        }
        Some(fit) if fit.is_foreign => return None,
        Some(fit) if !fit.missing.is_empty() => {
            if matches!(spec.kind, Nature::OuiNon | Nature::Sexe) {
                return None;
            }
            candidate.at_most = candidate.at_most.min(Confidence::Moyenne);
            candidate
                .reasons
                .push(format!("no choice found for {}", fit.missing.join(", ")));
            candidate.valeurs = fit.valeurs;
        }
        Some(fit) => {
            candidate.points += 5;
            candidate.reasons.push("its choices fit".to_owned());
            candidate.valeurs = fit.valeurs;
        }
    }
    Some(())
}

/// The options of a menu, or the buttons of a group.
pub fn offered(question: &Question, page: &Page) -> Vec<Choice> {
    let controls = question
        .controls
        .iter()
        .filter_map(|index| page.controls.get(*index));
    match question.shape {
        Shape::Group => controls
            .map(|control| Choice {
                value: control.value.clone(),
                label: control.label.clone(),
            })
            .collect(),
        _ => controls
            .flat_map(|control| control.choices.clone())
            .collect(),
    }
}
