//! The workspace's tasks: one file a task. `cargo xtask --help` lists them.

mod back_offices;
mod bench;
mod build;
mod check;
mod command;
mod demo;
mod docs;
mod map;
mod npm;
mod php;
mod progress;
mod python;
mod sandbox;
mod setup;
mod size;
mod stamp;
mod test;
mod wasm_target;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Said at the end of the help.
const ENVIRONMENT: &str = "\
Environment:
  CHROME            Chromium or Google Chrome to drive, where it is not on the PATH
  FIREBASE_PHP_JWT  src folder of a copy of firebase/php-jwt, for the verifier in PHP without Composer
  UNEFOIS_FC_LOGO   FranceConnect's logo as an SVG file, instead of the one of the pinned npm package
  UNEFOIS_MESSAGES  folder of message files, to try a language that does not ship
  CARGO_TARGET_DIR  where everything is built, instead of target/";

/// Sets up, builds, demonstrates and tests Une fois.
///
/// Start with `cargo xtask demo`: it gets what is missing, builds everything and prints the address
/// of a town's form to fill. Every task may be run again; what has not changed is not redone.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true,
    after_help = ENVIRONMENT
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Get what the other tasks need: the wasm target, npm packages, Chromium, Python packages, PHP.
    Setup(setup::Arguments),
    /// Build the widget, the edge with the démarches of the examples, and the npm package.
    Build(build::Arguments),
    /// Run everything on this machine: FranceConnect's stand-in, sources, forms and the edge.
    Demo(demo::Arguments),
    /// Set up, build and run every test, those in a browser included.
    Test(test::Arguments),
    /// Check format, lints, dependency rules, generated files and lock files.
    Check(check::Arguments),
    /// Write the generated files again: schemas, tables of the pages for integrators, vectors of the verifiers, a preset.
    Docs(docs::Arguments),
    /// Propose the fields of a démarche file from the HTML of a form.
    Map(map::Arguments),
    /// Print how long the callback takes with five sources, and filling sixty fields the page.
    Bench(bench::Arguments),
    /// Measure what crosses the network, and fail above the limits.
    Size(size::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Setup(arguments) => setup::run(&arguments),
        Task::Build(arguments) => build::run(&arguments),
        Task::Demo(arguments) => demo::run(&arguments),
        Task::Test(arguments) => test::run(&arguments),
        Task::Check(arguments) => check::run(&arguments),
        Task::Docs(arguments) => docs::run(&arguments),
        Task::Map(arguments) => match map::run(&arguments) {
            Ok(code) => return code,
            Err(error) => Err(error),
        },
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Size(arguments) => size::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress::failure(&error);
            ExitCode::FAILURE
        }
    }
}
