//! The mapping as a person reads it.

use std::fmt::Write as _;

use super::evidence::Confidence;
use super::proposal::Mapping;
use super::section;

/// What was found, one field after the other, with its reasons.
pub fn table(mapping: &Mapping, least: Confidence) -> String {
    let mut text = String::new();
    let form = if mapping.formulaire.is_empty() {
        "fields that are in no form"
    } else {
        &mapping.formulaire
    };
    let _ = writeln!(text, "Form: {form}\n");
    let widest = mapping
        .proposals
        .iter()
        .map(|proposal| proposal.chemin.len())
        .max()
        .unwrap_or(0);
    for proposal in &mapping.proposals {
        let note = if proposal.confidence < least {
            "  (not written: below --min)"
        } else {
            ""
        };
        let confidence = word(proposal.confidence);
        let cible = section::cible(&proposal.cible).to_string();
        let _ = writeln!(
            text,
            "{confidence:<8} {:<widest$}  {}{note}",
            proposal.chemin,
            cible.trim()
        );
        let _ = writeln!(text, "         {}", proposal.reasons.join("; "));
    }
    if mapping.proposals.is_empty() {
        text.push_str("No field reads like a datum of docs/fields.md.\n");
    }
    let doubts: Vec<_> = mapping
        .doubts
        .iter()
        .map(|doubt| (doubt.what.as_str(), doubt.why.clone()))
        .collect();
    list(&mut text, "To decide, nothing is written", &doubts);
    let left = mapping.left.iter().map(|left| {
        let demanded = if left.required {
            " (required: the person fills it)"
        } else {
            ""
        };
        (left.what.as_str(), format!("{}{demanded}", left.why))
    });
    list(&mut text, "Left alone", &left.collect::<Vec<_>>());
    text
}

fn list(text: &mut String, title: &str, lines: &[(&str, String)]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}:");
    for (what, why) in lines {
        let _ = writeln!(text, "  {what}: {why}");
    }
}

/// The word of a confidence.
fn word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Haute => "haute",
        Confidence::Moyenne => "moyenne",
        Confidence::Faible => "faible",
    }
}
