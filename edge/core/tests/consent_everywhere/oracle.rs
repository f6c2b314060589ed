//! The filter thought of again in the plainest way: sets, loops, and none of the product's own filter.

use std::collections::BTreeSet;

use unefois_core::field::{self, FieldSpec};
use unefois_core::sources::{self, ListSpec, Pick};
use unefois_wire::Concerne;

use super::case::Case;
use super::support::PIVOT;

/// Path and value of each thing that leaves, in no order; `None` when the person must decide first.
pub fn released(case: &Case) -> Option<BTreeSet<(String, String)>> {
    let mut out = BTreeSet::new();
    let lists = lists(case);
    for (list, rows) in &lists {
        if let Rows::Among { lignes, .. } = rows
            && !is_decided(case, list, *rows, *lignes)
        {
            return None;
        }
    }
    if is_child_another(case, &lists) {
        return None;
    }
    for (chemin, value) in offered_values(case) {
        let row = field::row_of(&chemin);
        let list = lists
            .iter()
            .find(|(list, _)| chemin.starts_with(stem(list)));
        let released_as = match (row, list) {
            (Some(row), Some((list, Rows::Among { .. }))) => {
                let before = (0..row).filter(|before| is_row_ticked(case, list, *before));
                is_row_ticked(case, list, row).then(|| renumbered(&chemin, before.count()))
            }
            (Some(_), Some((list, Rows::Together))) => {
                is_ticked(case, &format!("{}[0]", stem(list))).then(|| chemin.clone())
            }
            _ => is_ticked(case, &box_of(&chemin)).then(|| chemin.clone()),
        };
        out.extend(released_as.map(|chemin| (chemin, value)));
    }
    Some(out)
}

/// Paths of everything that could leave if the person wished.
pub fn offered(case: &Case) -> BTreeSet<String> {
    let offered = offered_values(case).into_iter();
    offered.map(|(chemin, _)| chemin).collect()
}

/// What is asked, granted, chosen and obtained.
fn offered_values(case: &Case) -> Vec<(String, String)> {
    let mut seen = BTreeSet::new();
    let first = case
        .obtained
        .iter()
        .filter(|(chemin, _)| seen.insert(chemin));
    let kept = first.filter(|(chemin, _)| is_offered(case, chemin));
    kept.filter(|(chemin, _)| is_within_form(case, chemin))
        .map(|(chemin, value)| (chemin.clone(), value.to_plain_text()))
        .collect()
}

fn is_offered(case: &Case, chemin: &str) -> bool {
    let Some(spec) = case
        .asked()
        .into_iter()
        .find(|spec| is_path_of(chemin, spec))
    else {
        return false;
    };
    let is_granted = |scope: &&str| !case.lost.contains(scope);
    let source = field::source_of(spec.chemin).expect("a source");
    // Data asked with the person's token need the whole identity by which the providers find them.
    let finds_person = !case.is_by_token(source) || PIVOT.iter().all(is_granted);
    let is_open = source == field::IDENTITE
        || (case.sources.contains(&source)
            && finds_person
            && case.access_scopes(source).all(|scope| is_granted(&scope)));
    case.concerne != Concerne::Autre && is_open && spec.scopes.iter().all(is_granted)
}

/// `enfants[3].prenoms` is a path of `enfants[].prenoms`; anything else must be the same bytes.
fn is_path_of(chemin: &str, spec: &FieldSpec) -> bool {
    match spec.chemin.split_once("[]") {
        None => chemin == spec.chemin,
        Some((before, after)) => {
            let rest = chemin
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after));
            let number = rest.and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']'));
            number.is_some_and(|number| (0..40).any(|row: usize| row.to_string() == number))
        }
    }
}

/// Rows that go together go as far as the form has rows.
fn is_within_form(case: &Case, chemin: &str) -> bool {
    let lists = lists(case);
    let list = lists
        .iter()
        .find(|(list, _)| chemin.starts_with(stem(list)));
    match (list, field::row_of(chemin)) {
        (Some((list, Rows::Together)), Some(row)) => row < lignes(case, list),
        _ => true,
    }
}

#[derive(Clone, Copy)]
enum Rows {
    /// One row, or rows nobody chooses among.
    Together,
    /// Several, among which the person chooses.
    Among { rows: usize, lignes: usize },
}

/// The lists of which something is asked, with what came of each.
fn lists(case: &Case) -> Vec<(&'static ListSpec, Rows)> {
    let of_sources = sources::ALL
        .iter()
        .filter(|source| case.sources.contains(&source.id));
    let lists = of_sources.flat_map(|source| source.lists.iter());
    lists
        .filter(|list| {
            case.asked()
                .iter()
                .any(|spec| spec.chemin.starts_with(list.prefix))
        })
        .map(|list| {
            let obtained = case.obtained.iter().map(|(chemin, _)| chemin);
            let of_list = obtained
                .filter(|chemin| chemin.starts_with(stem(list)) && is_offered(case, chemin));
            let rows = of_list
                .filter_map(|chemin| field::row_of(chemin))
                .max()
                .map_or(0, |row| row + 1);
            let lignes = lignes(case, list);
            match list.pick == Pick::Rows && rows > 1 && case.concerne != Concerne::Autre {
                true => (list, Rows::Among { rows, lignes }),
                false => (list, Rows::Together),
            }
        })
        .collect()
}

fn is_decided(case: &Case, list: &ListSpec, rows: Rows, lignes: usize) -> bool {
    let Rows::Among { rows, .. } = rows else {
        return true;
    };
    let chosen = (0..rows)
        .filter(|row| is_row_ticked(case, list, *row))
        .count();
    let none = is_ticked(case, &format!("{}[-]", stem(list)));
    match chosen {
        0 => none,
        _ => !none && chosen <= lignes,
    }
}

/// Facts about a pupil leave with a chosen child only if that child is the one who was typed; here nothing is.
fn is_child_another(case: &Case, lists: &[(&ListSpec, Rows)]) -> bool {
    let of_pupil = ["scolarite.", "eleve_boursier."];
    let leaves = offered_values(case).iter().any(|(chemin, _)| {
        of_pupil.iter().any(|start| chemin.starts_with(start)) && is_ticked(case, &box_of(chemin))
    });
    let is_chosen = |(list, rows): &(&ListSpec, Rows)| match rows {
        Rows::Among { rows, .. } => {
            stem(list) == "enfants" && (0..*rows).any(|row| is_row_ticked(case, list, row))
        }
        Rows::Together => false,
    };
    leaves && lists.iter().any(is_chosen)
}

fn lignes(case: &Case, list: &ListSpec) -> usize {
    let source = sources::ALL
        .iter()
        .find(|source| source.lists.iter().any(|own| own.prefix == list.prefix));
    let source = source.expect("a source").id;
    case.lignes(source)
}

fn stem(list: &ListSpec) -> &'static str {
    list.prefix.trim_end_matches("[]")
}

fn is_row_ticked(case: &Case, list: &ListSpec, row: usize) -> bool {
    is_ticked(case, &format!("{}[{row}]", stem(list)))
}

fn is_ticked(case: &Case, id: &str) -> bool {
    case.ticked.iter().any(|ticked| ticked == id)
}

/// Civil identity goes whole; a value goes in the box of its source that names it, else alone.
fn box_of(chemin: &str) -> String {
    let spec = field::spec(chemin).expect("a field");
    if spec.chemin.starts_with("identite.") {
        let of_civil_status = !["identite.nom_usage", "identite.email"].contains(&chemin);
        return if of_civil_status { "identite" } else { chemin }.to_owned();
    }
    let source = field::source_of(chemin)
        .and_then(sources::spec)
        .expect("a source");
    let covering = source.boxes.iter().find(|shown| shown.covers(chemin));
    covering.map_or(chemin, |shown| shown.id).to_owned()
}

fn renumbered(chemin: &str, row: usize) -> String {
    let (before, rest) = chemin.split_once('[').expect("a row");
    let (_, after) = rest.split_once(']').expect("a row");
    format!("{before}[{row}]{after}")
}
