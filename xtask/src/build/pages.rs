//! The stylesheets and scripts of the edge's own pages.

use std::path::{Path, PathBuf};

use anyhow::Result;
use unefois_tests::{folder, workspace};

use super::assets::{self, Manifest};
use super::esbuild;
use crate::stamp::Stamp;

/// What a change of this program changes in the files.
const RECIPE: [&str; 3] = [
    include_str!("pages.rs"),
    include_str!("esbuild.rs"),
    include_str!("assets.rs"),
];

/// Publishes every file of `edge/static`, in the role of its own name.
///
/// # Errors
///
/// A file cannot be read or minified.
pub fn build() -> Result<()> {
    let files = folder::files(&workspace::root().join("edge/static"))?;
    let mut stamp = Stamp::new("pages", &RECIPE);
    // What the page that verifies imports.
    let imported = folder::files(&workspace::examples_dir().join("verify/node"))?;
    for path in files.iter().chain(&imported) {
        stamp = stamp
            .with_bytes(file_name(path).as_bytes())
            .with_file(path)?;
    }
    stamp.unless_fresh(&assets::manifest_file(assets::PAGES), || {
        assets::replace(assets::PAGES, || publish(&files))
    })
}

fn publish(files: &[PathBuf]) -> Result<Manifest> {
    let mut manifest = Manifest::new();
    for path in files {
        let name = file_name(path);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
        let content = match extension {
            "css" => esbuild::minify(path, &[])?.into_bytes(),
            "js" => esbuild::minify(path, &["--bundle", "--format=iife"])?.into_bytes(),
            _ => std::fs::read(path)?,
        };
        manifest.insert(name.clone(), assets::publish(stem, extension, &content)?);
    }
    Ok(manifest)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
