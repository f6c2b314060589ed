//! `check`: everything about the sources that can be judged without running the product.

use std::process::Command;

use anyhow::{Result, bail};
use clap::ValueEnum;
use unefois_tests::generated::GeneratedFile;
use unefois_tests::{layers, locks, workspace};

use crate::{command, docs, progress, wasm_target};

/// What to check.
#[derive(clap::Args)]
pub struct Arguments {
    /// Check one thing only.
    #[arg(long, value_enum)]
    only: Option<Stage>,
    /// Correct what can be: format the sources, write generated files again.
    #[arg(long)]
    fix: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The sources are formatted.
    Format,
    /// The compiler and clippy have no remark, for this machine and for WebAssembly.
    Clippy,
    /// No crate has a forbidden one in its tree.
    Layers,
    /// Generated files are what the sources give.
    Generated,
    /// Lock files pin everything and name no registry.
    Locks,
}

/// Runs the task.
///
/// # Errors
///
/// A stage has something to say; the others were done all the same.
pub fn run(arguments: &Arguments) -> Result<()> {
    let stages = arguments
        .only
        .map_or_else(|| Stage::value_variants().to_vec(), |stage| vec![stage]);
    let mut failures = 0;
    for stage in stages {
        if let Err(error) = stage.run(arguments.fix) {
            progress::failure(&error);
            failures += 1;
        }
    }
    match failures {
        0 => Ok(()),
        1 => bail!("One check failed; it says why above."),
        _ => bail!("{failures} checks failed; they say why above."),
    }
}

impl Stage {
    fn run(self, fix: bool) -> Result<()> {
        match self {
            Self::Format => format(fix),
            Self::Clippy => clippy(),
            Self::Layers => progress::step("reading the dependency trees", || {
                refuse(layers::violations()?)
            }),
            Self::Generated => progress::step("comparing generated files", || generated(fix)),
            Self::Locks => {
                progress::step("reading the lock files", || refuse(locks::violations()?))
            }
        }
    }
}

fn format(fix: bool) -> Result<()> {
    let mut cargo = cargo(&["fmt", "--all"]);
    if !fix {
        cargo.arg("--check");
    }
    progress::step("checking the format", || {
        command::capture(
            &mut cargo,
            "Some files are not formatted: run `cargo fmt --all`.",
        )
        .map(drop)
    })
}

fn clippy() -> Result<()> {
    let host = [
        "--workspace",
        "--exclude",
        "unefois-edge",
        "--exclude",
        "unefois-widget",
        "--all-targets",
        "--features",
        "unefois-core/schema",
    ];
    clippy_on("clippy on the host's crates", &host)?;
    let widget = [
        "--package",
        "unefois-widget",
        "--target",
        wasm_target::TARGET,
    ];
    clippy_on("clippy on the widget (wasm)", &widget)?;
    let edge = [
        "--package",
        "unefois-edge",
        "--target",
        wasm_target::TARGET,
        "--all-features",
    ];
    clippy_on("clippy on the edge (wasm)", &edge)
}

fn clippy_on(what: &str, arguments: &[&str]) -> Result<()> {
    let mut cargo = cargo(&["clippy", "--locked", "--quiet"]);
    cargo.args(arguments).args(["--", "--deny", "warnings"]);
    progress::step(what, || {
        command::capture(&mut cargo, "clippy has remarks, above.").map(drop)
    })
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).current_dir(workspace::root());
    cargo
}

fn generated(fix: bool) -> Result<()> {
    if fix {
        return docs::write().map(drop);
    }
    let outdated = docs::outdated()?;
    let violation =
        |file: &GeneratedFile| format!("{} is out of date: run `cargo xtask docs`.", file.path);
    refuse(outdated.iter().map(violation).collect())
}

fn refuse(violations: Vec<String>) -> Result<()> {
    if violations.is_empty() {
        Ok(())
    } else {
        bail!("{}", violations.join("\n"))
    }
}
