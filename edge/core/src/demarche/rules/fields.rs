use unefois_wire::Ecriture;

use super::repeated;
use crate::demarche::format;
use crate::demarche::problem::Problems;
use crate::demarche::written::{ChampWritten, CibleWritten, DemarcheWritten, Format};
use crate::field::{self, FieldSpec, Kind};

pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    for (index, champ) in written.champ.iter().enumerate() {
        let path = format!("champ[{index}]");
        selectors(champ, &path, problems);
        match field::spec(&champ.chemin) {
            None => unknown(champ, &path, problems),
            Some(spec) => {
                declared_source(written, champ, &path, problems);
                writing(champ, spec, &path, problems);
                shape(champ, spec, &path, problems);
                writing_format(champ, spec, &path, problems);
                rows(written, champ, spec, &path, problems);
            }
        }
    }
    duplicates(written, problems);
}

fn unknown(champ: &ChampWritten, path: &str, problems: &mut Problems) {
    let expected = "un chemin du registre des champs (docs/fields.md)";
    problems.push(
        format!("{path}.chemin"),
        "champ_inconnu",
        expected,
        &champ.chemin,
    );
}

fn declared_source(
    written: &DemarcheWritten,
    champ: &ChampWritten,
    path: &str,
    problems: &mut Problems,
) {
    let Some(source) = field::source_of(&champ.chemin) else {
        return;
    };
    let declared = written.source.iter().any(|written| written.id == source);
    if source != field::IDENTITE && !declared {
        let expected = format!("une section [[source]] d’id {source}");
        problems.push(
            format!("{path}.chemin"),
            "source_non_declaree",
            expected,
            &champ.chemin,
        );
    }
}

/// FranceConnect's qualification (points 15 and 16) locks civil identity and nothing else of its own.
fn writing(champ: &ChampWritten, spec: &FieldSpec, path: &str, problems: &mut Problems) {
    let of_identity = field::source_of(spec.chemin) == Some(field::IDENTITE);
    let demanded = match (of_identity, spec.verrouille) {
        (true, true) => Ecriture::Verrouille,
        (true, false) => Ecriture::Modifiable,
        (false, _) => return,
    };
    if champ.ecriture.is_some_and(|written| written != demanded) {
        let word = |ecriture| match ecriture {
            Ecriture::Verrouille => "verrouille",
            Ecriture::Modifiable => "modifiable",
        };
        let got = champ.ecriture.map(word).unwrap_or_default();
        problems.push(
            format!("{path}.ecriture"),
            "ecriture_imposee",
            word(demanded),
            got,
        );
    }
}

fn shape(champ: &ChampWritten, spec: &FieldSpec, path: &str, problems: &mut Problems) {
    let is_date = spec.kind == Kind::Date;
    let split = matches!(champ.cible, Some(CibleWritten::Date(_)));
    if split && !is_date {
        let expected = "un seul sélecteur : cette donnée n’est pas une date";
        problems.push(
            format!("{path}.cible"),
            "cible_de_date",
            expected,
            &champ.chemin,
        );
    }
    if !champ.valeurs.is_empty() && is_date {
        let expected = "aucune table de valeurs pour une date";
        problems.push(
            format!("{path}.valeurs"),
            "valeurs_de_date",
            expected,
            &champ.chemin,
        );
    }
}

fn writing_format(champ: &ChampWritten, spec: &FieldSpec, path: &str, problems: &mut Problems) {
    let split = matches!(champ.cible, Some(CibleWritten::Date(_)));
    let (fits, rule, expected) = match champ.format {
        None => return,
        Some(Format::JourMoisAnnee | Format::AnneeMoisJour) => (
            spec.kind == Kind::Date && !split,
            "format_de_date",
            "aucun format de date, sauf pour une date dans un seul champ",
        ),
        Some(Format::Nom | Format::Code) => (
            matches!(spec.kind, Kind::CodeCommune | Kind::CodePays),
            "format_de_lieu",
            "ni nom ni code, sauf pour une commune ou un pays",
        ),
    };
    if !fits {
        problems.push(format!("{path}.format"), rule, expected, &champ.chemin);
    }
}

/// A list of several rows has a field of the form for each, told apart by its number.
fn rows(
    written: &DemarcheWritten,
    champ: &ChampWritten,
    spec: &FieldSpec,
    path: &str,
    problems: &mut Problems,
) {
    let source = field::source_of(spec.chemin);
    let declared = written
        .source
        .iter()
        .find(|written| Some(written.id.as_str()) == source);
    let lignes = declared.and_then(|source| source.lignes).unwrap_or(1);
    let is_numbered = spec.is_repeated() && lignes > 1;
    for (end, selecteur) in champ.selecteurs() {
        if selecteur.contains("{n}") != is_numbered {
            let expected = match is_numbered {
                true => "un sélecteur qui contient {n}, le numéro de la ligne",
                false => "un sélecteur sans {n} : cette donnée n’a qu’une ligne",
            };
            problems.push(format!("{path}.cible{end}"), "lignes", expected, selecteur);
        }
    }
}

fn selectors(champ: &ChampWritten, path: &str, problems: &mut Problems) {
    for (end, selecteur) in champ.selecteurs() {
        if let Err(error) = format::selecteur(&selecteur.replace("{n}", "1")) {
            let expected = error.message.unwrap_or_default();
            problems.push(
                format!("{path}.cible{end}"),
                "selecteur",
                expected,
                selecteur,
            );
        }
    }
}

fn duplicates(written: &DemarcheWritten, problems: &mut Problems) {
    for (index, chemin) in repeated(written.champ.iter().map(|champ| champ.chemin.as_str())) {
        let expected = "chaque donnée une seule fois";
        problems.push(
            format!("champ[{index}].chemin"),
            "doublon",
            expected,
            chemin,
        );
    }
    let targets: Vec<(usize, &'static str, &str)> = written
        .champ
        .iter()
        .enumerate()
        .flat_map(|(index, champ)| {
            champ
                .selecteurs()
                .into_iter()
                .map(move |(end, text)| (index, end, text))
        })
        .collect();
    for (position, selecteur) in repeated(targets.iter().map(|(_, _, text)| *text)) {
        if let Some((index, end, _)) = targets.get(position) {
            let expected = "une seule donnée par champ du formulaire";
            problems.push(
                format!("champ[{index}].cible{end}"),
                "doublon",
                expected,
                selecteur,
            );
        }
    }
}
