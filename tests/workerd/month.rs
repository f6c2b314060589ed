//! The month of a family quotient: typed by the person, or now.

use serde_json::{Value, json};
use unefois_tests::journey::{Browser, ChoicePage, Tab, encoded};

use crate::bench::Bench;
use crate::forms::{PERISCOLAIRE, this_month};
use crate::nominal::values;
use crate::sources::DOWN;

const QUOTIENT: &str = "quotient_familial";

/// Year and month, `back` months ago.
fn months_ago(back: i64) -> (i64, i64) {
    let (year, month) = this_month();
    let months = year * 12 + month - 1 - back;
    (months / 12, months % 12 + 1)
}

fn typed(back: i64) -> String {
    let (year, month) = months_ago(back);
    format!("{month:02}/{year}")
}

/// The month a person was given.
fn given(redeemed: &Value) -> (i64, i64) {
    let found = values(redeemed);
    let number = |name: &str| {
        let chemin = format!("{QUOTIENT}.{name}");
        let value = found.iter().find(|(other, _)| *other == chemin);
        value.unwrap().1.as_i64().unwrap()
    };
    (number("annee"), number("mois"))
}

fn complete(bench: &Bench, login: &str, month: Option<&str>) -> Value {
    let mut browser = PERISCOLAIRE.browser(bench);
    let typed = month.map(|month| ("caf_msa.mois", month));
    let typed: Vec<_> = typed.into_iter().collect();
    browser.complete_with(&Tab::open(), QUOTIENT, login, &typed)
}

#[test]
fn month_typed_reaches_the_source_past_its_cache() {
    let bench = Bench::lease();
    let redeemed = complete(&bench, "jeanne", Some(&typed(2)));
    assert_eq!(given(&redeemed), months_ago(2));
    let (year, month) = months_ago(2);
    let sent = &bench.last_requests().unwrap()[QUOTIENT];
    let query = [
        ["recipient", "21999999200015"],
        ["annee", &year.to_string()],
        ["mois", &month.to_string()],
    ];
    assert_eq!(sent["query"], json!(query));
    assert_eq!(sent["headers"]["cache-control"], "no-cache");
    let fields = redeemed["champs"].as_array().unwrap().iter();
    let mut fields = fields.filter(|field| field["chemin"] == "quotient_familial.valeur");
    let provenance = &fields.next().unwrap()["provenance"];
    let expected =
        json!({ "fournisseur": "caf", "annee": year, "mois": month, "saisies": ["mois"] });
    assert_eq!(*provenance, expected);
}

#[test]
fn no_month_asks_for_now_and_leaves_the_cache_alone() {
    let bench = Bench::lease();
    let redeemed = complete(&bench, "marie-claude", None);
    assert_eq!(given(&redeemed), this_month());
    let sent = &bench.last_requests().unwrap()[QUOTIENT];
    assert_eq!(sent["query"], json!([["recipient", "21999999200015"]]));
    assert_eq!(sent["headers"].get("cache-control"), None);
}

#[test]
fn month_somebody_asked_for_earlier_is_not_taken_for_now() {
    let bench = Bench::lease();
    let earlier = complete(&bench, "gregoire", Some(&typed(5)));
    assert_eq!(given(&earlier), months_ago(5));
    bench.take_calls().unwrap();
    let now = complete(&bench, "gregoire", None);
    assert_eq!(given(&now), this_month());
    let sent = &bench.last_requests().unwrap()[QUOTIENT];
    assert_eq!(sent["headers"]["cache-control"], "no-cache");
    assert_eq!(bench.count_calls("sources.quotient_familial"), 2);
}

#[test]
fn month_kept_by_the_cache_does_not_answer_for_another() {
    let bench = Bench::lease();
    complete(&bench, "heimana", None);
    let earlier = complete(&bench, "heimana", Some(&typed(1)));
    assert_eq!(given(&earlier), months_ago(1));
}

#[test]
fn withholds_quotient_of_another_month_than_the_one_asked() {
    let mut bench = Bench::lease();
    bench.set_faults(&["source_other_month"]).unwrap();
    let mut browser = PERISCOLAIRE.browser(&bench);
    let month = typed(3);
    let typed = [("caf_msa.mois", month.as_str())];
    let page = browser.reach_release_with(&Tab::open(), QUOTIENT, "jeanne", &typed);
    assert!(page.ids().iter().all(|id| id.starts_with("identite")));
    assert!(!page.html.contains("902\u{a0}€"), "{}", page.html);
    let is_told = |line: &String| line.contains(DOWN);
    assert!(page.missing.iter().all(is_told), "{:?}", page.missing);
    let source = bench.event("source");
    assert_eq!(source["outcome"], "down_other_period");
    assert_eq!(source["level"], "error", "a contract that changed");
}

#[test]
fn month_the_fund_chose_by_itself_is_told_for_what_it_is() {
    let bench = Bench::lease();
    bench.set_faults(&["source_other_month"]).unwrap();
    let redeemed = complete(&bench, "jeanne", None);
    assert_eq!(given(&redeemed), months_ago(1));
    // The cache was suspected, once.
    assert_eq!(bench.count_calls("sources.quotient_familial"), 2);
}

#[test]
fn fund_that_only_knows_now_does_not_answer_for_another_month() {
    let mut bench = Bench::lease();
    let mut browser = PERISCOLAIRE.browser(&bench);
    let month = typed(4);
    let typed = [("caf_msa.mois", month.as_str())];
    let page = browser.reach_release_with(&Tab::open(), QUOTIENT, "bastien", &typed);
    assert!(page.ids().iter().all(|id| id.starts_with("identite")));
    let is_told = |line: &String| line.contains("Recommencez sans écrire de mois.");
    assert!(!page.missing.is_empty());
    assert!(page.missing.iter().all(is_told), "{:?}", page.missing);
    let source = bench.event("source");
    assert_eq!(source["outcome"], "month_unknown");
    assert_ne!(
        source["level"], "error",
        "nothing is the operator's to mend"
    );
}

#[test]
fn fund_that_only_knows_now_answers_for_the_current_month() {
    let bench = Bench::lease();
    for month in [Some(typed(0)), None] {
        let redeemed = complete(&bench, "bastien", month.as_deref());
        assert_eq!(given(&redeemed), this_month());
    }
}

#[test]
fn month_typed_is_named_beside_the_quotient_and_not_beside_the_children() {
    let bench = Bench::lease();
    let redeemed = complete(&bench, "fatou", Some(&typed(1)));
    for field in redeemed["champs"].as_array().unwrap() {
        let chemin = field["chemin"].as_str().unwrap();
        let typed = match chemin.split('.').next() {
            Some(QUOTIENT) => json!(["mois"]),
            _ => Value::Null,
        };
        assert_eq!(field["provenance"]["saisies"], typed, "{chemin}");
    }
}

#[test]
fn month_that_does_not_open_is_asked_for_again_and_never_taken_for_now() {
    let bench = Bench::lease();
    let mut browser = PERISCOLAIRE.browser(&bench);
    let address = browser.start_address(&Tab::open(), QUOTIENT);
    let month = typed(2);
    let sealed = browser.seal_inputs(&address, &[("caf_msa.mois", &month)]);
    let of_other_tab = browser.start_address(&Tab::open(), QUOTIENT);
    for sealed in [sealed.as_str(), "x", ""] {
        let url = format!("{of_other_tab}&saisies={}", encoded(sealed));
        let answer = browser.client.get(&url).unwrap();
        assert_eq!(answer.status, 200, "{sealed}: {}", answer.text());
        let page = ChoicePage::of(&answer);
        assert_eq!(page.ticked, [QUOTIENT]);
        assert_eq!(page.value("saisie.caf_msa.mois"), "");
        assert_eq!(page.problems, []);
    }
}

#[test]
fn months_the_funds_do_not_keep_are_refused_before_anything_is_asked() {
    let bench = Bench::lease();
    let mut browser: Browser = PERISCOLAIRE.browser(&bench);
    let address = browser.start_address(&Tab::open(), QUOTIENT);
    for (month, status) in [
        (typed(0), 200),
        (typed(23), 200),
        (typed(24), 422),
        (typed(-1), 422),
        ("13/2026".to_owned(), 422),
        ("2026-09".to_owned(), 422),
    ] {
        let answer = browser.post_inputs(&address, &[("caf_msa.mois", &month)]);
        assert_eq!(answer.status, status, "{month}");
    }
}
