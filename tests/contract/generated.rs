//! Files that are generated and committed.

use std::fs;

use unefois_core::demarche;
use unefois_tests::generated::schema_text;
use unefois_tests::workspace;

#[test]
fn committed_schema_is_the_one_the_types_give() {
    let committed =
        fs::read_to_string(workspace::root().join("docs/demarche.schema.json")).unwrap();
    assert!(
        committed == schema_text(&demarche::schema()),
        "docs/demarche.schema.json is out of date: run `cargo xtask check --fix`"
    );
}
