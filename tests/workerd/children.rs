//! Whom the form is about: only what is of the children chosen leaves, and nothing tells of the others.

use serde_json::{Value, json};
use unefois_tests::client::Answer;
use unefois_tests::journey::{Browser, ReleasePage, Tab};

use crate::bench::Bench;
use crate::forms::{CRECHE, ETUDES, Form, PERISCOLAIRE};
use crate::nominal::{part, values};

/// A person in front of a release page with a list.
struct Choosing {
    bench: Bench,
    browser: Browser,
    tab: Tab,
    page: ReleasePage,
}

fn choosing(form: &Form, sources: &str, login: &str) -> Choosing {
    let bench = Bench::lease();
    let mut browser = form.browser(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, sources, login);
    Choosing {
        bench,
        browser,
        tab,
        page,
    }
}

impl Choosing {
    /// Sends what the page shows ticked, and these rows.
    fn choose(&mut self, rows: &[&str]) -> Answer {
        let mut ids = self.page.ticked();
        ids.extend(rows);
        self.browser.send(&self.page, &ids)
    }

    /// The same, taken; gives what was released.
    fn release(&mut self, rows: &[&str]) -> Value {
        let answer = self.choose(rows);
        let hand_off = self.browser.hand_off(&answer);
        self.browser.redeem(&self.tab, &hand_off)
    }

    /// The page must come back with this sentence, its link on the first choice, and nothing lost.
    fn check_asked_again(&mut self, rows: &[&str], sentence: &str) {
        let answer = self.choose(rows);
        assert_eq!(answer.status, 422, "{rows:?}");
        assert_eq!(answer.header("location"), None);
        let page = ReleasePage::of(&answer);
        let [list] = &page.lists[..] else {
            panic!("{:?}", page.lists);
        };
        let [problem] = &page.problems[..] else {
            panic!("{rows:?}: {:?}", page.problems);
        };
        assert_eq!(problem.sentence, sentence);
        assert_eq!(problem.control, list.rows[0].control);
        assert_eq!(list.error.as_deref(), Some(sentence));
        let chosen = list.choices().filter(|row| row.is_chosen);
        let chosen: Vec<_> = chosen.map(|row| row.id.as_str()).collect();
        assert_eq!(chosen, rows);
        assert_eq!(page.boxes, self.page.boxes, "the other ticks");
        self.page.sealed = page.sealed;
    }
}

/// What was released of the children, in order.
fn of_children(redeemed: &Value) -> Vec<(String, Value)> {
    let mut found = values(redeemed);
    found.retain(|(chemin, _)| chemin.contains("enfants["));
    found
}

/// Neither the answer, nor the attestation, may hold any of these.
fn assert_holds_none(redeemed: &Value, words: &[&str]) {
    let attested = part(redeemed["attestation"].as_str().unwrap(), 1).to_string();
    for text in [redeemed["champs"].to_string(), attested] {
        for word in words {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}

const ONE: &str = "Choisissez un enfant, ou «\u{a0}Mon enfant n’est pas dans cette liste\u{a0}».";
const BOTH: &str =
    "Choisissez des enfants, ou «\u{a0}Mon enfant n’est pas dans cette liste\u{a0}», pas les deux.";

#[test]
fn no_child_is_chosen_beforehand_and_the_page_does_not_go_without_a_choice() {
    let mut choosing = choosing(&CRECHE, "eaje", "camille");
    let list = &choosing.page.lists[0];
    assert!(list.is_single);
    let labels: Vec<_> = list.choices().map(|row| row.label.as_str()).collect();
    let expected = [
        "Anne-Laure Zoé LEFÈVRE, naissance le 3\u{a0}mai 2018",
        "Milo BEN AMAR, naissance en 2020",
        "Mon enfant n’est pas dans cette liste",
    ];
    assert_eq!(labels, expected);
    assert!(list.choices().all(|row| !row.is_chosen));
    choosing.check_asked_again(&[], ONE);
}

#[test]
fn ticks_are_kept_as_the_person_left_them_when_the_choice_is_missing() {
    let mut choosing = choosing(&CRECHE, "eaje", "camille");
    let page = choosing.page.clone();
    let answer = choosing.browser.send(&page, &["identite", "eaje"]);
    assert_eq!(answer.status, 422);
    let again = ReleasePage::of(&answer);
    assert_eq!(again.ticked(), ["identite", "eaje"]);
    assert_eq!(again.ids(), page.ids());
}

#[test]
fn only_the_child_chosen_leaves_and_comes_as_the_first_row() {
    let mut choosing = choosing(&CRECHE, "eaje", "camille");
    let redeemed = choosing.release(&["eaje.enfants[1]"]);
    let expected = [
        ("eaje.enfants[0].nom_naissance", "BEN AMAR"),
        ("eaje.enfants[0].prenoms", "Milo"),
        ("eaje.enfants[0].date_naissance", "2020-00-00"),
        ("eaje.enfants[0].sexe", "M"),
    ];
    let expected = expected.map(|(chemin, value)| (chemin.to_owned(), json!(value)));
    assert_eq!(of_children(&redeemed), expected);
    assert_holds_none(&redeemed, &["enfants[1]", "Anne-Laure", "2018-05-03"]);
    assert_eq!(choosing.bench.event("released")["level"], "info");
    choosing
        .bench
        .check_told_nothing_of(&["BEN AMAR", "Milo", "Anne-Laure", "enfants[1]"]);
}

#[test]
fn child_who_is_not_in_the_list_gives_no_child_and_everything_else() {
    let mut choosing = choosing(&CRECHE, "eaje", "camille");
    let redeemed = choosing.release(&["eaje.enfants[-]"]);
    assert_eq!(of_children(&redeemed), []);
    let found = values(&redeemed);
    assert!(
        found.iter().any(|(chemin, _)| chemin == "eaje.ressources"),
        "{found:?}"
    );
    assert_holds_none(&redeemed, &["Milo", "Anne-Laure", "enfants["]);
}

#[test]
fn rejects_a_child_and_none_of_these_together() {
    let mut choosing = choosing(&PERISCOLAIRE, "quotient_familial", "fatou");
    choosing.check_asked_again(&["enfants[1]", "enfants[-]"], BOTH);
    let redeemed = choosing.release(&["enfants[1]"]);
    assert_eq!(of_children(&redeemed).len(), 4);
}

#[test]
fn rejects_two_children_where_the_form_is_about_one() {
    let mut choosing = choosing(&CRECHE, "eaje", "camille");
    let answer = choosing.choose(&["eaje.enfants[0]", "eaje.enfants[1]"]);
    assert_eq!(answer.status, 422);
    let page = ReleasePage::of(&answer);
    assert_eq!(page.problems.len(), 1, "{:?}", page.problems);
    choosing.page.sealed = page.sealed;
    let redeemed = choosing.release(&["eaje.enfants[0]"]);
    assert_holds_none(&redeemed, &["Milo"]);
}

#[test]
fn children_chosen_fill_the_rows_in_their_order() {
    let mut choosing = choosing(&PERISCOLAIRE, "quotient_familial", "fatou");
    let list = &choosing.page.lists[0];
    assert!(!list.is_single && list.rows.len() == 3, "{list:?}");
    // The browser may send them in any order.
    let redeemed = choosing.release(&["enfants[2]", "enfants[0]"]);
    let names: Vec<_> = of_children(&redeemed)
        .into_iter()
        .filter(|(chemin, _)| chemin.ends_with(".prenoms"))
        .collect();
    let expected = [
        ("enfants[0].prenoms".to_owned(), json!("Mariama")),
        ("enfants[1].prenoms".to_owned(), json!("Khady")),
    ];
    assert_eq!(names, expected);
    assert_holds_none(&redeemed, &["Ousmane", "enfants[2]"]);
}

#[test]
fn rejects_more_children_than_the_form_has_rows() {
    let mut choosing = choosing(&PERISCOLAIRE, "quotient_familial", "nadia");
    assert_eq!(choosing.page.lists[0].rows.len(), 5);
    let four = ["enfants[0]", "enfants[1]", "enfants[2]", "enfants[4]"];
    choosing.check_asked_again(&four, "Choisissez 3 enfants au plus.");
    let redeemed = choosing.release(&["enfants[1]", "enfants[3]", "enfants[4]"]);
    let names: Vec<_> = of_children(&redeemed)
        .into_iter()
        .filter(|(chemin, _)| chemin.ends_with(".prenoms"))
        .map(|(_, value)| value)
        .collect();
    assert_eq!(names, [json!("Elif"), json!("Ceren"), json!("Can")]);
}

#[test]
fn child_the_page_did_not_show_is_ignored() {
    let mut choosing = choosing(&CRECHE, "eaje", "camille");
    for forged in [
        "eaje.enfants[2]",
        "eaje.enfants[00]",
        "eaje.enfants[0].prenoms",
        "eaje.enfants[]",
        "eaje.enfants",
        "enfants[0]",
        "__proto__",
    ] {
        let answer = choosing.choose(&[forged]);
        assert_eq!(answer.status, 422, "{forged}");
        choosing.page.sealed = ReleasePage::of(&answer).sealed;
    }
    let redeemed = choosing.release(&["eaje.enfants[0]", "eaje.enfants[7]"]);
    let children = of_children(&redeemed);
    assert_eq!(children.len(), 4, "{children:?}");
}

#[test]
fn only_child_of_a_family_is_a_box_that_starts_unticked() {
    let mut choosing = choosing(&PERISCOLAIRE, "quotient_familial", "thomas");
    assert_eq!(choosing.page.lists, []);
    let child = choosing.page.shown("enfants[0]");
    assert!(!child.is_ticked, "{child:?}");
    let redeemed = choosing.release(&["enfants[0]"]);
    assert_eq!(of_children(&redeemed).len(), 4);
}

#[test]
fn family_without_a_child_fills_everything_else() {
    let mut choosing = choosing(&PERISCOLAIRE, "quotient_familial", "nadege");
    assert_eq!(choosing.page.lists, []);
    let redeemed = choosing.release(&[]);
    assert_eq!(of_children(&redeemed), []);
    let found = values(&redeemed);
    assert!(
        found
            .iter()
            .any(|(chemin, _)| chemin == "quotient_familial.valeur"),
        "{found:?}"
    );
}

#[test]
fn refusing_decides_of_every_list() {
    let mut choosing = choosing(&CRECHE, "eaje", "camille");
    let hand_off = choosing.browser.refuse(&choosing.page);
    let redeemed = choosing.browser.redeem(&choosing.tab, &hand_off);
    assert_eq!(redeemed["champs"], json!([]));
}

#[test]
fn page_renewed_shows_the_same_children() {
    let mut choosing = choosing(&CRECHE, "eaje", "camille");
    let fields = [("sealed", choosing.page.sealed.as_str())];
    let renewed = ReleasePage::of(&choosing.browser.post("/v1/more-time", &fields));
    assert_eq!(renewed.lists, choosing.page.lists);
}

#[test]
fn second_registration_of_a_student_leaves_alone_when_it_is_chosen() {
    let mut choosing = choosing(&ETUDES, "etudiant", "maiwenn");
    let labels: Vec<_> = choosing.page.lists[0]
        .rows
        .iter()
        .map(|row| row.label.clone())
        .collect();
    assert!(
        labels[1].starts_with("Institut d’Ajaccio « Hors les murs »"),
        "{labels:?}"
    );
    let redeemed = choosing.release(&["etudiant.admissions[1]"]);
    let found = values(&redeemed);
    let has = |chemin: &str, value: Value| {
        assert!(
            found.contains(&(chemin.to_owned(), value.clone())),
            "{chemin} {value}: {found:?}"
        );
    };
    has("etudiant.admissions[0].commune_etudes", json!("2A004"));
    has("etudiant.admissions[0].est_inscrit", json!(false));
    assert_holds_none(&redeemed, &["Étang-Vert", "admissions[1]"]);
}
