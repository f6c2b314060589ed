//! What belongs to one town, presented to the other: nothing of it is taken, and nothing is learnt.

use serde_json::{Value, json};
use unefois_tests::client::{Answer, Client};
use unefois_tests::encoding::{base64url, from_base64url};
use unefois_tests::journey::{
    Browser, ChoicePage, DEMARCHE, QUOTIENT, ReleasePage, Tab, cookie_set, encoded, location,
    with_parameter,
};

use crate::bench::Bench;
use crate::forms::SPORT;
use crate::towns::{OTHER_DEMARCHE, options, other_browser, other_origin, other_sport};

/// A sealed thing whose clear half says that it is of another démarche, and of its page.
pub fn moved(sealed: &str, demarche: &str, page: &str) -> String {
    let (clear, cipher) = sealed.split_once('.').unwrap();
    let mut context: Value = serde_json::from_slice(&from_base64url(clear).unwrap()).unwrap();
    context["demarche"] = json!(demarche);
    context["page"] = json!(page);
    let clear = base64url(context.to_string().as_bytes());
    format!("{clear}.{cipher}")
}

fn redeem(browser: &mut Browser, origin: &str, body: &Value) -> Answer {
    browser.post_json("/v1/redeem", &[("origin", origin)], &body.to_string())
}

#[test]
fn rejects_hand_off_of_a_town_presented_to_the_other() {
    let bench = Bench::private(options());
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    let hand_off = browser.accept(&page);
    let (own, other) = (bench.addresses().forms_origin.clone(), other_origin(&bench));
    let other_page = other_browser(&bench).form();
    let moved = moved(&hand_off, OTHER_DEMARCHE, &other_page);
    for (demarche, origin, hand_off) in [
        (DEMARCHE, &other, &hand_off),
        (OTHER_DEMARCHE, &own, &hand_off),
        (OTHER_DEMARCHE, &other, &hand_off),
        (OTHER_DEMARCHE, &other, &moved),
        (OTHER_DEMARCHE, &own, &moved),
    ] {
        let body = json!({ "demarche": demarche, "hand_off": hand_off, "verifier": tab.verifier });
        let answer = redeem(&mut browser, origin, &body);
        assert_eq!(answer.status, 403, "{demarche} {origin}");
        assert_eq!(
            answer.json().unwrap(),
            json!({ "error": "hand_off_refused" })
        );
    }
    browser.redeem(&tab, &hand_off);
}

#[test]
fn rejects_release_form_of_a_town_in_a_browser_that_went_for_the_other() {
    let bench = Bench::private(options());
    let (mut one, mut two) = (Browser::new(&bench), other_browser(&bench));
    let (tab, other_tab) = (Tab::open(), Tab::open());
    let page = one.reach_release(&tab, QUOTIENT, "camille");
    let other_page = two.reach_release(&other_tab, QUOTIENT, "thomas");
    let moved = moved(&page.sealed, OTHER_DEMARCHE, &two.form());
    let logout = page.logout.clone();
    for (path, name, sealed, status) in [
        ("/v1/release", "sealed", &page.sealed, 403),
        ("/v1/release", "sealed", &moved, 400),
        ("/v1/more-time", "sealed", &page.sealed, 403),
        ("/v1/more-time", "sealed", &moved, 400),
        ("/v1/not-me", "logout", &logout, 403),
    ] {
        let fields = [
            (name, sealed.as_str()),
            ("decision", "send"),
            ("choix", "identite"),
        ];
        let answer = two.post(path, &fields);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert_eq!(answer.header("location"), None, "{path}");
        assert!(!answer.text().contains("LEFÈVRE"), "{path}");
    }
    for (browser, tab, page) in [(&mut one, &tab, &page), (&mut two, &other_tab, &other_page)] {
        let hand_off = browser.accept(page);
        browser.redeem(tab, &hand_off);
    }
}

#[test]
fn rejects_answer_to_the_departure_of_a_town_as_one_to_the_other() {
    let bench = Bench::private(options());
    let (mut one, mut two) = (Browser::new(&bench), other_browser(&bench));
    let start = one.start_address(&Tab::open(), QUOTIENT);
    let left = one.client.get(&start).unwrap();
    let callback = one.sign_in(&location(&left), "camille");
    let (name, cookie) = cookie_set(&left).unwrap();
    two.depart(&Tab::open(), QUOTIENT);
    let answer = two.client.get(&callback).unwrap();
    assert_eq!(answer.status, 403, "{}", answer.text());
    one.client
        .set_cookie(&name, &moved(&cookie, OTHER_DEMARCHE, &two.form()));
    let answer = one.client.get(&callback).unwrap();
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert_eq!(bench.count_calls("franceconnect.token"), 0);
    // As it was, it is good.
    one.client.set_cookie(&name, &cookie);
    assert_eq!(one.client.get(&callback).unwrap().status, 200);
}

#[test]
fn rejects_logout_of_a_town_as_one_of_the_other() {
    let bench = Bench::private(options());
    let mut browser = Browser::new(&bench);
    let redeemed = browser.complete(&Tab::open(), QUOTIENT, "camille");
    let logout = redeemed["logout"].as_str().unwrap();
    let (address, sealed) = logout.split_once("?t=").unwrap();
    let form = other_browser(&bench).form();
    let moved = moved(sealed, OTHER_DEMARCHE, &form);
    let answer = browser.client.get(&format!("{address}?t={moved}")).unwrap();
    assert_eq!((answer.status, answer.header("location")), (400, None));
    assert_eq!(browser.client.get(logout).unwrap().status, 303);
}

#[test]
fn rejects_what_was_typed_for_a_town_in_a_departure_of_the_other() {
    let bench = Bench::private(options());
    let (mut one, mut two) = (SPORT.browser(&bench), other_sport(&bench));
    let tab = Tab::open();
    let typed = [("sports.identifiant", "990017")];
    let own = one.start_address(&tab, "sportif");
    let sealed = one.seal_inputs(&own, &typed);
    let address = two.start_address(&tab, "sportif");
    for text in [&sealed, &moved(&sealed, two.demarche(), &two.form())] {
        let start = format!("{address}&saisies={}", encoded(text));
        let answer = two.client.get(&start).unwrap();
        assert_eq!((answer.status, answer.header("location")), (200, None));
        let page = ChoicePage::of(&answer);
        assert_eq!(page.value("saisie.sports.identifiant"), "");
    }
    // Nor may a page of one town have anything sealed for the other.
    let url = two.edge("/v1/inputs");
    let depart = address.split_once('?').unwrap().1;
    let body = json!({ "depart": depart, "saisies": { typed[0].0: typed[0].1 } }).to_string();
    let headers = [
        ("content-type", "application/json"),
        ("origin", one.form_origin()),
    ];
    let mut client = Client::new();
    let answer = client
        .request("POST", &url, &headers, body.as_bytes())
        .unwrap();
    assert_eq!(answer.status, 404, "{}", answer.text());
}

#[test]
fn rejects_departure_of_a_town_from_or_to_a_page_of_the_other() {
    let bench = Bench::private(options());
    let (mut one, two) = (Browser::new(&bench), other_browser(&bench));
    let own = one.start_address(&Tab::open(), QUOTIENT);
    let other = two.start_address(&Tab::open(), QUOTIENT);
    for (start, page) in [(&own, two.form()), (&other, one.form())] {
        let start = with_parameter(start, "page", Some(&encoded(&page)));
        let answer = one.client.get(&start).unwrap();
        assert_eq!(answer.status, 400, "{}", answer.text());
        assert_eq!(answer.header("location"), None);
        assert_eq!(answer.header("set-cookie"), None);
    }
}

#[test]
fn departure_begun_by_a_page_of_the_other_town_gives_that_page_nothing() {
    let bench = Bench::private(options());
    // A page of Sainte-Aure leads a person to the service of Valbourg, under its own verifier.
    let (tab, mut person) = (Tab::open(), Browser::new(&bench));
    let page = person.reach_release(&tab, QUOTIENT, "camille");
    // The values come back to the page of Valbourg, which has another verifier.
    let hand_off = person.accept(&page);
    assert_eq!(person.try_redeem(&Tab::open(), &hand_off).status, 403);
    let body = json!({ "demarche": DEMARCHE, "hand_off": hand_off, "verifier": tab.verifier });
    let answer = redeem(&mut person, &other_origin(&bench), &body);
    assert_eq!(answer.status, 403, "{}", answer.text());
}

/// The edge goes on without the second town.
fn forget_sainte_aure(bench: &mut Bench) {
    let path = bench.folder().join("deployment.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut deployment: Value = serde_json::from_str(&text).unwrap();
    let demarches = deployment["demarches"].as_array_mut().unwrap();
    demarches.retain(|demarche| !demarche["id"].as_str().unwrap().ends_with("sainte-aure"));
    std::fs::write(path, deployment.to_string()).unwrap();
    bench.restart_edge().unwrap();
}

#[test]
fn town_that_leaves_the_edge_stops_no_journey_of_the_other() {
    let mut bench = Bench::private(options());
    let (mut one, mut two) = (Browser::new(&bench), other_browser(&bench));
    let other_authorize = two.depart(&Tab::open(), QUOTIENT);
    std::mem::swap(&mut one.client, &mut two.client);
    let tab = Tab::open();
    let callback = one.reach_callback(&tab, QUOTIENT, "camille");
    let other_callback = one.sign_in(&other_authorize, "camille");
    forget_sainte_aure(&mut bench);
    let answer = one.client.get(&other_callback).unwrap();
    assert!(answer.status >= 400, "{}", answer.text());
    let page = ReleasePage::of(&one.client.get(&callback).unwrap());
    let hand_off = one.accept(&page);
    one.redeem(&tab, &hand_off);
}
