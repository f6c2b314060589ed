use crate::demarche::problem::Problems;
use crate::demarche::written::DemarcheWritten;
use crate::messages::{self, FRENCH};

/// Texts a collectivité may replace; choices, refusals and errors are not among them.
const REPLACEABLE: &[&str] = &["notice.why", "panel.other.helper", "fc.accounts"];
const MAX_CHARS: usize = 160;
const MONTHS_WITHOUT_REASON: u16 = 36;

pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    for (language, texts) in &written.textes {
        let path = format!("textes.{language}");
        if messages::languages().all(|known| known != language) {
            let known: Vec<&str> = messages::languages().collect();
            problems.push(&path, "langue", known.join(" ou "), language);
        }
        for (id, text) in texts {
            one(written, &format!("{path}.\"{id}\""), id, text, problems);
        }
    }
    translations(written, problems);
    retention(written, problems);
}

fn translations(written: &DemarcheWritten, problems: &mut Problems) {
    for (language, translation) in &written.traductions {
        let path = format!("traductions.{language}");
        let mut others = messages::languages().filter(|known| *known != FRENCH);
        if others.all(|known| known != language) {
            let others: Vec<&str> = messages::languages().filter(|it| *it != FRENCH).collect();
            let expected = format!(
                "{} : le français est la langue du fichier",
                others.join(" ou ")
            );
            problems.push(&path, "langue", expected, language);
        }
        for (key, text) in translation.textes() {
            plain_text(&format!("{path}.{key}"), text, problems);
        }
    }
}

fn one(written: &DemarcheWritten, path: &str, id: &str, text: &str, problems: &mut Problems) {
    if !is_replaceable(written, id) {
        let expected = format!(
            "source.*.why d’une source déclarée, ou {}",
            REPLACEABLE.join(", ")
        );
        problems.push(path, "texte_non_remplacable", expected, id);
    }
    plain_text(path, text, problems);
}

fn plain_text(path: &str, text: &str, problems: &mut Problems) {
    let plain = !text.contains(['{', '}', '<', '>']) && !text.chars().any(char::is_control);
    if text.trim().is_empty() || text.chars().count() > MAX_CHARS || !plain {
        let expected = format!("un texte simple de {MAX_CHARS} caractères au plus");
        problems.push(path, "texte", expected, text);
    }
}

fn is_replaceable(written: &DemarcheWritten, id: &str) -> bool {
    let why_of = id
        .strip_prefix("source.")
        .and_then(|rest| rest.strip_suffix(".why"));
    let declared = |source: &str| {
        source == crate::field::IDENTITE
            || written.source.iter().any(|written| written.id == source)
    };
    REPLACEABLE.contains(&id) || why_of.is_some_and(declared)
}

fn retention(written: &DemarcheWritten, problems: &mut Problems) {
    let conservation = &written.conservation;
    if conservation.mois > MONTHS_WITHOUT_REASON && conservation.motif.is_none() {
        let expected = format!("un motif, au-delà de {MONTHS_WITHOUT_REASON} mois");
        problems.push("conservation.motif", "motif_absent", expected, "");
    }
}
