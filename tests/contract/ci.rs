//! What continuous integration runs.

use std::fs;

use unefois_tests::workspace;

const TEST_COMMAND: &str = "cargo xtask test";

#[test]
fn ci_runs_the_test_command_of_the_readme_and_nothing_else() {
    let script = fs::read_to_string(workspace::root().join(".ci/run")).unwrap();
    let commands: Vec<&str> = script
        .lines()
        .map(str::trim)
        .filter(|line| {
            !line.is_empty()
                && !line.starts_with('#')
                && !line.starts_with("cd ")
                && !line.starts_with("set ")
        })
        .collect();
    assert_eq!(commands, [TEST_COMMAND]);
    let readme = fs::read_to_string(workspace::root().join("README.md")).unwrap();
    assert!(
        readme.contains(TEST_COMMAND),
        "README.md does not give the test command"
    );
}
