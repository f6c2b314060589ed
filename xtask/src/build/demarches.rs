//! Compiles démarche files into the deployment the edge reads: TOML as people write it, checked,
//! as JSON.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use unefois_core::demarche::{self, ConfigProblem, DemarcheWritten, DeploymentWritten};
use unefois_core::paris;
use unefois_tests::stack::DEMO_EDGE_ORIGIN;
use unefois_tests::workspace;

/// The deployment of the examples as JSON text.
///
/// # Errors
///
/// A démarche file breaks a rule; every rule broken in any file is listed.
pub fn compile() -> Result<String> {
    let mut demarches = Vec::new();
    let mut problems = Vec::new();
    for path in workspace::demarche_files()? {
        match read(&path)? {
            Ok(written) => demarches.push(written),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        for problem in &problems {
            eprintln!("{problem}");
        }
        bail!(
            "The démarche files break {} rule(s), listed above; docs/demarche.md explains each key.",
            problems.len()
        );
    }
    let deployment = DeploymentWritten {
        origin: String::from(DEMO_EDGE_ORIGIN),
        autoriser_http_local: true,
        demarches,
    };
    serde_json::to_string_pretty(&deployment).context("the deployment cannot be written as JSON")
}

/// Names of the examples: the folders that hold a démarche file.
///
/// # Errors
///
/// The folder of examples cannot be read.
pub fn example_names() -> Result<Vec<String>> {
    let names = workspace::demarche_files()?
        .into_iter()
        .filter_map(|path| Some(path.parent()?.file_name()?.to_string_lossy().into_owned()));
    Ok(names.collect())
}

/// Reads and checks one file; the inner error lists its broken rules.
fn read(path: &Path) -> Result<Result<DemarcheWritten, Vec<ConfigProblem>>> {
    let (name, text) = workspace::read(path)?;
    let deserializer =
        toml::Deserializer::parse(&text).with_context(|| format!("{name} is not TOML"))?;
    let today = paris::today(unix_secs());
    Ok(demarche::parse(deserializer, &name).and_then(|written| {
        demarche::check(written.clone(), &name, today)?;
        Ok(written)
    }))
}

fn unix_secs() -> i64 {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
}
