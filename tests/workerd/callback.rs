//! The answer of FranceConnect, altered on its way.

use unefois_tests::client::Answer;
use unefois_tests::journey::{
    Browser, QUOTIENT, ReleasePage, Tab, links, parameter, with_parameter,
};

use crate::bench::Bench;

/// Where a refusal leaves the person.
#[derive(Clone, Copy, PartialEq)]
pub enum Way {
    /// The page offers the form: the flow is known.
    Back,
    /// Nothing may be said of any page.
    Nowhere,
}

/// A page that releases nothing, and leads to the form or nowhere.
pub fn check_page(browser: &Browser, answer: &Answer, status: u16, way: Way) {
    let html = answer.text();
    assert_eq!(answer.status, status, "{html}");
    assert_eq!(answer.header("location"), None);
    assert!(
        !html.contains("name=\"sealed\"") && !html.contains("LEFÈVRE"),
        "{html}"
    );
    let back = format!("{}#unefois=incomplete", browser.form());
    assert_eq!(links(&html).contains(&back), way == Way::Back, "{html}");
}

/// A callback altered by `alter` must be refused with this code before any exchange.
fn check_altered(alter: impl Fn(&str) -> String, status: u16, code: &str, way: Way) {
    let mut bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let callback = browser.reach_callback(&Tab::open(), QUOTIENT, "camille");
    let answer = browser.client.get(&alter(&callback)).unwrap();
    check_page(&browser, &answer, status, way);
    assert_eq!(bench.event("refused")["code"], code);
    assert_eq!(bench.count_calls("franceconnect.token"), 0);
    if way == Way::Nowhere {
        // Whoever altered it could not take the flow away from its person.
        ReleasePage::of(&browser.client.get(&callback).unwrap());
    }
}

#[test]
fn rejects_state_that_is_not_the_one_sent() {
    let state = |value: fn(&str) -> Option<String>| {
        move |url: &str| with_parameter(url, "state", value(&parameter(url, "state")).as_deref())
    };
    let mismatch = "state_mismatch";
    check_altered(state(|_| None), 403, mismatch, Way::Nowhere);
    check_altered(state(|_| Some(String::new())), 403, mismatch, Way::Nowhere);
    check_altered(
        state(|sent| Some(sent[1..].to_owned())),
        403,
        mismatch,
        Way::Nowhere,
    );
    check_altered(
        state(|sent| Some(format!("{sent}A"))),
        403,
        mismatch,
        Way::Nowhere,
    );
    check_altered(
        state(|sent| Some(sent.to_lowercase())),
        403,
        mismatch,
        Way::Nowhere,
    );
    check_altered(
        state(|_| Some("x".repeat(4096))),
        400,
        "callback_malformed",
        Way::Nowhere,
    );
    check_altered(
        state(|_| Some("x".repeat(9000))),
        400,
        "callback_malformed",
        Way::Nowhere,
    );
    check_altered(
        state(|_| Some("%0d%0aSet-Cookie:a=b".to_owned())),
        400,
        "callback_malformed",
        Way::Nowhere,
    );
}

#[test]
fn rejects_parameter_sent_twice() {
    for name in ["state", "code", "iss"] {
        let doubled = |url: &str| format!("{url}&{name}={}", parameter(url, name));
        check_altered(doubled, 400, "callback_duplicate_parameter", Way::Nowhere);
    }
}

#[test]
fn rejects_issuer_that_is_not_ours() {
    let iss = |value: Option<&'static str>| move |url: &str| with_parameter(url, "iss", value);
    let code = "callback_iss_mismatch";
    check_altered(iss(None), 403, code, Way::Back);
    check_altered(iss(Some("")), 403, code, Way::Back);
    check_altered(
        iss(Some("https%3A%2F%2Fevil.test%2Fapi%2Fv2")),
        403,
        code,
        Way::Back,
    );
    let slash =
        |url: &str| with_parameter(url, "iss", Some(&format!("{}%2F", parameter(url, "iss"))));
    check_altered(slash, 403, code, Way::Back);
}

#[test]
fn rejects_answer_without_code_or_with_too_much() {
    check_altered(
        |url| with_parameter(url, "code", None),
        400,
        "code_missing",
        Way::Back,
    );
    check_altered(
        |url| format!("{url}&error=access_denied"),
        400,
        "callback_malformed",
        Way::Nowhere,
    );
    let front = "callback_front_channel_token";
    check_altered(
        |url| format!("{url}&access_token=x"),
        400,
        front,
        Way::Nowhere,
    );
    check_altered(
        |url| format!("{url}&id_token=x.y.z"),
        400,
        front,
        Way::Nowhere,
    );
}

#[test]
fn rejects_answer_altered_by_franceconnect_itself() {
    let mut bench = Bench::lease();
    for (fault, status, code, way) in [
        (
            "callback_iss_missing",
            403,
            "callback_iss_mismatch",
            Way::Back,
        ),
        (
            "callback_iss_wrong",
            403,
            "callback_iss_mismatch",
            Way::Back,
        ),
        (
            "callback_state_missing",
            403,
            "state_mismatch",
            Way::Nowhere,
        ),
        (
            "callback_state_altered",
            403,
            "state_mismatch",
            Way::Nowhere,
        ),
        (
            "callback_state_doubled",
            400,
            "callback_duplicate_parameter",
            Way::Nowhere,
        ),
        ("callback_code_missing", 400, "code_missing", Way::Back),
        (
            "callback_code_altered",
            400,
            "token_invalid_grant",
            Way::Back,
        ),
    ] {
        bench.set_faults(&[fault]).unwrap();
        let mut browser = Browser::new(&bench);
        let callback = browser.reach_callback(&Tab::open(), QUOTIENT, "camille");
        let answer = browser.client.get(&callback).unwrap();
        check_page(&browser, &answer, status, way);
        assert_eq!(bench.event("refused")["code"], code, "{fault}");
    }
}
