use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::{Folder, Run, example, unefois};

const LIST: &str = include_str!("habilitations.csv");
const DAY: &str = "--aujourdhui=2026-11-21";

/// `check` of these files with a list of this text, on 21 November 2026.
fn compare(list: &str, more: &[&str]) -> Run {
    let folder = Folder::new();
    let list = folder.file("liste.csv", list);
    let cantine = example("cantine");
    let mut arguments = vec!["check", DAY, "--liste", &list, &cantine];
    arguments.extend(more);
    unefois(&arguments)
}

/// What is said of each habilitation of the first file.
fn listings(run: &Run) -> Vec<Value> {
    let report = run.json();
    let said = report["files"][0]["habilitations"].as_array().unwrap();
    said.iter().map(|it| it["listing"].clone()).collect()
}

#[test]
fn habilitations_of_the_list_are_confirmed() {
    let run = compare(LIST, &[]).ok();
    for words in [
        "habilitation[0] : dans la liste : H70001 (FranceConnect)\n",
        "habilitation[1] : dans la liste : H70002 (APIParticulier)\n",
        "toutes les règles tiennent",
    ] {
        assert!(run.stdout.contains(words), "{words} in {}", run.stdout);
    }
    let report = compare(LIST, &["--json"]).ok().json();
    assert_eq!(report["ok"], json!(true));
    assert_eq!(report["list"]["day"], json!("2026-10-30"));
    assert_eq!(report["list"]["unread"], json!(0));
    let confirmed = json!({
        "path": "habilitation[1]",
        "numero": "H70002",
        "service": "APIParticulier",
        "listing": "confirmed",
        "validated_on": "2026-03-16",
        "missing": [],
    });
    assert_eq!(report["files"][0]["habilitations"][1], confirmed);
}

#[test]
fn check_without_a_list_says_nothing_of_it() {
    let report = unefois(&["check", DAY, "--json", &example("cantine")])
        .ok()
        .json();
    assert!(report.get("list").is_none(), "{report}");
    assert!(
        report["files"][0].get("habilitations").is_none(),
        "{report}"
    );
}

#[test]
fn rejects_habilitation_that_the_list_does_not_have() {
    let without = LIST.replace(
        "APIParticulier,21999999200015",
        "APIParticulier,21999999200064",
    );
    let run = compare(&without, &[]);
    run.is_refused(1, "");
    for words in [
        "habilitation[0] : dans la liste",
        "habilitation[1] : [absente_de_la_liste] H70002 (APIParticulier) : rien ne lui répond au SIRET 21999999200015. Ouvrez-la sur DataPass",
    ] {
        assert!(run.stdout.contains(words), "{words} in {}", run.stdout);
    }
    assert!(!run.stdout.contains("tiennent"), "{}", run.stdout);
    let run = compare(&without, &["--json"]);
    assert_eq!((run.code, &run.json()["ok"]), (1, &json!(false)));
    assert_eq!(listings(&run), ["confirmed", "absent"]);
}

#[test]
fn rejects_habilitation_that_claims_more_scopes_than_the_list() {
    let less = LIST.replace("\"\"cnaf_adresse\"\", ", "");
    let run = compare(&less, &[]);
    run.is_refused(1, "");
    let words = "[perimetres_absents_de_la_liste] H70002 (APIParticulier) : la liste n’accorde pas cnaf_adresse au SIRET 21999999200015. Ouvrez-la sur DataPass : retirez";
    assert!(run.stdout.contains(words), "{}", run.stdout);
    let run = compare(&less, &["--json"]);
    let missing = &run.json()["files"][0]["habilitations"][1]["missing"];
    assert_eq!(missing, &json!(["cnaf_adresse"]));
}

#[test]
fn habilitation_too_recent_for_the_list_is_said_and_is_no_problem() {
    let folder = Folder::new();
    let text = std::fs::read_to_string(example("cantine")).unwrap();
    let text = text.replace("du = \"2026-03-16\"", "du = \"2026-10-30\"");
    let file = folder.file("demarche.toml", &text);
    let list = LIST.replace(
        "APIParticulier,21999999200015",
        "APIParticulier,21999999200064",
    );
    let list = folder.file("liste.csv", &list);
    let arguments = ["check", DAY, "--liste", &list, &file];
    let run = unefois(&arguments).ok();
    let words = "trop récente : H70002 (APIParticulier), validée le 2026-10-30 ; la liste va jusqu’au 2026-10-30. Comparez de nouveau avec celle du 2026-12-01.";
    assert!(run.stdout.contains(words), "{}", run.stdout);
    let run = unefois(&[&arguments[..], &["--liste-du", "2026-11-02"]].concat());
    run.is_refused(1, "");
    assert!(
        run.stdout.contains("[absente_de_la_liste] H70002"),
        "{}",
        run.stdout
    );
}

#[test]
fn habilitation_validated_on_another_day_may_have_changed_its_number() {
    let renewed = LIST.replace("2026-03-16", "2026-09-14");
    let run = compare(&renewed, &[]).ok();
    let words = "H70002 (APIParticulier), validée le 2026-09-14 et non le 2026-03-16 : si elle a été renouvelée";
    assert!(run.stdout.contains(words), "{}", run.stdout);
}

#[test]
fn rejects_list_that_a_newer_one_replaced() {
    let old = LIST.replace("2026-10-30", "2026-09-29");
    let run = compare(&old, &[]);
    run.is_refused(1, "");
    let words = "liste.csv : [liste_ancienne] elle va jusqu’au 2026-09-29, et celle du 2026-11-01 a dû paraître. Téléchargez-la";
    assert!(run.stdout.contains(words), "{}", run.stdout);
    let report = compare(&old, &["--json"]).json();
    assert_eq!(report["ok"], json!(false));
    assert_eq!(report["list"]["superseded_by"], json!("2026-11-01"));
    compare(&old, &["--liste-du=2026-11-01"]).ok();
}

#[test]
fn odd_lines_are_counted_and_the_others_are_read() {
    let list = LIST.replace(",2026-03-16\n", ",2026-03-16,,\n");
    let odd = format!(
        "{list}\n,\n\"\nDINUM,FranceConnect,?,,,,\nDINUM,\"APIParticulier\"x,21999999200015,\0,\"[\",,2026"
    );
    let run = compare(&odd, &["--json"]).ok();
    assert_eq!(listings(&run), ["confirmed", "confirmed"]);
    assert!(run.json()["list"]["unread"].as_u64() > Some(0));
    let one = format!("{LIST},\n");
    let two = format!("{one},\n");
    for (list, words) in [
        (one, " : 1 ligne illisible, laissée de côté.\n"),
        (two, " : 2 lignes illisibles, laissées de côté.\n"),
    ] {
        let run = compare(&list, &[]).ok();
        assert!(run.stdout.contains(words), "{words} in {}", run.stdout);
    }
}

#[test]
fn quote_left_open_does_not_lend_the_scopes_of_the_lines_that_follow() {
    let scopes = "\"[\"\"cnaf_adresse\"\", \"\"cnaf_quotient_familial\"\"]\",,2026-03-16\n";
    let open = LIST.replace(
        scopes,
        "\"cnous_statut_boursier,,2026-03-16\n\
         DINUM,APIParticulier,21999999200064,SYNDICAT,cnaf_adresse,,2026-05-04\n\
         DINUM,APIParticulier,21999999200064,SYNDICAT,\"cnaf_quotient_familial, cnaf_enfants\",,2026-05-04\n",
    );
    let run = compare(&open, &["--json"]);
    assert_eq!(listings(&run), ["confirmed", "absent"]);
    assert_eq!(run.json()["list"]["unread"], json!(1));
}

#[test]
fn rejects_files_that_are_not_the_list_before_anything_is_said() {
    let semicolons = LIST.replace(',', ";");
    for (list, words) in [
        ("", "il n’y a rien dedans (empty)"),
        ("<!doctype html><title>", "c’est une page web (web_page)"),
        (
            &semicolons,
            "la colonne « API ou Service demandé » n’y est pas (missing_column)",
        ),
        (
            LIST.lines().next().unwrap(),
            "aucune ligne n’y est de FranceConnect",
        ),
    ] {
        let run = compare(list, &[]);
        run.is_refused(3, words);
        run.is_refused(3, "liste.csv n’est pas la liste des habilitations : ");
        run.is_refused(3, "Téléchargez de nouveau le CSV");
        assert_eq!(run.stdout, "");
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    }
    let folder = Folder::new();
    let latin = folder.path("latin.csv");
    std::fs::write(&latin, b"API ou Service demand\xe9,SIRET du demandeur\n").unwrap();
    let cantine = example("cantine");
    let check = |list: &str| unefois(&["check", DAY, "--liste", list, &cantine]);
    check(&latin).is_refused(3, "ce n’est pas du texte en UTF-8 (not_utf8)");
    check(&folder.path("nowhere.csv")).is_refused(3, "il n’existe pas");
    let day = ["check", DAY, "--liste-du=2026-11-01", &cantine];
    unefois(&day).is_refused(2, "il manque --liste");
    compare(LIST, &["--liste-du=2026-11-22"]).is_refused(2, "un jour à venir");
    let early = "liste.csv va jusqu’au 2026-10-30.";
    compare(LIST, &["--liste-du=2026-10-29"]).is_refused(2, early);
}

#[test]
fn list_is_read_from_the_standard_input() {
    let mut check = Command::new(env!("CARGO_BIN_EXE_unefois"))
        .args(["check", DAY, "--json", "--liste", "-", &example("cantine")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = check.stdin.take().unwrap();
    input.write_all(LIST.as_bytes()).unwrap();
    drop(input);
    let output = check.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["ok"], json!(true));
    assert_eq!(report["list"]["file"], json!("entrée standard"));
}

#[test]
fn habilitations_of_every_demarche_of_a_deployment_are_compared() {
    let folder = Folder::new();
    let demarches = ["cantine", "stationnement"].map(|name| {
        let text = std::fs::read_to_string(example(name)).unwrap();
        text.parse::<toml::Table>().unwrap()
    });
    let deployment = json!({
        "origin": "http://unefois.localhost:8787",
        "autoriser_http_local": true,
        "demarches": demarches,
    });
    let deployment = folder.file("deployment.json", &deployment.to_string());
    let list = folder.file("liste.csv", LIST);
    let run = unefois(&["check", DAY, "--json", "--liste", &list, &deployment]);
    assert_eq!(
        listings(&run),
        ["confirmed", "confirmed", "confirmed", "absent", "absent"]
    );
    let path = &run.json()["files"][0]["habilitations"][4]["path"];
    assert_eq!(path, &json!("demarches[1].habilitation[2]"));
}
