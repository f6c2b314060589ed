//! The tax office: two tokens on each call, of which the service's is kept and renewed.

use serde_json::json;
use unefois_tests::journey::Tab;

use crate::bench::Bench;
use crate::forms::{ENERGIE, STATIONNEMENT};
use crate::nominal::values;
use crate::sources::{DOWN, UNAVAILABLE};

const NO_NOTICE: &str = "Pas d’avis d’impôt trouvé à votre nom";
const NOT_YOURS: &str = "n’est pas à votre nom";
const TOKEN: &str = "sources.dgfip_token";
const CALL: &str = "sources.impots";

/// An edge that knows no token yet.
fn forgetful() -> Bench {
    let mut bench = Bench::lease();
    bench.restart_edge().unwrap();
    bench.take_calls().unwrap();
    bench
}

/// Somebody gets the income of their household.
fn check_given(bench: &Bench, login: &str, income: i64) {
    let mut browser = ENERGIE.browser(bench);
    let redeemed = browser.complete(&Tab::open(), "impots", login);
    let found = values(&redeemed);
    let expected = ("impot.revenu_fiscal_reference".to_owned(), json!(income));
    assert!(found.contains(&expected), "{login}: {found:?}");
}

/// A fault that leaves nothing of the notice, with what is told of it and how often each was asked.
fn check_withheld(
    fault: &str,
    (outcome, level, sentence): (&str, &str, &str),
    (tokens, calls): (u64, u64),
) {
    let mut bench = forgetful();
    bench.set_faults(&[fault]).unwrap();
    check_withheld_in(&mut bench, fault, (outcome, level, sentence));
    let counted = bench.take_calls().unwrap();
    let count = |name: &str| counted[name].as_u64().unwrap_or_default();
    assert_eq!((count(TOKEN), count(CALL)), (tokens, calls), "{fault}");
}

fn check_withheld_in(
    bench: &mut Bench,
    what: &str,
    (outcome, level, sentence): (&str, &str, &str),
) {
    let mut browser = ENERGIE.browser(bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, "impots", "camille");
    assert!(
        page.ids().iter().all(|id| id.starts_with("identite")),
        "{what}: {:?}",
        page.ids()
    );
    assert!(!page.missing.is_empty(), "{what}");
    let is_told = |line: &String| line.contains(sentence);
    assert!(
        page.missing.iter().all(is_told),
        "{what}: {:?}",
        page.missing
    );
    for value in ["18640", "18 640", "18\u{a0}640", "18\u{202f}640", "2,5"] {
        assert!(!page.html.contains(value), "{what}: {value}");
    }
    let source = bench.event("source");
    assert_eq!(source["outcome"], outcome, "{what}");
    assert_eq!(source["level"], level, "{what}");
    let hand_off = browser.accept(&page);
    let redeemed = browser.redeem(&tab, &hand_off);
    let found = values(&redeemed);
    assert!(
        !found.iter().any(|(chemin, _)| chemin.starts_with("impot.")),
        "{what}: {found:?}"
    );
}

#[test]
fn token_is_asked_once_and_serves_everybody_while_it_is_fresh() {
    let bench = forgetful();
    check_given(&bench, "camille", 18640);
    check_given(&bench, "gregoire", 187_450);
    let mut parking = STATIONNEMENT.browser(&bench);
    let redeemed = parking.complete(&Tab::open(), "impots_adresse", "camille");
    assert!(redeemed.to_string().contains("12 RUE DES LILAS"));
    let counted = bench.take_calls().unwrap();
    assert_eq!((&counted[TOKEN], &counted[CALL]), (&json!(1), &json!(3)));
}

#[test]
fn token_too_short_to_be_kept_serves_its_own_call() {
    let bench = forgetful();
    bench.set_faults(&["dgfip_token_short"]).unwrap();
    check_given(&bench, "camille", 18640);
    check_given(&bench, "camille", 18640);
    let counted = bench.take_calls().unwrap();
    assert_eq!((&counted[TOKEN], &counted[CALL]), (&json!(2), &json!(2)));
}

#[test]
fn token_refused_once_is_renewed_and_the_values_come() {
    let bench = forgetful();
    check_given(&bench, "camille", 18640);
    bench.take_calls().unwrap();
    bench.set_faults(&["dgfip_401_once"]).unwrap();
    check_given(&bench, "camille", 18640);
    let counted = bench.take_calls().unwrap();
    assert_eq!((&counted[TOKEN], &counted[CALL]), (&json!(1), &json!(2)));
    // The new one is the one that is kept.
    check_given(&bench, "camille", 18640);
    let counted = bench.take_calls().unwrap();
    assert_eq!((counted.get(TOKEN), &counted[CALL]), (None, &json!(1)));
}

#[test]
fn token_refused_again_is_not_renewed_for_ever() {
    let mut bench = forgetful();
    bench.set_fault_with("dgfip_401_once", &json!({ "times": 20 }));
    let told = ("unavailable_token_refused", "error", UNAVAILABLE);
    check_withheld_in(&mut bench, "always refused", told);
    let counted = bench.take_calls().unwrap();
    assert_eq!((&counted[TOKEN], &counted[CALL]), (&json!(2), &json!(2)));
}

#[test]
fn withholds_notice_when_the_token_cannot_be_had() {
    let refused = ("unavailable_token_refused", "error", UNAVAILABLE);
    check_withheld("dgfip_token_401", refused, (1, 0));
    check_withheld(
        "dgfip_token_down",
        ("down_upstream_error", "info", DOWN),
        (1, 0),
    );
}

#[test]
fn withholds_notice_that_did_not_come() {
    let no_notice = ("no_tax_notice", "info", NO_NOTICE);
    check_withheld("dgfip_410_4101", no_notice, (1, 1));
    check_withheld("dgfip_204", no_notice, (1, 1));
    let no_right = ("unavailable_scope_missing", "error", UNAVAILABLE);
    check_withheld("dgfip_403_4031", no_right, (1, 1));
    let broken = ("down_upstream_error", "info", DOWN);
    check_withheld("dgfip_500", broken, (1, 2));
    let changed = ("down_unexpected_body", "error", DOWN);
    check_withheld("dgfip_html_200", changed, (1, 1));
}

#[test]
fn withholds_notice_of_another_household() {
    let told = ("not_yours", "error", NOT_YOURS);
    check_withheld("dgfip_other_household", told, (1, 1));
}

#[test]
fn second_declarant_is_given_the_notice_of_the_household() {
    let bench = Bench::lease();
    check_given(&bench, "thomas", 31250);
    let mut browser = ENERGIE.browser(&bench);
    let redeemed = browser.complete(&Tab::open(), "impots", "thomas");
    let found = values(&redeemed);
    let shares = ("impot.nombre_parts".to_owned(), json!("2.25"));
    assert!(found.contains(&shares), "{found:?}");
}

#[test]
fn income_of_zero_is_an_income() {
    let bench = Bench::lease();
    check_given(&bench, "yanis", 0);
}

#[test]
fn student_on_the_notice_of_their_parents_is_told_that_it_is_normal() {
    let mut bench = Bench::lease();
    let mut browser = crate::forms::ETUDES.browser(&bench);
    let page = browser.reach_release(&Tab::open(), "impots", "maiwenn");
    let is_told = |line: &String| line.contains("C’est normal si vos parents vous déclarent.");
    assert!(
        !page.missing.is_empty() && page.missing.iter().all(is_told),
        "{:?}",
        page.missing
    );
    let source = bench.event("source");
    assert_eq!(source["outcome"], "no_tax_notice");
    assert_eq!(source["level"], "info");
}
