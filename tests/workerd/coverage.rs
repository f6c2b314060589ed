//! Everything the sandbox can break is broken by a test.

use std::fs;

use serde_json::Value;
use unefois_tests::client::Client;
use unefois_tests::workspace;

use crate::bench::Bench;

#[test]
fn every_fault_of_the_sandbox_is_met_by_a_test() {
    let bench = Bench::lease();
    let url = format!("{}/__sandbox/faults", bench.addresses().sources_base);
    let catalogue = Client::new().get(&url).unwrap().json().unwrap();
    let names = catalogue["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["name"].as_str().unwrap());
    let tests: String = fs::read_dir(workspace::root().join("tests/workerd"))
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    // After an `@`, the one source it strikes.
    let is_met = |name: &str| {
        ["\"", "@"]
            .iter()
            .any(|end| tests.contains(&format!("\"{name}{end}")))
    };
    let unmet: Vec<&str> = names.filter(|name| !is_met(name)).collect();
    assert_eq!(unmet, Vec::<&str>::new());
    assert!(catalogue["faults"].as_array().is_some_and(|faults| {
        faults
            .iter()
            .all(|fault| fault["active"] == Value::Bool(false))
    }));
}
