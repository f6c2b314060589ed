//! Headers every answer carries, and the attributes of the cookies.

use unefois_tests::client::Answer;
use unefois_tests::journey::{Browser, DEMARCHE, QUOTIENT, Tab, location};

use crate::bench::Bench;

const FIXED: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

/// What every answer that is not a public file must say, pages and errors alike.
fn check_protected(what: &str, answer: &Answer) {
    for (name, value) in FIXED {
        assert_eq!(answer.header(name), Some(value), "{what}: {name}");
    }
    let policy = answer.header("content-security-policy").unwrap();
    for directive in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(directive), "{what}: {policy}");
    }
    assert!(
        !policy.contains("unsafe") && !policy.contains('*'),
        "{what}: {policy}"
    );
    let transport = answer.header("strict-transport-security").unwrap();
    assert!(
        transport.starts_with("max-age=31536000"),
        "{what}: {transport}"
    );
    let permissions = answer.header("permissions-policy").unwrap();
    assert!(
        permissions.contains("camera=()") && permissions.contains("geolocation=()"),
        "{what}"
    );
    assert_eq!(answer.header("access-control-allow-origin"), None, "{what}");
    assert_eq!(
        answer.header("access-control-allow-credentials"),
        None,
        "{what}"
    );
}

/// A page, besides: its type, and where its forms may lead.
fn check_page(what: &str, answer: &Answer, form_targets: &[&str]) {
    check_protected(what, answer);
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8"),
        "{what}"
    );
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("object-src 'none'"), "{what}: {policy}");
    let found = policy
        .split("form-action ")
        .nth(1)
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    let expected: Vec<&str> = ["'self'"].iter().chain(form_targets).copied().collect();
    assert_eq!(
        found.split_whitespace().collect::<Vec<_>>(),
        expected,
        "{what}"
    );
    let html = answer.text();
    assert!(
        !html.contains(" onclick=") && !html.contains("<style") && !html.contains(" style="),
        "{what}"
    );
    assert!(!html.contains("<script>"), "{what}");
}

#[test]
fn every_page_is_unframeable_uncached_and_strict() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let provider = browser.franceconnect("");
    let form = bench.addresses().forms_origin.clone();
    let mut get = |path: &str| {
        browser
            .client
            .get(&format!("{}{path}", bench.addresses().edge_origin))
            .unwrap()
    };
    check_page("problem", &get("/v1/start"), &[]);
    check_page(
        "callback without flow",
        &get("/v1/callback?code=x&state=y"),
        &[],
    );
    check_page("release loaded again", &get("/v1/release"), &[]);
    check_page(
        "information",
        &get(&format!("/v1/information/{DEMARCHE}")),
        &[],
    );
    check_page("goodbye", &get("/v1/logout/return?state=x"), &[]);
    check_page("logout", &get("/v1/logout?t=x"), &[]);
    let choice = browser.start_address(&tab, "").replace("&sources=", "");
    check_page(
        "choice",
        &browser.client.get(&choice).unwrap(),
        &[&provider],
    );
    let callback = browser.reach_callback(&tab, QUOTIENT, "camille");
    let answer = browser.client.get(&callback).unwrap();
    check_page("release", &answer, &[&form, &provider]);
    let page = unefois_tests::journey::ReleasePage::of(&answer);
    check_page(
        "nothing ticked",
        &browser.send(&page, &[]),
        &[&form, &provider],
    );
    check_page(
        "more time",
        &browser.post("/v1/more-time", &[("sealed", &page.sealed)]),
        &[&form, &provider],
    );
    check_page("foreign post", &browser.post("/v1/release", &[]), &[]);
}

#[test]
fn every_other_answer_of_a_flow_is_uncached_and_protected() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    for path in [
        "/",
        "/v1",
        "/v1/nothing",
        "/healthz",
        "/readyz",
        "/v1/demarches/unknown",
        "/v1/verify",
    ] {
        let answer = browser.client.get(&browser.edge(path)).unwrap();
        check_protected(path, &answer);
    }
    for (method, path, status) in [
        ("PUT", "/v1/release", 405),
        ("DELETE", "/v1/redeem", 405),
        ("PUT", "/v1/start", 405),
        ("POST", "/v1/start", 400),
        ("PUT", "/v1/inputs", 405),
        ("POST", "/v1/inputs", 403),
        ("GET", "/v1/redeem", 404),
    ] {
        let answer = browser
            .client
            .request(method, &browser.edge(path), &[], &[])
            .unwrap();
        check_protected(path, &answer);
        assert_eq!(answer.status, status, "{method} {path}");
    }
}

#[test]
fn redirections_are_303_with_the_same_protection() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let start = browser
        .client
        .get(&browser.start_address(&tab, QUOTIENT))
        .unwrap();
    let callback = browser.sign_in(&location(&start), "camille");
    let page = unefois_tests::journey::ReleasePage::of(&browser.client.get(&callback).unwrap());
    let decided = browser.send(&page, &page.ticked());
    let hand_off = browser.hand_off(&decided);
    let logout = browser.redeem(&tab, &hand_off)["logout"]
        .as_str()
        .unwrap()
        .to_owned();
    let left = browser.client.get(&logout).unwrap();
    for (what, answer) in [("start", &start), ("decision", &decided), ("logout", &left)] {
        check_protected(what, answer);
        assert_eq!(answer.status, 303, "{what}");
        assert!(answer.body.is_empty(), "{what}");
    }
}

#[test]
fn cookies_are_bound_to_the_host_and_out_of_reach_of_scripts() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let start = browser
        .client
        .get(&browser.start_address(&tab, ""))
        .unwrap();
    let callback = browser.sign_in(&location(&start), "camille");
    let shown = browser.client.get(&callback).unwrap();
    let page = unefois_tests::journey::ReleasePage::of(&shown);
    let decided = browser.send(&page, &page.ticked());
    for answer in [&start, &shown, &decided] {
        for line in answer.headers_named("set-cookie") {
            let mut parts = line.split("; ");
            assert!(
                parts.next().unwrap().starts_with("__Host-unefois-"),
                "{line}"
            );
            let mut attributes: Vec<_> = parts.collect();
            attributes.sort_unstable();
            let life = attributes
                .iter()
                .position(|attribute| attribute.starts_with("Max-Age="));
            let life = attributes.remove(life.unwrap());
            assert!(
                life.strip_prefix("Max-Age=")
                    .unwrap()
                    .parse::<u32>()
                    .unwrap()
                    <= 1800,
                "{line}"
            );
            assert_eq!(
                attributes,
                ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"],
                "{line}"
            );
        }
    }
    assert!(decided.header("set-cookie").unwrap().contains("Max-Age=0"));
}

#[test]
fn cookie_changes_at_the_callback_and_the_former_one_releases_nothing() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let start = browser
        .client
        .get(&browser.start_address(&Tab::open(), ""))
        .unwrap();
    let (name, before) = unefois_tests::journey::cookie_set(&start).unwrap();
    let callback = browser.sign_in(&location(&start), "camille");
    let shown = browser.client.get(&callback).unwrap();
    let (same_name, after) = unefois_tests::journey::cookie_set(&shown).unwrap();
    assert_eq!(same_name, name);
    assert_ne!(after, before);
    browser.client.set_cookie(&name, &before);
    let again = browser.client.get(&callback).unwrap();
    assert!(!again.text().contains("action=\"/v1/release\""));
}
