//! Declined, without a file, out of order: the form's page cannot tell why a field did not come.

use serde_json::Value;
use unefois_tests::journey::{Browser, QUOTIENT, Tab};

use crate::bench::Bench;
use crate::nominal::part;

/// Everything of a return that a form's page can measure.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    hand_off_bytes: usize,
    status: u16,
    headers: Vec<String>,
    body_bytes: usize,
    members: Vec<(String, usize)>,
    attested_bytes: Option<usize>,
}

/// Comes back with the boxes of identity and whatever `is_sent` says of the others.
fn come_back(bench: &Bench, is_sent: fn(&str) -> bool) -> Seen {
    let mut browser = Browser::new(bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    let ids: Vec<_> = page.ids().into_iter().filter(|id| is_sent(id)).collect();
    let hand_off = match ids.is_empty() {
        true => refuse(&mut browser, &page.sealed),
        false => {
            let answer = browser.send(&page, &ids);
            browser.hand_off(&answer)
        }
    };
    see(&mut browser, &tab, &hand_off)
}

fn refuse(browser: &mut Browser, sealed: &str) -> String {
    let answer = browser.post("/v1/release", &[("sealed", sealed), ("decision", "refuse")]);
    browser.hand_off(&answer)
}

fn see(browser: &mut Browser, tab: &Tab, hand_off: &str) -> Seen {
    let answer = browser.try_redeem(tab, hand_off);
    let mut body: Value = answer.json().unwrap();
    body["recu"] = without_moments(body["recu"].as_str().unwrap()).into();
    let members = body.as_object().unwrap().iter();
    let attestation = body["attestation"].as_str();
    Seen {
        hand_off_bytes: hand_off.len(),
        status: answer.status,
        headers: answer
            .headers
            .iter()
            .map(|(name, _)| name.clone())
            .collect(),
        body_bytes: body.to_string().len(),
        members: members
            .map(|(name, member)| (name.clone(), member.to_string().len()))
            .collect(),
        attested_bytes: attestation.map(|token| part(token, 1).to_string().len()),
    }
}

/// A receipt without the numbers that stand alone: hours are written shorter at some minutes than at others.
fn without_moments(recu: &str) -> String {
    let words = recu
        .split_whitespace()
        .map(|word| word.trim_end_matches('.'));
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.filter(|word| !is_number(word)).collect()
}

/// No file, a file nobody can tell apart, one without values, a person not recognised, and breakdowns.
const REASONS: [&str; 7] = [
    "source_404_23003",
    "source_409_26015",
    "source_nulls",
    "source_422_35560",
    "source_500_00500",
    "source_reset",
    "source_403_00100",
];

/// What a page sees of somebody whose source is struck by a fault, and who sends what there is.
fn come_back_from(bench: &Bench, fault: &str, is_sent: fn(&str) -> bool) -> Seen {
    bench.set_faults(&[fault]).unwrap();
    come_back(bench, is_sent)
}

#[test]
fn withholds_from_the_page_why_a_source_gave_nothing() {
    let mut bench = Bench::lease();
    let declined = come_back(&bench, |id| id.starts_with("identite"));
    assert_eq!(declined.status, 200);
    assert!(declined.attested_bytes.is_some());
    for fault in REASONS {
        bench.restart_edge().unwrap();
        let seen = come_back_from(&bench, fault, |_| true);
        assert_eq!(seen, declined, "{fault}");
    }
}

#[test]
fn withholds_from_the_page_what_there_was_to_refuse() {
    let bench = Bench::lease();
    let refused = come_back(&bench, |_| false);
    assert_eq!((refused.status, refused.attested_bytes), (200, None));
    for fault in ["source_404_23003", "source_500_00500"] {
        let seen = come_back_from(&bench, fault, |_| false);
        assert_eq!(seen, refused, "{fault}");
    }
}
