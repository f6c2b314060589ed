//! Node.js and the npm packages, each at the version of its lock file.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use unefois_tests::workspace;

use crate::stamp::Stamp;
use crate::{command, progress};

/// Oldest Node.js the build tools, the sandbox and the journeys run on.
const OLDEST_NODE: [u32; 2] = [20, 19];

/// What npm prints when it cannot reach a registry.
const NO_NETWORK: [&str; 5] = [
    "ENOTFOUND",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "ENETUNREACH",
];

/// Checks that Node.js and npm are there and recent enough.
///
/// # Errors
///
/// One is missing or Node.js is too old.
pub fn check_node() -> Result<()> {
    let advice = format!(
        "Install Node.js {} or later, with npm (https://nodejs.org).",
        dotted(&OLDEST_NODE)
    );
    let version = command::version("node").with_context(|| advice.clone())?;
    if version.as_slice() < OLDEST_NODE.as_slice() {
        bail!("Node.js {} is too old. {advice}", dotted(&version));
    }
    command::version("npm").context(advice)?;
    Ok(())
}

/// Installs the packages of a folder when its lock file changed.
///
/// # Errors
///
/// The lock file is missing, there is no network, or npm fails.
pub fn install(dir: &Path, what: &str) -> Result<()> {
    let lock = dir.join("package-lock.json");
    let stamp = Stamp::at(dir.join("node_modules/.installed-from")).with_file(&lock)?;
    stamp.unless_fresh(&dir.join("node_modules/.package-lock.json"), || {
        progress::step(&format!("installing {what}"), || ci(dir))
    })
}

fn ci(dir: &Path) -> Result<()> {
    let output = command::output(
        Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(dir),
    )?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    if NO_NETWORK.iter().any(|word| text.contains(word)) {
        bail!(
            "The npm registry cannot be reached. Check the network (`npm ping`), then run this again."
        );
    }
    eprint!("{text}");
    bail!(
        "npm could not install the packages of {}; it says why above.",
        dir.display()
    )
}

/// The esbuild binary of the npm package for this platform. Its launcher script would need npm's
/// installation scripts, which are never run.
///
/// # Errors
///
/// It is not installed.
pub fn esbuild() -> Result<PathBuf> {
    let os = std::env::consts::OS.replace("macos", "darwin");
    let arch = std::env::consts::ARCH
        .replace("x86_64", "x64")
        .replace("aarch64", "arm64");
    let binary = format!("node_modules/@esbuild/{os}-{arch}/bin/esbuild");
    workspace::installed(workspace::build_tools_dir().join(binary), "esbuild")
}

/// wasm-opt of the package `binaryen`, as a Node.js command.
///
/// # Errors
///
/// It is not installed.
pub fn wasm_opt() -> Result<Command> {
    let script = workspace::build_tools_dir().join("node_modules/binaryen/bin/wasm-opt");
    let mut command = Command::new("node");
    command.arg(workspace::installed(script, "binaryen")?);
    Ok(command)
}

fn dotted(version: &[u32]) -> String {
    version
        .iter()
        .map(u32::to_string)
        .collect::<Vec<_>>()
        .join(".")
}
