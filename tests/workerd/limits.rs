//! Providers on their knees are left alone, and one that asks to wait is obeyed.

use std::time::{Duration, Instant};

use serde_json::json;
use unefois_tests::journey::{ReleasePage, Tab};

use crate::bench::Bench;
use crate::forms::{CRECHE, MARIAMA, SPORT, TRANSPORT};
use crate::sources::{BUSY, DOWN};

const RSA: &str = "sources.rsa";
const PRIME: &str = "sources.prime_activite";
const EAJE: &str = "sources.eaje";
const TOKEN: &str = "franceconnect.token";

/// Somebody comes up to the release page with both sources ticked.
fn ask(bench: &Bench, login: &str) -> ReleasePage {
    let mut browser = TRANSPORT.browser(bench);
    browser.reach_release(&Tab::open(), "rsa,prime_activite", login)
}

fn count(bench: &Bench, endpoint: &str) -> u64 {
    // Not taken: what is counted goes on.
    let url = format!("{}/__sandbox/calls", bench.addresses().sources_base);
    let calls = unefois_tests::client::Client::new().get(&url).unwrap();
    let calls = calls.json().unwrap();
    calls["calls"][endpoint].as_u64().unwrap_or_default()
}

#[test]
fn source_that_broke_down_five_times_is_not_asked_by_the_sixth_person() {
    let mut bench = Bench::lease();
    bench.set_faults(&["source_500_00500@rsa"]).unwrap();
    for _ in 0..5 {
        ask(&bench, "camille");
    }
    assert_eq!(bench.count_calls(RSA), 5);
    bench.events_until("source");
    let started = Instant::now();
    let page = ask(&bench, "thomas");
    assert!(started.elapsed() < Duration::from_secs(3), "told at once");
    let counted = bench.take_calls().unwrap();
    assert_eq!((counted.get(RSA), &counted[PRIME]), (None, &json!(1)));
    assert!(page.ids().contains(&"prime_activite"), "{:?}", page.ids());
    let is_told = |line: &String| line.contains(DOWN);
    assert!(page.missing.iter().any(is_told), "{:?}", page.missing);
    // Nobody mends it by asking: the source is well again, and left alone all the same.
    bench.set_faults(&[]).unwrap();
    ask(&bench, "yanis");
    assert_eq!(bench.count_calls(RSA), 0);
    let mut lines = bench.events_until("source");
    lines.retain(|line| line["source"] == "rsa");
    let outcomes: Vec<_> = lines.iter().map(|line| &line["outcome"]).collect();
    assert!(outcomes.contains(&&json!("down_suspended")), "{outcomes:?}");
}

#[test]
fn breakdown_that_several_sources_share_counts_once() {
    let bench = Bench::lease();
    let fault = "source_500_00500@quotient_familial";
    bench.set_faults(&[fault]).unwrap();
    // Two of them only need the family file for a proof.
    let all = "quotient_familial,scolarite,eleve_boursier";
    for _ in 0..4 {
        let mut browser = SPORT.browser(&bench);
        browser.reach_release_with(&Tab::open(), all, "fatou", &MARIAMA);
    }
    assert_eq!(bench.count_calls("sources.quotient_familial"), 4);
}

#[test]
fn answers_about_people_are_no_breakdowns() {
    let bench = Bench::lease();
    for _ in 0..6 {
        // No file at their name, six times: the source is well.
        ask(&bench, "ines");
    }
    assert_eq!(bench.count_calls(RSA), 6);
    let page = ask(&bench, "camille");
    assert!(page.ids().contains(&"rsa"), "{:?}", page.ids());
}

#[test]
fn nobody_asks_before_the_delay_a_provider_gave() {
    let bench = Bench::lease();
    bench.set_fault_with("source_429", &json!({ "times": 1, "source": "rsa" }));
    bench.take_calls().unwrap();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| ask(&bench, "camille"));
        while count(&bench, RSA) == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        let refused_at = Instant::now();
        let second = scope.spawn(|| ask(&bench, "thomas"));
        while refused_at.elapsed() < Duration::from_millis(1_800) {
            let sent = [count(&bench, RSA), count(&bench, PRIME)];
            assert_eq!(sent, [1, 1], "after {:?}", refused_at.elapsed());
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(count(&bench, TOKEN), 2, "the second person has come");
        for person in [first, second] {
            let page = person.join().unwrap();
            assert!(page.ids().contains(&"rsa"), "{:?}", page.ids());
        }
    });
    assert_eq!(bench.count_calls(RSA), 3);
}

#[test]
fn delay_given_to_the_towns_token_holds_whoever_is_asked_about_with_it() {
    let bench = Bench::lease();
    bench.set_fault_with("source_429", &json!({ "times": 1, "source": "eaje" }));
    let ask = |login| {
        let mut browser = CRECHE.browser(&bench);
        browser.reach_release(&Tab::open(), "eaje", login)
    };
    std::thread::scope(|scope| {
        let first = scope.spawn(|| ask("camille"));
        while count(&bench, EAJE) == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        // Later than a request that could have left before the 429 had arrived.
        std::thread::sleep(Duration::from_millis(300));
        for page in [ask("solene"), first.join().unwrap()] {
            assert!(page.ids().contains(&"eaje"), "{:?}", page.missing);
        }
    });
}

#[test]
fn delay_longer_than_a_person_can_wait_is_told_at_once() {
    let mut bench = Bench::lease();
    let fault = "source_429_without_retry_after@rsa";
    bench.set_faults(&[fault]).unwrap();
    ask(&bench, "camille");
    bench.set_faults(&[]).unwrap();
    bench.events_until("source");
    assert_eq!(bench.count_calls(RSA), 1);
    // By the person's own token, a 429 is about the address of the edge: nothing else is sent to it.
    let page = ask(&bench, "thomas");
    assert!(page.ids().iter().all(|id| id.starts_with("identite")));
    assert_eq!(page.missing.len(), 2);
    assert!(
        page.missing.iter().all(|line| line.contains(BUSY)),
        "{:?}",
        page.missing
    );
    let counted = bench.take_calls().unwrap();
    assert_eq!((counted.get(RSA), counted.get(PRIME)), (None, None));
}
