//! The rights of the town's token: looked at when the edge starts, and told when they differ from the
//! démarche files.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use unefois_tests::client::Client;
use unefois_tests::journey::Tab;
use unefois_tests::stack::Options;

use crate::bench::{Bench, count_rights, demarche};
use crate::forms::CRECHE;

const INTROSPECT: &str = "sources.introspect";
const LOST: &str = "cnav_participation_familiale_eaje_adresse";

/// An edge that starts while the sandbox has a fault; what it writes about the rights.
fn start_with(fault: &str) -> (Bench, Vec<Value>) {
    let mut bench = Bench::lease();
    bench.set_faults(&[fault]).unwrap();
    bench.take_calls().unwrap();
    bench.restart_edge().unwrap();
    let asked = bench.count_calls(INTROSPECT);
    assert_eq!(asked, 1, "{fault}");
    // Every line about the rights has arrived before the next event.
    let mut browser = CRECHE.browser(&bench);
    browser.depart(&Tab::open(), "");
    let mut lines = bench.events_until("started");
    lines.retain(|line| line["event"].as_str().unwrap().starts_with("rights"));
    (bench, lines)
}

#[test]
fn token_is_looked_at_once_when_the_edge_starts_and_not_again_within_the_hour() {
    let mut bench = Bench::lease();
    bench.take_calls().unwrap();
    bench.restart_edge().unwrap();
    assert_eq!(bench.event("rights")["level"], "info");
    assert_eq!(bench.count_calls(INTROSPECT), 1);
    let mut browser = CRECHE.browser(&bench);
    for _ in 0..3 {
        let ready = browser.edge("/readyz");
        assert_eq!(Client::new().get(&ready).unwrap().status, 200);
        browser.complete(&Tab::open(), "aeeh", "camille");
    }
    assert_eq!(bench.count_calls(INTROSPECT), 0);
}

#[test]
fn scope_the_token_lost_is_named_with_its_demarches() {
    let (bench, lines) = start_with("introspect_scope_missing");
    let lost = lines.iter().find(|line| line["scope"] == LOST);
    let lost = lost.unwrap_or_else(|| panic!("{lines:#?}"));
    assert_eq!(lost["event"], "rights_mismatch");
    assert_eq!(lost["level"], "warn");
    assert_eq!(lost["code"], "scope_not_in_token");
    assert_eq!(lost["demarches"], json!(["creche-valbourg"]));
    assert_eq!(lost["token"], "API_PARTICULIER_VALBOURG");
    // The form goes on without what the scope opened.
    let mut browser = CRECHE.browser(&bench);
    let page = browser.reach_release(&Tab::open(), "eaje", "camille");
    assert!(page.ids().contains(&"eaje"), "{:?}", page.ids());
    assert!(!page.ids().contains(&"eaje.adresse"), "{:?}", page.ids());
    bench.check_told_nothing_of(&["eyJ"]);
}

#[test]
fn token_whose_rights_are_those_of_the_files_lacks_none() {
    let mut bench = Bench::lease();
    bench.restart_edge().unwrap();
    let mut browser = CRECHE.browser(&bench);
    browser.depart(&Tab::open(), "");
    let lines = bench.events_until("started");
    let lacking = lines
        .iter()
        .filter(|line| line["code"] == "scope_not_in_token");
    assert_eq!(lacking.collect::<Vec<_>>(), Vec::<&Value>::new());
}

/// The nursery asks the same gateway under another name.
fn use_another_gateway(deployment: &mut Value) {
    let adresse = &mut demarche(deployment, "creche-valbourg")["api_particulier"]["adresse"];
    let other = adresse.as_str().unwrap().replace("127.0.0.1", "localhost");
    assert_ne!(adresse.as_str(), Some(other.as_str()));
    *adresse = json!(other);
}

#[test]
fn token_used_at_two_gateways_is_looked_at_in_both() {
    let bench = Bench::private(Options {
        amend: Some(use_another_gateway),
        ..Options::for_tests()
    });
    let started = Instant::now();
    while count_rights(&bench) < 2 {
        assert!(started.elapsed() < Duration::from_secs(15), "one gateway");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn rights_that_cannot_be_known_are_told_and_stop_nothing() {
    for (fault, level, code) in [
        ("introspect_down", "warn", "introspection_unavailable"),
        ("jwt_blacklisted", "error", "token_refused"),
    ] {
        let (bench, lines) = start_with(fault);
        let [line] = &lines[..] else {
            panic!("{fault}: {lines:#?}");
        };
        assert_eq!(line["event"], "rights_unknown", "{fault}");
        assert_eq!(line["level"], level, "{fault}");
        assert_eq!(line["code"], code, "{fault}");
        let ready = format!("{}/readyz", bench.addresses().edge_base);
        assert_eq!(Client::new().get(&ready).unwrap().status, 200, "{fault}");
        bench.check_told_nothing_of(&["eyJ"]);
    }
}
