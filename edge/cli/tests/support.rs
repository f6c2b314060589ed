//! Running the program and reading what it did.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// How a run ended.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// The result for programs.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }

    /// Fails unless the run ended with `code` and its messages hold `words`, whatever their spaces.
    #[track_caller]
    pub fn is_refused(&self, code: i32, words: &str) {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        let said = self.stderr.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(said.contains(words), "« {words} » in {said}");
    }

    /// The same run, which must have gone well.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.stdout, self.stderr);
        self
    }
}

/// Runs `unefois` where no variable of the caller changes what it prints.
pub fn unefois<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_unefois"))
        .args(arguments)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("the program starts");
    Run {
        code: output.status.code().expect("an exit code"),
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
    }
}

/// A folder of its own, gone with the test.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// The path of a file, there or not.
    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    /// Writes a file and gives its path.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("a file is written");
        path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file is read")
    }
}

/// A démarche of the examples.
pub fn example(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    folder
        .join(name)
        .join("demarche.toml")
        .to_string_lossy()
        .into_owned()
}

/// Every démarche of the examples.
pub fn examples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let entries = fs::read_dir(folder).expect("the examples");
    let files = entries.map(|entry| entry.expect("an entry").path().join("demarche.toml"));
    let files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
    files
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect()
}
