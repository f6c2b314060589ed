use super::{identity, repeated};
use crate::demarche::problem::Problems;
use crate::demarche::scopes::{self, ScopesInForce};
use crate::demarche::written::{
    DemarcheWritten, HabilitationKind, HabilitationWritten, ModaliteAccordee, SourceWritten,
};
use crate::field;

/// Over-asking is a violation: fields ⊆ what the scopes release ⊆ habilitation.
pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    for (index, habilitation) in written.habilitation.iter().enumerate() {
        let path = format!("habilitation[{index}]");
        modality(habilitation, &path, problems);
        holder(written, habilitation, &path, problems);
    }
    let numbers = written.habilitation.iter().map(HabilitationWritten::digits);
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
    for (index, source) in written.source.iter().enumerate() {
        own_scopes(source, &format!("source[{index}]"), &granted, problems);
        companion(
            written,
            source,
            &format!("source[{index}].id"),
            &granted,
            problems,
        );
    }
    identity::check(written, &granted, problems);
}

fn modality(habilitation: &HabilitationWritten, path: &str, problems: &mut Problems) {
    let path = format!("{path}.modalite");
    let got = match habilitation.modalite {
        None => "",
        Some(ModaliteAccordee::FranceConnect) => "france_connect",
        Some(ModaliteAccordee::Params) => "params",
    };
    match (habilitation.fournisseur, habilitation.modalite) {
        (HabilitationKind::ApiParticulier, None) => {
            let expected = "modalite = \"france_connect\" ou \"params\"";
            problems.push(path, "modalite", expected, got);
        }
        (HabilitationKind::ApiImpotParticulier, None | Some(ModaliteAccordee::Params)) => {
            problems.push(path, "modalite", "modalite = \"france_connect\"", got);
        }
        (HabilitationKind::Franceconnect, Some(_)) => {
            let expected = "aucune modalité pour FranceConnect";
            problems.push(path, "modalite", expected, got);
        }
        (HabilitationKind::ApiParticulier | HabilitationKind::ApiImpotParticulier, Some(_))
        | (HabilitationKind::Franceconnect, None) => {}
    }
}

/// What another body was granted is not ours to use, be it our supplier or a neighbour.
fn holder(
    written: &DemarcheWritten,
    habilitation: &HabilitationWritten,
    path: &str,
    problems: &mut Problems,
) {
    let ours = &written.collectivite.siret;
    if let Some(siret) = habilitation.siret.as_ref().filter(|siret| *siret != ours) {
        let expected = format!("le SIRET de la collectivité, {ours}");
        problems.push(format!("{path}.siret"), "autre_siret", expected, siret);
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
            let expected = format!(
                "une habilitation en cours qui accorde {}",
                spec.scopes.join(", ")
            );
            let path = format!("champ[{index}].chemin");
            problems.push(path, "champ_non_habilite", expected, &champ.chemin);
        }
    }
}

/// Scopes without which the answer of a source could not be used, whatever the fields asked.
fn own_scopes(
    source: &SourceWritten,
    path: &str,
    granted: &ScopesInForce,
    problems: &mut Problems,
) {
    let Some((spec, access)) = scopes::access_of(source) else {
        return;
    };
    let missing = |needed: &[&'static str]| -> Vec<&'static str> {
        let needed = needed.iter().copied();
        needed
            .filter(|scope| !granted.data(spec.id, scope))
            .collect()
    };
    let missing_own = missing(access.scopes);
    if !missing_own.is_empty() {
        let expected = format!(
            "une habilitation en cours qui accorde {}",
            missing_own.join(", ")
        );
        problems.push(
            format!("{path}.id"),
            "source_non_habilitee",
            expected,
            &source.id,
        );
    }
    let missing_holder = missing(access.holder_scopes);
    if !missing_holder.is_empty() && !source.titulaire_non_verifie {
        let expected = format!(
            "une habilitation qui accorde {}, ou titulaire_non_verifie = true",
            missing_holder.join(", ")
        );
        problems.push(path, "titulaire_non_verifiable", expected, &source.id);
    }
}

/// A source that cannot prove whose file answers depends on another that can.
fn companion(
    written: &DemarcheWritten,
    source: &SourceWritten,
    path: &str,
    granted: &ScopesInForce,
    problems: &mut Problems,
) {
    let access = scopes::access_of(source).map(|(_, access)| access);
    let Some(companion) = access.and_then(|access| access.companion.as_ref()) else {
        return;
    };
    let id = companion.source.id;
    let is_declared = written.source.iter().any(|other| other.id == id);
    let is_granted = companion.scopes.iter().all(|scope| granted.data(id, scope));
    if !(is_declared && is_granted) {
        let expected = format!(
            "la source {id}, avec une habilitation qui accorde {}",
            companion.scopes.join(", ")
        );
        problems.push(path, "source_compagne", expected, &source.id);
    }
}
