//! The walk told to a person, party by party.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use unefois_core::consent::Choices;
use unefois_core::demarche::DemarcheChecked;
use unefois_core::field;
use unefois_core::messages::{Catalogue, Form};
use unefois_wire::Concerne;

use super::asking::AskedSource;
use super::report::{self, FieldLine, State};
use super::walk::{Circumstances, Walk};
use crate::output::{BAD, FAINT, GOOD, Output, SOON, STRONG, styled, wrapped};

/// Prints everything.
pub fn tell(demarche: &DemarcheChecked, walk: &Walk, with: &Circumstances, output: &Output) {
    let texts = Catalogue::fr();
    let about = match with.concerne {
        Concerne::Usager => "pour elle-même",
        Concerne::Enfant => "pour son enfant",
        Concerne::Autre => "pour un autre adulte",
    };
    let person = with.person;
    output.line(&format!("{STRONG}{}{STRONG:#}", demarche.written().titre));
    output.line(&wrapped(
        "",
        &format!(
            "{}, personne inventée ({}), {about}, le {}",
            person.nom,
            person.resume,
            texts.date(with.today)
        ),
    ));
    if walk.scopes.is_empty() {
        output.line(
            "\nPour un autre adulte, rien n’est demandé, rien n’est écrit, rien n’est journalisé ni tracé.",
        );
        return;
    }
    title(output, 1, "Ce qui est demandé, à qui");
    asked(demarche, walk, output);
    title(output, 2, "Ce que la personne voit, et décide");
    page(&walk.page, walk, output);
    title(output, 3, "Ce que reçoit la page du formulaire");
    fields(&report::fields(demarche, walk, with), output);
    title(output, 4, "Ce que dit l’attestation, à qui vérifie");
    attestation(walk, output);
    title(output, 5, "Ce qui reste au service, le temps du parcours");
    kept(demarche, walk, output);
    title(output, 6, "Ce que dit le journal de l’exploitant");
    for line in report::log(demarche, walk) {
        output.line(&wrapped("   ", &log_line(&line)));
    }
    title(
        output,
        7,
        "Ce que dit la trace signée, que la collectivité garde 36 mois",
    );
    trace(walk, output);
}

fn title(output: &Output, number: usize, text: &str) {
    output.line(&format!("\n{STRONG}{number}. {text}{STRONG:#}"));
}

fn asked(demarche: &DemarcheChecked, walk: &Walk, output: &Output) {
    let numbers = report::habilitations(demarche, field::IDENTITE, &walk.scopes).join(", ");
    let of_identity =
        |scope: &&&str| report::habilitations(demarche, field::IDENTITE, &[scope]).is_empty();
    let (others, identity): (Vec<&str>, Vec<&str>) =
        walk.scopes.iter().partition(|scope| of_identity(scope));
    output.line(&format!("   FranceConnect, habilitation {numbers}"));
    output.line(&wrapped("     périmètres : ", &identity.join(", ")));
    if !others.is_empty() {
        output.line(&wrapped(
            "     et pour les fournisseurs : ",
            &others.join(", "),
        ));
    }
    for asked in &walk.asked {
        source(demarche, asked, output);
    }
}

fn source(demarche: &DemarcheChecked, asked: &AskedSource, output: &Output) {
    let texts = Catalogue::fr();
    let Some(declared) = demarche.source(asked.spec.id) else {
        return;
    };
    let fields = demarche
        .champs()
        .iter()
        .filter(|champ| champ.source == asked.spec.id);
    let mut scopes: Vec<&str> = declared
        .own_scopes()
        .chain(fields.flat_map(|champ| champ.spec.scopes.iter().copied()))
        .collect();
    scopes.sort_unstable();
    scopes.dedup();
    let numbers = report::habilitations(demarche, asked.spec.id, &scopes).join(", ");
    let provider = texts.provider(asked.spec.fournisseur, Form::Name);
    let way = match declared.is_by_france_connect() {
        true => "par le jeton de la personne",
        false => "par le jeton de la collectivité",
    };
    output.line(&wrapped(
        "   ",
        &format!(
            "{provider} ({}), habilitation {numbers}, {way}",
            asked.spec.id
        ),
    ));
    output.line(&wrapped("     périmètres : ", &scopes.join(", ")));
    if let Some(companion) = asked.companion {
        output.line(&format!(
            "     demandée d’abord, pour une preuve : {companion}"
        ));
    }
    if !asked.parameters.is_empty() {
        output.line(&wrapped("     reçoit : ", &asked.parameters.join(", ")));
    }
    let code = asked.outcome.code();
    let outcome = match asked.fields {
        0 => styled(SOON, code),
        1 => styled(GOOD, "1 donnée"),
        count => styled(GOOD, &format!("{count} données")),
    };
    output.line(&format!("     répond : {outcome}"));
}

fn page(page: &Choices, walk: &Walk, output: &Output) {
    let mark = |id: &str| match walk.ticked.iter().any(|ticked| ticked == id) {
        true => styled(GOOD, "[x]"),
        false => styled(BAD, "[ ]"),
    };
    for groupe in &page.groupes {
        output.line(&format!("   {}", groupe.legende));
        for boite in &groupe.boites {
            let health = if boite.sante {
                " (santé : jamais cochée d’avance)"
            } else {
                ""
            };
            let start = format!("     {} ", mark(&boite.id));
            output.line(&wrapped(
                &start,
                &format!(
                    "{} : {}{health} {FAINT}[{}]{FAINT:#}",
                    boite.libelle, boite.valeur, boite.id
                ),
            ));
        }
        for liste in &groupe.listes {
            output.line(&wrapped(
                "     ",
                &format!("{} {FAINT}[{}]{FAINT:#}", liste.legende, liste.nom),
            ));
            for rang in liste.rangs.iter().chain([&liste.aucun]) {
                output.line(&wrapped(
                    &format!("     {} ", mark(&rang.id)),
                    &rang.libelle,
                ));
            }
        }
    }
    if !page.manquants.is_empty() {
        output.line("   À remplir soi-même");
    }
    for manquant in &page.manquants {
        output.line(&wrapped(
            "     ",
            &format!("{} : {}", manquant.libelle, manquant.raison),
        ));
    }
}

/// Fields that come the same way, under what they share.
fn fields(lines: &[FieldLine], output: &Output) {
    let texts = Catalogue::fr();
    let lines: Vec<&FieldLine> = lines
        .iter()
        .filter(|line| line.state != State::NoRow)
        .collect();
    let longest = lines
        .iter()
        .map(|line| line.path.chars().count())
        .max()
        .unwrap_or_default();
    let way = |line: &&FieldLine| {
        (
            line.source.clone(),
            line.consent.clone(),
            line.habilitations.clone(),
        )
    };
    for group in lines.chunk_by(|one, next| way(one) == way(next)) {
        let Some(first) = group.first() else {
            continue;
        };
        let mut scopes: Vec<&str> = group
            .iter()
            .flat_map(|line| &line.scopes)
            .copied()
            .collect();
        scopes.sort_unstable();
        scopes.dedup();
        let provider = texts.provider(first.provider, Form::Name);
        let numbers = first.habilitations.join(", ");
        let consent = match &first.consent {
            Some(id) => format!(", case {id}"),
            None => String::new(),
        };
        let scopes = scopes.join(", ");
        output.line(&wrapped(
            "   ",
            &format!("{provider}, {numbers}{consent} {FAINT}({scopes}){FAINT:#}"),
        ));
        for line in group {
            let start = format!("     {:longest$}  ", line.path);
            output.line(&wrapped(&start, &received(line)));
        }
    }
    output.line(&wrapped(
        "   ",
        "Refusé, pas venu ou pas demandé : la page reçoit la même absence, et ne sait pas pourquoi.",
    ));
}

fn received(line: &FieldLine) -> String {
    match (&line.page, line.state) {
        (Some(value), _) => value.to_plain_text(),
        (None, State::Refused) => styled(BAD, "rien : refusé"),
        (None, State::Missing) => styled(SOON, "rien : pas venu"),
        (None, _) => styled(FAINT, "rien : pas demandé"),
    }
}

/// Values under who vouches for them.
fn attestation(walk: &Walk, output: &Output) {
    if walk.released.is_empty() {
        return output.line("   Rien : aucune attestation n’est faite.");
    }
    let claims = &walk.claims;
    output.line(&wrapped(
        "   ",
        &format!(
            "signée par {}, pour {}, valable 24 heures",
            claims.iss, claims.aud
        ),
    ));
    let mut vouched: BTreeMap<(&str, &[String]), Vec<String>> = BTreeMap::new();
    for (path, attested) in &claims.data {
        let by = (attested.source.as_str(), attested.saisies.as_slice());
        let said = format!("{path} = {}", attested.value.to_plain_text());
        vouched.entry(by).or_default().push(said);
    }
    let texts = Catalogue::fr();
    for ((provider, saisies), said) in vouched {
        let provider = texts.provider(provider, Form::De);
        let typed = match saisies.is_empty() {
            true => String::new(),
            false => format!(
                ", trouvé par ce que la personne a écrit ({})",
                saisies.join(", ")
            ),
        };
        output.line(&wrapped("   ", &format!("{provider}{typed}")));
        said.iter()
            .for_each(|said| output.line(&wrapped("     ", said)));
    }
}

/// A line of the log, its level and its event first.
fn log_line(line: &Json) -> String {
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => {
            let items: Vec<&str> = items.iter().filter_map(Json::as_str).collect();
            items.join(",")
        }
        other => other.to_string(),
    };
    let members = line.as_object().into_iter().flatten();
    let (first, others): (Vec<_>, Vec<_>) =
        members.partition(|(name, _)| matches!(name.as_str(), "level" | "event"));
    let first = first.iter().rev().map(|(_, value)| text(value));
    let others = others
        .iter()
        .map(|(name, value)| format!("{name}={}", text(value)));
    let words: Vec<String> = first.chain(others).collect();
    // A long list of paths is cut between them.
    words.join(" ").replace(',', ", ")
}

/// The two lines of the trace: paths, never a value.
fn trace(walk: &Walk, output: &Output) {
    for line in &walk.trace {
        for asked in line.obtained.iter().flatten() {
            let outcome = serde_json::to_value(asked.outcome).unwrap_or_default();
            let outcome = outcome.as_str().unwrap_or_default();
            let fields = asked.fields.join(", ");
            let said = format!("{} ({}) : {outcome} {fields}", asked.source, asked.provider);
            output.line(&wrapped("   demandé : ", said.trim_end()));
        }
        let sent = line
            .released
            .iter()
            .flatten()
            .flat_map(|sent| sent.fields.iter().cloned());
        let sent: Vec<String> = sent.collect();
        match (&line.released, sent.is_empty()) {
            (None, _) => {}
            (Some(_), true) => output.line("   envoyé : rien"),
            (Some(_), false) => output.line(&wrapped("   envoyé : ", &sent.join(", "))),
        }
    }
}

fn kept(demarche: &DemarcheChecked, walk: &Walk, output: &Output) {
    output.line(&wrapped(
        "   ",
        "Les jetons, l’identifiant FranceConnect, ce que la personne écrit pour être retrouvée.",
    ));
    let kept = report::kept(demarche, walk);
    let name = |it: &report::Kept| match it.values {
        1 => it.path.clone(),
        count => format!("{} ({count})", it.path),
    };
    let (asked, others): (Vec<_>, Vec<_>) = kept.iter().partition(|it| it.is_asked);
    for (start, lines) in [
        ("   Obtenu et gardé : ", asked),
        ("   Pour retrouver la personne seulement : ", others),
    ] {
        if !lines.is_empty() {
            let names: Vec<String> = lines.into_iter().map(name).collect();
            output.line(&wrapped(start, &names.join(", ")));
        }
    }
}
