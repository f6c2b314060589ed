//! What the person does with the release page.

use unefois_tests::client::Answer;
use unefois_tests::journey::{Browser, QUOTIENT, ReleasePage, Tab, cookie_set, links, location};

use crate::bench::Bench;

/// A person in front of the release page.
pub struct Shown {
    /// Its own.
    pub bench: Bench,
    /// Theirs.
    pub browser: Browser,
    /// Of the form they come from.
    pub tab: Tab,
    /// As it was shown.
    pub page: ReleasePage,
    /// Name and value of the cookie of their flow.
    pub cookie: String,
}

/// Goes up to the release page.
pub fn shown() -> Shown {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let callback = browser.reach_callback(&tab, QUOTIENT, "camille");
    let answer = browser.client.get(&callback).unwrap();
    let (name, value) = cookie_set(&answer).unwrap();
    let (page, cookie) = (ReleasePage::of(&answer), format!("{name}={value}"));
    Shown {
        bench,
        browser,
        tab,
        page,
        cookie,
    }
}

impl Shown {
    /// The answer must be a page with this code.
    pub fn check_refused(&mut self, answer: &Answer, status: u16, code: &str) {
        assert_eq!(answer.status, status, "{}", answer.text());
        assert_eq!(answer.header("location"), None);
        assert_eq!(self.bench.event("refused")["code"], code);
    }

    /// The person can still decide.
    pub fn check_still_open(&mut self) {
        let hand_off = self.browser.accept(&self.page);
        assert_eq!(
            self.browser.redeem(&self.tab, &hand_off)["champs"]
                .as_array()
                .unwrap()
                .len(),
            14
        );
    }
}

#[test]
fn rejects_second_decision_and_keeps_the_first() {
    let mut shown = shown();
    let first = shown.browser.accept(&shown.page);
    let again = shown.browser.send(&shown.page, &["identite"]);
    // The cookie ended with the decision.
    shown.check_refused(&again, 403, "release_cookie_missing");
    assert_eq!(
        shown.browser.redeem(&shown.tab, &first)["champs"]
            .as_array()
            .unwrap()
            .len(),
        14
    );
}

#[test]
fn boxes_the_page_did_not_show_release_nothing_and_are_logged_by_their_number() {
    let mut bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, "", "camille");
    let forged = [
        "identite.email",
        "quotient_familial",
        "adresse",
        "adresse.voie",
        "enfants",
        "__proto__",
        "",
        "identite.sub",
    ];
    let answer = browser.send(&page, &forged);
    let hand_off = browser.hand_off(&answer);
    let redeemed = browser.redeem(&tab, &hand_off);
    let fields = redeemed["champs"].as_array().unwrap();
    assert_eq!(fields.len(), 1);
    assert_eq!(fields[0]["chemin"], "identite.email");
    assert_eq!(bench.event("choices_ignored")["count"], 7);
}

#[test]
fn page_sent_with_nothing_ticked_comes_back_and_nothing_is_lost() {
    let mut shown = shown();
    for boxes in [&[][..], &["unknown"], &["identite.nom_naissance"]] {
        let answer = shown.browser.send(&shown.page, boxes);
        assert_eq!(answer.status, 422);
        let page = ReleasePage::of(&answer);
        assert_eq!(page.ids(), shown.page.ids());
        assert_eq!(page.ticked(), Vec::<&str>::new());
        assert!(page.html.contains("Rien n’est coché"));
        shown.page.sealed = page.sealed;
    }
    shown.check_still_open();
}

#[test]
fn withholds_everything_when_the_person_refuses() {
    for decision in [Some("refuse"), None, Some("SEND"), Some("")] {
        let mut shown = shown();
        let mut fields = vec![
            ("sealed", shown.page.sealed.as_str()),
            ("choix", "identite"),
        ];
        fields.extend(decision.map(|decision| ("decision", decision)));
        let answer = shown.browser.post("/v1/release", &fields);
        let hand_off = shown.browser.hand_off(&answer);
        let redeemed = shown.browser.redeem(&shown.tab, &hand_off);
        assert_eq!(
            redeemed["champs"].as_array().unwrap().len(),
            0,
            "{decision:?}"
        );
        assert!(redeemed.get("attestation").is_none(), "{decision:?}");
        assert!(!redeemed["reference"].as_str().unwrap().is_empty());
    }
}

#[test]
fn more_time_gives_the_same_page_and_its_former_copy_counts_no_more() {
    let mut shown = shown();
    let answer = shown
        .browser
        .post("/v1/more-time", &[("sealed", &shown.page.sealed)]);
    assert_eq!(answer.status, 200);
    let renewed = ReleasePage::of(&answer);
    assert_eq!(renewed.boxes, shown.page.boxes);
    assert_ne!(renewed.sealed, shown.page.sealed);
    let former = std::mem::replace(&mut shown.page, renewed);
    shown.check_still_open();
    let answer = shown.browser.send(&former, &former.ticked());
    assert_eq!((answer.status, answer.header("location")), (403, None));
}

#[test]
fn somebody_else_closes_franceconnect_and_nothing_can_be_sent_any_more() {
    let mut shown = shown();
    let answer = shown
        .browser
        .post("/v1/not-me", &[("logout", &shown.page.logout)]);
    assert_eq!(answer.status, 303);
    let leads_to = location(&answer);
    assert!(
        leads_to.starts_with(&format!(
            "{}/session/end?",
            shown.bench.addresses().fc_issuer
        )),
        "{leads_to}"
    );
    shown.bench.events_until("logout");
    let answer = shown.browser.send(&shown.page, &["identite"]);
    shown.check_refused(&answer, 403, "release_cookie_missing");
}

#[test]
fn back_button_shows_no_value_and_the_way_to_the_form() {
    let mut shown = shown();
    let url = shown.browser.edge("/v1/release");
    let answer = shown.browser.client.get(&url).unwrap();
    shown.check_refused(&answer, 410, "release_reloaded");
    let html = answer.text();
    assert!(!html.contains("LEFÈVRE") && !html.contains("650"));
    assert!(links(&html).contains(&format!("{}#unefois=incomplete", shown.browser.form())));
}

#[test]
fn back_button_after_the_decision_shows_no_value() {
    let mut shown = shown();
    shown.browser.accept(&shown.page);
    let answer = shown
        .browser
        .client
        .get(&shown.browser.edge("/v1/release"))
        .unwrap();
    shown.bench.events_until("released");
    assert_eq!(answer.status, 410);
    assert!(!answer.text().contains("LEFÈVRE"));
}
