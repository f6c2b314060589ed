//! esbuild: minifies and bundles what browsers and workerd load.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::{command, npm};

/// Minifies a file and gives the result.
///
/// # Errors
///
/// esbuild is not installed or refuses the file.
pub fn minify(entry: &Path, options: &[&str]) -> Result<String> {
    let mut esbuild = Command::new(npm::esbuild()?);
    esbuild
        .arg(entry)
        .args([
            "--minify",
            "--charset=utf8",
            "--legal-comments=none",
            "--log-level=warning",
        ])
        .args(options);
    let sentence = format!("esbuild refused {}; it says why above.", entry.display());
    command::capture(&mut esbuild, &sentence)
}
