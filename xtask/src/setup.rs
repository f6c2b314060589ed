//! `setup`: gets what is missing, and does nothing when nothing is.

use std::process::Command;

use anyhow::{Result, bail};
use unefois_tests::workspace;

use crate::{command, npm, progress, wasm_target};

/// Which tools to get.
#[derive(clap::Args)]
pub struct Arguments {
    /// Do not get Chromium and what drives it; only the tests and `demo --headless` need them.
    #[arg(long)]
    without_browser: bool,
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
    if !is_root() {
        bail!(
            "No Chromium was found. Run `sudo apt-get install -y chromium`, or set CHROME to its program."
        );
    }
    progress::step("installing Chromium (Debian package)", || {
        let sentence = format!("apt-get could not install Chromium. {by_hand}");
        apt_get(&["update"], &sentence)?;
        apt_get(
            &["install", "-y", "--no-install-recommends", "chromium"],
            &sentence,
        )
    })
}

/// Runs apt-get without any question.
///
/// # Errors
///
/// `sentence`, when it fails.
pub fn apt_get(arguments: &[&str], sentence: &str) -> Result<()> {
    let mut apt_get = Command::new("apt-get");
    apt_get
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive");
    command::capture(&mut apt_get, sentence).map(drop)
}

/// Whether Debian's packages can be installed without asking.
pub fn is_root() -> bool {
    command::capture(Command::new("id").arg("-u"), "").is_ok_and(|id| id.trim() == "0")
}
