//! Which datum a question asks, when the page says it clearly enough.

use std::collections::BTreeSet;

use unefois_core::field;

use super::evidence::{Candidate, Confidence, Finding};

/// Points under which two data are as likely.
const TOO_CLOSE: i32 = 5;

/// Sources that other fields of the form already need: the same file then answers for what it shares.
pub fn implied(found: &[Finding<'_>]) -> BTreeSet<String> {
    let first = found.iter().filter_map(|finding| match finding {
        Finding::Candidates(candidates) => candidates.first(),
        Finding::Nothing { .. } => None,
    });
    let sure = first.filter(|candidate| {
        !candidate.is_shared && candidate.confidence() >= Some(Confidence::Moyenne)
    });
    sure.map(|candidate| candidate.datum.source.to_owned())
        .collect()
}

/// What becomes of a question.
pub enum Decision<'a> {
    /// This datum, this sure.
    Take(Candidate<'a>, Confidence),
    /// Somebody must decide.
    Doubt(String),
    /// It is the person's to fill.
    Leave(String),
}

/// Chooses among the data that fit a question, or says why nobody but a person can.
pub fn decide<'a>(
    finding: Finding<'a>,
    declared: &BTreeSet<String>,
    implied: &BTreeSet<String>,
) -> Decision<'a> {
    let mut candidates = match finding {
        Finding::Nothing {
            why,
            is_doubt: true,
        } => return Decision::Doubt(why),
        Finding::Nothing { why, .. } => return Decision::Leave(why),
        Finding::Candidates(candidates) => candidates,
    };
    let knowing: Vec<&str> = candidates
        .iter()
        .filter(|candidate| candidate.is_shared)
        .map(|candidate| candidate.datum.source)
        .collect();
    let knowing = knowing.join(", ");
    let best = candidates.first().map(|candidate| candidate.is_shared);
    let sources = if declared.is_empty() {
        implied
    } else {
        declared
    };
    candidates.retain(|candidate| !candidate.is_shared || sources.contains(candidate.datum.source));
    for candidate in candidates
        .iter_mut()
        .filter(|candidate| candidate.is_shared && declared.is_empty())
    {
        candidate.at_most = candidate.at_most.min(Confidence::Moyenne);
        candidate.reasons.push(format!(
            "the form already needs the source {}",
            candidate.datum.source
        ));
    }
    let mut ranked = candidates.into_iter();
    match (ranked.next(), best) {
        (None, Some(true)) if declared.is_empty() => Decision::Doubt(format!(
            "several sources know it: {knowing}; name yours with --source"
        )),
        (None, Some(true)) => Decision::Leave(format!(
            "no source of the démarche gives it; known to {knowing}"
        )),
        (None, _) => Decision::Leave("nothing of the registry reads like it".to_owned()),
        (Some(first), _) => against(first, ranked, declared),
    }
}

/// Refuses the best candidate when another one is as likely, or when the page contradicts itself.
fn against<'a>(
    mut first: Candidate<'a>,
    others: impl Iterator<Item = Candidate<'a>>,
    declared: &BTreeSet<String>,
) -> Decision<'a> {
    let mut others: Vec<Candidate<'_>> = others.collect();
    let is_declared = |candidate: &Candidate<'_>| {
        candidate.datum.source == field::IDENTITE || declared.contains(candidate.datum.source)
    };
    if !declared.is_empty() && !is_declared(&first) {
        let is_better =
            |other: &Candidate<'_>| is_declared(other) && first.points - other.points <= TOO_CLOSE;
        match others.iter().position(is_better) {
            Some(rank) => {
                let declared = others.remove(rank);
                others.push(std::mem::replace(&mut first, declared));
            }
            None => {
                first.at_most = first.at_most.min(Confidence::Moyenne);
                let source = first.datum.source;
                let reason = format!("the démarche does not declare the source {source} yet");
                first.reasons.push(reason);
            }
        }
    }
    let near = others
        .iter()
        .filter(|other| first.points - other.points <= TOO_CLOSE);
    let near: Vec<&Candidate<'_>> = near
        .filter(|other| declared.is_empty() || is_declared(other))
        .collect();
    if let Some(other) = near.first() {
        return Decision::Doubt(format!(
            "reads as {} and as {}",
            first.datum.spec.chemin, other.datum.spec.chemin
        ));
    }
    let all = || std::iter::once(&first).chain(&others);
    let by_token =
        all().find(|candidate| candidate.by_token > 0 && candidate.by_token == candidate.points);
    let by_words = all().find(|candidate| {
        candidate.by_token == 0 && candidate.confidence() >= Some(Confidence::Moyenne)
    });
    let is_told_twice = first.by_token > 0 && first.by_token < first.points;
    if let (Some(token), Some(words), false) = (by_token, by_words, is_told_twice) {
        let (token, words) = (token.datum.spec.chemin, words.datum.spec.chemin);
        return Decision::Doubt(format!("autocomplete says {token}, the words say {words}"));
    }
    match first.confidence() {
        Some(confidence) => Decision::Take(first, confidence),
        None => Decision::Leave("nothing of the registry reads like it".to_owned()),
    }
}
