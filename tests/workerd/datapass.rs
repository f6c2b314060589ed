//! The DataPass webhook: who is believed, and what a person meets when a habilitation is stopped under
//! their feet.

use std::collections::{BTreeMap, BTreeSet};

use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use unefois_tests::capnp::GuardStorage;
use unefois_tests::client::{Answer, Client};
use unefois_tests::journey::{Browser, QUOTIENT, ReleasePage, Tab, links, parameter};
use unefois_tests::stack::{Options, Stack};

use crate::bench::Bench;
use crate::callback::{Way, check_page};
use crate::nominal::{check_only_identity, part, values};

const SECRET: &str = "valbourg-webhook-de-test-et-rien-d-autre";
const PATH: &str = "/v1/datapass";
/// The habilitations of the canteen.
const IDENTITY: u64 = 70001;
const DATA: u64 = 70002;
const EXCHANGE: &str = "franceconnect.token";
const SOURCE: &str = "sources.quotient_familial";

fn options() -> Options {
    // The secret of another webhook, then ours.
    let secrets = format!("celui-d-un-autre-webhook,{SECRET}");
    let secret = (String::from("DATAPASS_SECRET"), Some(secrets));
    Options {
        environment: BTreeMap::from([secret]),
        ..Options::for_tests()
    }
}

fn signed(secret: &str, message: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(message);
    let digest = mac.finalize().into_bytes();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={hex}")
}

/// An event about habilitations, each with its state; the last one approved replaces the others.
fn event(name: &str, fired_at: i64, authorizations: &[(u64, &str)]) -> String {
    let authorization = |(id, state): &(u64, &str)| {
        let scopes: &[&str] = match *id {
            IDENTITY => &["family_name", "given_name", "email"],
            _ => &["cnaf_quotient_familial"],
        };
        json!({
            "id": id, "slug": format!("api-particulier-{id}"), "revoked": *state == "revoked", "state": state,
            "created_at": "2026-03-16T09:30:00+01:00", "definition_id": "api_particulier",
            "data": { "intitule": "Inscription à la cantine", "scopes": scopes, "modalities": ["france_connect"],
                "contact_technique_email": "odile.quentin@valbourg.example" },
        })
    };
    let listed: Vec<Value> = authorizations.iter().map(authorization).collect();
    json!({
        "event": name, "fired_at": fired_at, "model_type": "authorization_request/api_particulier", "model_id": 60210,
        "data": { "id": 60210, "state": if name == "revoke" { "revoked" } else { "validated" },
            "organization": { "id": 31007, "siret": "21999999200015", "name": "VILLE DE VALBOURG" },
            "applicant": { "given_name": "Odile", "family_name": "Quentin" }, "authorizations": listed },
    })
    .to_string()
}

fn post(stack: &Stack, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let url = format!("{}{PATH}", stack.addresses().edge_base);
    Client::new().request("POST", &url, headers, body).unwrap()
}

fn send(stack: &Stack, body: &str) -> Answer {
    let signature = signed(SECRET, body.as_bytes());
    let headers = [
        ("content-type", "application/json"),
        ("x-hub-signature-256", signature.as_str()),
        ("x-app-environment", "production"),
    ];
    post(stack, &headers, body.as_bytes())
}

fn tell(stack: &Stack, name: &str, fired_at: i64, authorizations: &[(u64, &str)]) {
    let answer = send(stack, &event(name, fired_at, authorizations));
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn revoke(stack: &Stack, fired_at: i64, numbers: &[u64]) {
    let revoked: Vec<_> = numbers.iter().map(|id| (*id, "revoked")).collect();
    tell(stack, "revoke", fired_at, &revoked);
}

fn approve(stack: &Stack, fired_at: i64, numbers: &[u64]) {
    let active: Vec<_> = numbers.iter().map(|id| (*id, "active")).collect();
    tell(stack, "approve", fired_at, &active);
}

/// Whether FranceConnect is asked for the family file by somebody who leaves now.
fn asks_data(bench: &Bench) -> bool {
    let authorize = Browser::new(bench).depart(&Tab::open(), QUOTIENT);
    parameter(&authorize, "scope").contains("cnaf_")
}

/// The page that says the button is off, with the way back to the form.
fn check_stopped(bench: &mut Bench, browser: &Browser, answer: &Answer) {
    check_page(browser, answer, 503, Way::Back);
    assert!(
        answer.text().contains("Ce bouton est arrêté"),
        "{}",
        answer.text()
    );
    assert!(
        !answer.text().contains("/v1/start?"),
        "trying again is of no use"
    );
    let refused = bench.event("refused");
    assert_eq!(refused["code"], "habilitation_stopped");
    assert_eq!(refused["level"], "error");
}

#[test]
fn rejects_whoever_does_not_hold_the_secret() {
    let mut bench = Bench::private(options());
    let body = event("revoke", 1_790_000_000, &[(DATA, "revoked")]);
    let bytes = body.as_bytes();
    let good = signed(SECRET, bytes);
    let check =
        |bench: &mut Bench, headers: &[(&str, &str)], body: &[u8], status: u16, code: &str| {
            let answer = post(bench, headers, body);
            assert_eq!(answer.status, status, "{headers:?}");
            assert!(answer.body.is_empty(), "{headers:?}");
            let line = bench.event("datapass_refused");
            assert_eq!(
                (&line["code"], &line["status"]),
                (&json!(code), &json!(status))
            );
            assert_eq!(line["level"], "warn");
        };
    check(&mut bench, &[], bytes, 401, "signature");
    let capitals = format!("sha256={}", good[7..].to_uppercase());
    let others = [
        signed("un-autre-secret-de-test", bytes),
        signed(SECRET, &bytes[1..]),
        signed(SECRET, b""),
        capitals,
        good[7..].to_owned(),
        good[..good.len() - 2].to_owned(),
        format!("{good}, {good}"),
        String::new(),
    ];
    for signature in &others {
        check(
            &mut bench,
            &[("x-hub-signature-256", signature)],
            bytes,
            401,
            "signature",
        );
    }
    let twice = [("x-hub-signature-256", good.as_str()); 2];
    check(&mut bench, &twice, bytes, 401, "signature");
    let own = [("x-hub-signature-256", good.as_str())];
    for at in (0..bytes.len()).step_by(7).chain([bytes.len() - 1]) {
        let mut altered = bytes.to_vec();
        altered[at] ^= 1 << (at % 8);
        assert_eq!(post(&bench, &own, &altered).status, 401, "byte {at}");
    }
    bench.events_until("datapass_refused");
    let large = vec![b' '; 1024 * 1024];
    let signature = signed(SECRET, &large);
    let headers = [("x-hub-signature-256", signature.as_str())];
    let answer = post(&bench, &headers, &large);
    assert_eq!(answer.status, 413);
    assert!(asks_data(&bench), "nothing was taken");
    bench.check_told_nothing_of(&[
        SECRET,
        &good[7..],
        "Odile",
        "Quentin",
        "odile",
        "VILLE DE VALBOURG",
    ]);
}

#[test]
fn signed_body_that_is_not_understood_is_refused_and_alerts() {
    let mut bench = Bench::private(options());
    let nothing = event("revoke", 1_790_000_000, &[]);
    for (body, code) in [("[]", "malformed"), (nothing.as_str(), "names_nothing")] {
        assert_eq!(send(&bench, body).status, 400, "{body}");
        let line = bench.event("datapass_refused");
        assert_eq!(
            (&line["level"], &line["code"]),
            (&json!("error"), &json!(code))
        );
    }
}

#[test]
fn address_takes_posts_alone_and_speaks_to_no_page() {
    let mut bench = Bench::private(options());
    let url = format!("{}{PATH}", bench.addresses().edge_base);
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        let answer = Client::new().request(method, &url, &[], &[]).unwrap();
        assert_eq!(answer.status, 405, "{method}");
    }
    let answer = send(
        &bench,
        r#"{"test":true,"timestamp":"2026-11-21T08:00:00+01:00"}"#,
    );
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), None);
    assert_eq!(answer.header("set-cookie"), None);
    let line = bench.event("datapass");
    assert_eq!(
        (&line["name"], &line["changed"]),
        (&json!("test"), &json!(0))
    );
    // An event of no consequence, and one nobody knows.
    for (name, logged) in [("submit", "submit"), ("lunar_eclipse", "other")] {
        tell(&bench, name, 1_790_000_000, &[]);
        assert_eq!(bench.event("datapass")["name"], logged);
    }
    assert!(asks_data(&bench));
}

#[test]
fn edge_without_the_secret_has_no_such_address_and_asks_no_object() {
    let bench = Bench::private(Options {
        is_stops_bound: false,
        ..Options::for_tests()
    });
    let base = bench.addresses().edge_base.clone();
    let body = event("revoke", 1_790_000_000, &[(DATA, "revoked")]);
    assert_eq!(send(&bench, &body).status, 404);
    for path in [PATH, "/v1/datapass/skeleton/H70002"] {
        assert_eq!(
            Client::new().get(&format!("{base}{path}")).unwrap().status,
            404
        );
    }
    assert_eq!(
        Client::new().get(&format!("{base}/readyz")).unwrap().status,
        200
    );
    let redeemed = Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    assert_eq!(redeemed["champs"].as_array().unwrap().len(), 14);
}

#[test]
fn rejects_start_with_a_secret_too_short() {
    let mut options = options();
    let short = Some(String::from("quinze-signes-!"));
    options
        .environment
        .insert(String::from("DATAPASS_SECRET"), short);
    let refusal = Stack::start(options).err().expect("it started").to_string();
    assert!(
        refusal.contains("secret DATAPASS_SECRET: secret 1: expected 16"),
        "{refusal}"
    );
}

#[test]
fn nothing_is_asked_while_the_stops_cannot_be_read() {
    let mut bench = Bench::private(Options {
        is_stops_bound: false,
        ..options()
    });
    let readyz = format!("{}/readyz", bench.addresses().edge_base);
    assert_eq!(Client::new().get(&readyz).unwrap().status, 503);
    let problems = bench.event("not_ready")["problems"].to_string();
    assert!(problems.contains("STOPS"), "{problems}");
    let mut browser = Browser::new(&bench);
    let start = browser.start_address(&Tab::open(), QUOTIENT);
    let answer = browser.client.get(&start).unwrap();
    check_page(&browser, &answer, 500, Way::Back);
    let refused = bench.event("refused");
    assert_eq!(
        (&refused["level"], &refused["code"]),
        (&json!("error"), &json!("stops_unavailable"))
    );
    let body = event("revoke", 1_790_000_000, &[(DATA, "revoked")]);
    assert_eq!(
        send(&bench, &body).status,
        503,
        "DataPass must know that it was not taken"
    );
    let line = bench.event("datapass_refused");
    assert_eq!(
        (&line["level"], &line["code"]),
        (&json!("error"), &json!("stops_unavailable"))
    );
}

#[test]
fn stopped_source_is_neither_asked_nor_released_and_the_rest_goes_on() {
    let mut bench = Bench::private(options());
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    // Before the departure.
    revoke(&bench, 1_790_000_000, &[DATA]);
    let line = bench.event("datapass_stop");
    assert_eq!(
        (&line["level"], &line["habilitation"]),
        (&json!("error"), &json!("H70002"))
    );
    let demarches = line["demarches"].as_array().unwrap();
    assert!(
        demarches.contains(&json!("cantine-valbourg")) && demarches.len() == 7,
        "{line}"
    );
    assert!(!asks_data(&bench));
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    assert!(page.ids().contains(&"identite"), "{:?}", page.ids());
    assert!(
        !page.ids().contains(&"quotient_familial"),
        "{:?}",
        page.ids()
    );
    assert_eq!(
        bench.event("source")["outcome"],
        "unavailable_scope_missing"
    );
    assert_eq!(bench.count_calls(SOURCE), 0);
    let hand_off = browser.accept_everything(&page);
    let found = values(&browser.redeem(&tab, &hand_off));
    check_only_identity(&found);
    // Between the departure and the return.
    approve(&bench, 1_790_000_010, &[DATA]);
    let callback = browser.reach_callback(&tab, QUOTIENT, "camille");
    revoke(&bench, 1_790_000_020, &[DATA]);
    let page = ReleasePage::of(&browser.client.get(&callback).unwrap());
    assert!(
        !page.ids().contains(&"quotient_familial"),
        "{:?}",
        page.ids()
    );
    assert_eq!(bench.count_calls(SOURCE), 0);
    // Between the return and the decision, more time asked for or not.
    approve(&bench, 1_790_000_030, &[DATA]);
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    assert_ne!(bench.count_calls(SOURCE), 0);
    let ids = page.everything();
    assert!(
        ids.contains(&"quotient_familial") && ids.contains(&"adresse"),
        "{ids:?}"
    );
    revoke(&bench, 1_790_000_040, &[DATA]);
    let renewed = browser.post("/v1/more-time", &[("sealed", &page.sealed)]);
    let renewed = ReleasePage::of(&renewed);
    assert!(!renewed.ids().contains(&"adresse"), "{:?}", renewed.ids());
    let hand_off = browser.accept_everything(&page);
    let found = values(&browser.redeem(&tab, &hand_off));
    check_only_identity(&found);
    assert!(!found.is_empty());
}

/// The paths a redemption gives, which are those its attestation vouches for, and its receipt.
fn handed(redeemed: &Value) -> (BTreeSet<String>, String) {
    let given = values(redeemed);
    let given: BTreeSet<String> = given.into_iter().map(|(chemin, _)| chemin).collect();
    let attested = part(redeemed["attestation"].as_str().unwrap(), 1);
    let attested = attested["data"].as_object().unwrap().keys();
    assert_eq!(attested.cloned().collect::<BTreeSet<_>>(), given);
    let recu = redeemed["recu"].as_str().unwrap().replace('\u{a0}', " ");
    (given, recu)
}

#[test]
fn withholds_what_stopped_between_the_decision_and_the_redemption() {
    let mut bench = Bench::private(options());
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    let hand_off = browser.accept_everything(&page);
    // The same hand-off, before and after: nothing of it is spent.
    let (given, recu) = handed(&browser.redeem(&tab, &hand_off));
    assert_eq!(given.len(), 14);
    assert!(recu.contains("650 €"), "{recu}");
    revoke(&bench, 1_790_000_000, &[DATA]);
    bench.events_until("datapass_stop");
    let redeemed = browser.redeem(&tab, &hand_off);
    check_only_identity(&values(&redeemed));
    let (given, recu) = handed(&redeemed);
    assert_eq!(given.len(), 8);
    for (said, is_said) in [("LEFÈVRE", true), ("650", false), ("RUE DES LILAS", false)] {
        assert_eq!(recu.contains(said), is_said, "{said}: {recu}");
    }
    assert_eq!(bench.event("redeemed")["fields"], 8);
    // What one that replaces it does not grant either: the quotient stays, the address goes.
    approve(&bench, 1_790_000_010, &[DATA]);
    assert_eq!(values(&browser.redeem(&tab, &hand_off)).len(), 14);
    tell(
        &bench,
        "approve",
        1_790_000_020,
        &[(DATA, "obsolete"), (70350, "active")],
    );
    let (given, _) = handed(&browser.redeem(&tab, &hand_off));
    assert_eq!(given.len(), 11);
    assert!(given.iter().all(|chemin| !chemin.starts_with("adresse.")));
}

#[test]
fn withholds_again_what_was_stopped_at_the_decision_and_given_back_since() {
    let bench = Bench::private(options());
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    revoke(&bench, 1_790_000_000, &[DATA]);
    let hand_off = browser.accept_everything(&page);
    approve(&bench, 1_790_000_010, &[DATA]);
    check_only_identity(&values(&browser.redeem(&tab, &hand_off)));
}

/// Two tabs and their hand-offs: one that sent everything, one that sent nothing.
fn everything_and_nothing(browser: &mut Browser) -> [(Tab, String); 2] {
    let [tab, other] = [Tab::open(), Tab::open()];
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    let everything = browser.accept_everything(&page);
    let page = browser.reach_release(&other, QUOTIENT, "camille");
    let nothing = browser.refuse(&page);
    [(tab, everything), (other, nothing)]
}

/// A redemption is refused with this status and code, and the operator told at this level.
fn check_not_redeemed(
    bench: &mut Bench,
    answer: &Answer,
    (status, code, level): (u16, &str, &str),
) {
    assert_eq!(answer.status, status);
    assert_eq!(answer.json().unwrap(), json!({ "error": code }));
    let line = bench.event("redeem_refused");
    assert_eq!(
        (&line["level"], &line["code"]),
        (&json!(level), &json!(code))
    );
}

#[test]
fn rejects_redemption_of_which_nothing_is_left_and_not_that_of_who_sent_nothing() {
    let mut bench = Bench::private(options());
    let mut browser = Browser::new(&bench);
    let [(tab, hand_off), (other, refused)] = everything_and_nothing(&mut browser);
    revoke(&bench, 1_790_000_000, &[IDENTITY]);
    let answer = browser.try_redeem(&tab, &hand_off);
    check_not_redeemed(&mut bench, &answer, (410, "habilitation_stopped", "warn"));
    assert_eq!(browser.redeem(&other, &refused)["champs"], json!([]));
}

#[test]
fn rejects_redemption_while_the_stops_cannot_be_read_and_takes_the_same_hand_off_after() {
    let mut bench = Bench::private(options());
    let mut browser = Browser::new(&bench);
    let [(tab, hand_off), (other, refused)] = everything_and_nothing(&mut browser);
    bench.bind_stops(false).unwrap();
    bench.restart_edge().unwrap();
    bench.events_until("not_ready");
    let answer = browser.try_redeem(&tab, &hand_off);
    check_not_redeemed(&mut bench, &answer, (500, "stops_unavailable", "error"));
    assert_eq!(browser.redeem(&other, &refused)["champs"], json!([]));
    bench.bind_stops(true).unwrap();
    bench.restart_edge().unwrap();
    assert_eq!(values(&browser.redeem(&tab, &hand_off)).len(), 14);
}

#[test]
fn nothing_left_is_said_on_a_page_that_leads_back_to_the_form() {
    let mut bench = Bench::private(options());
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    // Between the departure and the return: the code is not even exchanged.
    let callback = browser.reach_callback(&tab, QUOTIENT, "camille");
    bench.take_calls().unwrap();
    revoke(&bench, 1_790_000_000, &[IDENTITY]);
    let answer = browser.client.get(&callback).unwrap();
    check_stopped(&mut bench, &browser, &answer);
    assert_eq!(
        bench.take_calls().unwrap(),
        json!({}),
        "no provider was asked"
    );
    // Before the departure, the choice made or not.
    for address in [
        browser.start_address(&tab, QUOTIENT),
        browser
            .start_address(&tab, QUOTIENT)
            .replace("&sources=", "&x="),
    ] {
        let answer = browser.client.get(&address).unwrap();
        assert_eq!(answer.header("set-cookie"), None);
        check_stopped(&mut bench, &browser, &answer);
    }
    let english = browser
        .start_address(&tab, "")
        .replace("lang=fr", "lang=en");
    let answer = browser.client.get(&english).unwrap();
    assert!(
        answer.text().contains("This button is off for now"),
        "{}",
        answer.text()
    );
    bench.event("refused");
    // Between the return and the decision.
    approve(&bench, 1_790_000_010, &[IDENTITY]);
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    revoke(&bench, 1_790_000_020, &[IDENTITY, DATA]);
    let answer = browser.send(&page, &page.everything());
    check_stopped(&mut bench, &browser, &answer);
    // Refusing stays possible whatever was stopped.
    approve(&bench, 1_790_000_030, &[IDENTITY, DATA]);
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    revoke(&bench, 1_790_000_040, &[IDENTITY, DATA]);
    let hand_off = browser.refuse(&page);
    assert_eq!(browser.redeem(&tab, &hand_off)["champs"], json!([]));
    // For another adult there was nothing to ask.
    let other = format!("{}&concerne=autre", browser.start_address(&tab, ""));
    assert_eq!(browser.client.get(&other).unwrap().status, 303);
}

#[test]
fn late_event_undoes_no_newer_one_and_a_later_approval_gives_back() {
    let mut bench = Bench::private(options());
    revoke(&bench, 1_790_000_100, &[DATA]);
    assert_eq!(bench.event("datapass_stop")["habilitation"], "H70002");
    // The approval that came before it, late.
    approve(&bench, 1_790_000_099, &[DATA]);
    assert_eq!(bench.event("datapass")["changed"], 0);
    assert!(!asks_data(&bench));
    approve(&bench, 1_790_000_101, &[DATA]);
    let lines = bench.events_until("datapass_resumed");
    let approved = lines
        .iter()
        .find(|line| line["event"] == "datapass_approved")
        .unwrap();
    assert_eq!(approved["habilitation"], "H70002");
    assert_eq!(
        (&approved["definition"], &approved["siret"]),
        (&json!("api_particulier"), &json!("21999999200015"))
    );
    assert!(asks_data(&bench));
    revoke(&bench, 1_790_000_100, &[DATA]);
    assert!(asks_data(&bench));
    // One that replaces it grants less: what it does not grant is no longer released.
    tell(
        &bench,
        "approve",
        1_790_000_200,
        &[(DATA, "obsolete"), (70350, "active")],
    );
    let line = bench.event("datapass_replaced");
    assert_eq!(
        (&line["level"], &line["habilitation"]),
        (&json!("error"), &json!("H70002"))
    );
    let mut browser = Browser::new(&bench);
    let page = browser.reach_release(&Tab::open(), QUOTIENT, "camille");
    assert!(
        page.ids().contains(&"quotient_familial"),
        "{:?}",
        page.ids()
    );
    assert!(!page.ids().contains(&"adresse"), "{:?}", page.ids());
    // A habilitation of nobody here alerts nobody.
    revoke(&bench, 1_790_000_300, &[99001]);
    let line = bench.event("datapass_stop");
    assert_eq!(
        (&line["level"], &line["demarches"]),
        (&json!("info"), &json!([]))
    );
}

/// The skeleton of a habilitation, as whoever holds the secret reads it.
fn skeleton(bench: &Bench, numero: &str) -> Answer {
    let path = format!("/v1/datapass/skeleton/{numero}");
    let key = format!("HMAC {}", signed(SECRET, format!("GET {path}").as_bytes()));
    let url = format!("{}{path}", bench.addresses().edge_base);
    let headers = [("authorization", key.as_str())];
    Client::new().request("GET", &url, &headers, &[]).unwrap()
}

/// Sends an event that replaces the canteen's habilitation by one that grants less, and takes what is written about
/// it: the alert, and how many habilitations changed.
fn replace(bench: &mut Bench) -> (Value, Value) {
    let listed = [(DATA, "obsolete"), (70350, "active")];
    tell(bench, "approve", 1_790_000_200, &listed);
    let lines = bench.events_until("datapass_replaced");
    let only = |name: &str| {
        let mut found = lines.iter().filter(|line| line["event"] == name);
        let line = found.next().unwrap().clone();
        assert_eq!(found.next(), None, "{lines:#?}");
        line
    };
    assert_eq!(only("datapass_approved")["habilitation"], "H70350");
    let alert = only("datapass_replaced");
    assert_eq!(
        (&alert["level"], &alert["habilitation"]),
        (&json!("error"), &json!("H70002"))
    );
    (without_time(&alert), only("datapass")["changed"].clone())
}

fn without_time(line: &Value) -> Value {
    let mut line = line.clone();
    line.as_object_mut().unwrap().remove("time");
    line
}

#[test]
fn event_sent_again_since_its_answer_was_lost_changes_nothing_and_alerts_again() {
    let mut bench = Bench::private(options());
    let (alert, changed) = replace(&mut bench);
    assert_eq!(changed, 2);
    let prepared = skeleton(&bench, "H70350").text();
    assert!(prepared.contains("numero = \"H70350\""), "{prepared}");
    assert_eq!(replace(&mut bench), (alert, json!(0)));
    assert_eq!(skeleton(&bench, "H70350").text(), prepared);
    // What gives back alerts nobody, however often it is said; the last line is a mark.
    for _ in 0..2 {
        approve(&bench, 1_790_000_300, &[70350]);
    }
    revoke(&bench, 1_790_000_400, &[99001]);
    let lines = bench.events_until("datapass_stop");
    let names: Vec<_> = lines.iter().map(|line| &line["event"]).collect();
    let approved = ["datapass", "datapass_approved"];
    assert_eq!(
        names,
        [approved, approved, ["datapass", "datapass_stop"]].concat()
    );
    let mut browser = Browser::new(&bench);
    let page = browser.reach_release(&Tab::open(), QUOTIENT, "camille");
    assert!(!page.ids().contains(&"adresse"), "{:?}", page.ids());
}

#[test]
fn event_that_could_not_be_written_is_taken_whole_when_it_is_sent_again() {
    let mut bench = Bench::private(options());
    bench.bind_stops(false).unwrap();
    bench.restart_edge().unwrap();
    let listed = [(DATA, "obsolete"), (70350, "active")];
    let body = event("approve", 1_790_000_200, &listed);
    assert_eq!(send(&bench, &body).status, 503);
    let lines = bench.events_until("datapass_refused");
    let names = ["datapass", "datapass_approved", "datapass_replaced"];
    let is_told = |line: &Value| names.iter().any(|name| line["event"] == *name);
    assert!(!lines.iter().any(is_told), "{lines:#?}");
    bench.bind_stops(true).unwrap();
    bench.restart_edge().unwrap();
    assert_eq!(replace(&mut bench).1, 2);
    assert_eq!(skeleton(&bench, "H70350").status, 200);
}

#[test]
fn skeleton_too_large_to_be_kept_holds_no_stop_back() {
    let mut bench = Bench::private(options());
    let mut told: Value = serde_json::from_str(&event(
        "approve",
        1_790_000_200,
        &[(DATA, "revoked"), (70350, "active")],
    ))
    .unwrap();
    let scopes: Vec<String> = (0..200).map(|at| format!("{at:0>100}")).collect();
    let listed = told["data"]["authorizations"].as_array_mut().unwrap();
    listed[1]["data"]["scopes"] = json!(scopes);
    for id in 70351..70359 {
        let mut other = listed[1].clone();
        other["id"] = json!(id);
        listed.push(other);
    }
    let answer = send(&bench, &told.to_string());
    assert_eq!(
        answer.status,
        200,
        "{:#?}",
        bench.events_until("datapass_refused")
    );
    assert_eq!(bench.event("datapass_stop")["habilitation"], "H70002");
    assert!(!asks_data(&bench));
    assert_eq!(skeleton(&bench, "H70350").status, 404);
}

#[test]
fn stop_survives_a_restart() {
    let folder = std::env::temp_dir().join(format!("unefois-stops-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut bench = Bench::private(Options {
        guard: GuardStorage::LocalDisk(folder.clone()),
        ..options()
    });
    let mut browser = Browser::new(&bench);
    let callback = browser.reach_callback(&Tab::open(), QUOTIENT, "camille");
    revoke(&bench, 1_790_000_000, &[IDENTITY]);
    bench.restart_edge().unwrap();
    bench.events_until("datapass_stop");
    let answer = browser.client.get(&callback).unwrap();
    check_stopped(&mut bench, &browser, &answer);
    assert_eq!(bench.count_calls(EXCHANGE), 0);
    approve(&bench, 1_789_999_999, &[IDENTITY]);
    bench.restart_edge().unwrap();
    let start = browser.start_address(&Tab::open(), QUOTIENT);
    assert_eq!(
        browser.client.get(&start).unwrap().status,
        503,
        "a late approval gave it back"
    );
    drop(bench);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn skeleton_is_given_to_whoever_holds_the_secret_and_to_nobody_else() {
    let mut bench = Bench::private(options());
    approve(&bench, 1_790_000_000, &[70350]);
    let path = "/v1/datapass/skeleton/H70350";
    let read = |bench: &Bench, path: &str, authorization: &str| {
        let url = format!("{}{path}", bench.addresses().edge_base);
        let headers = [("authorization", authorization)];
        Client::new().request("GET", &url, &headers, &[]).unwrap()
    };
    let key = |path: &str| format!("HMAC {}", signed(SECRET, format!("GET {path}").as_bytes()));
    let answer = read(&bench, path, &key(path));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let skeleton = answer.text();
    assert!(skeleton.contains("numero = \"H70350\""), "{skeleton}");
    assert!(
        skeleton.contains("siret = \"21999999200015\""),
        "{skeleton}"
    );
    assert!(!skeleton.contains("dile"), "{skeleton}");
    let other = "/v1/datapass/skeleton/H70351";
    assert_eq!(read(&bench, other, &key(other)).status, 404);
    for authorization in [
        String::from("x"),
        key(other),
        format!(
            "HMAC {}",
            signed("un-autre-secret-de-test", format!("GET {path}").as_bytes())
        ),
        signed(SECRET, format!("GET {path}").as_bytes()),
    ] {
        let answer = read(&bench, path, &authorization);
        assert_eq!(
            (answer.status, answer.body.len()),
            (401, 0),
            "{authorization}"
        );
    }
    let without = format!("{}{path}", bench.addresses().edge_base);
    assert_eq!(Client::new().get(&without).unwrap().status, 401);
    bench.events_until("datapass_refused");
    bench.check_told_nothing_of(&["Inscription à la cantine", "COMPL", SECRET]);
}

#[test]
fn page_of_a_stop_leads_nowhere_else() {
    let bench = Bench::private(options());
    revoke(&bench, 1_790_000_000, &[IDENTITY]);
    let mut browser = Browser::new(&bench);
    let start = browser.start_address(&Tab::open(), QUOTIENT);
    let answer = browser.client.get(&start).unwrap();
    let back = format!("{}#unefois=incomplete", browser.form());
    let away: Vec<_> = links(&answer.text())
        .into_iter()
        .filter(|link| link.contains(browser.form_origin()) && !link.contains("mentions-legales"))
        .collect();
    assert_eq!(away, [back]);
}
