//! A request about another adult: nothing is fetched, whatever was ticked and typed.

use unefois_tests::journey::{Browser, Tab, encoded, location};

use crate::bench::Bench;
use crate::forms::{CRECHE, ENERGIE, ETUDES, LOGIN, PERISCOLAIRE, SPORT, STATIONNEMENT, TRANSPORT};

/// The person must be back on the form, nothing asked of anybody.
fn check_back(bench: &Bench, browser: &mut Browser, answer: &unefois_tests::client::Answer) {
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(location(answer), browser.form());
    assert_eq!(answer.header("set-cookie"), None);
    let calls = bench.take_calls().unwrap();
    let calls = calls.as_object().unwrap();
    assert!(calls.is_empty(), "{calls:?}");
}

#[test]
fn nothing_is_fetched_for_another_adult_whatever_the_source() {
    let bench = Bench::lease();
    bench.take_calls().unwrap();
    for (form, sources) in [
        (&PERISCOLAIRE, "quotient_familial"),
        (&CRECHE, "eaje,aeeh"),
        (&TRANSPORT, "rsa,prime_activite,asf,c2s,aah,france_travail"),
        (
            &ENERGIE,
            "impots,rsa,france_travail,france_travail_paiements",
        ),
        (
            &SPORT,
            "quotient_familial,ars,scolarite,eleve_boursier,sportif",
        ),
    ] {
        let mut browser = form.browser(&bench);
        let address = browser.start_address(&Tab::open(), sources);
        let answer = browser.client.get(&format!("{address}&concerne=autre"));
        check_back(&bench, &mut browser, &answer.unwrap());
    }
}

#[test]
fn what_was_typed_does_not_make_another_adult_oneself() {
    let bench = Bench::lease();
    let mut browser = TRANSPORT.browser(&bench);
    let tab = Tab::open();
    let address = browser.start_address(&tab, "france_travail");
    let sealed = encoded(&browser.seal_inputs(&address, &[LOGIN]));
    bench.take_calls().unwrap();
    let url = format!("{address}&saisies={sealed}&concerne=autre");
    let answer = browser.client.get(&url).unwrap();
    check_back(&bench, &mut browser, &answer);
    let page = browser.form();
    let fields = [
        ("demarche", "transport-solidaire-valbourg"),
        ("page", page.as_str()),
        ("challenge", &tab.challenge),
        ("sources", ""),
        ("source", "france_travail"),
        ("concerne", "autre"),
        ("saisie.france_travail.identifiant", LOGIN.1),
    ];
    let answer = browser.post("/v1/start", &fields);
    check_back(&bench, &mut browser, &answer);
}

#[test]
fn rejects_another_adult_where_the_form_is_about_oneself_alone() {
    let mut bench = Bench::lease();
    for (form, sources) in [(&STATIONNEMENT, "vehicule"), (&ETUDES, "boursier")] {
        let mut browser = form.browser(&bench);
        let address = browser.start_address(&Tab::open(), sources);
        let answer = browser.client.get(&format!("{address}&concerne=autre"));
        assert_eq!(answer.unwrap().status, 400);
        assert_eq!(bench.event("refused")["code"], "choice_refused");
    }
}
