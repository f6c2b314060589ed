//! `widget/interface.toml`: what a page may rely on.

use std::fs;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use unefois_tests::workspace;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interface {
    pub attribute: Vec<Attribute>,
    pub event: Vec<Event>,
    pub slot: Vec<Named>,
    pub part: Vec<Named>,
    pub property: Vec<Property>,
    pub method: Vec<Member>,
    pub member: Vec<Member>,
}

/// An attribute of the element; `r#type` is a TypeScript type.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    pub name: String,
    pub r#type: String,
    pub default: String,
    pub description: String,
}

/// An event, and the members of its detail.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub name: String,
    pub description: String,
    pub detail: Vec<Member>,
}

/// A slot or a part.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub name: String,
    pub description: String,
}

/// A custom property.
#[derive(Deserialize)]
pub struct Property {
    pub name: String,
    pub syntax: String,
    pub default: String,
    pub description: String,
}

/// A method or member of the element, or a member of a detail; `r#type` is a TypeScript type.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    pub name: String,
    pub r#type: String,
    pub description: String,
}

impl Interface {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// It is missing or damaged.
    pub fn read() -> Result<Self> {
        let path = workspace::root().join("widget/interface.toml");
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        toml::from_str(&text).context("widget/interface.toml is damaged")
    }
}

impl Event {
    /// `unefois:ready` → `Ready`.
    pub fn short_name(&self) -> String {
        let name = self.name.trim_start_matches("unefois:");
        let mut letters = name.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    }
}
