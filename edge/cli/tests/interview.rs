use std::fs;

use crate::support::{Folder, unefois};
use crate::terminal::{CONTROL_C, ENTER, ERASE, ESCAPE, Terminal};

const DAY: &str = "--aujourdhui=2026-11-21";

/// The questions of a canteen in their order, each with the keys that answer it before Enter.
const CANTEEN: &[(&str, &str)] = &[
    ("À quoi sert la démarche ?", "restauration"),
    ("Nom de la collectivité :", "Ville de Valbourg"),
    ("SIRET de la collectivité :", "21999999200015"),
    ("Son nom avec le, la, l’ ou les :", ""),
    ("Son nom après « transmis… » :", ""),
    ("Son nom après « le service… » :", ""),
    ("Service qui reçoit la demande :", "Service « éducation »"),
    (
        "Délégué à la protection des données :",
        "dpo@valbourg.example",
    ),
    ("Aide aux usagers :", "04 99 99 99 99"),
    (
        "Adresse des mentions légales :",
        "https://valbourg.example/mentions-legales",
    ),
    ("Titre de la démarche :", "Inscription à la cantine"),
    (
        "À quoi servent les données ?",
        "calculer le tarif de la cantine",
    ),
    ("Identifiant de la démarche :", ""),
    ("Pour qui la demande peut-elle être faite ?", ""),
    (
        "Quelles données demander, en plus de l’identité ?",
        "quotient ",
    ),
    ("Quels champs du formulaire remplir ?", "quotient "),
    (
        "Adresse de la page du formulaire :",
        "https://valbourg.example/cantine/",
    ),
    ("Adresse de FranceConnect :", ""),
    ("Identifiant du client FranceConnect :", "client-7"),
    ("Nom du secret du client FranceConnect :", ""),
    ("Signature déclarée dans l’espace partenaires :", ""),
    ("Adresse d’API Particulier :", ""),
    ("Numéro de l’habilitation FranceConnect :", "H70001"),
    (
        "Premier jour de l’habilitation FranceConnect :",
        "2026-03-02",
    ),
    ("Numéro de l’habilitation API Particulier :", "H70002"),
    ("Premier jour de l’habilitation API Particulier :", ""),
    ("Texte qui fonde la démarche :", ""),
    ("Délibération :", "délibération du 12 mai 2026"),
    (
        "Adresse publique de la délibération :",
        "https://valbourg.example/deliberations/2026-05-12",
    ),
    (
        "Durée de conservation, en mots :",
        "jusqu’à la fin de l’année scolaire",
    ),
    ("La même durée, en mois :", "12"),
];

/// Answers the questions in order, those before `last` where there is one.
#[track_caller]
fn answer_until(terminal: &mut Terminal, questions: &[(&str, &str)], last: Option<&str>) {
    for (question, keys) in questions {
        // What was answered begins with another sign.
        terminal.shows(&format!("? {question}"));
        if Some(*question) == last {
            return;
        }
        terminal.press(&format!("{keys}{ENTER}"));
    }
}

/// Gives an answer that must be refused in these words, and takes it back: the question is still there.
#[track_caller]
fn refused(terminal: &mut Terminal, keys: &str, words: &str) {
    terminal.press(&format!("{keys}{ENTER}"));
    terminal.shows(words);
    terminal.press(&ERASE.repeat(keys.chars().count()));
}

#[test]
fn answers_of_a_person_make_a_file_that_holds_every_rule() {
    let folder = Folder::new();
    let file = folder.path("demarche.toml");
    let mut terminal = Terminal::run(&["init", &file, DAY]);
    let bad = [
        (
            "SIRET de la collectivité :",
            "21999999200014",
            "attendu : un SIRET de 14 chiffres dont la clé est juste",
        ),
        (
            "Quelles données demander, en plus de l’identité ?",
            "",
            "une source au moins",
        ),
        (
            "La même durée, en mois :",
            "douze",
            "un nombre entier est attendu",
        ),
    ];
    let mut rest = CANTEEN;
    for (question, keys, words) in bad {
        answer_until(&mut terminal, rest, Some(question));
        let place = rest.iter().position(|(asked, _)| *asked == question);
        rest = &rest[place.unwrap()..];
        refused(&mut terminal, keys, words);
    }
    answer_until(&mut terminal, rest, None);
    let (code, screen) = terminal.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("est écrit."), "{screen}");
    assert!(!screen.contains("à compléter"), "{screen}");
    unefois(&["check", DAY, &file]).ok();
    let text = folder.read("demarche.toml");
    for line in [
        "siret = \"21999999200015\"",
        "service = \"Service « éducation »\"",
        "a_collectivite = \"à la ville de Valbourg\"",
        "id = \"inscription-a-la-cantine\"",
        "chemin = \"quotient_familial.valeur\"",
        "mois = 12",
    ] {
        assert!(text.lines().any(|it| it == line), "{line} in {text}");
    }
}

#[test]
fn giving_up_at_any_question_writes_nothing() {
    let (first, last) = (CANTEEN[0].0, CANTEEN[CANTEEN.len() - 1].0);
    for (question, key) in [
        (first, CONTROL_C),
        ("Titre de la démarche :", CONTROL_C),
        ("Quels champs du formulaire remplir ?", ESCAPE),
        (last, CONTROL_C),
    ] {
        let folder = Folder::new();
        let mut terminal = Terminal::run(&["init", &folder.path("new/demarche.toml"), DAY]);
        answer_until(&mut terminal, CANTEEN, Some(question));
        terminal.press(key);
        let (code, screen) = terminal.end();
        assert_eq!(code, 2, "{question} {screen}");
        assert!(screen.contains("abandonné : rien n’est écrit."), "{screen}");
        let left = fs::read_dir(folder.path("")).unwrap().count();
        assert_eq!(left, 0, "{question}");
    }
}

#[test]
fn giving_up_leaves_the_file_that_was_to_be_replaced() {
    let folder = Folder::new();
    let file = folder.file("demarche.toml", "# le travail de quelqu’un\n");
    let mut terminal = Terminal::run(&["init", &file, DAY, "--remplacer"]);
    answer_until(&mut terminal, CANTEEN, Some("La même durée, en mois :"));
    terminal.press(&format!("1{CONTROL_C}"));
    assert_eq!(terminal.end().0, 2);
    assert_eq!(folder.read("demarche.toml"), "# le travail de quelqu’un\n");
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 1);
}

#[test]
fn rejects_health_data_until_the_agreement_is_said_and_without_it() {
    let folder = Folder::new();
    let mut terminal = Terminal::run(&["init", &folder.path("demarche.toml"), DAY]);
    let mut questions = CANTEEN.to_vec();
    for (question, keys) in &mut questions {
        match *question {
            "À quoi sert la démarche ?" => *keys = "facultative",
            "Quelles données demander, en plus de l’identité ?"
            | "Quels champs du formulaire remplir ?" => *keys = "solidaire ",
            _ => {}
        }
    }
    let before = "Adresse de la page du formulaire :";
    let place = questions.iter().position(|(asked, _)| *asked == before);
    questions.truncate(place.unwrap());
    answer_until(&mut terminal, &questions, None);
    let agreement = "Votre délégué à la protection des données est d’accord ?";
    terminal.shows(agreement);
    refused(&mut terminal, "peut-être", "répondez o ou n");
    terminal.press(&format!("n{ENTER}"));
    let (code, screen) = terminal.end();
    assert_eq!(code, 2, "{screen}");
    assert!(screen.contains("abandonné : rien n’est écrit."), "{screen}");
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 0);
}
