//! What the edge writes: one JSON object a line, and nothing of anybody.

use serde_json::Value;
use unefois_tests::journey::{
    Browser, QUOTIENT, ReleasePage, Tab, cookie_set, location, parameter, with_parameter,
};

use crate::bench::Bench;

/// Everything of one person and one flow that no line may hold.
#[derive(Default)]
struct Canaries(Vec<String>);

impl Canaries {
    fn add(&mut self, text: &str) {
        assert!(text.len() >= 3, "too short to be looked for: {text}");
        self.0.push(text.to_owned());
    }
}

/// Values of `maelle` in the sandbox, none of which is a word of ours.
const VALUES: [&str; 14] = [
    "L'HÔTE-D'ANGEVILLE",
    "L'H",
    "ANGEVILLE",
    "N'DIAYE",
    "DUPRÉ",
    "Maëlle",
    "maelle",
    "1989-09-09",
    "29232",
    "766",
    "Aïssata",
    "EGLISE",
    "99999",
    "courriel",
];

fn go_all_the_way(browser: &mut Browser, canaries: &mut Canaries) {
    let tab = Tab::open();
    let start = browser
        .client
        .get(&browser.start_address(&tab, QUOTIENT))
        .unwrap();
    let authorize = location(&start);
    let callback = browser.sign_in(&authorize, "maelle");
    let shown = browser.client.get(&callback).unwrap();
    let page = ReleasePage::of(&shown);
    let renewed = ReleasePage::of(&browser.post("/v1/more-time", &[("sealed", &page.sealed)]));
    browser.send(&renewed, &[]);
    let hand_off = browser.accept(&renewed);
    let redeemed = browser.redeem(&tab, &hand_off);
    browser.try_redeem(&Tab::open(), &hand_off);
    let left = browser
        .client
        .get(redeemed["logout"].as_str().unwrap())
        .unwrap();
    for answer in [&start, &shown, &left] {
        canaries.add(&cookie_set(answer).unwrap().1);
    }
    for (url, names) in [
        (&authorize, &["state", "nonce"][..]),
        (&callback, &["code"]),
        (&location(&left), &["id_token_hint", "state"]),
    ] {
        names
            .iter()
            .for_each(|name| canaries.add(&parameter(url, name)));
    }
    for text in [
        &tab.verifier,
        &tab.challenge,
        &page.sealed,
        &page.logout,
        &hand_off,
    ] {
        canaries.add(text);
    }
    for name in ["attestation", "reference", "logout"] {
        canaries.add(redeemed[name].as_str().unwrap());
    }
}

fn fail(bench: &Bench, fault: &str, canaries: &mut Canaries) {
    bench.set_faults(&[fault]).unwrap();
    let mut browser = Browser::new(bench);
    let tab = Tab::open();
    let authorize = browser.depart(&tab, QUOTIENT);
    let callback = browser.sign_in(&authorize, "maelle");
    browser.client.get(&callback).unwrap();
    canaries.add(&parameter(&authorize, "state"));
    canaries.add(&tab.challenge);
}

/// What the edge would have to repeat if it wrote what it is sent.
fn send_nonsense(browser: &mut Browser) {
    let mark = "c4n4ry";
    let start = browser.start_address(&Tab::open(), mark);
    for url in [
        browser.edge(&format!("/{mark}?{mark}={mark}")),
        browser.edge(&format!(
            "/v1/callback?code={mark}&state={mark}&error_description={mark}"
        )),
        browser.edge(&format!(
            "/v1/callback?error={mark}%0a%7B%22event%22%3A1%7D&state={mark}"
        )),
        browser.edge(&format!("/v1/logout?t={mark}")),
        browser.edge(&format!("/v1/demarches/{mark}")),
        with_parameter(&start, "page", Some(&format!("http://{mark}.test/"))),
        with_parameter(&start, "demarche", Some(mark)),
        with_parameter(&start, "lang", Some(mark)),
        start,
    ] {
        browser.client.get(&url).unwrap();
    }
    browser.post("/v1/release", &[("sealed", mark), ("choix", mark)]);
    let headers = [("origin", mark), ("user-agent", mark), ("referer", mark)];
    browser.post_json(
        "/v1/redeem",
        &headers,
        &format!("{{\"{mark}\":\"{mark}\"}}"),
    );
}

#[test]
fn no_line_holds_anything_of_a_person_or_of_a_flow() {
    let mut bench = Bench::lease();
    let mut canaries = Canaries(VALUES.map(str::to_owned).to_vec());
    let mut browser = Browser::new(&bench);
    go_all_the_way(&mut browser, &mut canaries);
    send_nonsense(&mut browser);
    canaries.add("c4n4ry");
    for fault in [
        "refuse",
        "unknown_error",
        "callback_iss_wrong",
        "callback_code_altered",
        "token_down",
        "token_invalid_client",
        "id_token_bad_signature",
        "id_token_wrong_nonce",
        "id_token_garbage",
        "userinfo_sub_mismatch",
        "userinfo_json",
        "source_html_200",
        "source_422_00366",
        "source_nulls",
        "source_wrong_types",
        "source_403_00100",
    ] {
        fail(&bench, fault, &mut canaries);
    }
    // A last event, so that every line before it has arrived.
    bench.events_until("refused");
    browser
        .client
        .get(&browser.edge("/v1/logout?t=last"))
        .unwrap();
    bench.events_until("refused");
    // The whole way leaves two lines of the trace, and each breakdown that comes after the token one.
    assert!(bench.traces(7).len() >= 7);
    assert!(bench.lines().len() > 30, "{:#?}", bench.lines());
    let canaries: Vec<&str> = canaries.0.iter().map(String::as_str).collect();
    bench.check_told_nothing_of(&canaries);
}

#[test]
fn every_line_is_one_json_object_with_time_level_and_event() {
    let mut bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    go_all_the_way(&mut browser, &mut Canaries::default());
    bench.events_until("logout");
    for line in bench.lines() {
        let wrapped: Value =
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line}"));
        let written: Value = serde_json::from_str(wrapped["message"].as_str().unwrap())
            .unwrap_or_else(|_| panic!("not ours: {line}"));
        for name in ["time", "level", "event"] {
            assert!(written[name].is_string(), "{line}");
        }
    }
}

#[test]
fn one_flow_is_told_by_its_steps_and_its_counts() {
    let mut bench = Bench::lease();
    Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    let events = bench.events_until("redeemed");
    let names: Vec<_> = events
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["started", "source", "released", "redeemed"]);
    let town = &bench.addresses().forms_origin;
    assert!(
        events
            .iter()
            .all(|event| event["demarche"] == unefois_tests::journey::DEMARCHE)
    );
    assert_eq!(events[2]["origin"], *town);
    assert_eq!(events[3]["fields"], 14);
}

#[test]
fn no_answer_to_the_browser_holds_a_token_or_an_inner_address() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    let answer = browser.send(&page, &page.ticked());
    let redeemed = browser.redeem(&tab, &browser.hand_off(&answer)).to_string();
    let at = bench.addresses();
    for text in [&page.html, &redeemed, &location(&answer)] {
        for hidden in [
            at.fc_base.as_str(),
            &at.sources_base,
            "unefois-sandbox",
            "sandbox-secret",
            "FC_SECRET",
        ] {
            assert!(!text.contains(hidden), "{hidden}");
        }
    }
    assert_eq!(tokens(&page.html), Vec::<&str>::new());
    assert_eq!(tokens(&location(&answer)), Vec::<&str>::new());
    assert_eq!(tokens(&redeemed).len(), 1, "the attestation alone");
}

/// Everything that has the form of a compact JWS.
fn tokens(text: &str) -> Vec<&str> {
    let is_token_char = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let words = text.split(|c| !is_token_char(c));
    words
        .filter(|word| {
            word.starts_with("eyJ") && word.split('.').filter(|part| !part.is_empty()).count() == 3
        })
        .collect()
}
