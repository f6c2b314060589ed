//! Where the workspace keeps its sources, its tools and what it builds.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::folder;

/// Root of the workspace: the folder of its `Cargo.toml`.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_path_buf()
}

/// Cargo's output folder: `target/`, or what `CARGO_TARGET_DIR` says.
pub fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// A file's name below the workspace, and its text.
///
/// # Errors
///
/// It cannot be read.
pub fn read(path: &Path) -> Result<(String, String)> {
    let name = path.strip_prefix(root()).unwrap_or(path);
    let name = name.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    Ok((name, text))
}

/// What `cargo xtask build` produces.
pub fn output_dir() -> PathBuf {
    target_dir().join("unefois")
}

/// Which of the two edges: the one that ships, or the one that answers signature vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeBuild {
    /// The edge that ships.
    Shipped,
    /// The same code with the feature `vectors`.
    Vectors,
}

impl EdgeBuild {
    /// Folder of its modules.
    pub fn dir(self) -> PathBuf {
        output_dir().join(match self {
            Self::Shipped => "edge",
            Self::Vectors => "vectors",
        })
    }
}

/// Folder of the npm packages the build uses.
pub fn build_tools_dir() -> PathBuf {
    root().join("xtask/npm")
}

/// The sandbox: a FranceConnect, data sources and a town's forms.
pub fn sandbox_dir() -> PathBuf {
    root().join("tests/sandbox")
}

/// The browser journeys.
pub fn browser_dir() -> PathBuf {
    root().join("tests/browser")
}

/// The town's example forms, and the npm packages of those written with a library.
pub fn examples_dir() -> PathBuf {
    root().join("examples")
}

/// The démarche files of the examples, in order of their folders.
///
/// # Errors
///
/// The folder of examples cannot be read.
pub fn demarche_files() -> Result<Vec<PathBuf>> {
    let folders = folder::folders(&examples_dir())?.into_iter();
    let files = folders.map(|folder| folder.join("demarche.toml"));
    Ok(files.filter(|path| path.is_file()).collect())
}

/// What the build bundles of them, a folder a form.
pub fn bundles_dir() -> PathBuf {
    output_dir().join("examples")
}

/// The tests of the npm package, with the frameworks it wraps.
pub fn package_dir() -> PathBuf {
    root().join("widget/package/test")
}

/// The verifiers for back-offices, a folder a language, with the vectors they share.
pub fn verify_dir() -> PathBuf {
    root().join("examples/verify")
}

/// Payloads and vectors kept outside the repository, where a machine has them.
pub fn shared_fixtures_dir() -> Option<PathBuf> {
    let dir = root().join("../shared/fixtures");
    dir.is_dir().then_some(dir)
}

/// The workerd binary of the npm package for this platform.
///
/// # Errors
///
/// Says what to run when the package is not installed, or that the platform has none.
pub fn workerd() -> Result<PathBuf> {
    let platform = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => "linux-64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "x86_64") => "darwin-64",
        ("macos", "aarch64") => "darwin-arm64",
        (os, arch) => bail!("workerd is not published for {os} on {arch}."),
    };
    installed(
        build_tools_dir().join(format!(
            "node_modules/@cloudflare/workerd-{platform}/bin/workerd"
        )),
        "workerd",
    )
}

/// `path` when it is there, else a sentence that says what to run.
///
/// # Errors
///
/// The tool is not installed.
pub fn installed(path: PathBuf, tool: &str) -> Result<PathBuf> {
    if path.exists() {
        return Ok(path);
    }
    bail!("{tool} is not installed: run `cargo xtask setup`.")
}

/// A Chromium to drive: `CHROME`, else the first one found on the `PATH`.
pub fn chromium() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("CHROME") {
        return Some(PathBuf::from(path)).filter(|path| path.exists());
    }
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ]
    .iter()
    .find_map(|name| find_on_path(name))
}

/// First file of that name in the folders of `PATH`.
pub fn find_on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|dir| dir.join(name))
        .find(|path| path.is_file())
}
