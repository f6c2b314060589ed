//! The words come from the catalogue written for the product, where a machine has it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/texts.rs"]
mod support;

use serde::Deserialize;
use serde_json::Value;
use support::{IMPOSED, Texts, placeholders, texts};

#[derive(Deserialize)]
struct Entry {
    id: String,
    fr: String,
    en: String,
    max: usize,
    placeholders: Vec<Placeholder>,
}

#[derive(Deserialize)]
struct Placeholder {
    name: String,
    example: Value,
}

/// Ids whose text is not that of the catalogue, each with the reason.
const DIFFERENT: &[(&str, &str)] = &[
    (
        "field.eaje.enfants_aeeh",
        "a number, shown beside the list of the children",
    ),
    (
        "field.enfants.nom_naissance",
        "the name in use has a field of its own",
    ),
    (
        "field.france_travail.categorie",
        "athletes have a category too",
    ),
    (
        "field.vehicule.energie",
        "a label stands alone in the summary",
    ),
    ("field.vehicule.marque", "the model has a field of its own"),
    ("reason.age", "says what to do"),
    (
        "reason.grant_season",
        "also told of pupils, whose grants are known in October",
    ),
    (
        "reason.no_tax",
        "the year is not known when the last one was asked for",
    ),
    (
        "reason.too_early",
        "also told of files that are not an amount",
    ),
    (
        "source.boursier.gets",
        "the email address and the place of study are given too",
    ),
    ("source.eaje.gets", "the address is given too"),
    (
        "source.eleve_boursier.gets",
        "the family's file is asked first",
    ),
    (
        "source.france_travail.gets",
        "the identity is compared, never given",
    ),
    (
        "source.france_travail_paiements.gets",
        "the registration is asked first",
    ),
    ("source.impots.gets", "the family status is given too"),
    (
        "source.quotient_familial.gets",
        "the parents are not asked for",
    ),
    ("source.scolarite.gets", "the family's file is asked first"),
    ("source.service_national.gets", "a fourth answer exists"),
    ("source.vehicule.gets", "the keeper's name is not given"),
];

fn catalogue() -> Option<Vec<Entry>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/reference/strings.json"
    );
    let Ok(json) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared/reference/strings.json is not there");
        return None;
    };
    Some(serde_json::from_str(&json).expect("the catalogue"))
}

#[test]
fn texts_are_those_of_the_catalogue() {
    let Some(entries) = catalogue() else { return };
    let ours = ["fr", "en"].map(texts);
    let is_other = |entry: &&Entry| {
        let theirs = [&entry.fr, &entry.en];
        ours.iter()
            .zip(theirs)
            .any(|(ours, theirs)| ours.get(&entry.id).is_some_and(|text| text != theirs))
    };
    let mut other: Vec<&str> = entries
        .iter()
        .filter(is_other)
        .map(|it| it.id.as_str())
        .collect();
    other.sort_unstable();
    let stated: Vec<&str> = DIFFERENT.iter().map(|(id, _)| *id).collect();
    assert_eq!(other, stated);
}

/// As the catalogue counts it: filled with its examples, and with the longest provider.
#[test]
fn texts_fit_where_they_are_shown() {
    let Some(entries) = catalogue() else { return };
    for lang in ["fr", "en"] {
        let ours = texts(lang);
        for entry in entries
            .iter()
            .filter(|it| !IMPOSED.contains(&it.id.as_str()))
        {
            let Some(text) = ours.get(&entry.id) else {
                continue;
            };
            let filled = filled(text, entry, &ours, lang);
            let count = filled.chars().count();
            assert!(
                count <= entry.max,
                "{lang} {}: {count} signs: {filled}",
                entry.id
            );
        }
    }
}

fn filled(text: &str, entry: &Entry, ours: &Texts, lang: &str) -> String {
    let mut filled = text.to_owned();
    for name in placeholders(text) {
        let example = entry.placeholders.iter().find(|known| known.name == name);
        let example = example.map_or(String::new(), |known| shown(&known.example, lang));
        let longest = longest_provider(name, ours);
        let value = longest
            .filter(|it| it.len() > example.len())
            .unwrap_or(example);
        filled = filled.replace(&format!("{{{name}}}"), &value);
    }
    filled
}

fn shown(example: &Value, lang: &str) -> String {
    let example = example.get(lang).unwrap_or(example);
    example
        .as_str()
        .map_or_else(|| example.to_string(), str::to_owned)
}

/// The longest form a provider takes in the place of `fournisseur_a`, `fournisseur_de`….
fn longest_provider(name: &str, ours: &Texts) -> Option<String> {
    let form = match name.strip_prefix("fournisseur")? {
        "" => "name",
        form => &form[1..],
    };
    let end = format!(".{form}");
    let forms = ours
        .iter()
        .filter(|(id, _)| id.starts_with("provider.") && id.ends_with(&end));
    forms
        .map(|(_, text)| text.clone())
        .max_by_key(|text| text.chars().count())
}
