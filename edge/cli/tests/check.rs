use serde_json::json;

use crate::support::{Folder, example, examples, unefois};

const DAY: &str = "--aujourdhui=2026-11-21";

#[test]
fn every_example_holds_all_the_rules() {
    let mut arguments = vec![String::from("check"), String::from(DAY)];
    arguments.extend(examples());
    assert!(arguments.len() > 10);
    let run = unefois(&arguments).ok();
    assert_eq!(
        run.stdout.lines().count(),
        arguments.len() - 2,
        "{}",
        run.stdout
    );
}

#[test]
fn rejects_every_problem_of_every_file_at_once() {
    let folder = Folder::new();
    let cantine = std::fs::read_to_string(example("cantine")).unwrap();
    let one = cantine.replace("siret = \"21999999200015\"", "siret = \"21999999200014\"");
    let one = one.replace("identite.sexe", "identite.taille");
    let two = "id = \"a\"\n\n[page\n";
    let (one, two) = (folder.file("one.toml", &one), folder.file("two.toml", two));
    let run = unefois(&["check", DAY, &one, &two, &example("cantine")]);
    run.is_refused(1, "4 règles enfreintes");
    for words in [
        "one.toml : collectivite.siret : [siret] attendu : un SIRET de 14 chiffres dont la clé est juste ; reçu : 21999999200014",
        "one.toml : api_particulier.recipient : [recipient]",
        "one.toml : champ[3].chemin : [champ_inconnu]",
        "two.toml : ligne 3 : [toml] attendu : un fichier TOML bien écrit",
        "cantine/demarche.toml : toutes les règles tiennent",
    ] {
        assert!(run.stdout.contains(words), "{words} in {}", run.stdout);
    }
}

#[test]
fn rejects_for_programs_with_path_and_rule() {
    let run = unefois(&[
        "check",
        "--json",
        "--aujourdhui",
        "2026-03-10",
        &example("cantine"),
    ]);
    assert_eq!(run.code, 1);
    let report = run.json();
    assert_eq!(report["ok"], json!(false));
    assert_eq!(report["today"], json!("2026-03-10"));
    let problem = &report["files"][0]["problems"][0];
    assert_eq!(problem["path"], json!("habilitation[1].du"));
    assert_eq!(problem["rule"], json!("habilitation_future"));
    assert_eq!(problem["got"], json!("2026-03-16"));
}

#[test]
fn rejects_deployment_that_breaks_a_rule() {
    let folder = Folder::new();
    let text = std::fs::read_to_string(example("cantine")).unwrap();
    let demarche: toml::Table = text.parse().unwrap();
    let deployment = |origin: &str, twice: bool| {
        let demarches = if twice {
            vec![&demarche, &demarche]
        } else {
            vec![&demarche]
        };
        json!({ "origin": origin, "autoriser_http_local": true, "demarches": demarches })
            .to_string()
    };
    let good = folder.file(
        "good.json",
        &deployment("http://unefois.localhost:8787", false),
    );
    unefois(&["check", DAY, &good]).ok();
    let bad = folder.file("bad.json", &deployment("http://unefois.example/", true));
    let run = unefois(&["check", DAY, &bad]);
    run.is_refused(1, "règles enfreintes");
    assert!(run.stdout.contains("bad.json : origin"), "{}", run.stdout);
    assert!(
        run.stdout.contains("demarches[1].id : [doublon]"),
        "{}",
        run.stdout
    );
}

#[test]
fn right_that_ends_soon_is_a_warning_and_no_problem() {
    let folder = Folder::new();
    let cantine = std::fs::read_to_string(example("cantine")).unwrap();
    let text = cantine.replace(
        "du = \"2026-03-16\"",
        "du = \"2026-03-16\"\nau = \"2026-12-15\"",
    );
    let file = folder.file("demarche.toml", &text);
    let demarche: toml::Table = text.parse().unwrap();
    let deployment = json!({
        "origin": "http://unefois.localhost:8787",
        "autoriser_http_local": true,
        "demarches": [demarche],
    });
    let deployment = folder.file("deployment.json", &deployment.to_string());
    let run = unefois(&["check", DAY, "--json", &file, &deployment]).ok();
    let files = &run.json()["files"];
    let warning = json!({
        "path": "habilitation[1].au",
        "rule": "habilitation_bientot_finie",
        "last_day": "2026-12-15",
        "days": 24,
        "is_urgent": false,
    });
    assert_eq!(files[0]["warnings"], json!([warning]));
    assert_eq!(
        files[1]["warnings"][0]["path"],
        json!("demarches[0].habilitation[1].au")
    );
    let run = unefois(&["check", DAY, &file]).ok();
    assert!(
        run.stdout
            .contains("attention : habilitation[1].au : [habilitation_bientot_finie]"),
        "{}",
        run.stdout
    );
    let early = unefois(&["check", "--aujourdhui=2026-09-01", &file]).ok();
    assert!(!early.stdout.contains("attention"), "{}", early.stdout);
    unefois(&["check", "--aujourdhui=2026-12-16", &file]).is_refused(1, "règle");
}

#[test]
fn rejects_files_that_cannot_be_read_and_reads_the_others() {
    let folder = Folder::new();
    let run = unefois(&[
        "check",
        DAY,
        &folder.path("nowhere.toml"),
        &example("cantine"),
    ]);
    run.is_refused(3, "nowhere.toml ne peut pas être lu : il n’existe pas");
    assert!(run.stdout.contains("toutes les règles tiennent"));
    unefois(&["check", &folder.path("")]).is_refused(3, "ne peut pas être lu");
}

#[test]
fn rejects_commands_it_does_not_understand_in_french() {
    for (arguments, words) in [
        (&["chek"][..], "Vouliez-vous dire check"),
        (&["check"], "il manque"),
        (
            &["check", "--tout", "a.toml"],
            "« --tout » n’existe pas ici",
        ),
        (
            &["check", "--aujourdhui", "2026-02-30", "a.toml"],
            "une date qui existe",
        ),
        (&[], "Utilisation : unefois"),
    ] {
        unefois(arguments).is_refused(2, words);
    }
}

#[test]
fn help_has_an_example_of_every_command() {
    let help = unefois(&["--help"]).ok().stdout;
    let listed = help
        .split("Commandes:")
        .nth(1)
        .unwrap()
        .split("Options:")
        .next()
        .unwrap();
    let commands = listed
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    for command in commands {
        let help = unefois(&[command, "--help"]).ok().stdout;
        assert!(
            help.contains(&format!("  unefois {command}")),
            "{command}: {help}"
        );
        assert!(!help.contains("Usage:"), "{help}");
    }
}
