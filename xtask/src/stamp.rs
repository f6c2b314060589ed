//! Remembering what a step was made from, so that it is not redone for nothing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use unefois_tests::workspace;

/// The inputs of one step, hashed.
pub struct Stamp {
    file: PathBuf,
    hash: Sha256,
}

impl Stamp {
    /// A stamp of that name. `recipe` is the text of the program that does the work: a change of it
    /// is a change of input.
    pub fn new(name: &str, recipe: &[&str]) -> Self {
        let stamp = Self::at(workspace::output_dir().join("stamps").join(name));
        recipe
            .iter()
            .fold(stamp, |stamp, text| stamp.with_bytes(text.as_bytes()))
    }

    /// A stamp kept beside what it is about.
    pub fn at(file: PathBuf) -> Self {
        Self {
            file,
            hash: Sha256::new(),
        }
    }

    /// Adds an input.
    pub fn with_bytes(mut self, bytes: &[u8]) -> Self {
        self.hash.update((bytes.len() as u64).to_le_bytes());
        self.hash.update(bytes);
        self
    }

    /// Adds the content of a file.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn with_file(self, path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(self.with_bytes(&bytes))
    }

    /// Does the work unless it was done with the same inputs and its output is still there.
    ///
    /// # Errors
    ///
    /// Those of the work, or the stamp cannot be written.
    pub fn unless_fresh(self, output: &Path, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let hash = hex(&self.hash.finalize());
        if output.exists() && fs::read_to_string(&self.file).is_ok_and(|known| known == hash) {
            return Ok(());
        }
        work()?;
        if let Some(dir) = self.file.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::write(&self.file, hash).context("cannot write a stamp")
    }
}

/// Bytes in hexadecimal, lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
