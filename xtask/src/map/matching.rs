//! How the words, the `autocomplete` token and the choices of a question speak for a datum.

use std::collections::{BTreeMap, BTreeSet};

use unefois_core::field::Kind as Nature;

use super::choices;
use super::evidence::{Candidate, Confidence, HAUTE, Subject};
use super::lexicon::{Datum, Lexicon, Phrase};
use super::page::{Choice, Control, Kind, Page};
use super::question::{Question, Shape};
use super::words;

/// The words of a question.
pub struct Said {
    /// Those on it, or those of its placeholder.
    pub label: BTreeSet<String>,
    around: BTreeSet<String>,
    attributes: BTreeSet<String>,
    is_placeholder: bool,
}

/// Reads the words of a question.
pub fn said(question: &Question, first: &Control, lexicon: &Lexicon) -> Said {
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

/// What speaks for a datum; nothing when nothing does.
pub fn candidate<'a>(
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
        return by_name(phrase, said, matched, lexicon, of_child);
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
        let (points, reason) = elsewhere(&missing, said, residue.is_empty())?;
        matched.points -= points;
        matched.reasons.push(reason);
    }
    if named {
        matched.points += if residue.is_empty() { 15 } else { 5 };
        matched.reasons.push("its name agrees".to_owned());
    }
    Some(matched)
}

/// What the name and identifier say, where nothing is written in front of the field.
fn by_name(
    phrase: &Phrase,
    said: &Said,
    mut matched: Matched,
    lexicon: &Lexicon,
    of_child: bool,
) -> Option<Matched> {
    let extra = said.attributes.difference(&phrase.words);
    let mut extra = extra.filter(|word| !lexicon.is_setting(word, of_child));
    let is_named = phrase.words.is_subset(&said.attributes) && extra.next().is_none();
    matched.points = 25;
    matched.reasons = vec![format!("no label; its name says \"{}\"", phrase.text)];
    (said.label.is_empty() && is_named).then_some(matched)
}

/// Words of a phrase that stand around the field or in its name: what that costs, and the reason.
fn elsewhere(missing: &[&String], said: &Said, is_whole: bool) -> Option<(i32, String)> {
    let around = |word: &&String| said.around.contains(*word);
    let anywhere = |word: &&String| around(word) || said.attributes.contains(*word);
    let (points, place) = if missing.iter().all(around) {
        (5, "the legend around it")
    } else if missing.iter().all(anywhere) && is_whole {
        (20, "its name")
    } else {
        return None;
    };
    let missing: Vec<_> = missing.iter().map(|word| word.as_str()).collect();
    Some((points, format!("{place} adds \"{}\"", missing.join(" "))))
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
pub fn by_choices(
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
