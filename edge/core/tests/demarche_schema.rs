//! The JSON Schema of the démarche file, and the page that explains every key of it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![cfg(feature = "schema")]

use std::collections::BTreeSet;

use serde_json::Value as Json;

/// Names of the properties of every object of the schema, with whether each is described.
fn keys(schema: &Json, found: &mut BTreeSet<(String, bool)>) {
    if let Some(properties) = schema["properties"].as_object() {
        for (name, property) in properties {
            found.insert((name.clone(), property["description"].is_string()));
        }
    }
    let inner: Vec<&Json> = match schema {
        Json::Object(members) => members.values().collect(),
        Json::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    inner.into_iter().for_each(|schema| keys(schema, found));
}

fn page() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/demarche.md");
    std::fs::read_to_string(path).expect("the page is there")
}

#[test]
fn every_key_is_described_and_explained_in_the_documentation() {
    let mut found = BTreeSet::new();
    keys(&unefois_core::demarche::schema(), &mut found);
    assert!(found.len() > 40, "{}", found.len());
    let page = page();
    for (key, described) in found {
        assert!(described, "{key} has no description");
        assert!(
            page.contains(&format!("`{key}`")),
            "docs/demarche.md does not explain `{key}`"
        );
    }
}

#[test]
fn documentation_leads_to_the_table_of_every_field() {
    assert!(page().contains("](fields.md)"), "no link to docs/fields.md");
}

#[test]
fn schema_refuses_unknown_keys() {
    let schema = unefois_core::demarche::schema();
    assert_eq!(schema["additionalProperties"], Json::Bool(false));
}
