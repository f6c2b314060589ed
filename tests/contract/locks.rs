//! Lock files.

use unefois_tests::locks;

#[test]
fn npm_locks_pin_every_package_and_name_no_registry() {
    let violations = locks::violations().unwrap();
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}
