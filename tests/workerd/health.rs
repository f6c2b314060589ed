//! Sources whose mere answer says something about health: the person ticks them, and no line tells
//! what came of them.

use serde_json::Value;
use unefois_tests::journey::Tab;

use crate::bench::Bench;
use crate::forms::{CRECHE, Form, TRANSPORT};
use crate::nominal::values;

/// What of a line about a source could tell one person from another.
fn told(line: &Value) -> Value {
    let mut told = line.clone();
    let members = told.as_object_mut().unwrap();
    members.remove("time");
    told
}

/// The lines about the sources of somebody who comes up to the release page, by source.
fn lines_about(form: &Form, sources: &str, login: &str) -> Vec<Value> {
    let mut bench = Bench::lease();
    let mut browser = form.browser(&bench);
    let page = browser.reach_release(&Tab::open(), sources, login);
    // One more event, so that the last of the sources has arrived.
    browser.post("/v1/not-me", &[("logout", &page.logout)]);
    let mut lines = bench.events_until("logout");
    lines.retain(|line| line["event"] == "source");
    lines.sort_by_key(|line| line["source"].as_str().map(str::to_owned));
    assert_eq!(lines.len(), sources.split(',').count(), "{lines:#?}");
    lines.iter().map(told).collect()
}

#[test]
fn boxes_about_health_are_never_ticked_beforehand() {
    let bench = Bench::lease();
    for (form, sources, login, health) in [
        (
            &TRANSPORT,
            "rsa,asf,c2s,aah",
            "camille",
            &["c2s", "aah"][..],
        ),
        (
            &CRECHE,
            "eaje,aeeh",
            "camille",
            &["eaje.enfants_aeeh", "aeeh"],
        ),
    ] {
        let page = form
            .browser(&bench)
            .reach_release(&Tab::open(), sources, login);
        for shown in &page.boxes {
            let is_about_health = health.contains(&shown.id.as_str());
            assert_eq!(shown.is_ticked, !is_about_health, "{shown:?}");
        }
        for id in health {
            assert!(page.ids().contains(id), "{id}: {:?}", page.ids());
        }
        let reminders = page.html.matches("Information sur la santé").count();
        assert_eq!(reminders, health.len());
    }
}

#[test]
fn right_about_health_that_is_not_ticked_does_not_leave() {
    let bench = Bench::lease();
    let mut browser = TRANSPORT.browser(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, "rsa,c2s,aah", "camille");
    let hand_off = browser.accept(&page);
    let redeemed = browser.redeem(&tab, &hand_off);
    let found = values(&redeemed);
    let is_about_health = |chemin: &str| chemin.starts_with("c2s.") || chemin.starts_with("aah.");
    assert!(found.iter().any(|(chemin, _)| chemin.starts_with("rsa.")));
    assert!(
        !found.iter().any(|(chemin, _)| is_about_health(chemin)),
        "{found:?}"
    );
}

#[test]
fn ticked_right_about_health_stays_ticked_when_the_page_comes_back() {
    let bench = Bench::lease();
    let mut browser = CRECHE.browser(&bench);
    let page = browser.reach_release(&Tab::open(), "eaje,aeeh", "camille");
    let answer = browser.send(&page, &["aeeh"]);
    assert_eq!(answer.status, 422, "no child was chosen");
    let again = unefois_tests::journey::ReleasePage::of(&answer);
    assert_eq!(again.ticked(), ["aeeh"]);
}

#[test]
fn lines_are_the_same_for_a_beneficiary_a_non_beneficiary_and_nobody() {
    // `camille` has the C2S and not the AAH, `yanis` the AAH and no file for the C2S, `ines` no file.
    let of_camille = lines_about(&TRANSPORT, "c2s,aah", "camille");
    let town = |lines: &[Value]| -> Vec<Value> {
        let mut lines = lines.to_vec();
        for line in &mut lines {
            line.as_object_mut().unwrap().remove("origin");
        }
        lines
    };
    for line in &of_camille {
        assert_eq!(line["outcome"], "answered", "{line}");
        assert_eq!(line["level"], "info", "{line}");
        assert_eq!(line.get("fields"), None, "{line}");
    }
    for login in ["yanis", "ines", "roman", "coeur"] {
        let lines = lines_about(&TRANSPORT, "c2s,aah", login);
        assert_eq!(town(&lines), town(&of_camille), "{login}");
    }
    // The nursery file counts the children with AEEH.
    let of_child = lines_about(&CRECHE, "eaje,aeeh", "camille");
    for login in ["yanis", "thomas", "ines"] {
        let lines = lines_about(&CRECHE, "eaje,aeeh", login);
        assert_eq!(town(&lines), town(&of_child), "{login}");
    }
}

#[test]
fn breakdown_of_a_source_about_health_is_told_like_any_other() {
    let mut bench = Bench::lease();
    bench.set_faults(&["source_500_00500@aah"]).unwrap();
    let mut browser = TRANSPORT.browser(&bench);
    browser.reach_release(&Tab::open(), "aah", "camille");
    assert_eq!(bench.event("source")["outcome"], "down_upstream_error");
}

#[test]
fn line_of_a_release_names_no_field_about_health() {
    let mut bench = Bench::lease();
    let mut browser = TRANSPORT.browser(&bench);
    let all = "rsa,c2s,aah";
    let redeemed = browser.complete_with(&Tab::open(), all, "camille", &[]);
    let found = values(&redeemed);
    assert!(found.iter().any(|(chemin, _)| chemin.starts_with("c2s.")));
    let lines = bench.events_until("redeemed");
    let line = |event: &str| lines.iter().find(|line| line["event"] == event).unwrap();
    let (released, redeemed) = (line("released"), line("redeemed"));
    let named = released["fields"].to_string();
    assert!(named.contains("rsa."), "{released}");
    let count = released["fields"].as_array().unwrap().len();
    assert_eq!(
        redeemed["fields"], count,
        "a greater number would tell of health"
    );
    for word in ["c2s", "aah"] {
        assert!(!named.contains(word), "{released}");
    }
    // What was asked is known from the choice; nothing tells what came.
    bench.check_told_nothing_of(&["c2s.", "aah.", "2024-09-01", "est_beneficiaire\":true"]);
}

#[test]
fn number_of_disabled_children_is_told_nowhere_but_to_the_form() {
    let mut bench = Bench::lease();
    let mut browser = CRECHE.browser(&bench);
    let redeemed = browser.complete(&Tab::open(), "eaje", "camille");
    let number = ("eaje.enfants_aeeh".to_owned(), serde_json::json!(1));
    assert!(values(&redeemed).contains(&number), "{redeemed}");
    let named = bench.event("released")["fields"].to_string();
    assert!(named.contains("identite."), "{named}");
    assert!(!named.contains("eaje"), "{named}");
}

#[test]
fn attestation_of_a_right_about_health_goes_to_the_form_alone() {
    let mut bench = Bench::lease();
    let mut browser = CRECHE.browser(&bench);
    let redeemed = browser.complete(&Tab::open(), "aeeh", "camille");
    let found = values(&redeemed);
    assert!(found.iter().any(|(chemin, _)| chemin == "aeeh.statut"));
    bench.events_until("redeemed");
    let attestation = redeemed["attestation"].as_str().unwrap();
    bench.check_told_nothing_of(&["aeeh.", "ouvrant_droit", "2023-06-15", attestation]);
}
