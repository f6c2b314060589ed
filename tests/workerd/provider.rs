//! FranceConnect's back channel broken, lying or slow: nothing is released, and the form is one
//! click away.

use serde_json::json;
use unefois_tests::journey::{Browser, QUOTIENT, Tab, links, with_parameter};

use crate::bench::Bench;

/// A sign-in that must end on a page, with this code and nothing released.
pub fn check_in(bench: &mut Bench, status: u16, code: &str) {
    let mut browser = Browser::new(bench);
    let callback = browser.reach_callback(&Tab::open(), QUOTIENT, "camille");
    let answer = browser.client.get(&callback).unwrap();
    let html = answer.text();
    assert_eq!(answer.status, status, "{code}: {html}");
    assert!(
        !html.contains("name=\"sealed\"") && !html.contains("LEFÈVRE"),
        "{code}: {html}"
    );
    let back = format!("{}#unefois=incomplete", browser.form());
    assert!(links(&html).contains(&back), "{code}: {html}");
    assert!(
        answer.header("set-cookie").unwrap().contains("Max-Age=0"),
        "{code}"
    );
    let refused = bench.event("refused");
    assert_eq!(refused["code"], code, "{refused}");
    if refused["level"] == "error" {
        // The number to report is the one the operator finds.
        assert!(
            html.contains(refused["incident"].as_str().unwrap()),
            "{html}"
        );
    }
    assert_eq!(bench.count_calls("franceconnect.token"), 1, "{code}");
}

/// The same, whatever was counted before.
pub fn check_again(bench: &mut Bench, status: u16, code: &str) {
    bench.take_calls().unwrap();
    check_in(bench, status, code);
}

fn check(fault: &str, status: u16, code: &str) {
    let mut bench = Bench::lease();
    bench.set_faults(&[fault]).unwrap();
    check_in(&mut bench, status, code);
}

#[test]
fn withholds_everything_when_the_id_token_is_not_right() {
    for (fault, code) in [
        ("id_token_bad_signature", "jwt_signature"),
        ("id_token_wrong_alg", "jwt_alg"),
        ("id_token_alg_none", "jwt_alg"),
        ("id_token_alg_hs256", "jwt_alg"),
        ("id_token_wrong_nonce", "jwt_nonce"),
        ("id_token_missing_nonce", "jwt_nonce"),
        ("id_token_wrong_aud", "jwt_aud"),
        ("id_token_wrong_iss", "jwt_iss"),
        ("id_token_expired", "jwt_time"),
        ("id_token_issued_in_future", "jwt_time"),
        ("id_token_wrong_acr", "jwt_acr"),
        ("id_token_missing_acr", "jwt_acr"),
        ("id_token_missing_sub", "jwt_sub"),
        ("id_token_garbage", "jwt_malformed"),
        ("id_token_unknown_kid", "jwt_kid_unknown"),
    ] {
        check(fault, 502, code);
    }
}

#[test]
fn withholds_everything_when_userinfo_is_not_right() {
    for (fault, status, code) in [
        ("userinfo_sub_mismatch", 502, "jwt_sub"),
        ("userinfo_bad_signature", 502, "jwt_signature"),
        ("userinfo_wrong_aud", 502, "jwt_aud"),
        ("userinfo_wrong_iss", 502, "jwt_iss"),
        ("userinfo_expired", 502, "jwt_time"),
        ("userinfo_json", 502, "userinfo_unsigned"),
        ("userinfo_401", 400, "userinfo_token_expired"),
        ("userinfo_down", 502, "provider_failing"),
        ("userinfo_reset", 502, "provider_unreachable"),
        ("userinfo_html", 502, "provider_media_type"),
    ] {
        check(fault, status, code);
    }
}

#[test]
fn withholds_everything_when_the_code_cannot_be_exchanged_and_never_tries_twice() {
    for (fault, status, code) in [
        ("token_down", 502, "provider_failing"),
        ("token_reset", 502, "provider_unreachable"),
        ("token_answer_lost", 502, "provider_unreachable"),
        ("token_html", 502, "provider_media_type"),
        ("token_invalid_grant", 400, "token_invalid_grant"),
        ("token_invalid_client", 502, "token_invalid_client"),
        ("token_without_id_token", 502, "token_id_token"),
    ] {
        check(fault, status, code);
    }
}

#[test]
fn withholds_everything_when_no_key_can_be_had() {
    let mut bench = Bench::lease();
    bench.restart_edge().unwrap();
    for (fault, status, code) in [
        ("jwks_down", 502, "provider_failing"),
        ("jwks_reset", 502, "provider_unreachable"),
        ("jwks_html", 502, "provider_media_type"),
        ("jwks_empty", 502, "keys_refused"),
    ] {
        bench.set_faults(&[fault]).unwrap();
        check_in(&mut bench, status, code);
    }
    // A bad set replaces nothing and is not remembered.
    bench.set_faults(&[]).unwrap();
    Browser::new(&bench).complete(&Tab::open(), "", "camille");
}

#[test]
fn known_keys_are_used_while_the_key_set_is_down() {
    let bench = Bench::lease();
    Browser::new(&bench).complete(&Tab::open(), "", "camille");
    bench.set_faults(&["jwks_down"]).unwrap();
    Browser::new(&bench).complete(&Tab::open(), "", "camille");
}

#[test]
fn keys_that_changed_are_asked_for_once_more() {
    let mut bench = Bench::lease();
    bench.restart_edge().unwrap();
    Browser::new(&bench).complete(&Tab::open(), "", "camille");
    bench.take_calls().unwrap();
    bench.set_faults(&["key_rotation"]).unwrap();
    Browser::new(&bench).complete(&Tab::open(), "", "camille");
    assert_eq!(bench.count_calls("franceconnect.jwks"), 1);
    // The next test would be served by an edge that knows keys nobody publishes any more.
    bench.restart_edge().unwrap();
}

#[test]
fn unknown_keys_are_looked_for_at_most_once_a_minute() {
    let mut bench = Bench::lease();
    bench.restart_edge().unwrap();
    Browser::new(&bench).complete(&Tab::open(), "", "camille");
    bench.set_faults(&["id_token_unknown_kid"]).unwrap();
    bench.take_calls().unwrap();
    let mut asked = 0;
    for _ in 0..5 {
        let mut browser = Browser::new(&bench);
        let callback = browser.reach_callback(&Tab::open(), "", "camille");
        assert_eq!(browser.client.get(&callback).unwrap().status, 502);
        assert_eq!(bench.event("refused")["code"], "jwt_kid_unknown");
        asked += bench.count_calls("franceconnect.jwks");
    }
    assert_eq!(asked, 1);
    bench.set_faults(&[]).unwrap();
    Browser::new(&bench).complete(&Tab::open(), "", "camille");
}

#[test]
fn refused_client_alerts_the_operator() {
    let mut bench = Bench::lease();
    bench.set_faults(&["token_invalid_client"]).unwrap();
    check_in(&mut bench, 502, "token_invalid_client");
    bench.set_faults(&["token_invalid_grant"]).unwrap();
    let mut browser = Browser::new(&bench);
    let callback = browser.reach_callback(&Tab::open(), "", "camille");
    browser.client.get(&callback).unwrap();
    assert_eq!(bench.event("refused")["level"], "warn");
}

#[test]
fn identity_without_a_birthplace_is_offered_without_it() {
    let bench = Bench::lease();
    bench.set_faults(&["userinfo_without_birthplace"]).unwrap();
    let redeemed = Browser::new(&bench).complete(&Tab::open(), "", "camille");
    let has = |chemin: &str| {
        redeemed["champs"]
            .as_array()
            .unwrap()
            .iter()
            .any(|field| field["chemin"] == chemin)
    };
    assert!(has("identite.nom_naissance") && !has("identite.commune_naissance"));
}

#[test]
fn scopes_that_were_not_granted_leave_their_source_alone() {
    let bench = Bench::lease();
    bench.set_faults(&["narrower_scope"]).unwrap();
    let page = Browser::new(&bench).reach_release(&Tab::open(), QUOTIENT, "camille");
    assert_eq!(
        page.ids(),
        ["identite", "identite.nom_usage", "identite.email"]
    );
    assert_eq!(page.missing.len(), 2, "{:?}", page.missing);
    assert_eq!(bench.count_calls("sources.quotient_familial"), 0);
}

#[test]
fn authorization_page_that_is_down_is_survived_by_starting_again() {
    let bench = Bench::lease();
    bench.set_fault_with("authorize_down", &json!({ "times": 1 }));
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let authorize = browser.depart(&tab, QUOTIENT);
    assert_eq!(browser.client.get(&authorize).unwrap().status, 503);
    browser.complete(&tab, QUOTIENT, "camille");
}

#[test]
fn code_of_another_flow_proves_nothing() {
    let mut bench = Bench::lease();
    let (mut thief, mut victim) = (Browser::new(&bench), Browser::new(&bench));
    let stolen = victim.reach_callback(&Tab::open(), QUOTIENT, "camille");
    let own = thief.reach_callback(&Tab::open(), QUOTIENT, "thomas");
    let code = unefois_tests::journey::parameter(&stolen, "code");
    let answer = thief
        .client
        .get(&with_parameter(&own, "code", Some(&code)))
        .unwrap();
    assert_eq!(answer.status, 502);
    assert!(!answer.text().contains("LEFÈVRE"));
    assert_eq!(bench.event("refused")["code"], "jwt_nonce");
}
