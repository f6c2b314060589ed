//! `docs/usages.md`: what each use case may ask, needs, and may not ask.

use unefois_core::demarche::usages::{self, Place, UsageSpec, Verdict};
use unefois_core::sources;

use super::markdown::{self, Table};

/// The whole page, in French: a collectivité finds its démarche in it before it writes it.
pub fn page() -> String {
    let mut page = String::from(HEAD);
    let (refused, offered): (Vec<_>, Vec<_>) =
        usages::ALL.iter().partition(|usage| usage.refus.is_some());
    for usage in offered {
        page += &section(usage);
    }
    page += REFUSED;
    let mut table = Table::new(["usage", "ce qu’il est", "pourquoi il est refusé"]);
    for usage in refused {
        let why = usage.refus.unwrap_or_default().to_owned();
        table.push([markdown::code(usage.id), usage.titre.to_owned(), why]);
    }
    page += &table.text();
    // The page ends with one line end, as every file does.
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn section(usage: &UsageSpec) -> String {
    let mut table = Table::new(["sources", "place", "pourquoi"]);
    for (verdict, ids) in by_verdict(usage) {
        let (place, why) = words(verdict);
        table.push([markdown::codes(ids), place.to_owned(), why.to_owned()]);
    }
    format!(
        "## {}\n\n{}. Texte : {}.\n\n{}",
        usage.id,
        usage.titre,
        usage.texte,
        table.text()
    )
}

/// Sources of which the use case says the same, in the order of the registry; those required first.
fn by_verdict(usage: &UsageSpec) -> Vec<(Verdict, Vec<&'static str>)> {
    let mut rows: Vec<(Verdict, Vec<&'static str>)> = Vec::new();
    for source in sources::ALL {
        let verdict = usage.verdict(source);
        match rows.iter_mut().find(|(said, _)| *said == verdict) {
            Some((_, ids)) => ids.push(source.id),
            None => rows.push((verdict, vec![source.id])),
        }
    }
    rows.sort_by_key(|(verdict, _)| rank(*verdict));
    rows
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Dite(Place::Requise, _) => 0,
        Verdict::Dite(Place::Facultative, _) => 1,
        Verdict::Motivee => 2,
        Verdict::Dite(Place::Interdite, _) => 3,
    }
}

fn words(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Dite(Place::Requise, why) => ("requise, une au moins", why),
        Verdict::Dite(Place::Facultative, why) => ("facultative", why),
        Verdict::Dite(Place::Interdite, why) => ("interdite", why),
        Verdict::Motivee => (
            "facultative, avec un `motif`",
            "la démarche dit elle-même pourquoi la donnée est strictement nécessaire",
        ),
    }
}

const HEAD: &str = "\
# Les usages

Page écrite par `cargo xtask docs` d’après la table des usages : ne la corrigez pas ici. La clé `usage` du fichier de démarche est expliquée dans [demarche.md](demarche.md#lusage), les sources dans [fields.md](fields.md).

Une source **requise** manque si aucune de celles de sa ligne n’est déclarée : la démarche a alors un autre usage. Une source **facultative** n’est demandée que si la délibération en dépend. Une source **interdite** est une règle enfreinte : le service ne démarre pas. L’identité, elle, est permise à tous.

Le texte est celui qui fonde l’usage en général. La démarche écrit le sien, et sa délibération, dans `[base_legale]`.

";

const REFUSED: &str = "\
## Usages refusés

Ils sont connus pour que leur refus soit expliqué.

";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_use_case_has_its_place_and_says_something_of_each_source() {
        let page = page();
        for usage in usages::ALL {
            assert!(page.contains(usage.id), "{}", usage.id);
            let said: usize = by_verdict(usage).iter().map(|(_, ids)| ids.len()).sum();
            assert_eq!(said, sources::ALL.len(), "{}", usage.id);
        }
    }
}
