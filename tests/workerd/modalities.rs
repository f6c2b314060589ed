//! The two ways to ask: the citizen's token inside its minute, or the town's with a civil status.

use serde_json::{Value, json};
use unefois_tests::journey::Tab;

use crate::bench::Bench;
use crate::forms::{CRECHE, PERISCOLAIRE, SPORT};
use crate::nominal::values;
use crate::sources::{NOT_RECOGNISED, UNAVAILABLE};

#[test]
fn town_on_the_blacklist_is_told_to_the_operator_and_not_to_the_person() {
    let mut bench = Bench::lease();
    bench.set_faults(&["jwt_blacklisted"]).unwrap();
    let mut browser = CRECHE.browser(&bench);
    let page = browser.reach_release(&Tab::open(), "eaje", "camille");
    assert!(page.ids().iter().all(|id| id.starts_with("identite")));
    assert!(page.missing.iter().all(|line| line.contains(UNAVAILABLE)));
    assert!(!page.html.contains("liste noire"), "{}", page.html);
    let source = bench.event("source");
    assert_eq!(source["outcome"], "unavailable_token_refused");
    assert_eq!(source["level"], "error");
    assert_eq!(bench.count_calls("sources.eaje"), 1);
    bench.check_told_nothing_of(&["eyJ", "LEFÈVRE"]);
}

#[test]
fn sources_by_the_citizens_token_go_on_while_the_towns_is_refused() {
    let bench = Bench::lease();
    bench.set_faults(&["jwt_blacklisted"]).unwrap();
    let mut browser = PERISCOLAIRE.browser(&bench);
    let redeemed = browser.complete(&Tab::open(), "quotient_familial", "thomas");
    let found = values(&redeemed);
    let quotient = ("quotient_familial.valeur".to_owned(), json!(1123));
    assert!(found.contains(&quotient), "{found:?}");
}

/// Pairs of the query a source was last sent, of these names.
fn sent(bench: &Bench, source: &str, names: &[&str]) -> Value {
    let last = bench.last_requests().unwrap();
    let query = last[source]["query"].as_array().unwrap().iter();
    let kept = query.filter(|pair| names.contains(&pair[0].as_str().unwrap()));
    kept.cloned().collect()
}

#[test]
fn name_with_a_ligature_is_written_as_the_civil_registry_does() {
    let bench = Bench::lease();
    // By their own token the gateway refuses the letter; by parameters it is written in two.
    let mut by_token = PERISCOLAIRE.browser(&bench);
    let page = by_token.reach_release(&Tab::open(), "quotient_familial", "coeur");
    assert!(
        page.missing
            .iter()
            .all(|line| line.contains(NOT_RECOGNISED)),
        "{:?}",
        page.missing
    );
    let mut by_parameters = SPORT.browser(&bench);
    by_parameters.reach_release(&Tab::open(), "quotient_familial", "coeur");
    assert_eq!(
        sent(&bench, "quotient_familial", &["nomNaissance", "prenoms[]"]),
        json!([["nomNaissance", "LECOEUR"], ["prenoms[]", "Coelia"]])
    );
}

#[test]
fn person_born_abroad_is_found_by_their_country() {
    let bench = Bench::lease();
    let mut browser = CRECHE.browser(&bench);
    let redeemed = browser.complete(&Tab::open(), "aeeh", "yanis");
    let found = values(&redeemed);
    let status = ("aeeh.statut".to_owned(), json!("allocataire"));
    assert!(found.contains(&status), "{found:?}");
    let birthplace = ["codeCogInseePaysNaissance", "codeCogInseeCommuneNaissance"];
    assert_eq!(
        sent(&bench, "aeeh", &birthplace),
        json!([["codeCogInseePaysNaissance", "99352"]])
    );
}

#[test]
fn people_with_an_awkward_civil_status_are_found_by_parameters() {
    let bench = Bench::lease();
    for (login, quotient) in [
        ("amadou", 354),
        ("thi-ngoc", 1240),
        ("maelle", 766),
        ("jean-philippe", 1502),
        ("marie-claude", 598),
        ("ange", 955),
        ("heimana", 673),
        ("jeanne", 902),
        ("petit-nom", 512),
        ("paul-nantes", 700),
        ("paul-rennes", 1400),
    ] {
        let mut browser = SPORT.browser(&bench);
        let redeemed = browser.complete(&Tab::open(), "quotient_familial", login);
        let found = values(&redeemed);
        let expected = ("quotient_familial.valeur".to_owned(), json!(quotient));
        assert!(found.contains(&expected), "{login}: {found:?}");
    }
}
