//! The example forms that are written with a library: bundled for the town's server, each in a folder of its name.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use unefois_tests::{folder, workspace};

use crate::stamp::Stamp;
use crate::{command, progress};

/// What a change of this program changes in the bundles.
const RECIPE: [&str; 2] = [include_str!("examples.rs"), include_str!("bundle.mjs")];

/// What the entries are made of; the pages and their stylesheets are served as they are.
const SOURCES: [&str; 6] = ["js", "jsx", "ts", "vue", "svelte", "html"];

/// Bundles the forms that have an entry, when one of their files or a package changed.
///
/// # Errors
///
/// A package is not installed, or a source is refused.
pub fn build() -> Result<()> {
    let examples = workspace::examples_dir();
    let mut stamp =
        Stamp::new("examples", &RECIPE).with_file(&examples.join("package-lock.json"))?;
    for path in sources()? {
        stamp = stamp
            .with_bytes(path.to_string_lossy().as_bytes())
            .with_file(&path)?;
    }
    let out = workspace::bundles_dir();
    stamp.unless_fresh(&out, || {
        let mut node = Command::new("node");
        node.arg(workspace::root().join("xtask/src/build/bundle.mjs"))
            .args([&examples, &out]);
        progress::step("bundling the forms written with a library", || {
            let sentence = "A form of the examples could not be bundled; it says why above.";
            command::capture(&mut node, sentence).map(drop)
        })
    })
}

fn sources() -> Result<Vec<PathBuf>> {
    let mut files = folder::files_below(&workspace::examples_dir())?;
    files.retain(|path| {
        let extension = path.extension().unwrap_or_default();
        SOURCES.iter().any(|source| extension == *source)
    });
    Ok(files)
}
