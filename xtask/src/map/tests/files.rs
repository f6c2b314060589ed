//! What is put in a démarche file, and what stays.

use crate::map::evidence::Confidence::Moyenne;
use crate::map::proposal::{self, Wish};
use crate::map::section::{self, Merged};

const PAGE: &str = "<form><label>Nom de naissance <input id=nom required></label><label>Prénoms <input id=prenoms></label>\
    <label>Quotient familial <input id=q></label><label>Date de naissance <input id=d placeholder=jj/mm/aaaa></label></form>";

fn merge(file: &str) -> Merged {
    let mapping = proposal::map(PAGE, &Wish::default()).unwrap();
    section::merge(file, &mapping, Moyenne).unwrap()
}

#[test]
fn section_is_written_as_the_documentation_shows_it() {
    let mapping = proposal::map(PAGE, &Wish::default()).unwrap();
    let expected = "[[source]]\nid = \"quotient_familial\"\n\n[[champ]]\nchemin = \"identite.nom_naissance\"\ncible = \"#nom\"\nrequis = true\n\n\
        [[champ]]\nchemin = \"identite.prenoms\"\ncible = \"#prenoms\"\n\n[[champ]]\nchemin = \"quotient_familial.valeur\"\ncible = \"#q\"\n\n\
        [[champ]]\nchemin = \"identite.date_naissance\"\ncible = \"#d\"\nformat = \"jj/mm/aaaa\"\n";
    assert_eq!(section::render(&mapping, Moyenne), expected);
}

#[test]
fn file_keeps_its_comments_and_what_it_says_otherwise_is_reported() {
    let file = "# Une démarche.\nid = \"a\" # court\n\n[[page]]\nadresse = \"https://a.example/\"\n\n# À la main.\n[[champ]]\n\
        chemin = \"identite.nom_naissance\"\ncible = \"#autre\" # choisi\n\n[[champ]]\nchemin = \"identite.prenoms\"\ncible = '#prenoms'\n\n\
        [textes.fr]\n\"notice.why\" = \"Parce que.\"\n";
    let merged = merge(file);
    assert_eq!(
        merged.added,
        ["quotient_familial.valeur", "identite.date_naissance"]
    );
    assert_eq!(
        merged.differences,
        ["identite.nom_naissance: the file has #autre, the page suggests #nom"]
    );
    for line in file.lines() {
        assert!(merged.text.contains(line), "{line}\n{}", merged.text);
    }
    let place = |text: &str| merged.text.find(text).unwrap();
    assert!(
        place("chemin = \"identite.date_naissance\"") < place("[textes.fr]"),
        "{}",
        merged.text
    );
    assert!(
        merged
            .text
            .contains("[[source]]\nid = \"quotient_familial\"\n"),
        "{}",
        merged.text
    );
    let again = merge(&merged.text);
    assert_eq!((again.text, again.added.len()), (merged.text, 0));
}

#[test]
fn field_that_receives_something_else_already_is_not_given_a_second_datum() {
    let merged = merge("[[champ]]\nchemin = \"identite.nom_usage\"\ncible = \"#nom\"\n");
    assert!(!merged.added.contains(&"identite.nom_naissance".to_owned()));
    assert_eq!(
        merged.differences,
        ["identite.nom_naissance: \"#nom\" already receives identite.nom_usage"]
    );
}
