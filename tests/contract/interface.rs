//! `widget/interface.toml` lists what a page may rely on: all of it is in the sources, and nothing else is.

use std::collections::BTreeSet;
use std::fs;

use unefois_tests::interface::{self, Interface};
use unefois_tests::{folder, workspace};

/// The style of the button, of the panel, and of the notes beside the fields.
const STYLES: [&str; 3] = [
    "widget/loader/button.css",
    "widget/src/panel.css",
    "widget/src/form/note.css",
];

const LOADER: &str = "widget/loader/unefois.js";

#[test]
fn custom_properties_of_the_style_are_those_listed() {
    let listed = listed();
    let names = listed.property.iter().map(|property| property.name.clone());
    let used: BTreeSet<String> = STYLES
        .iter()
        .flat_map(|path| between(&read(path), "var(--unefois-", &[',', ')']))
        .map(|name| format!("--unefois-{name}"))
        .collect();
    assert_eq!(used, names.collect());
}

#[test]
fn defaults_of_the_style_are_those_listed() {
    let listed = listed();
    for path in STYLES {
        let css = read(path);
        let private = private(&css);
        for (name, default) in fallbacks(&css) {
            let property = listed
                .property
                .iter()
                .find(|property| property.name == name);
            let expected = property.map(|property| property.default.as_str());
            assert_eq!(
                Some(expand(&default, &private).as_str()),
                expected,
                "{name} in {path}"
            );
        }
    }
}

#[test]
fn presets_set_listed_properties_only() {
    let listed = listed();
    let presets = workspace::root().join("widget/presets");
    let mut seen = 0;
    for entry in fs::read_dir(presets).unwrap() {
        let css = fs::read_to_string(entry.unwrap().path()).unwrap();
        for name in between(&css, "  --unefois-", &[':']) {
            let name = format!("--unefois-{name}");
            assert!(
                listed.property.iter().any(|property| property.name == name),
                "{name}"
            );
            seen += 1;
        }
    }
    assert!(seen > listed.property.len(), "{seen}");
}

#[test]
fn parts_of_the_sources_are_those_listed() {
    let listed = listed();
    let drawn: BTreeSet<String> = parts().iter().flat_map(|part| words(part)).collect();
    assert_eq!(drawn, names(&listed.part));
    let styled = STYLES.iter().flat_map(|path| {
        let css = read(path);
        let exact = between(&css, "[part=\"", &['"']);
        exact.into_iter().chain(between(&css, "[part~=\"", &['"']))
    });
    let unknown: Vec<String> = styled.filter(|part| !drawn.contains(part)).collect();
    assert!(unknown.is_empty(), "styled and never drawn: {unknown:?}");
}

#[test]
fn slots_of_the_panel_are_those_listed() {
    let drawn = panel()
        .iter()
        .flat_map(|source| between(source, "<slot name=\"", &['"']))
        .collect();
    assert_eq!(names(&listed().slot), drawn);
}

#[test]
fn attributes_that_are_read_are_those_listed() {
    let (loader, session) = (read(LOADER), read("widget/src/session.rs"));
    let css = read("widget/loader/button.css");
    let mut read = BTreeSet::from_iter(between(&loader, "getAttribute(\"", &['"']));
    read.extend(between(&loader, "script.dataset.", &[' ', ')', ';']));
    read.extend(between(&loader, "this.closest(\"[", &[']']));
    read.extend(between(&session, ".attribute(\"", &['"']));
    read.extend(between(&css, ":host([", &[']', '*', '=']));
    let names = listed()
        .attribute
        .into_iter()
        .map(|attribute| attribute.name);
    assert_eq!(read, names.collect());
}

#[test]
fn events_that_are_sent_are_those_listed() {
    let mut sent = BTreeSet::from_iter(between(&read(LOADER), "emit(\"", &['"']));
    for source in sources() {
        let tight: String = source.split_whitespace().collect();
        sent.extend(between(&tight, ".emit(\"", &['"']));
        sent.extend(between(&tight, ".tell(\"", &['"']));
    }
    let sent: BTreeSet<String> = sent.iter().map(|name| format!("unefois:{name}")).collect();
    assert_eq!(
        sent,
        listed().event.into_iter().map(|event| event.name).collect()
    );
}

#[test]
fn details_of_the_events_are_those_listed() {
    let session = read("widget/src/session.rs");
    let (_, conclude) = session.split_once("fn conclude(").unwrap();
    let (conclude, _) = conclude.split_once("\n    }\n").unwrap();
    let counts: BTreeSet<String> = between(conclude, "(\"", &['"']).into_iter().collect();
    assert_eq!(detail("unefois:filled"), counts);
    let loader = read(LOADER);
    assert!(loader.contains("detail: { demarche, ...detail }"));
    let code = between(&loader, "emit(\"error\", { ", &[':']);
    assert_eq!(detail("unefois:error"), code.into_iter().collect());
    for without in ["unefois:ready", "unefois:leaving", "unefois:incomplete"] {
        assert_eq!(detail(without), BTreeSet::new(), "{without}");
    }
}

/// Keys of an event's detail beside `demarche`, which all have.
fn detail(name: &str) -> BTreeSet<String> {
    let event = listed()
        .event
        .into_iter()
        .find(|event| event.name == name)
        .unwrap();
    let mut keys: BTreeSet<String> = event.detail.into_iter().map(|detail| detail.name).collect();
    assert!(keys.remove("demarche"), "{name}");
    keys
}

/// What is written as a part, or given to a function that writes it.
fn parts() -> Vec<String> {
    let mut parts = between(&read(LOADER), "part: \"", &['"']);
    for source in panel() {
        parts.extend(between(&source, "part=\"", &['"']));
        for (function, place) in [("tick_box(", 1), ("link_out(", 2)] {
            let calls = calls(&source, function);
            parts.extend(calls.iter().filter_map(|call| literal(call.get(place)?)));
        }
    }
    parts
}

/// Arguments of each call of a function, as they are written.
fn calls(source: &str, function: &str) -> Vec<Vec<String>> {
    source
        .split(function)
        .skip(1)
        .map(|rest| split_arguments(closed(rest)))
        .collect()
}

/// What stands before the parenthesis that closes one already open.
fn closed(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|letter| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

fn split_arguments(text: &str) -> Vec<String> {
    let mut depth = 0;
    let pieces = text.split(|letter| {
        depth += match letter {
            '(' | '{' | '[' => 1,
            ')' | '}' | ']' => -1,
            _ => 0,
        };
        depth == 0 && letter == ','
    });
    pieces.map(|piece| piece.trim().to_owned()).collect()
}

fn literal(argument: &str) -> Option<String> {
    Some(argument.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

fn words(part: &str) -> Vec<String> {
    part.split_whitespace().map(str::to_owned).collect()
}

/// Custom properties that have a default, and that default.
fn fallbacks(css: &str) -> Vec<(String, String)> {
    css.split("var(--unefois-")
        .skip(1)
        .filter_map(|rest| {
            let (name, default) = closed(rest).split_once(", ")?;
            Some((format!("--unefois-{name}"), default.to_owned()))
        })
        .collect()
}

/// The style's own short names and what they stand for: `var(--_line)`.
fn private(css: &str) -> Vec<(String, String)> {
    css.split("\n  --_")
        .skip(1)
        .filter_map(|rest| {
            let (name, value) = rest.split_once(';')?.0.split_once(": ")?;
            Some((format!("var(--_{name})"), value.to_owned()))
        })
        .collect()
}

fn expand(default: &str, private: &[(String, String)]) -> String {
    private
        .iter()
        .fold(default.to_owned(), |text, (name, value)| {
            text.replace(name, value)
        })
}

/// What follows each `start`, up to one of `ends`.
fn between(text: &str, start: &str, ends: &[char]) -> Vec<String> {
    let pieces = text.split(start).skip(1);
    pieces
        .filter_map(|piece| Some(piece.split(ends).next()?.to_owned()))
        .collect()
}

fn names(all: &[interface::Named]) -> BTreeSet<String> {
    all.iter().map(|one| one.name.clone()).collect()
}

fn listed() -> Interface {
    interface::read().unwrap()
}

fn read(path: &str) -> String {
    fs::read_to_string(workspace::root().join(path)).unwrap()
}

/// Sources of the panel's parts.
fn panel() -> Vec<String> {
    rust_files("widget/src/panel")
}

/// Sources that tell the page something.
fn sources() -> Vec<String> {
    let mut sources = rust_files("widget/src");
    sources.extend(rust_files("widget/src/session"));
    sources.extend(panel());
    sources
}

fn rust_files(folder: &str) -> Vec<String> {
    let mut files = folder::files(&workspace::root().join(folder)).unwrap();
    files.retain(|path| path.extension().is_some_and(|end| end == "rs"));
    files
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}
