//! Listing folders in an order that does not change.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The files of a folder, in order of their names.
///
/// # Errors
///
/// The folder cannot be read.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = entries(dir)?;
    files.retain(|path| path.is_file());
    Ok(files)
}

/// The folders of a folder, in order of their names.
///
/// # Errors
///
/// The folder cannot be read.
pub fn folders(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut folders = entries(dir)?;
    folders.retain(|path| path.is_dir());
    Ok(folders)
}

/// The files of a folder and of those below it, but not installed packages.
///
/// # Errors
///
/// A folder cannot be read.
pub fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = files(dir)?;
    for folder in folders(dir)? {
        if !folder.ends_with("node_modules") {
            files.extend(files_below(&folder)?);
        }
    }
    Ok(files)
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    Ok(paths)
}
