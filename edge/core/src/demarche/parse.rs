//! Reading a file into its written form.

use serde::Deserializer;

use super::problem::{ConfigProblem, Problems};
use super::written::DemarcheWritten;

/// Reads a démarche from any self-describing format; the build gives TOML, the edge JSON.
///
/// # Errors
///
/// A key is missing, unknown or of another type. A reader stops at the first of these, so the list
/// has one problem.
pub fn parse<'de, D: Deserializer<'de>>(
    deserializer: D,
    file: &str,
) -> Result<DemarcheWritten, Vec<ConfigProblem>> {
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        let mut problems = Problems::new(file);
        // The inner error quotes what it read, which could be a secret written by mistake.
        let expected = "les clés et les types du schéma";
        problems.push(path, "structure", expected, error.into_inner().to_string());
        problems.into_sorted()
    })
}
