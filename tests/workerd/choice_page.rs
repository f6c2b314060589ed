//! What a person chooses and writes on the page of the edge, when the form's page did not do it.

use serde_json::{Value, json};
use unefois_tests::client::Answer;
use unefois_tests::journey::{Browser, ChoicePage, Problem, Tab, hidden, location, with_parameter};
use unefois_tests::stack::Options;

use crate::bench::{Bench, demarche};
use crate::forms::{CRECHE, ENERGIE, LOGIN, PERISCOLAIRE, SPORT, STATIONNEMENT};
use crate::inputs::{FIELD, assert_asked_again};
use crate::nominal::values;

const CONTROL: &str = "saisie-france_titres-immatriculation";
const WRONG_PLATE: &str = "Écrivez le numéro comme sur la plaque, par exemple AB-123-CD.";

/// Posts the form of the choice page, with what was typed there.
fn post_start(
    browser: &mut Browser,
    tab: &Tab,
    sources: &[&str],
    typed: &[(&str, &str)],
) -> Answer {
    let (demarche, page) = (browser.demarche().to_owned(), browser.form());
    let mut fields = vec![
        ("demarche", demarche.as_str()),
        ("page", &page),
        ("challenge", &tab.challenge),
        ("lang", "fr"),
        ("sources", ""),
    ];
    fields.extend(sources.iter().map(|source| ("source", *source)));
    fields.extend(typed);
    browser.post("/v1/start", &fields)
}

#[test]
fn person_without_inputs_writes_them_on_the_page_of_the_edge() {
    let bench = Bench::lease();
    let mut browser = STATIONNEMENT.browser(&bench);
    let tab = Tab::open();
    let address = browser.start_address(&tab, "vehicule");
    let asked = browser.client.get(&address).unwrap();
    assert_asked_again(&asked, "nothing typed");
    let html = asked.text();
    assert_eq!(ChoicePage::of(&asked).ticked, ["vehicule"]);
    assert_eq!(hidden(&html, "challenge"), tab.challenge);
    assert_eq!(hidden(&html, "page"), browser.form());
    assert!(
        html.contains("method=\"post\""),
        "it would be in an address"
    );
    let start = post_start(&mut browser, &tab, &["vehicule"], &[(FIELD, " vb-210-cl ")]);
    let callback = browser.sign_in(&location(&start), "camille");
    let shown = browser.client.get(&callback).unwrap();
    let page = unefois_tests::journey::ReleasePage::of(&shown);
    let hand_off = browser.accept(&page);
    let redeemed = browser.redeem(&tab, &hand_off);
    let plate = values(&redeemed)
        .into_iter()
        .find(|(chemin, _)| chemin == "vehicule.immatriculation");
    assert_eq!(plate.map(|(_, value)| value), Some(json!("VB-210-CL")));
    bench.check_told_nothing_of(&["VB-210-CL", "vb-210-cl"]);
}

#[test]
fn wrong_input_on_the_page_of_the_edge_is_told_and_kept() {
    let bench = Bench::lease();
    let mut browser = STATIONNEMENT.browser(&bench);
    let tab = Tab::open();
    let typed = "VB 21O \"<CL>\"";
    let answer = post_start(
        &mut browser,
        &tab,
        &["vehicule", "impots_adresse"],
        &[(FIELD, typed)],
    );
    assert_eq!(answer.status, 422);
    assert_eq!(answer.header("set-cookie"), None);
    let page = ChoicePage::of(&answer);
    let expected = Problem {
        control: CONTROL.to_owned(),
        sentence: WRONG_PLATE.to_owned(),
    };
    assert_eq!(page.problems, [expected]);
    assert!(page.html.contains(&format!("id=\"{CONTROL}\"")));
    assert_eq!(page.value(FIELD), typed);
    assert_eq!(page.ticked, ["vehicule", "impots_adresse"]);
    assert_eq!(hidden(&page.html, "challenge"), tab.challenge);
    assert!(page.html.contains("aria-invalid=\"true\""));
    // Nobody owes the plate of a source that is not ticked any more.
    let answer = post_start(&mut browser, &tab, &["impots_adresse"], &[(FIELD, typed)]);
    assert_eq!(answer.status, 303);
    bench.check_told_nothing_of(&["21O"]);
}

#[test]
fn choice_of_a_child_keeps_its_other_answers() {
    let bench = Bench::lease();
    let mut browser = SPORT.browser(&bench);
    let typed = [
        ("saisie.education.nom_naissance", "Diop"),
        ("saisie.education.prenoms", "Mariama"),
        ("saisie.education.date_naissance", "1er septembre"),
        ("saisie.education.sexe", "F"),
    ];
    let answer = post_start(&mut browser, &Tab::open(), &["scolarite"], &typed);
    assert_eq!(answer.status, 422);
    let page = ChoicePage::of(&answer);
    for (name, text) in typed {
        assert_eq!(page.value(name), text);
    }
    let controls: Vec<_> = page.problems.iter().map(|it| it.control.as_str()).collect();
    assert_eq!(controls, ["saisie-education-date_naissance"]);
    assert!(page.html.contains("Quel enfant est concerné\u{202f}?"));
    assert!(
        !page.html.contains("Il nous faut"),
        "one question for one child"
    );
}

#[test]
fn source_ticked_last_is_asked_for_without_reproach() {
    let bench = Bench::lease();
    let mut browser = SPORT.browser(&bench);
    let sources = ["scolarite", "sportif"];
    for (typed, status, wrong) in [
        ("990017", 200, &[][..]),
        ("99 00 1a", 422, &["saisie-sports-identifiant"]),
        ("", 422, &["saisie-sports-identifiant"]),
    ] {
        let typed = [("saisie.sports.identifiant", typed)];
        let answer = post_start(&mut browser, &Tab::open(), &sources, &typed);
        assert_eq!(answer.status, status, "{typed:?}");
        let page = ChoicePage::of(&answer);
        let controls: Vec<_> = page.problems.iter().map(|it| it.control.as_str()).collect();
        assert_eq!(controls, wrong, "{typed:?}");
        let marks = page.html.matches("aria-invalid").count();
        assert_eq!(marks, wrong.len(), "{typed:?}");
        assert_eq!(page.html.contains("<title>Erreur"), status == 422);
        assert!(
            page.inputs
                .iter()
                .any(|it| it.name == "saisie.education.sexe")
        );
    }
}

#[test]
fn month_left_empty_is_no_error() {
    let bench = Bench::lease();
    let mut browser = PERISCOLAIRE.browser(&bench);
    let typed = [("saisie.caf_msa.mois", "")];
    let answer = post_start(&mut browser, &Tab::open(), &["quotient_familial"], &typed);
    assert_eq!(answer.status, 303, "{}", answer.text());
}

#[test]
fn group_shown_and_left_without_a_choice_is_told_at_its_first_button() {
    let bench = Bench::lease();
    let mut browser = SPORT.browser(&bench);
    let sexe = "saisie.education.sexe";
    let mut typed = vec![
        ("saisie.education.nom_naissance", "Diop"),
        ("saisie.education.prenoms", "Mariama"),
        ("saisie.education.date_naissance", "01/09/2013"),
        (sexe, ""),
    ];
    let answer = post_start(&mut browser, &Tab::open(), &["scolarite"], &typed);
    assert_eq!(answer.status, 422);
    let page = ChoicePage::of(&answer);
    let [problem] = &page.problems[..] else {
        panic!("{:?}", page.problems);
    };
    let first = format!(
        "<input type=\"radio\" id=\"{}\" name=\"{sexe}\"",
        problem.control
    );
    assert!(page.html.contains(&first), "{problem:?}");
    assert_eq!(hidden(&page.html, sexe), "", "it says that it was shown");
    typed.push((sexe, "F"));
    let answer = post_start(&mut browser, &Tab::open(), &["scolarite"], &typed);
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// The form is first about another adult.
fn begin_with_another(deployment: &mut Value) {
    demarche(deployment, "stationnement-valbourg")["concerne"] = json!(["autre", "usager"]);
}

#[test]
fn choice_is_about_the_person_the_address_or_the_form_says_and_never_ends_in_nothing() {
    let bench = Bench::private(Options {
        amend: Some(begin_with_another),
        ..Options::for_tests()
    });
    for (form, said, expected) in [
        (&STATIONNEMENT, "", "usager"),
        (&CRECHE, "", "enfant"),
        (&SPORT, "&concerne=usager", "usager"),
    ] {
        let mut browser = form.browser(&bench);
        let address = browser.start_address(&Tab::open(), "");
        let address = with_parameter(&address, "sources", None) + said;
        let page = ChoicePage::of(&browser.client.get(&address).unwrap());
        assert_eq!(hidden(&page.html, "concerne"), expected);
    }
    let mut browser = STATIONNEMENT.browser(&bench);
    let typed = [(FIELD, "vb-210-cl"), ("concerne", "usager")];
    let start = post_start(&mut browser, &Tab::open(), &["vehicule"], &typed);
    assert_ne!(location(&start), browser.form());
}

#[test]
fn rejects_start_posted_by_another_page_than_the_edges_own() {
    let mut bench = Bench::lease();
    let browser = STATIONNEMENT.browser(&bench);
    let address = browser.start_address(&Tab::open(), "vehicule");
    let query = address.split_once('?').unwrap().1;
    let body = format!("{query}&{FIELD}=VB-210-CL");
    let own = bench.addresses().edge_origin.clone();
    let town = bench.addresses().forms_origin.clone();
    let form = ("content-type", "application/x-www-form-urlencoded");
    let cases: [&[(&str, &str)]; 7] = [
        &[form],
        &[form, ("origin", &town)],
        &[form, ("origin", "http://evil.test")],
        &[form, ("origin", "null")],
        &[form, ("origin", "null"), ("sec-fetch-site", "cross-site")],
        &[form, ("origin", &own), ("sec-fetch-site", "same-site")],
        &[("content-type", "text/plain"), ("origin", &own)],
    ];
    let url = browser.edge("/v1/start");
    for headers in cases {
        let mut stranger = STATIONNEMENT.browser(&bench);
        let answer = stranger
            .client
            .request("POST", &url, headers, body.as_bytes())
            .unwrap();
        assert_eq!(answer.status, 400, "{headers:?}");
        assert_eq!(answer.header("location"), None, "{headers:?}");
        assert_eq!(answer.header("set-cookie"), None, "{headers:?}");
        assert_eq!(bench.event("refused")["code"], "start_malformed");
    }
    let mut person = STATIONNEMENT.browser(&bench);
    let answer = person
        .client
        .request("POST", &url, &[form, ("origin", &own)], body.as_bytes());
    assert_eq!(answer.unwrap().status, 303);
}

#[test]
fn two_sources_of_one_provider_ask_once() {
    let bench = Bench::lease();
    for (form, sources, names) in [
        (
            &ENERGIE,
            "france_travail,france_travail_paiements",
            &["saisie.france_travail.identifiant"][..],
        ),
        (
            &SPORT,
            "scolarite,eleve_boursier",
            &[
                "saisie.education.nom_naissance",
                "saisie.education.prenoms",
                "saisie.education.date_naissance",
                "saisie.education.sexe",
            ],
        ),
    ] {
        let mut browser = form.browser(&bench);
        let address = browser.start_address(&Tab::open(), sources);
        let page = ChoicePage::of(&browser.client.get(&address).unwrap());
        let shown: Vec<_> = page.inputs.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(shown, names);
    }
    let mut browser = ENERGIE.browser(&bench);
    let both = "france_travail,france_travail_paiements";
    let redeemed = browser.complete_with(&Tab::open(), both, "camille", &[LOGIN]);
    let has = |start: &str| {
        values(&redeemed)
            .iter()
            .any(|(chemin, _)| chemin.starts_with(start))
    };
    assert!(has("france_travail.") && has("paiements[0]."), "{redeemed}");
}
