//! Files that are generated and committed: the one place that knows which, and their text.
//!
//! `cargo xtask docs` writes them; `cargo xtask check` and the contract tests compare them.

mod answers;
mod circumstances;
mod consent;
mod fields;
mod interface;
mod markdown;
mod outcomes;
mod sources;
mod usages;
mod vectors;
mod words;

use std::fs;
use std::io;
use std::path::PathBuf;

use anyhow::Result;
use serde_json::Value;
use unefois_core::{demarche, trace};

use crate::workspace;

/// A file the sources give.
pub struct GeneratedFile {
    /// Path from the root of the workspace.
    pub path: &'static str,
    /// Its whole text.
    pub text: String,
}

/// Every generated file.
///
/// # Errors
///
/// What one is written from cannot be read.
pub fn files() -> Result<Vec<GeneratedFile>> {
    let interface = crate::interface::read()?;
    let tables = |path| GeneratedFile {
        path,
        text: interface::page(path, &interface),
    };
    Ok(vec![
        GeneratedFile {
            path: "docs/demarche.schema.json",
            text: schema_text(&demarche::schema()),
        },
        GeneratedFile {
            path: "docs/trace.schema.json",
            text: schema_text(&trace::schema()),
        },
        GeneratedFile {
            path: "docs/fields.md",
            text: fields::page(),
        },
        GeneratedFile {
            path: "docs/consent.md",
            text: consent::page()?,
        },
        GeneratedFile {
            path: "docs/usages.md",
            text: usages::page(),
        },
        tables("docs/integrate.md"),
        tables("docs/theming.md"),
        GeneratedFile {
            path: "examples/terrain/interface.js",
            text: interface::playground_list(&interface),
        },
        GeneratedFile {
            path: "examples/verify/vectors.json",
            text: vectors::text()?,
        },
        GeneratedFile {
            path: "widget/presets/neutral.css",
            text: interface::neutral_preset(&interface),
        },
    ])
}

impl GeneratedFile {
    /// Whether the committed file has this text.
    pub fn is_current(&self) -> bool {
        fs::read_to_string(self.full_path()).is_ok_and(|committed| committed == self.text)
    }

    /// Writes the file.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn write(&self) -> io::Result<()> {
        fs::write(self.full_path(), &self.text)
    }

    fn full_path(&self) -> PathBuf {
        workspace::root().join(self.path)
    }
}

/// A JSON Schema, for editors that complete while one types and for programs that read.
fn schema_text(schema: &Value) -> String {
    let mut text = format!("{schema:#}");
    text.push('\n');
    text
}
