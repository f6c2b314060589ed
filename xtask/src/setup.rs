//! `setup`: gets what is missing, and does nothing when nothing is.

use std::process::Command;

use anyhow::{Result, bail};
use unefois_tests::workspace;

use crate::{command, npm, php, progress, python, wasm_target};

/// Which tools to get.
#[derive(clap::Args)]
pub struct Arguments {
    /// Do not get Chromium and what drives it; only the tests and `demo --headless` need them.
    #[arg(long)]
    without_browser: bool,
    /// Do not get Python's packages, nor PHP; only the tests of the verifiers and of the browser need them.
    #[arg(long)]
    without_verifiers: bool,
}

/// Runs the task.
///
/// # Errors
///
/// A tool is missing and could not be installed.
pub fn run(arguments: &Arguments) -> Result<()> {
    for_build()?;
    for_sandbox()?;
    for_examples()?;
    for_package()?;
    if !arguments.without_browser {
        for_browser()?;
    }
    if !arguments.without_verifiers {
        for_verify()?;
    }
    progress::note("everything is set up");
    Ok(())
}

/// What `build` needs.
///
/// # Errors
///
/// A tool is missing and could not be installed.
pub fn for_build() -> Result<()> {
    npm::check_node()?;
    wasm_target::ensure()?;
    npm::install(&workspace::build_tools_dir(), "the build tools (npm)")
}

/// What the sandbox needs.
///
/// # Errors
///
/// The packages could not be installed.
pub fn for_sandbox() -> Result<()> {
    npm::install(&workspace::sandbox_dir(), "the sandbox (npm)")
}

/// What the example forms written with a library need.
///
/// # Errors
///
/// The packages could not be installed.
pub fn for_examples() -> Result<()> {
    npm::install(
        &workspace::examples_dir(),
        "the libraries of the example forms (npm)",
    )
}

/// What the tests of the npm package need: the frameworks it wraps, and a compiler of types.
///
/// # Errors
///
/// The packages could not be installed.
pub fn for_package() -> Result<()> {
    npm::install(
        &workspace::package_dir(),
        "the frameworks of the package's tests (npm)",
    )
}

/// What the tests of the verifiers need: the libraries of each language, Python and PHP.
///
/// # Errors
///
/// One is missing and could not be installed.
pub fn for_verify() -> Result<()> {
    npm::check_node()?;
    npm::install(
        &workspace::verify_dir().join("node"),
        "the verifier in Node (npm)",
    )?;
    python::ensure()?;
    php::ensure()
}

/// What browser journeys need.
///
/// # Errors
///
/// There is no Chromium and none could be installed.
pub fn for_browser() -> Result<()> {
    npm::install(&workspace::browser_dir(), "the browser driver (npm)")?;
    if workspace::chromium().is_some() {
        return Ok(());
    }
    install_chromium()?;
    if workspace::chromium().is_none() {
        bail!("Chromium was installed but is not on the PATH: set CHROME to its program.");
    }
    Ok(())
}

fn install_chromium() -> Result<()> {
    let by_hand = "Install Chromium or Google Chrome, or set CHROME to its program.";
    if workspace::find_on_path("apt-get").is_none() {
        bail!("No Chromium was found. {by_hand}");
    }
    if !can_install() {
        bail!(
            "No Chromium was found. Run `sudo apt-get install -y chromium`, or set CHROME to its program."
        );
    }
    progress::step("installing Chromium (Debian package)", || {
        install_packages(&["chromium"], "Chromium", by_hand)
    })
}

/// Installs packages of Debian.
///
/// # Errors
///
/// One cannot be installed: a sentence with `advice` says what to do about `what`.
pub fn install_packages(packages: &[&str], what: &str, advice: &str) -> Result<()> {
    let sentence = format!("apt-get could not install {what}. {advice}");
    apt_get(&["update"], &sentence)?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    apt_get(&arguments, &sentence)
}

/// Whether packages of Debian can be installed without asking.
pub fn can_install() -> bool {
    workspace::find_on_path("apt-get").is_some() && is_root()
}

/// Runs apt-get without any question.
fn apt_get(arguments: &[&str], sentence: &str) -> Result<()> {
    let mut apt_get = Command::new("apt-get");
    apt_get
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive");
    command::capture(&mut apt_get, sentence).map(drop)
}

fn is_root() -> bool {
    command::capture(Command::new("id").arg("-u"), "").is_ok_and(|id| id.trim() == "0")
}
