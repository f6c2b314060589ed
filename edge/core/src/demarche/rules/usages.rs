use crate::demarche::problem::Problems;
use crate::demarche::usages::{self, Place, UsageSpec, Verdict};
use crate::demarche::written::{DemarcheWritten, SourceWritten};
use crate::sources;

/// Over-asking is a violation: habilitation ⊆ what the use case may ask.
pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    let Some(usage) = usages::spec(&written.usage) else {
        let known: Vec<&str> = usages::offered().collect();
        let expected = format!("un usage connu : {}", known.join(", "));
        return problems.push("usage", "usage_inconnu", expected, &written.usage);
    };
    if let Some(refus) = usage.refus {
        return problems.push("usage", "usage_refuse", refus, &written.usage);
    }
    for (index, source) in written.source.iter().enumerate() {
        one(usage, source, &format!("source[{index}]"), problems);
    }
    required(written, usage, problems);
}

fn one(usage: &UsageSpec, source: &SourceWritten, path: &str, problems: &mut Problems) {
    let Some(spec) = sources::spec(&source.id) else {
        return;
    };
    match usage.verdict(spec) {
        Verdict::Dite(Place::Interdite, motif) => {
            let expected = format!("aucune source interdite à l’usage {} : {motif}", usage.id);
            problems.push(format!("{path}.id"), "usage_interdit", expected, &source.id);
        }
        Verdict::Motivee if source.motif.is_none() => {
            let expected = format!(
                "pourquoi cette donnée est nécessaire : l’usage {} ne le dit pas",
                usage.id
            );
            problems.push(format!("{path}.motif"), "motif_absent", expected, "");
        }
        Verdict::Dite(..) | Verdict::Motivee => {}
    }
}

fn required(written: &DemarcheWritten, usage: &UsageSpec, problems: &mut Problems) {
    let required = usage.requises();
    let mut asked = written.source.iter().map(|source| source.id.as_str());
    if !required.is_empty() && !asked.any(|id| required.contains(&id)) {
        let expected = format!(
            "une source au moins parmi {}, sans quoi l’usage est autre",
            required.join(", ")
        );
        problems.push("usage", "usage_sans_source", expected, usage.id);
    }
}
