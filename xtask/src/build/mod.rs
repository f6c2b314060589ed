//! `build`: the widget, the démarches and the edge, ready to serve, in `target/unefois`.
//!
//! ```text
//! target/unefois/site      the widget's files as they are served, with their brotli twins
//! target/unefois/edge      the modules of the Worker; edge.js is the main one
//! target/unefois/examples  the scripts of the example forms written with a library
//! target/unefois/npm       the npm package, ready to publish
//! target/unefois/vectors   the same, answering signature vectors: for tests only
//! ```

mod assets;
mod bindgen;
mod cog;
mod demarches;
mod edge;
mod esbuild;
mod examples;
mod glue;
mod logo;
mod messages;
mod package;
mod pages;
mod panics;
mod widget;

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use unefois_tests::workspace::{self, EdgeBuild};

pub use assets::brotli;

use crate::{progress, setup};

/// What to build.
#[derive(clap::Args)]
pub struct Arguments {
    /// Build one part only; the edge then carries the files built before.
    #[arg(long, value_enum)]
    only: Option<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The loader, the panel and its messages, and the npm package.
    Widget,
    /// The Worker that ships.
    Edge,
    /// The Worker that answers signature vectors.
    Vectors,
    /// The scripts of the example forms written with a library.
    Examples,
}

/// Runs the task.
///
/// # Errors
///
/// A part cannot be built.
pub fn run(arguments: &Arguments) -> Result<()> {
    prepare()?;
    match arguments.only {
        None => {
            everything()?;
            examples()?;
        }
        Some(Part::Widget) => widget_and_package()?,
        Some(Part::Edge) => edge::build(EdgeBuild::Shipped)?,
        Some(Part::Vectors) => edge::build(EdgeBuild::Vectors)?,
        Some(Part::Examples) => examples()?,
    }
    progress::note(&format!("built in {}", workspace::output_dir().display()));
    Ok(())
}

/// Gets what the build needs.
///
/// # Errors
///
/// A tool is missing and could not be installed.
pub fn prepare() -> Result<()> {
    setup::for_build()
}

/// The widget and the edge that ships.
///
/// # Errors
///
/// A part cannot be built.
pub fn everything() -> Result<()> {
    widget_and_package()?;
    edge::build(EdgeBuild::Shipped)
}

/// What a page loads, and the package of those who build their pages.
fn widget_and_package() -> Result<()> {
    widget::build()?;
    package::build()
}

/// The edge that answers signature vectors.
///
/// # Errors
///
/// It cannot be built.
pub fn vectors() -> Result<()> {
    edge::build(EdgeBuild::Vectors)
}

/// Where the published file of a role lies on disk.
///
/// # Errors
///
/// No file has that role.
pub fn published_file(role: &str) -> Result<PathBuf> {
    let manifest = assets::all()?;
    let asset = manifest
        .get(role)
        .with_context(|| format!("nothing is published as `{role}`"))?;
    Ok(assets::file_of(&asset.path))
}

/// The scripts of the example forms.
///
/// # Errors
///
/// A package cannot be installed or a form cannot be bundled.
pub fn examples() -> Result<()> {
    setup::for_examples()?;
    examples::build()
}

/// Names of the examples: their folders.
///
/// # Errors
///
/// The folder of examples cannot be read.
pub fn example_names() -> Result<Vec<String>> {
    demarches::example_names()
}
