//! Languages are data: code knows French, in which démarche files are written, and no other.

use std::fs;
use std::path::PathBuf;

use unefois_tests::folder::{files, files_below};
use unefois_tests::workspace;

const CODE: [&str; 5] = [
    "edge/src",
    "edge/core/src",
    "edge/wire/src",
    "widget",
    "xtask/src",
];

#[test]
fn no_code_names_a_language_that_is_a_file() {
    let root = workspace::root();
    let messages = files(&root.join("edge/wire/messages")).unwrap();
    let codes = messages
        .iter()
        .filter_map(|path| path.file_stem()?.to_str());
    let others: Vec<&str> = codes.filter(|code| *code != "fr").collect();
    assert!(!others.is_empty());
    let mut named = Vec::new();
    for path in CODE
        .iter()
        .flat_map(|folder| files_below(&root.join(folder)).unwrap())
    {
        let text = fs::read_to_string(&path).unwrap_or_default();
        // What follows is the tests of the file.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_named = |code: &str, lang: &str| {
            ["\"", "'"]
                .iter()
                .any(|mark| code.contains(&format!("{mark}{lang}{mark}")))
        };
        let is_code = path.extension().is_some_and(|it| it == "rs" || it == "js");
        if is_code && !path.ends_with("tests.rs") && others.iter().any(|lang| is_named(code, lang))
        {
            named.push(path);
        }
    }
    assert_eq!(named, Vec::<PathBuf>::new());
}
