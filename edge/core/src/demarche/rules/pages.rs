use super::repeated;
use crate::demarche::page::PagePattern;
use crate::demarche::problem::Problems;
use crate::demarche::written::DemarcheWritten;

pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    for (index, page) in written.page.iter().enumerate() {
        let pattern = PagePattern::parse(&page.adresse, page.requete, written.autoriser_http_local);
        if let Err(expected) = pattern {
            problems.push(
                format!("page[{index}].adresse"),
                "page",
                expected,
                &page.adresse,
            );
        }
    }
    for (index, text) in repeated(written.page.iter().map(|page| page.adresse.as_str())) {
        problems.push(
            format!("page[{index}].adresse"),
            "doublon",
            "chaque page une seule fois",
            text,
        );
    }
}
