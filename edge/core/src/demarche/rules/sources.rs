use unefois_wire::Concerne;

use super::repeated;
use crate::demarche::checked::is_in_health_box;
use crate::demarche::problem::Problems;
use crate::demarche::scopes;
use crate::demarche::written::{DemarcheWritten, SourceWritten};
use crate::sources::{Gateway, SourceSpec};
use crate::{field, sources};

pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    for (index, source) in written.source.iter().enumerate() {
        let path = format!("source[{index}]");
        match sources::spec(&source.id) {
            None => {
                let path = format!("{path}.id");
                problems.push(path, "source_inconnue", known_sources(), &source.id);
            }
            Some(spec) => one(written, source, spec, &path, problems),
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
    sections(written, problems);
    concerne(written, problems);
}

fn one(
    written: &DemarcheWritten,
    source: &SourceWritten,
    spec: &'static SourceSpec,
    path: &str,
    problems: &mut Problems,
) {
    if !gives_a_field(written, &source.id) && !proves_another(written, &source.id) {
        let expected = "au moins un champ qui reçoit une donnée de cette source";
        problems.push(format!("{path}.id"), "source_inutile", expected, &source.id);
    }
    health(written, source, spec, path, problems);
    for (index, saisie) in source.saisies.iter().enumerate() {
        if !spec.options.iter().any(|option| option.id == saisie) {
            let offered: Vec<&str> = spec.options.iter().map(|option| option.id).collect();
            let expected = format!(
                "une précision que la source accepte : {}",
                offered.join(", ")
            );
            problems.push(
                format!("{path}.saisies[{index}]"),
                "saisie_inconnue",
                expected,
                saisie,
            );
        }
    }
    if source.lignes.is_some() && spec.lists.is_empty() {
        let expected = "aucun nombre de lignes : cette source ne donne pas de liste";
        problems.push(format!("{path}.lignes"), "lignes", expected, &source.id);
    }
    access(source, spec, path, problems);
}

/// Nobody asks about health unawares: not a source that tells of it, nor one of its values that does.
fn health(
    written: &DemarcheWritten,
    source: &SourceWritten,
    spec: &'static SourceSpec,
    path: &str,
    problems: &mut Problems,
) {
    if source.sante {
        return;
    }
    let mut asked = written.champ.iter().map(|champ| champ.chemin.as_str());
    let telling = asked.find(|chemin| is_in_health_box(spec, chemin));
    let expected = match telling {
        _ if spec.sante => "sante = true : cette source touche à la santé".to_owned(),
        Some(chemin) => format!("sante = true : {chemin} touche à la santé"),
        None => return,
    };
    problems.push(format!("{path}.sante"), "sante_explicite", expected, "");
}

fn access(source: &SourceWritten, spec: &'static SourceSpec, path: &str, problems: &mut Problems) {
    let has_years = spec.accesses.iter().any(|access| access.annee.is_some());
    if source.annee.is_some() && !has_years {
        let expected = "aucune année : cette source n’est pas un avis d’impôt";
        problems.push(format!("{path}.annee"), "annee", expected, &source.id);
    }
    let Some(access) = spec.access(source.modalite, source.annee) else {
        let words: Vec<&str> = spec
            .accesses
            .iter()
            .map(|access| access.modalite.word())
            .collect();
        let got = source
            .modalite
            .map(sources::Modalite::word)
            .unwrap_or_default();
        let expected = format!("une modalité de cette source : {}", words.join(", "));
        return problems.push(format!("{path}.modalite"), "modalite_source", expected, got);
    };
    if source.titulaire_non_verifie && access.holder_scopes.is_empty() {
        let expected = "rien : le titulaire de cette source est toujours vérifié";
        let path = format!("{path}.titulaire_non_verifie");
        problems.push(path, "titulaire", expected, &source.id);
    }
    match (&source.perimetre, access.wants_perimetre) {
        (None, true) => {
            let expected = "un établissement, ou un degré et des départements";
            problems.push(format!("{path}.perimetre"), "perimetre", expected, "");
        }
        (Some(_), false) => {
            let expected = "aucun périmètre pour cette source";
            problems.push(
                format!("{path}.perimetre"),
                "perimetre",
                expected,
                &source.id,
            );
        }
        (Some(perimetre), true) => {
            if let Err(expected) = perimetre.check() {
                let got = perimetre.to_string();
                problems.push(format!("{path}.perimetre"), "perimetre", expected, got);
            }
        }
        (None, false) => {}
    }
}

/// What a source depends on beside its habilitation.
fn sections(written: &DemarcheWritten, problems: &mut Problems) {
    let accesses = written.source.iter().filter_map(scopes::access_of);
    let (mut of_particulier, mut of_token, mut of_dgfip) = (false, false, false);
    for (spec, access) in accesses {
        let is_by_token = !access.modalite.is_france_connect();
        match spec.gateway {
            Gateway::ApiParticulier => {
                of_particulier = true;
                of_token |= is_by_token;
            }
            Gateway::Dgfip => of_dgfip = true,
        }
    }
    let api = written.api_particulier.as_ref();
    if of_particulier && api.is_none() {
        let expected = "une section [api_particulier], dont dépendent les sources";
        problems.push("api_particulier", "section_absente", expected, "");
    }
    if of_token && api.is_some_and(|api| api.jeton.is_none()) {
        let expected = "le NOM du secret qui contient le jeton de la collectivité";
        problems.push("api_particulier.jeton", "jeton_absent", expected, "");
    }
    if of_dgfip && written.dgfip.is_none() {
        let expected = "une section [dgfip], dont dépendent les données fiscales";
        problems.push("dgfip", "section_absente", expected, "");
    }
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

/// Whether a source that gives a field can only be asked once this one has said whose file it is.
fn proves_another(written: &DemarcheWritten, id: &str) -> bool {
    let mut others = written.source.iter();
    others.any(|other| {
        let access = scopes::access_of(other).map(|(_, access)| access);
        let companion = access.and_then(|access| access.companion.as_ref());
        companion.is_some_and(|companion| companion.source.id == id)
            && gives_a_field(written, &other.id)
    })
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
