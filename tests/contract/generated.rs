//! Files that are generated and committed.

use unefois_tests::generated;

#[test]
fn committed_files_are_those_the_sources_give() {
    let outdated: Vec<&str> = generated::files()
        .unwrap()
        .iter()
        .filter(|file| !file.is_current())
        .map(|file| file.path)
        .collect();
    assert!(
        outdated.is_empty(),
        "out of date: run `cargo xtask docs` for {}",
        outdated.join(", ")
    );
}
