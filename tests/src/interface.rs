//! What a page may rely on, as `widget/interface.toml` lists it.

use std::fs;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::workspace;

/// The list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interface {
    /// Attributes of `<une-fois>`.
    pub attribute: Vec<Attribute>,
    /// Events of `<une-fois>`.
    pub event: Vec<Event>,
    /// Places for the page's own content.
    pub slot: Vec<Named>,
    /// What `::part()` reaches.
    pub part: Vec<Named>,
    /// Custom properties.
    pub property: Vec<Property>,
    /// Methods of the element.
    pub method: Vec<Member>,
    /// Members of the element.
    pub member: Vec<Member>,
}

/// An attribute.
#[derive(Deserialize)]
pub struct Attribute {
    /// As it is written on the element.
    pub name: String,
    /// TypeScript type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Value when it is not written; empty when nothing is assumed.
    pub default: String,
    /// What it changes.
    pub description: String,
}

/// An event.
#[derive(Deserialize)]
pub struct Event {
    /// Its type: `unefois:ready`.
    pub name: String,
    /// When it is sent.
    pub description: String,
    /// Keys of its `detail`.
    pub detail: Vec<Member>,
}

/// A method or member of the element, or a key of an event's `detail`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// TypeScript type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it does or says.
    pub description: String,
}

/// A slot or a part.
#[derive(Deserialize)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
}

/// A custom property.
#[derive(Deserialize, Serialize)]
pub struct Property {
    /// `--unefois-…`
    pub name: String,
    /// What it belongs to, as a heading.
    pub group: String,
    /// What it takes, in the notation of CSS.
    pub syntax: String,
    /// What is used when it is not set.
    pub default: String,
    /// What it changes.
    pub description: String,
}

/// Reads the list.
///
/// # Errors
///
/// It is missing, or is not as described here.
pub fn read() -> Result<Interface> {
    let file = workspace::root().join("widget/interface.toml");
    let text =
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    toml::from_str(&text).context("widget/interface.toml is damaged")
}
