//! The hand-off in the wrong hands, altered or out of place.
//!
//! One that comes too late is refused by the core, whose tests give it the time.

use serde_json::{Value, json};
use unefois_tests::journey::{Browser, DEMARCHE, QUOTIENT, Tab};

use crate::bench::Bench;
use crate::nominal::part;

/// Everything a redemption needs, taken once and spoilt in many ways.
struct Released {
    bench: Bench,
    browser: Browser,
    tab: Tab,
    sealed: String,
    hand_off: String,
}

fn released() -> Released {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    let hand_off = browser.accept(&page);
    Released {
        bench,
        browser,
        tab,
        sealed: page.sealed,
        hand_off,
    }
}

impl Released {
    fn body(&self) -> Value {
        json!({ "demarche": DEMARCHE, "hand_off": self.hand_off, "verifier": self.tab.verifier })
    }

    /// Posts a body from the registered origin; it must be refused with this code and nothing else.
    fn check_refused(&mut self, content_type: &str, body: &str, status: u16, code: &str) {
        let origin = self.bench.addresses().forms_origin.clone();
        let headers = [("content-type", content_type), ("origin", &*origin)];
        let url = self.browser.edge("/v1/redeem");
        let answer = self
            .browser
            .client
            .request("POST", &url, &headers, body.as_bytes())
            .unwrap();
        assert_eq!(answer.status, status, "{}", answer.text());
        assert_eq!(answer.json().unwrap(), json!({ "error": code }));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let refused = self.bench.event("redeem_refused");
        assert_eq!(
            (&refused["code"], &refused["level"]),
            (&code.into(), &"warn".into())
        );
    }

    fn check_unusable(&mut self, body: &Value) {
        self.check_refused(
            "application/json",
            &body.to_string(),
            403,
            "hand_off_refused",
        );
    }
}

#[test]
fn rejects_hand_off_of_another_tab() {
    let mut released = released();
    let own = released.body();
    for verifier in [
        Tab::open().verifier,
        released.tab.challenge.clone(),
        String::new(),
    ] {
        let mut body = own.clone();
        body["verifier"] = json!(verifier);
        released.check_unusable(&body);
    }
    let hand_off = released.hand_off.clone();
    released.browser.redeem(&released.tab, &hand_off);
}

#[test]
fn rejects_hand_off_for_another_demarche() {
    let mut released = released();
    let mut body = released.body();
    body["demarche"] = json!("creche-valbourg");
    released.check_unusable(&body);
}

#[test]
fn rejects_hand_off_that_was_altered() {
    let mut released = released();
    let hand_off = released.hand_off.clone();
    let step = hand_off.len() / 12;
    let flip = |at: usize| {
        let other = if hand_off.as_bytes()[at] == b'A' {
            "B"
        } else {
            "A"
        };
        format!("{}{other}{}", &hand_off[..at], &hand_off[at + 1..])
    };
    let mut altered: Vec<_> = (0..12).map(|index| flip(index * step)).collect();
    altered.extend([
        hand_off[1..].to_owned(),
        hand_off[..hand_off.len() - 4].to_owned(),
        String::new(),
    ]);
    altered.push(format!("{hand_off}AAAA"));
    for text in altered {
        let mut body = released.body();
        body["hand_off"] = json!(text);
        released.check_unusable(&body);
    }
}

#[test]
fn rejects_sealed_thing_that_is_no_hand_off() {
    let mut released = released();
    let sealed = released.sealed.clone();
    let hand_off = released.hand_off.clone();
    let redeemed = released.browser.redeem(&released.tab, &hand_off);
    let text = |member: &str| redeemed[member].as_str().unwrap().to_owned();
    let logout = text("logout").split_once("?t=").unwrap().1.to_owned();
    for other in [
        sealed,
        logout,
        text("attestation"),
        String::from("incomplete"),
    ] {
        let mut body = released.body();
        body["hand_off"] = json!(other);
        released.check_unusable(&body);
    }
}

#[test]
fn rejects_body_that_is_not_the_json_asked_for() {
    let mut released = released();
    let body = released.body().to_string();
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
    ] {
        released.check_refused(content_type, &body, 415, "unsupported_media_type");
    }
    let nested = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    for malformed in [
        "",
        "{",
        "[]",
        "{}",
        "null",
        &nested,
        &format!("{{\"demarche\":{nested}}}"),
    ] {
        released.check_refused("application/json", malformed, 400, "malformed");
    }
    let large = json!({ "demarche": DEMARCHE, "hand_off": "x".repeat(70_000), "verifier": "x" });
    released.check_refused("application/json", &large.to_string(), 413, "too_large");
}

#[test]
fn same_tab_may_redeem_again_and_gets_the_same() {
    let mut released = released();
    let hand_off = released.hand_off.clone();
    let [first, second] = [(); 2].map(|()| released.browser.redeem(&released.tab, &hand_off));
    assert_eq!(first["champs"], second["champs"]);
    assert_eq!(first["reference"], second["reference"]);
    let signed = |answer: &Value| {
        let token = answer["attestation"].as_str().unwrap();
        token.rsplit_once('.').unwrap().0.to_owned()
    };
    assert_eq!(signed(&first), signed(&second));
}

#[test]
fn nonce_of_the_page_is_signed_and_a_page_without_one_has_no_claim() {
    let mut released = released();
    let nonce = "AZaz09-_AZaz09-_";
    let mut claimed = |body: &Value| {
        let origin = released.bench.addresses().forms_origin.clone();
        let headers = [("origin", &*origin)];
        let answer = released
            .browser
            .post_json("/v1/redeem", &headers, &body.to_string());
        let answer = answer.json().unwrap();
        part(answer["attestation"].as_str().unwrap(), 1)
    };
    let mut body = json!({ "demarche": DEMARCHE, "hand_off": released.hand_off, "verifier": released.tab.verifier });
    assert!(claimed(&body).get("submission_nonce").is_none());
    body["submission_nonce"] = json!(nonce);
    assert_eq!(claimed(&body)["submission_nonce"], nonce);
}

#[test]
fn rejects_submission_nonce_that_is_none_and_keeps_the_hand_off_good() {
    let mut released = released();
    for nonce in ["AZaz09-_AZaz09-", "AZaz09-_AZaz09-é", &"a".repeat(129)] {
        let mut body = released.body();
        body["submission_nonce"] = json!(nonce);
        released.check_refused(
            "application/json",
            &body.to_string(),
            400,
            "submission_nonce_malformed",
        );
    }
    let hand_off = released.hand_off.clone();
    released.browser.redeem(&released.tab, &hand_off);
}

#[test]
fn receipt_comes_with_the_values_and_holds_their_number_and_words() {
    let mut released = released();
    let hand_off = released.hand_off.clone();
    let redeemed = released.browser.redeem(&released.tab, &hand_off);
    let recu = redeemed["recu"].as_str().unwrap().replace('\u{a0}', " ");
    let reference = redeemed["reference"].as_str().unwrap();
    for said in [
        reference,
        "LEFÈVRE",
        "650 €",
        "Lyon (69)",
        "France\n",
        "Inscription à la cantine",
    ] {
        assert!(recu.contains(said), "{said}: {recu}");
    }
    let session = redeemed["logout"]
        .as_str()
        .unwrap()
        .split_once("?t=")
        .unwrap()
        .1;
    assert!(!recu.contains(session) && !recu.contains("eyJ"), "{recu}");
}

#[test]
fn redeem_needs_no_cookie() {
    let mut released = released();
    let hand_off = released.hand_off.clone();
    let mut widget = Browser::new(&released.bench);
    let redeemed = widget.redeem(&released.tab, &hand_off);
    assert_eq!(redeemed["champs"].as_array().unwrap().len(), 14);
    released.browser.client.clear_cookies();
}

#[test]
fn attacker_who_started_the_flow_of_a_victim_redeems_nothing() {
    let bench = Bench::lease();
    let attacker_tab = Tab::open();
    let (mut attacker, mut victim) = (Browser::new(&bench), Browser::new(&bench));
    // The victim follows the attacker's address: the hand-off comes to the victim's browser only.
    let page = victim.reach_release(&attacker_tab, QUOTIENT, "camille");
    let hand_off = victim.accept(&page);
    let victim_tab = Tab::open();
    assert_eq!(victim.try_redeem(&victim_tab, &hand_off).status, 403);
    // Nothing the attacker's own browser can reach leads to what the victim decided.
    let own = attacker.reach_release(&attacker_tab, QUOTIENT, "thomas");
    assert!(!own.html.contains("LEFÈVRE"));
    assert_eq!(attacker.send(&page, &page.ticked()).status, 403);
}
