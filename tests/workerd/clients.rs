//! Registrations with FranceConnect other than that of the examples.

use serde_json::{Value, json};
use unefois_tests::journey::{Browser, DEMARCHE, QUOTIENT, Tab};
use unefois_tests::stack::Options;

use crate::bench::{Bench, demarche};

/// A stack whose démarche is registered as one of the sandbox's other clients.
fn registered(amend: fn(&mut Value), secret: &str) -> Bench {
    let mut options = Options {
        amend: Some(amend),
        ..Options::for_tests()
    };
    options
        .environment
        .insert(String::from("FC_SECRET_VALBOURG"), Some(secret.to_owned()));
    Bench::private(options)
}

fn client(deployment: &mut Value) -> &mut Value {
    &mut demarche(deployment, DEMARCHE)["franceconnect"]
}

fn with_rs256(deployment: &mut Value) {
    client(deployment)["client_id"] = json!("unefois-sandbox-rs256");
    client(deployment)["algorithme"] = json!("rs256");
}

fn with_unsigned_userinfo(deployment: &mut Value) {
    client(deployment)["client_id"] = json!("unefois-sandbox-json");
    client(deployment)["userinfo"] = json!("non_signe_bac_a_sable");
}

#[test]
fn client_registered_with_rs256_completes_and_takes_nothing_else() {
    let mut bench = registered(with_rs256, "sandbox-secret-rs256+/&=%");
    Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    bench.set_faults(&["id_token_wrong_alg"]).unwrap();
    crate::provider::check_again(&mut bench, 502, "jwt_alg");
}

#[test]
fn unsigned_userinfo_is_taken_where_the_registration_says_so_and_still_checked() {
    let mut bench = registered(with_unsigned_userinfo, "sandbox-secret-json+/&=%");
    let redeemed = Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    assert_eq!(redeemed["champs"].as_array().unwrap().len(), 14);
    bench.set_faults(&["userinfo_sub_mismatch"]).unwrap();
    crate::provider::check_again(&mut bench, 502, "jwt_sub");
}

#[test]
fn rejects_client_with_a_wrong_secret_without_saying_it() {
    let secret = "not-the-secret+/&=%";
    let mut bench = registered(|_| {}, secret);
    crate::provider::check_in(&mut bench, 502, "token_invalid_client");
    assert!(
        bench
            .lines()
            .iter()
            .all(|line| !line.contains("not-the-secret"))
    );
}
