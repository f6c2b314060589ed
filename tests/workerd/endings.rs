//! What ends soon: the operator is told of it in time, once a day and by its number alone.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use unefois_core::paris;
use unefois_tests::client::Client;
use unefois_tests::journey::Tab;
use unefois_tests::stack::Options;

use crate::bench::{Bench, demarche, events};
use crate::forms::CRECHE;

const DAY_SECS: i64 = 86_400;

fn in_days(days: i64) -> String {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now_secs = i64::try_from(elapsed.as_secs()).unwrap();
    paris::today(now_secs + days * DAY_SECS).to_string()
}

/// The data of one form end within two months, the homologation of another within a fortnight.
fn end_soon(deployment: &mut Value) {
    demarche(deployment, "creche-valbourg")["habilitation"][1]["au"] = json!(in_days(40));
    demarche(deployment, "stationnement-valbourg")["homologation"]["au"] = json!(in_days(10));
}

#[test]
fn what_ends_soon_is_told_once_a_day_with_its_number_and_the_days_left() {
    let mut bench = Bench::private(Options {
        amend: Some(end_soon),
        ..Options::for_tests()
    });
    let mut browser = CRECHE.browser(&bench);
    for _ in 0..3 {
        let ready = browser.edge("/readyz");
        assert_eq!(Client::new().get(&ready).unwrap().status, 200);
    }
    browser.depart(&Tab::open(), "");
    bench.event("started");
    // It was told when the edge began, before what the test did.
    let mut lines = events(&bench.edge_log().lines());
    lines.retain(|line| line["event"] == "habilitation_ends_soon");
    let told: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!([
                line["demarche"],
                line["level"],
                line["code"],
                line["habilitation"]
            ])
        })
        .collect();
    let nursery = json!([
        "creche-valbourg",
        "warn",
        "habilitation_bientot_finie",
        "H71004"
    ]);
    let parking = json!([
        "stationnement-valbourg",
        "error",
        "homologation_bientot_finie",
        null
    ]);
    assert_eq!(told.len(), 2, "{lines:#?}");
    assert!(
        told.contains(&nursery) && told.contains(&parking),
        "{lines:#?}"
    );
    // The day, or the hour of Paris, may change between the writing of the file and its reading.
    let days = |line: &Value| line["days"].as_i64().unwrap();
    let is_near = |line: &Value| (39..=41).contains(&days(line)) || (9..=11).contains(&days(line));
    assert!(lines.iter().all(is_near), "{lines:#?}");
}
