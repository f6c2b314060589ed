//! The JSON Schema of the exchange trace, for whoever keeps and reads the lines.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![cfg(feature = "schema")]

use serde_json::Value as Json;

/// Every object of the schema that has properties.
fn objects<'a>(schema: &'a Json, found: &mut Vec<&'a Json>) {
    if schema["properties"].is_object() {
        found.push(schema);
    }
    match schema {
        Json::Object(members) => members.values().for_each(|inner| objects(inner, found)),
        Json::Array(items) => items.iter().for_each(|inner| objects(inner, found)),
        _ => {}
    }
}

#[test]
fn every_object_is_closed_and_every_member_described() {
    let schema = unefois_core::trace::schema();
    let mut found = Vec::new();
    objects(&schema, &mut found);
    assert_eq!(
        found.len(),
        6,
        "line, trace, démarche, source, proof, release"
    );
    for object in found {
        assert_eq!(
            object["additionalProperties"],
            Json::Bool(false),
            "{object}"
        );
        for (name, property) in object["properties"].as_object().expect("properties") {
            assert!(property["description"].is_string(), "{name}: {property}");
        }
    }
}

#[test]
fn documentation_explains_every_member_and_where_to_find_the_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operate.md");
    let page = std::fs::read_to_string(path).expect("the page is there");
    assert!(
        page.contains("](trace.schema.json)"),
        "no link to the schema"
    );
    let schema = unefois_core::trace::schema();
    let trace = &schema["$defs"]["ExchangeTrace"]["properties"];
    for name in trace.as_object().expect("properties").keys() {
        assert!(page.contains(&format!("`{name}`")), "`{name}`");
    }
}
