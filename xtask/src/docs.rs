//! `docs`: writes the generated files again.

use anyhow::{Context as _, Result};
use unefois_tests::generated::{self, GeneratedFile};

use crate::progress;

/// Said at the end of the help.
const EXAMPLES: &str = "\
Generated files:
  docs/demarche.schema.json   the JSON Schema of the démarche file
  docs/fields.md              sources, fields, and what each answer comes to
  docs/usages.md              what each use case may ask
  docs/trace.schema.json      the JSON Schema of a line of the exchange trace
  docs/integrate.md           its tables of attributes, events and slots
  docs/theming.md             its tables of custom properties and parts
  examples/terrain/interface.js  the custom properties, for the playground
  examples/verify/vectors.json  attestations, good and bad, for the verifiers
  widget/presets/neutral.css  every custom property with its default

`cargo xtask check --only generated` only compares them.";

/// Nothing to choose.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {}

/// Runs the task.
///
/// # Errors
///
/// A file cannot be written.
pub fn run(_: &Arguments) -> Result<()> {
    let changed = progress::step("writing the generated files", write)?;
    match changed.is_empty() {
        true => progress::note("Nothing changed."),
        false => changed
            .iter()
            .for_each(|path| progress::note(&format!("{path} changed"))),
    }
    Ok(())
}

/// Writes the generated files that are not what the sources give, and says which.
///
/// # Errors
///
/// A file cannot be written.
pub fn write() -> Result<Vec<&'static str>> {
    let outdated = outdated()?;
    for file in &outdated {
        file.write()
            .with_context(|| format!("cannot write {}", file.path))?;
    }
    Ok(outdated.into_iter().map(|file| file.path).collect())
}

/// The generated files that are not what the sources give.
///
/// # Errors
///
/// What one is written from cannot be read.
pub fn outdated() -> Result<Vec<GeneratedFile>> {
    let files = generated::files()?.into_iter();
    Ok(files.filter(|file| !file.is_current()).collect())
}
