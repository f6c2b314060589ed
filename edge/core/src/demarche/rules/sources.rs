use unefois_wire::Concerne;

use super::repeated;
use crate::demarche::problem::Problems;
use crate::demarche::written::DemarcheWritten;
use crate::{field, sources};

pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    for (index, source) in written.source.iter().enumerate() {
        let path = format!("source[{index}].id");
        if sources::spec(&source.id).is_none() {
            problems.push(path, "source_inconnue", known_sources(), &source.id);
        } else if !gives_a_field(written, &source.id) {
            let expected = "au moins un champ qui reçoit une donnée de cette source";
            problems.push(path, "source_inutile", expected, &source.id);
        }
    }
    for (index, id) in repeated(written.source.iter().map(|source| source.id.as_str())) {
        problems.push(
            format!("source[{index}].id"),
            "doublon",
            "chaque source une seule fois",
            id,
        );
    }
    if !written.source.is_empty() && written.api_particulier.is_none() {
        let expected = "une section [api_particulier], dont dépendent les sources";
        problems.push("api_particulier", "section_absente", expected, "");
    }
    concerne(written, problems);
}

fn known_sources() -> String {
    let ids: Vec<&str> = sources::ALL.iter().map(|source| source.id).collect();
    format!("une source connue : {}", ids.join(", "))
}

/// A source the person ticks for nothing would be over-asking.
fn gives_a_field(written: &DemarcheWritten, source: &str) -> bool {
    written
        .champ
        .iter()
        .any(|champ| field::source_of(&champ.chemin) == Some(source))
}

fn concerne(written: &DemarcheWritten, problems: &mut Problems) {
    let concerne = &written.concerne;
    for (index, person) in concerne.iter().enumerate() {
        if concerne.iter().take(index).any(|earlier| earlier == person) {
            let path = format!("concerne[{index}]");
            problems.push(
                path,
                "doublon",
                "chaque cas une seule fois",
                format!("{person:?}"),
            );
        }
    }
    if !concerne.is_empty() && concerne.iter().all(|person| *person == Concerne::Autre) {
        let expected = "usager ou enfant : pour un autre adulte, rien n’est demandé";
        problems.push("concerne", "rien_a_demander", expected, "autre");
    }
}
