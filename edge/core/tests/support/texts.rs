//! The message files, and what every test of them counts: words and sentences.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use unefois_core::messages;

/// Texts by identifier.
pub type Texts = BTreeMap<String, String>;

/// FranceConnect owns these words: they are shown as they are.
pub const IMPOSED: &[&str] = &[
    "fc.login",
    "fc.login_data",
    "fc.brand",
    "fc.link",
    "fc.link_title",
    "fc.phrase",
];

/// The message file of a language.
pub fn texts(lang: &str) -> Texts {
    let json = std::fs::read_to_string(folder().join(format!("{lang}.json")));
    serde_json::from_str(&json.expect("the file is there")).expect("a flat map of texts")
}

fn folder() -> PathBuf {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../wire/messages");
    PathBuf::from(option_env!("UNEFOIS_MESSAGES").unwrap_or(own))
}

/// Names between braces.
pub fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect()
}

/// The text with a letter in place of each placeholder.
pub fn without_placeholders(text: &str) -> String {
    let mut plain = text.to_owned();
    for name in placeholders(text) {
        plain = plain.replace(&format!("{{{name}}}"), "x");
    }
    plain
}

/// Checks every text of every language that FranceConnect does not impose.
pub fn check_all(check: impl Fn(&str, &str, &str) -> Result<(), String>) {
    let mut broken = Vec::new();
    for lang in messages::languages() {
        for (id, text) in texts(lang)
            .iter()
            .filter(|(id, _)| !IMPOSED.contains(&id.as_str()))
        {
            if let Err(why) = check(lang, id, text) {
                broken.push(format!("{lang} {id}: {why}: {text}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Runs of letters and digits, in lower case.
pub fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A sentence ends with its mark, or with the text.
pub fn sentences(text: &str) -> Vec<&str> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '…');
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(ends) {
        let after = at + mark.len();
        if text[after..].starts_with(char::is_whitespace) || after == text.len() {
            found.push(&text[start..at]);
            start = after;
        }
    }
    found.push(&text[start..]);
    found.retain(|sentence| !words(sentence).is_empty());
    found
}
