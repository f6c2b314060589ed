//! The person gives up, or FranceConnect refuses: the form is one click away.

use serde_json::{Value, json};
use unefois_tests::journey::{Browser, DEMARCHE, QUOTIENT, Tab, links, location, parameters};
use unefois_tests::stack::Options;

use crate::bench::{Bench, demarche};
use crate::callback::{Way, check_page};

#[test]
fn rejects_every_error_of_the_provider_with_a_way_back() {
    let mut bench = Bench::lease();
    for (fault, status, code, sentence) in [
        (
            "refuse",
            403,
            "fc_access_denied",
            "FranceConnect n’a pas pu vous identifier",
        ),
        (
            "server_error",
            502,
            "fc_server_error",
            "FranceConnect ne répond pas",
        ),
        (
            "temporarily_unavailable",
            503,
            "fc_temporarily_unavailable",
            "FranceConnect ne répond pas",
        ),
        (
            "invalid_scope",
            502,
            "fc_invalid_scope",
            "Un problème de notre côté",
        ),
        (
            "invalid_request",
            502,
            "fc_invalid_request",
            "Un problème de notre côté",
        ),
        (
            "invalid_acr",
            502,
            "fc_invalid_acr",
            "Un problème de notre côté",
        ),
        (
            "unknown_error",
            502,
            "fc_unknown_error",
            "Un problème de notre côté",
        ),
    ] {
        bench.set_faults(&[fault]).unwrap();
        let mut browser = Browser::new(&bench);
        let callback = browser.reach_callback(&Tab::open(), QUOTIENT, "camille");
        let answer = browser.client.get(&callback).unwrap();
        check_page(&browser, &answer, status, Way::Back);
        let html = answer.text();
        assert!(
            html.contains(sentence) && !html.contains("à ne jamais afficher"),
            "{fault}: {html}"
        );
        assert!(
            answer.header("set-cookie").unwrap().contains("Max-Age=0"),
            "{fault}"
        );
        assert_eq!(bench.event("refused")["code"], code, "{fault}");
        assert_eq!(bench.count_calls("franceconnect.token"), 0, "{fault}");
    }
}

#[test]
fn person_refused_by_the_registry_may_try_another_account() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let callback = browser.reach_callback(&Tab::open(), QUOTIENT, "lucienne");
    let answer = browser.client.get(&callback).unwrap();
    check_page(&browser, &answer, 403, Way::Back);
    let retry = links(&answer.text())
        .into_iter()
        .find(|link| link.starts_with("/v1/start?"));
    let start = browser.client.get(&browser.edge(&retry.unwrap())).unwrap();
    assert!(location(&start).contains("cnaf_quotient_familial"));
}

/// A town where a person may ask for a child or for themselves.
fn ask_for_oneself_too(deployment: &mut Value) {
    demarche(deployment, DEMARCHE)["concerne"] = json!(["enfant", "usager"]);
}

#[test]
fn person_who_tries_again_asks_for_the_same_thing() {
    let bench = Bench::private(Options {
        amend: Some(ask_for_oneself_too),
        ..Options::for_tests()
    });
    bench.set_faults(&["server_error"]).unwrap();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let start = format!("{}&concerne=usager", browser.start_address(&tab, QUOTIENT));
    let authorize = location(&browser.client.get(&start).unwrap());
    let callback = browser.sign_in(&authorize, "camille");
    let answer = browser.client.get(&callback).unwrap();
    let retry = links(&answer.text())
        .into_iter()
        .find(|link| link.starts_with("/v1/start?"));
    let sorted = |url: &str| {
        let mut pairs = parameters(url);
        pairs.sort_unstable();
        pairs
    };
    assert_eq!(sorted(&retry.unwrap()), sorted(&start));
}

#[test]
fn person_who_gives_up_goes_straight_back_to_the_form() {
    let mut bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let authorize = browser.depart(&Tab::open(), QUOTIENT);
    let before_signing_in = browser.give_up(&authorize);
    bench.set_faults(&["cancel"]).unwrap();
    let after_signing_in = browser.reach_callback(&Tab::open(), QUOTIENT, "camille");
    for callback in [before_signing_in, after_signing_in] {
        let answer = browser.client.get(&callback).unwrap();
        assert_eq!(answer.status, 303);
        assert_eq!(
            location(&answer),
            format!("{}#unefois=incomplete", browser.form())
        );
        assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
        assert_eq!(bench.event("cancelled")["level"], "info");
    }
    assert_eq!(bench.count_calls("franceconnect.token"), 0);
}

#[test]
fn person_kept_by_an_error_page_of_franceconnect_may_start_again() {
    let bench = Bench::lease();
    bench.set_fault_with("never_returns", &json!({ "times": 1 }));
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let authorize = browser.depart(&tab, QUOTIENT);
    assert_eq!(browser.go_through(&authorize, "camille").status, 400);
    browser.complete(&tab, QUOTIENT, "camille");
}
