//! What others try with the release page.

use unefois_tests::journey::{Browser, QUOTIENT, Tab, cookie_set};

use crate::release::shown;

#[test]
fn rejects_decision_sent_from_another_page() {
    let mut shown = shown();
    let url = shown.browser.edge("/v1/release");
    let body = format!("sealed={}&decision=send&choix=identite", shown.page.sealed);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let own = shown.bench.addresses().edge_origin.clone();
    let town = shown.bench.addresses().forms_origin.clone();
    let cases: [&[(&str, &str)]; 6] = [
        &[form],
        &[form, ("origin", &town)],
        &[form, ("origin", "null")],
        &[form, ("origin", "null"), ("sec-fetch-site", "cross-site")],
        &[form, ("origin", &own), ("sec-fetch-site", "same-site")],
        &[form, ("origin", &own), ("sec-fetch-site", "cross-site")],
    ];
    for headers in cases {
        let answer = shown
            .browser
            .client
            .request("POST", &url, headers, body.as_bytes())
            .unwrap();
        shown.check_refused(&answer, 403, "release_not_our_page");
    }
    shown.check_still_open();
}

#[test]
fn decision_of_a_browser_that_hides_the_origin_of_its_own_page_is_taken() {
    let mut shown = shown();
    let url = shown.browser.edge("/v1/release");
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", "null"),
        ("sec-fetch-site", "same-origin"),
    ];
    let body = format!("sealed={}&decision=send&choix=identite", shown.page.sealed);
    let answer = shown
        .browser
        .client
        .request("POST", &url, &headers, body.as_bytes())
        .unwrap();
    shown.browser.hand_off(&answer);
}

#[test]
fn rejects_decision_of_a_browser_without_the_cookie() {
    let mut shown = shown();
    let mut stranger = Browser::new(&shown.bench);
    let answer = stranger.send(&shown.page, &["identite"]);
    shown.check_refused(&answer, 403, "release_cookie_missing");
    stranger.depart(&Tab::open(), QUOTIENT);
    let answer = stranger.send(&shown.page, &["identite"]);
    shown.check_refused(&answer, 403, "release_cookie_missing");
    shown.check_still_open();
}

#[test]
fn rejects_decision_that_is_no_form() {
    let mut shown = shown();
    let url = shown.browser.edge("/v1/release");
    let own = shown.bench.addresses().edge_origin.clone();
    let body = format!("sealed={}&decision=send&choix=identite", shown.page.sealed);
    for content_type in [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
    ] {
        let headers = [("content-type", content_type), ("origin", own.as_str())];
        let answer = shown
            .browser
            .client
            .request("POST", &url, &headers, body.as_bytes())
            .unwrap();
        shown.check_refused(&answer, 400, "release_malformed");
    }
    // Little enough over the limit for the whole of it to be written before the answer comes.
    let large = "x".repeat(99_000);
    let answer = shown
        .browser
        .post("/v1/release", &[("sealed", &large), ("decision", "send")]);
    shown.check_refused(&answer, 400, "release_malformed");
    let sealed = shown.page.sealed.clone();
    let doubled = [
        ("sealed", sealed.as_str()),
        ("sealed", &sealed),
        ("decision", "send"),
        ("choix", "identite"),
    ];
    let answer = shown.browser.post("/v1/release", &doubled);
    shown.check_refused(&answer, 400, "release_malformed");
    shown.check_still_open();
}

#[test]
fn rejects_decision_on_something_altered_or_sealed_for_something_else() {
    let mut shown = shown();
    let start = shown
        .browser
        .client
        .get(&shown.browser.start_address(&Tab::open(), ""))
        .unwrap();
    let (_, cookie) = cookie_set(&start).unwrap();
    let sealed = shown.page.sealed.clone();
    let middle = sealed.len() / 2;
    let other = if sealed.as_bytes()[middle] == b'A' {
        "B"
    } else {
        "A"
    };
    let altered = format!("{}{other}{}", &sealed[..middle], &sealed[middle + 1..]);
    for foreign in [
        altered.as_str(),
        &sealed[1..],
        &shown.page.logout.clone(),
        &cookie,
        "x",
        "",
    ] {
        let fields = [
            ("sealed", foreign),
            ("decision", "send"),
            ("choix", "identite"),
        ];
        let answer = shown.browser.post("/v1/release", &fields);
        assert!((400..500).contains(&answer.status), "{}", answer.text());
        assert_eq!(answer.header("location"), None);
    }
    shown.check_still_open();
}

#[test]
fn rejects_decision_sent_twice_at_the_same_moment() {
    let mut shown = shown();
    let hand_off = shown.browser.accept(&shown.page);
    // A double click: the second request left with the cookie the first answer removes.
    let url = shown.browser.edge("/v1/release");
    let own = shown.bench.addresses().edge_origin.clone();
    let cookie = shown.cookie.clone();
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", own.as_str()),
        ("cookie", cookie.as_str()),
    ];
    for decision in ["send", "refuse"] {
        let body = format!(
            "sealed={}&decision={decision}&choix=identite",
            shown.page.sealed
        );
        let mut client = unefois_tests::client::Client::new();
        let answer = client
            .request("POST", &url, &headers, body.as_bytes())
            .unwrap();
        assert!(
            answer.text().contains("C’est déjà fait"),
            "{}",
            answer.text()
        );
        shown.check_refused(&answer, 409, "release_already_decided");
    }
    shown.browser.redeem(&shown.tab, &hand_off);
}

#[test]
fn rejects_more_time_from_another_page_or_browser() {
    let mut shown = shown();
    let sealed = shown.page.sealed.clone();
    let url = shown.browser.edge("/v1/more-time");
    let town = shown.bench.addresses().forms_origin.clone();
    let answer = shown
        .browser
        .client
        .post_form(&url, &town, &[("sealed", &sealed)])
        .unwrap();
    shown.check_refused(&answer, 403, "release_not_our_page");
    let answer = Browser::new(&shown.bench).post("/v1/more-time", &[("sealed", &sealed)]);
    shown.check_refused(&answer, 403, "release_cookie_missing");
}

#[test]
fn rejects_not_me_from_another_page_or_browser() {
    let mut shown = shown();
    let logout = shown.page.logout.clone();
    let url = shown.browser.edge("/v1/not-me");
    let town = shown.bench.addresses().forms_origin.clone();
    let answer = shown
        .browser
        .client
        .post_form(&url, &town, &[("logout", &logout)])
        .unwrap();
    shown.check_refused(&answer, 403, "release_not_our_page");
    let answer = Browser::new(&shown.bench).post("/v1/not-me", &[("logout", &logout)]);
    shown.check_refused(&answer, 403, "release_cookie_missing");
    let answer = shown
        .browser
        .post("/v1/not-me", &[("logout", &shown.page.sealed.clone())]);
    shown.check_refused(&answer, 400, "release_malformed");
    shown.check_still_open();
}
