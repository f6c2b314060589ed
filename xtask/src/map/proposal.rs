//! The mapping of a form: what is proposed, what somebody must decide, what is left alone.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde::Serialize;
use unefois_core::demarche::{CibleDateWritten, CibleWritten};
use unefois_core::field;

use super::decision::{self, Decision};
use super::evidence::{self, Candidate, Confidence};
use super::lexicon::Lexicon;
use super::page::{Kind, Page};
use super::question::{self, LeftAlone, Question, Shape};
use super::rows::Rows;
use super::writing::{self, Writing};
use super::{rows, selector};

/// What to look for in a page.
#[derive(Default)]
pub struct Wish {
    /// Selector of the form, where the page has several.
    pub form: Option<String>,
    /// Sources the démarche declares; empty when nobody said.
    pub sources: BTreeSet<String>,
}

/// A field of the form and the datum it would receive.
#[derive(Debug, Serialize)]
pub struct Proposal {
    /// Path of the datum.
    pub chemin: &'static str,
    /// Where it goes.
    pub cible: CibleWritten,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why.
    pub reasons: Vec<String>,
    /// Whether the form demands it.
    pub requis: bool,
    /// Value received → value of the choice.
    pub valeurs: BTreeMap<String, String>,
    /// How a date is written in a field of text.
    pub format: Option<&'static str>,
    /// Rows of the form.
    pub lignes: usize,
}

/// A field for which somebody must decide: nothing is written for it.
#[derive(Debug, Serialize)]
pub struct Doubt {
    /// What the field is called in the page.
    pub what: String,
    /// What is to be decided.
    pub why: String,
}

/// A form and everything that was read in it.
#[derive(Debug, Serialize)]
pub struct Mapping {
    /// Selector of the form; empty when the fields are in none.
    pub formulaire: String,
    /// Whether the page has other forms, which the démarche must then tell apart.
    pub has_other_forms: bool,
    /// What is proposed, in the order of the page.
    pub proposals: Vec<Proposal>,
    /// What somebody must decide.
    pub doubts: Vec<Doubt>,
    /// What is left alone.
    pub left: Vec<LeftAlone>,
}

/// A question and the datum chosen for it.
struct Chosen<'a> {
    question: &'a Question,
    candidate: Candidate<'a>,
    confidence: Confidence,
}

/// Reads a page.
///
/// # Errors
///
/// No form can be chosen, or the table of words is damaged.
pub fn map(text: &str, wish: &Wish) -> Result<Mapping> {
    let lexicon = Lexicon::load()?;
    let page = Page::parse(text);
    let form = page.choose(wish.form.as_deref())?;
    let (questions, left) = question::read(&page, form, &lexicon);
    let found: Vec<_> = questions
        .iter()
        .map(|question| evidence::weigh(question, &page, &lexicon))
        .collect();
    let implied = decision::implied(&found);
    let mut mapping = Mapping {
        formulaire: page
            .forms
            .get(form)
            .map(|form| form.selector.clone())
            .unwrap_or_default(),
        has_other_forms: page
            .forms
            .iter()
            .filter(|form| !form.selector.is_empty())
            .count()
            > 1,
        proposals: Vec::new(),
        doubts: Vec::new(),
        left,
    };
    let mut chosen = Vec::new();
    for (question, finding) in questions.iter().zip(found) {
        match decision::decide(finding, &wish.sources, &implied) {
            Decision::Take(candidate, confidence) => chosen.push(Chosen {
                question,
                candidate,
                confidence,
            }),
            Decision::Doubt(why) => mapping.doubts.push(Doubt {
                what: what(question, &page),
                why,
            }),
            Decision::Leave(why) => {
                let required = question.required;
                mapping.left.push(LeftAlone {
                    what: what(question, &page),
                    why,
                    required,
                });
            }
        }
    }
    place(chosen, &page, &mut mapping);
    Ok(mapping)
}

/// Gives each datum its place: one field, or one of each row.
fn place(chosen: Vec<Chosen<'_>>, page: &Page, mapping: &mut Mapping) {
    let mut by_chemin: Vec<(&'static str, Vec<Chosen<'_>>)> = Vec::new();
    for one in chosen {
        let chemin = one.candidate.datum.spec.chemin;
        match by_chemin.iter_mut().find(|(known, _)| *known == chemin) {
            Some((_, all)) => all.push(one),
            None => by_chemin.push((chemin, vec![one])),
        }
    }
    let lignes = lignes(&by_chemin);
    for (chemin, all) in by_chemin {
        let source = field::source_of(chemin).unwrap_or_default();
        let rows = lignes.get(source).copied().unwrap_or(1);
        let is_list = chemin.contains("[]");
        match all.as_slice() {
            [one] if !is_list || rows == 1 => propose(&[one], page, mapping),
            many if is_list && many.len() == rows => {
                propose(&many.iter().collect::<Vec<_>>(), page, mapping)
            }
            many if is_list => doubt(
                many,
                page,
                mapping,
                &format!("{} of {rows} rows have {chemin}", many.len()),
            ),
            many => strongest(many, page, mapping, chemin),
        }
    }
}

/// Rows of the list of each source: as many as its most repeated datum has fields.
fn lignes(by_chemin: &[(&'static str, Vec<Chosen<'_>>)]) -> BTreeMap<&'static str, usize> {
    let mut lignes = BTreeMap::new();
    for (chemin, all) in by_chemin.iter().filter(|(chemin, _)| chemin.contains("[]")) {
        let most = lignes
            .entry(field::source_of(chemin).unwrap_or_default())
            .or_insert(1);
        *most = all.len().max(*most);
    }
    lignes
}

/// Of several fields for one datum, the only one that is surest; nothing when two are as sure.
fn strongest(many: &[Chosen<'_>], page: &Page, mapping: &mut Mapping, chemin: &str) {
    let best = many.iter().map(|one| one.confidence).max();
    let (first, rest): (Vec<_>, Vec<_>) = many.iter().partition(|one| Some(one.confidence) == best);
    let others = |these: &[&Chosen<'_>]| {
        these
            .iter()
            .map(|one| what(one.question, page))
            .collect::<Vec<_>>()
            .join(", ")
    };
    if let [one] = first.as_slice() {
        propose(&[one], page, mapping);
        for other in rest {
            let why = format!("{chemin} reads better on {}", what(one.question, page));
            mapping.doubts.push(Doubt {
                what: what(other.question, page),
                why,
            });
        }
    } else {
        let all: Vec<&Chosen<'_>> = many.iter().collect();
        let why = format!("{chemin} fits as well on {}", others(&all));
        for one in many {
            mapping.doubts.push(Doubt {
                what: what(one.question, page),
                why: why.clone(),
            });
        }
    }
}

fn doubt(many: &[Chosen<'_>], page: &Page, mapping: &mut Mapping, why: &str) {
    for one in many {
        mapping.doubts.push(Doubt {
            what: what(one.question, page),
            why: why.to_owned(),
        });
    }
}

/// Proposes one datum for one field, or for one of each row.
fn propose(rows: &[&Chosen<'_>], page: &Page, mapping: &mut Mapping) {
    let Some(first) = rows.first() else { return };
    let spec = first.candidate.datum.spec;
    let mut reasons = first.candidate.reasons.clone();
    let cible = match cible(rows, page, &mut reasons) {
        Ok(cible) => cible,
        Err(why) => {
            let doubts = rows.iter().map(|one| Doubt {
                what: what(one.question, page),
                why: why.clone(),
            });
            mapping.doubts.extend(doubts);
            return;
        }
    };
    let Writing {
        valeurs,
        format,
        at_most,
    } = writing::of(first.question, &first.candidate, page, &mut reasons);
    let confidence = rows
        .iter()
        .map(|one| one.confidence)
        .min()
        .unwrap_or(Confidence::Faible);
    mapping.proposals.push(Proposal {
        chemin: spec.chemin,
        cible,
        confidence: if first.candidate.is_marked {
            confidence
        } else {
            confidence.min(at_most)
        },
        reasons,
        requis: first.question.required,
        valeurs,
        format,
        lignes: rows.len(),
    });
}

fn cible(
    rows: &[&Chosen<'_>],
    page: &Page,
    reasons: &mut Vec<String>,
) -> Result<CibleWritten, String> {
    let mut part = |rank: usize| one_selector(rows, rank, page, reasons);
    let is_split = rows
        .first()
        .is_some_and(|one| one.question.shape == Shape::Split);
    if !is_split {
        return part(0).map(CibleWritten::Selecteur);
    }
    Ok(CibleWritten::Date(CibleDateWritten {
        jour: part(0)?,
        mois: part(1)?,
        annee: part(2)?,
    }))
}

/// The selector of the control at `rank` of each row.
fn one_selector(
    rows: &[&Chosen<'_>],
    rank: usize,
    page: &Page,
    reasons: &mut Vec<String>,
) -> Result<String, String> {
    let controls = rows
        .iter()
        .filter_map(|one| page.controls.get(*one.question.controls.get(rank)?));
    let controls: Vec<_> = controls.collect();
    if let [control] = controls.as_slice() {
        let chosen =
            selector::of_control(page, control).ok_or("no selector finds it alone in its form")?;
        reasons.extend(chosen.remark);
        return Ok(chosen.selector);
    }
    let mut why = "no number in id or name tells its rows apart".to_owned();
    for by in 0..3 {
        let of_rows: Option<Vec<String>> = controls
            .iter()
            .map(|control| selector::lasting(page, control).into_iter().nth(by))
            .collect();
        match of_rows.as_deref().map(rows::read) {
            Some(Rows::Numbered(selector)) => {
                let rows = controls.len();
                let remark = format!("{rows} rows, numbered from 1");
                if !reasons.contains(&remark) {
                    reasons.push(remark);
                }
                return Ok(selector);
            }
            Some(Rows::From(begin)) => {
                why = format!(
                    "its rows are numbered from {begin}, and {{n}} counts from 1: give them ids"
                )
            }
            _ => {}
        }
    }
    Err(why)
}

/// What a question is called in the page.
fn what(question: &Question, page: &Page) -> String {
    let first = question
        .controls
        .iter()
        .min()
        .and_then(|index| page.controls.get(*index));
    let Some(control) = first else {
        return question.label.clone();
    };
    let name = match question.shape {
        Shape::Group => format!("input[name=\"{}\"]", control.name),
        Shape::One(Kind::Radio) => control.name.clone(),
        _ => question::name(control),
    };
    match question.label.as_str() {
        "" => name,
        label => format!("{name} \"{label}\""),
    }
}
