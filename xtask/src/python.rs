//! Python, and the packages of the verifier written in it, apart from those of the machine.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};
use unefois_tests::{locks, workspace};

use crate::stamp::Stamp;
use crate::{command, progress, setup};

/// Fails below the oldest Python the verifier runs on, and where Debian left out what makes
/// environments.
const CHECK: &str = "import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))";

/// What to do where the machine's Python does not do.
const ADVICE: &str = "Install Python 3.11 or later with its module venv (Debian: `sudo apt-get install -y python3 python3-venv`).";

/// Installs the packages of the verifier when what it asks for changed.
///
/// # Errors
///
/// Python is missing or too old and could not be installed, or pip fails.
pub fn ensure() -> Result<()> {
    let lock = locks::pip_lock();
    let stamp =
        Stamp::new("verify-python", &[include_str!("python.rs"), CHECK]).with_file(&lock)?;
    stamp.unless_fresh(&interpreter(), || {
        ensure_python()?;
        progress::step("installing the verifier in Python (pip)", install)
    })
}

/// The interpreter that sees these packages.
pub fn interpreter() -> PathBuf {
    environment().join("bin/python")
}

fn environment() -> PathBuf {
    workspace::output_dir().join("verify-python")
}

fn ensure_python() -> Result<()> {
    if is_there() {
        return Ok(());
    }
    if !setup::can_install() {
        bail!("Python 3.11 or later was not found. {ADVICE}");
    }
    progress::step("installing Python (Debian packages)", || {
        setup::install_packages(&["python3", "python3-venv"], "Python", ADVICE)
    })?;
    if !is_there() {
        bail!("Debian's Python is too old for the verifier. {ADVICE}");
    }
    Ok(())
}

fn is_there() -> bool {
    command::output(Command::new("python3").args(["-c", CHECK]))
        .is_ok_and(|output| output.status.success())
}

fn install() -> Result<()> {
    command::capture(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(environment()),
        "Python could not make an environment; it says why above.",
    )?;
    // Built packages only: building one would run its program.
    command::capture(
        Command::new(interpreter())
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .args(["--require-hashes", "--only-binary=:all:", "--requirement"])
            .arg(locks::pip_lock()),
        "pip could not install the packages of the verifier in Python; it says why above.",
    )
    .map(drop)
}
