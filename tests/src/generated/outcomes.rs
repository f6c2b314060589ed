//! What each answer of a source comes to, in tables.

use unefois_core::consent::{ReasonWords, reason};
use unefois_core::messages::{Catalogue, Form};
use unefois_core::sources::answer::MissingCause;
use unefois_core::sources::{Outcome, SourceSpec};

use super::answers::Groups;
use super::markdown::{Table, code, lines};
use super::{circumstances, words};

/// The table of a source: every rule that can match, then what no status tells.
pub fn table(source: &SourceSpec, texts: &Catalogue) -> String {
    let mut groups = Groups::default();
    groups.rules(source);
    circumstances::of_source(source, &mut groups);
    rows(&groups, Some(source), texts)
}

/// What may happen to any source, whoever is asked.
pub fn common_table(texts: &Catalogue) -> String {
    rows(&circumstances::common(), None, texts)
}

/// Every code of the operator's log, and what it says.
pub fn codes_table() -> String {
    let mut table = Table::new([
        "Code",
        "Ce qu’il dit",
        "Alerte",
        "Source de santé, au journal",
    ]);
    for outcome in words::OUTCOMES {
        let at_health = match outcome.is_impersonal() {
            true => outcome.code(),
            false => "answered",
        };
        table.push([
            code(outcome.code()),
            words::outcome(*outcome).to_owned(),
            yes_no(outcome.alerts()).to_owned(),
            code(at_health),
        ]);
    }
    table.text()
}

/// Why a field is missing from a file that was found.
pub fn causes() -> String {
    let cause = |cause: MissingCause, words: &str| format!("{} : {words}", code(cause.code()));
    [
        cause(
            MissingCause::NotGranted,
            "clé absente, périmètre non accordé",
        ),
        cause(
            MissingCause::Unknown,
            "valeur nulle, inconnue du fournisseur",
        ),
        cause(
            MissingCause::Malformed,
            "valeur qui n’a pas la forme documentée ; rien n’est deviné",
        ),
    ]
    .join(" ; ")
}

fn rows(groups: &Groups, source: Option<&SourceSpec>, texts: &Catalogue) -> String {
    let mut table = Table::new([
        "Réponse",
        "Code pour l’opérateur",
        "Texte",
        "Dit à la personne",
        "Alerte",
        "Redemandé",
    ]);
    for group in &groups.0 {
        let outcome = group.outcome;
        table.push([
            lines(group.answers()),
            code(outcome.code()),
            code(outcome.message_key().unwrap_or_default()),
            sentence(outcome, source, texts),
            yes_no(outcome.alerts()).to_owned(),
            group.again.words().to_owned(),
        ]);
    }
    table.text()
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "oui" } else { "non" }
}

/// What the release page tells, in the order it tells it.
fn sentence(outcome: Outcome, source: Option<&SourceSpec>, texts: &Catalogue) -> String {
    let provider = source.map(|source| provider(outcome, source));
    let (a, de) = match provider {
        Some(provider) => (
            texts.provider(provider, Form::A),
            texts.provider(provider, Form::De),
        ),
        None => (
            String::from("à l’administration"),
            String::from("de l’administration"),
        ),
    };
    let words = ReasonWords {
        fournisseur_a: &a,
        fournisseur_de: &de,
        heure: "l’heure annoncée",
        document: source.map(|source| source.fournisseur),
    };
    reason(texts, outcome, source, &words)
}

/// Whom the sentence names: the provider of the source asked first, when it is the one to blame.
fn provider(outcome: Outcome, source: &SourceSpec) -> &'static str {
    let mut companions = source
        .accesses
        .iter()
        .filter_map(|access| access.companion.as_ref());
    match companions.next().filter(|_| outcome.is_of_companion()) {
        Some(companion) => companion.source.fournisseur,
        None => source.fournisseur,
    }
}
