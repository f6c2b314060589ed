//! Running other programs, with one sentence when one fails.

use std::io::ErrorKind;
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, Result, bail};

/// Runs a program silently and gives its standard output.
///
/// # Errors
///
/// The program is missing, or fails: its output is shown, and the error is `sentence`.
pub fn capture(command: &mut Command, sentence: &str) -> Result<String> {
    let output = output(command)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    eprint!("{}", String::from_utf8_lossy(&output.stdout));
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    bail!("{sentence}")
}

/// Runs a program and gives what it wrote, whether it failed or not.
///
/// # Errors
///
/// The program could not be started.
pub fn output(command: &mut Command) -> Result<Output> {
    command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(command, &error))
}

/// Runs a program that speaks to the person itself.
///
/// # Errors
///
/// The program is missing, or fails: the error is `sentence`.
pub fn show(command: &mut Command, sentence: &str) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        bail!("{sentence}")
    }
}

/// Version a program prints, as numbers: `v20.20.2` gives `[20, 20, 2]`.
///
/// # Errors
///
/// The program is missing or prints no version.
pub fn version(program: &str) -> Result<Vec<u32>> {
    let text = capture(
        Command::new(program).arg("--version"),
        "it did not print its version.",
    )?;
    let numbers = text.trim().trim_start_matches('v');
    numbers
        .split('.')
        .map(|number| {
            number
                .parse()
                .with_context(|| format!("{program} printed no version."))
        })
        .collect()
}

fn not_started(command: &Command, error: &std::io::Error) -> anyhow::Error {
    let program = command.get_program().to_string_lossy();
    if error.kind() == ErrorKind::NotFound {
        anyhow::anyhow!("`{program}` is not installed, or not on the PATH.")
    } else {
        anyhow::anyhow!("`{program}` could not be started: {error}.")
    }
}
