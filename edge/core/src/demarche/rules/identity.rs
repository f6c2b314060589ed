use crate::demarche::problem::Problems;
use crate::demarche::scopes::{self, PIVOT, ScopesInForce};
use crate::demarche::written::{DemarcheWritten, HabilitationWritten, ModaliteAccordee};

/// Who the person is comes from FranceConnect, and DataPass ties data to the habilitation that says so.
pub fn check(written: &DemarcheWritten, granted: &ScopesInForce, problems: &mut Problems) {
    for (index, habilitation) in written.habilitation.iter().enumerate() {
        let path = format!("habilitation[{index}].habilitation_franceconnect");
        named(written, habilitation, &path, problems);
    }
    pivot(written, granted, problems);
}

fn named(
    written: &DemarcheWritten,
    habilitation: &HabilitationWritten,
    path: &str,
    problems: &mut Problems,
) {
    const RULE: &str = "habilitation_franceconnect";
    let by_token = habilitation.modalite == Some(ModaliteAccordee::FranceConnect);
    match (by_token, &habilitation.habilitation_franceconnect) {
        (false, None) => {}
        (false, Some(numero)) => {
            let expected = "rien : seule la modalité france_connect nomme une autre habilitation";
            problems.push(path, RULE, expected, numero);
        }
        (true, None) => {
            let expected = "le numéro de l’habilitation FranceConnect que celle-ci nomme";
            problems.push(path, RULE, expected, "");
        }
        (true, Some(numero)) => match scopes::named_by(written, habilitation) {
            None => {
                let expected = "le numéro d’une habilitation FranceConnect de ce fichier";
                problems.push(path, RULE, expected, numero);
            }
            Some(identity) => whole_pivot(identity, path, problems),
        },
    }
}

/// Data asked with the person's token is found by the identity of that very habilitation.
fn whole_pivot(identity: &HabilitationWritten, path: &str, problems: &mut Problems) {
    let is_granted = |scope: &str| identity.scopes.iter().any(|granted| granted == scope);
    missing_pivot(path, &is_granted, problems);
}

/// The providers behind FranceConnect find the person by the whole pivot identity.
fn pivot(written: &DemarcheWritten, granted: &ScopesInForce, problems: &mut Problems) {
    if !written.source.is_empty() {
        missing_pivot("habilitation", &|scope| granted.identity(scope), problems);
    }
}

fn missing_pivot(path: &str, is_granted: &dyn Fn(&str) -> bool, problems: &mut Problems) {
    let scopes = PIVOT.iter().copied();
    let missing: Vec<&str> = scopes.filter(|scope| !is_granted(scope)).collect();
    if !missing.is_empty() {
        let expected = "une habilitation FranceConnect qui accorde toute l’identité pivot";
        let got = format!("il manque {}", missing.join(", "));
        problems.push(path, "identite_pivot", expected, got);
    }
}
