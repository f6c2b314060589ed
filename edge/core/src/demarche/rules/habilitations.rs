use time::Date;

use super::repeated;
use crate::demarche::problem::Problems;
use crate::demarche::scopes::{self, PIVOT, ScopesInForce};
use crate::demarche::written::{DemarcheWritten, HabilitationKind, HabilitationWritten, Modalite};
use crate::field;
use crate::paris;

/// Over-asking is a violation: fields ⊆ what the scopes release ⊆ habilitation.
pub fn check(written: &DemarcheWritten, today: Option<Date>, problems: &mut Problems) {
    for (index, habilitation) in written.habilitation.iter().enumerate() {
        if let Some(today) = today {
            dates(
                habilitation,
                &format!("habilitation[{index}]"),
                today,
                problems,
            );
        }
        modality(habilitation, &format!("habilitation[{index}]"), problems);
    }
    let numbers = written
        .habilitation
        .iter()
        .map(|habilitation| habilitation.numero.as_str());
    for (index, numero) in repeated(numbers) {
        let expected = "chaque habilitation une seule fois";
        problems.push(
            format!("habilitation[{index}].numero"),
            "doublon",
            expected,
            numero,
        );
    }
    same_siret(written, problems);
    let granted = scopes::declared(written);
    fields(written, &granted, problems);
    pivot(written, &granted, problems);
}

fn dates(habilitation: &HabilitationWritten, path: &str, today: Date, problems: &mut Problems) {
    let start = paris::parse_date(&habilitation.du);
    let end = habilitation.au.as_deref().and_then(paris::parse_date);
    if start.is_some_and(|start| today < start) {
        let expected = format!("une date passée : nous sommes le {today}");
        problems.push(
            format!("{path}.du"),
            "habilitation_future",
            expected,
            &habilitation.du,
        );
    }
    if end.is_some_and(|end| end < today) {
        let expected = format!("une habilitation en cours : nous sommes le {today}");
        let got = habilitation.au.as_deref().unwrap_or_default();
        problems.push(format!("{path}.au"), "habilitation_expiree", expected, got);
    }
}

fn modality(habilitation: &HabilitationWritten, path: &str, problems: &mut Problems) {
    let path = format!("{path}.modalite");
    match (habilitation.fournisseur, habilitation.modalite) {
        (HabilitationKind::ApiParticulier, None) => {
            problems.push(path, "modalite", "modalite = \"france_connect\"", "");
        }
        (HabilitationKind::Franceconnect, Some(Modalite::FranceConnect)) => {
            problems.push(
                path,
                "modalite",
                "aucune modalité pour FranceConnect",
                "france_connect",
            );
        }
        (HabilitationKind::ApiParticulier, Some(_)) | (HabilitationKind::Franceconnect, None) => {}
    }
}

/// The recipient is the collectivité whose habilitation it is, never its supplier.
fn same_siret(written: &DemarcheWritten, problems: &mut Problems) {
    let Some(api) = &written.api_particulier else {
        return;
    };
    if api.recipient != written.collectivite.siret {
        let expected = format!(
            "le SIRET de la collectivité, {}",
            written.collectivite.siret
        );
        problems.push(
            "api_particulier.recipient",
            "recipient",
            expected,
            &api.recipient,
        );
    }
}

fn fields(written: &DemarcheWritten, granted: &ScopesInForce, problems: &mut Problems) {
    for (index, champ) in written.champ.iter().enumerate() {
        let Some(spec) = field::spec(&champ.chemin) else {
            continue;
        };
        if !granted.cover(spec.chemin) {
            let expected = format!("une habilitation en cours qui accorde {}", spec.scope);
            let path = format!("champ[{index}].chemin");
            problems.push(path, "champ_non_habilite", expected, &champ.chemin);
        }
    }
}

/// The providers behind FranceConnect find the person by the whole pivot identity.
fn pivot(written: &DemarcheWritten, granted: &ScopesInForce, problems: &mut Problems) {
    if written.source.is_empty() {
        return;
    }
    let missing: Vec<&str> = PIVOT
        .iter()
        .copied()
        .filter(|scope| !granted.identity(scope))
        .collect();
    if !missing.is_empty() {
        let expected = "une habilitation FranceConnect qui accorde toute l’identité pivot";
        let got = format!("il manque {}", missing.join(", "));
        problems.push("habilitation", "identite_pivot", expected, got);
    }
}
