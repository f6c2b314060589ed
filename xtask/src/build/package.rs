//! The npm package, in `target/unefois/npm`: the templates of `widget/package`, and what `widget/interface.toml` gives.

mod manifest;
mod types;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use unefois_tests::{folder, interface, workspace};

use super::assets;
use crate::progress;

/// Version of the package: that of the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Licences it is published under, as files of the workspace.
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Builds the package; the widget must be built, because the package knows the integrity of its loader.
///
/// # Errors
///
/// A template or the interface cannot be read, or a file cannot be written.
pub fn build() -> Result<()> {
    progress::step("writing the npm package", || {
        let dir = dir();
        if dir.exists() {
            fs::remove_dir_all(&dir)?;
        }
        fs::create_dir_all(&dir)?;
        for (name, content) in files()? {
            fs::write(dir.join(&name), content).with_context(|| format!("cannot write {name}"))?;
        }
        Ok(())
    })
}

/// Where the package is built.
fn dir() -> PathBuf {
    workspace::output_dir().join("npm")
}

fn files() -> Result<Vec<(String, String)>> {
    let interface = interface::read()?;
    let loader = assets::all()?.remove("loader");
    let integrity = loader.context("the widget is not built")?.integrity;
    let mut files = vec![
        (
            "interface.js".into(),
            types::module(&interface, VERSION, &integrity)?,
        ),
        ("interface.d.ts".into(), types::declarations(&interface)),
        (
            "custom-elements.json".into(),
            pretty(&manifest::of(&interface))?,
        ),
    ];
    for path in folder::files(&workspace::root().join("widget/package"))? {
        let text = read(&path)?;
        let name = name_of(&path);
        let text = match name.as_str() {
            "package.json" => versioned(&text)?,
            _ => text,
        };
        files.push((name, text));
    }
    for name in LICENCES {
        files.push((name.into(), read(&workspace::root().join(name))?));
    }
    Ok(files)
}

fn versioned(text: &str) -> Result<String> {
    let mut package: Value = serde_json::from_str(text).context("package.json is damaged")?;
    package["version"] = json!(VERSION);
    pretty(&package)
}

fn pretty(json: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(json)? + "\n")
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
