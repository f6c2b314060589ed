//! What each provider means by its refusals, and what the person is told of it.

use unefois_tests::journey::Tab;

use crate::bench::Bench;
use crate::forms::{ETUDES, Form, LOGIN, MARIAMA, PLATE, Person, SPORT, STATIONNEMENT, TRANSPORT};

/// A fault of one source, which must leave nothing of it, and be told so.
fn check(
    fault: &str,
    form: &Form,
    (login, source, typed): Person,
    (outcome, sentence): (&str, &str),
) {
    let mut bench = Bench::lease();
    bench.set_faults(&[fault]).unwrap();
    let mut browser = form.browser(&bench);
    let page = browser.reach_release_with(&Tab::open(), source, login, typed);
    assert!(
        page.ids().iter().all(|id| id.starts_with("identite")),
        "{fault}: {:?}",
        page.ids()
    );
    assert!(
        !page.missing.is_empty() && page.missing.iter().all(|line| line.contains(sentence)),
        "{fault}: {:?}",
        page.missing
    );
    let told = bench.event("source");
    assert_eq!(told["outcome"], outcome, "{fault}");
    assert_eq!(told["source"], source, "{fault}");
}

/// What somebody without a grant is told: until the end of November they may not be known yet.
fn without_a_grant() -> (&'static str, &'static str) {
    match crate::forms::this_month().1 {
        9..=11 => ("grant_season", "Les bourses de l’année"),
        _ => ("no_file", "Aucun dossier trouvé à votre nom"),
    }
}

#[test]
fn student_without_a_grant_is_told_what_the_season_means() {
    let fault = "source_404_26003@boursier";
    let person = ("maiwenn", "boursier", &[][..]);
    check(fault, &ETUDES, person, without_a_grant());
}

#[test]
fn withholds_grant_of_a_past_year() {
    let mut bench = Bench::lease();
    let mut browser = ETUDES.browser(&bench);
    let page = browser.reach_release_with(&Tab::open(), "boursier", "aicha", &[]);
    assert!(page.ids().iter().all(|id| id.starts_with("identite")));
    let (outcome, sentence) = without_a_grant();
    let is_told = |line: &String| line.contains(sentence);
    assert!(!page.missing.is_empty() && page.missing.iter().all(is_told));
    assert_eq!(bench.event("source")["outcome"], outcome);
}

#[test]
fn several_people_behind_one_civil_status_give_nothing_of_any() {
    check(
        "source_409_26015@boursier",
        &ETUDES,
        ("maiwenn", "boursier", &[]),
        ("several", "Plusieurs dossiers portent votre nom"),
    );
}

#[test]
fn pupil_nobody_knows_is_told_with_the_school_and_not_with_the_family() {
    check(
        "source_404_30003@scolarite",
        &SPORT,
        ("fatou", "scolarite", &MARIAMA),
        (
            "pupil_not_found",
            "Aucune inscription trouvée pour cet enfant",
        ),
    );
}

#[test]
fn person_without_a_service_is_told_that_no_file_was_found() {
    check(
        "source_404_37003@service_civique",
        &ETUDES,
        ("maiwenn", "service_civique", &[]),
        ("no_file", "Aucun dossier trouvé à votre nom"),
    );
    check(
        "source_404_40003@sportif",
        &SPORT,
        ("tiago", "sportif", &[("sports.identifiant", "990017")]),
        ("typed_wrong", "Ce que vous avez écrit n’a pas été trouvé"),
    );
}

#[test]
fn person_too_old_for_the_service_is_told_the_ages() {
    check(
        "source_422_39400@service_national",
        &ETUDES,
        ("maiwenn", "service_national", &[]),
        ("age", "seulement entre 16 et 25\u{a0}ans"),
    );
    let mut bench = Bench::lease();
    let mut browser = ETUDES.browser(&bench);
    browser.reach_release(&Tab::open(), "service_national", "camille");
    assert_eq!(bench.event("source")["outcome"], "age");
}

#[test]
fn plate_is_unknown_or_in_another_name() {
    for (fault, told) in [
        (
            "source_404_42003",
            (
                "plate_unknown",
                "Ce numéro d’immatriculation n’a pas été trouvé",
            ),
        ),
        (
            "source_404_42005",
            ("plate_not_yours", "Votre nom n’est pas sur la carte grise"),
        ),
    ] {
        let person = ("camille", "vehicule", &[PLATE][..]);
        check(fault, &STATIONNEMENT, person, told);
    }
}

#[test]
fn identifier_nobody_has_is_told_to_the_person_who_typed_it() {
    let mut bench = Bench::lease();
    let mut browser = TRANSPORT.browser(&bench);
    let typed = [("france_travail.identifiant", "personne")];
    let page = browser.reach_release_with(&Tab::open(), "france_travail", "camille", &typed);
    let told = "Ce que vous avez écrit n’a pas été trouvé";
    assert!(
        !page.missing.is_empty() && page.missing.iter().all(|line| line.contains(told)),
        "{:?}",
        page.missing
    );
    assert_eq!(bench.event("source")["outcome"], "typed_wrong");
}

#[test]
fn one_source_that_breaks_down_leaves_the_others_as_they_are() {
    let bench = Bench::lease();
    bench.set_faults(&["source_500_00500@aah"]).unwrap();
    let mut browser = TRANSPORT.browser(&bench);
    let all = "rsa,prime_activite,asf,c2s,aah,france_travail";
    let page = browser.reach_release_with(&Tab::open(), all, "camille", &[LOGIN]);
    for id in ["rsa", "prime_activite", "asf", "c2s", "france_travail"] {
        assert!(page.ids().contains(&id), "{id}: {:?}", page.ids());
    }
    assert!(!page.ids().contains(&"aah"));
}
