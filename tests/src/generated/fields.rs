//! `docs/fields.md`: every source, every field, and what each answer comes to.

use unefois_core::field;
use unefois_core::messages::Catalogue;
use unefois_core::sources;

use super::outcomes;
use super::sources as sections;

/// The whole page, in French: a collectivité chooses its data from it.
pub fn page() -> String {
    let texts = Catalogue::fr();
    let mut page = String::from(HEAD);
    page += &sections::table(sources::ALL, &texts);
    page += &format!("## {}\n\n{IDENTITE}", field::IDENTITE);
    page += &sections::identity(&texts);
    for source in sources::ALL {
        page += &sections::section(source, &texts);
    }
    page += EVERY;
    page += &outcomes::common_table(&texts);
    page += CODES;
    page += &outcomes::codes_table();
    page += &format!(
        "Une donnée peut manquer d’un dossier trouvé, pour l’une de ces causes : {}. La personne lit la même phrase dans les trois cas.\n",
        outcomes::causes()
    );
    page
}

const HEAD: &str = "\
# Les données

Page écrite par `cargo xtask docs` d’après le registre des sources : ne la corrigez pas ici. Le fichier de démarche qui s’en sert est expliqué dans [demarche.md](demarche.md).

Une donnée n’est demandée que si la démarche la met dans un champ, si une habilitation en cours accorde **tous** ses périmètres, et si la personne a coché sa source. Elle n’est envoyée que si la personne la laisse cochée après l’avoir vue.

Absente n’est ni nulle, ni fausse, ni zéro : une valeur inconnue laisse le champ vide.

Pour chaque source, une première table dit ce qu’elle donne, une seconde ce que veut dire chaque réponse. Les erreurs se lisent par le statut HTTP, puis par les trois derniers chiffres du code, écrits `…003` : le début nomme le fournisseur et change d’un environnement à l’autre, sauf `00`, qui est toujours la passerelle. La ligne la plus précise l’emporte. Ce qui peut arriver quelle que soit la source est [à la fin](#toute-source).

## Les sources

";

const IDENTITE: &str = "\
Votre identité, donnée par FranceConnect et vérifiée avec l’Insee. La personne ne la coche pas : elle vient avec la connexion. Une donnée absente laisse le champ vide : nom d’usage de qui n’en a pas, sexe non précisé, commune de qui est né hors de France.

";

const EVERY: &str = "\
## Toute source

Ce qui peut arriver quelle que soit la source, en plus de ses propres réponses.

";

const CODES: &str = "\
## Codes du journal

Chaque source demandée écrit une ligne `source` au journal, avec un de ces codes. Pour une source de santé, l’existence d’un dossier est déjà une information : le journal n’en dit que `answered`.

";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_has_its_section_and_each_field_its_row() {
        let page = page();
        for source in sources::ALL {
            assert!(
                page.contains(&format!("\n## {}\n", source.id)),
                "{}",
                source.id
            );
        }
        for spec in field::known() {
            assert!(
                page.contains(&format!("\n| `{}` | ", spec.chemin)),
                "{}",
                spec.chemin
            );
        }
    }

    #[test]
    fn every_text_is_found_and_filled() {
        let page = page();
        assert!(!page.contains(['{', '}']), "a placeholder is left");
        for start in ["field.", "provider.", "next.", "input.", "source."] {
            let left = page
                .lines()
                .find(|line| line.contains(&format!("| {start}")));
            assert_eq!(left, None, "a text is missing");
        }
    }

    #[test]
    fn rows_have_the_columns_of_their_table_and_nothing_trails() {
        let mut columns = None;
        for line in page().lines() {
            assert_eq!(line, line.trim_end());
            let cells = line.replace("\\|", "").matches('|').count();
            match (line.starts_with('|'), columns) {
                (true, None) => columns = Some(cells),
                (true, Some(expected)) => assert_eq!(cells, expected, "{line}"),
                (false, _) => columns = None,
            }
        }
    }
}
