//! Dependency rules.

use unefois_tests::layers;

#[test]
fn crates_have_nothing_forbidden_in_their_tree() {
    let violations = layers::violations().unwrap();
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}
