//! The stack itself: it starts, it refuses what it must, and nothing survives it.

use serde_json::Value;
use unefois_tests::client::Client;
use unefois_tests::stack::{Options, Stack};

use crate::bench::Bench;

fn first_demarche(deployment: &mut Value) -> &mut Value {
    &mut deployment["demarches"][0]
}

fn refusal(options: Options) -> String {
    match Stack::start(options) {
        Ok(_) => panic!("the edge started"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn edge_killed_and_restarted_serves_on_the_same_port() {
    let mut bench = Bench::lease();
    let healthz = format!("{}/healthz", bench.addresses().edge_base);
    bench.restart_edge().unwrap();
    assert_eq!(Client::new().get(&healthz).unwrap().status, 200);
}

#[test]
fn stopped_stack_leaves_no_server_behind() {
    let stack = Stack::start(Options::for_tests()).unwrap();
    let addresses = stack.addresses().clone();
    drop(stack);
    for base in [
        &addresses.edge_base,
        &addresses.forms_base,
        &addresses.sources_base,
    ] {
        assert!(Client::new().get(base).is_err(), "{base} still answers");
    }
}

#[test]
fn rejects_start_with_every_problem_at_once() {
    let mut options = Options::for_tests();
    options
        .environment
        .insert(String::from("SEALING_KEYS"), None);
    options
        .environment
        .insert(String::from("ATTESTATION_KEYS"), Some(String::from("{}")));
    options.amend = Some(|deployment| {
        first_demarche(deployment)["collectivite"]["siret"] = Value::from("123");
    });
    let refusal = refusal(options);
    for expected in ["SEALING_KEYS", "ATTESTATION_KEYS", "siret"] {
        assert!(
            refusal.contains(expected),
            "no word of {expected} in: {refusal}"
        );
    }
}

#[test]
fn rejects_unknown_fault_by_name() {
    let error = Bench::lease().set_faults(&["no-such-fault"]).unwrap_err();
    assert!(error.to_string().contains("no-such-fault"), "{error}");
}
