//! `test`: every test of the product, and how many of each kind passed.

mod node;
mod rust;
mod tally;
mod verify;

use anyhow::{Result, bail};
use clap::ValueEnum;
use unefois_tests::workspace;

use self::tally::Tally;
use crate::{build, progress, setup};

/// Which tests to run.
#[derive(clap::Args)]
pub struct Arguments {
    /// Run one kind only.
    #[arg(long, value_enum)]
    only: Option<Kind>,
}

/// Kinds of tests, in the order they run: the quickest to fail first.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Crates tested on this machine: core, wire, widget, and the tasks themselves.
    Host,
    /// Rules over the whole workspace.
    Contract,
    /// The sandbox against the behaviour of the real services.
    Sandbox,
    /// The npm package as those who build a page use it: its types, its manifest, its wrappers.
    Package,
    /// The verifiers for back-offices in Node, Python, PHP and Rust, on the vectors they share.
    Verify,
    /// The built edge on workerd, from outside.
    Workerd,
    /// Whole journeys in Chromium.
    Browser,
}

/// Runs the task.
///
/// # Errors
///
/// A test failed, or something needed could not be built.
pub fn run(arguments: &Arguments) -> Result<()> {
    let kinds = arguments
        .only
        .map_or_else(|| Kind::value_variants().to_vec(), |kind| vec![kind]);
    prepare(&kinds)?;
    let mut tally = Tally::default();
    if kinds.iter().any(|kind| kind.is_rust()) {
        rust::run(&kinds, &mut tally)?;
    }
    if kinds.contains(&Kind::Sandbox) {
        node::sandbox(&mut tally)?;
    }
    if kinds.contains(&Kind::Package) {
        node::package(&mut tally)?;
    }
    if kinds.contains(&Kind::Verify) {
        node::verify(&mut tally)?;
        verify::python(&mut tally)?;
        verify::php(&mut tally)?;
    }
    if kinds.contains(&Kind::Browser) {
        node::browser(&mut tally)?;
    }
    tally.print();
    match tally.failed() {
        0 => Ok(()),
        1 => bail!("1 test failed; its output is above."),
        failed => bail!("{failed} tests failed; their output is above."),
    }
}

impl Kind {
    fn is_rust(self) -> bool {
        matches!(
            self,
            Self::Host | Self::Contract | Self::Verify | Self::Workerd
        )
    }
}

fn prepare(kinds: &[Kind]) -> Result<()> {
    let of_product = [Kind::Workerd, Kind::Browser, Kind::Package];
    let needs_product = of_product.iter().any(|kind| kinds.contains(kind));
    setup::for_sandbox()?;
    if kinds.contains(&Kind::Browser) {
        setup::for_browser()?;
    }
    if kinds.contains(&Kind::Verify) {
        setup::for_verify()?;
    }
    // The wrappers are seen in a browser too.
    if kinds.contains(&Kind::Package) || kinds.contains(&Kind::Browser) {
        setup::for_package()?;
    }
    if needs_product {
        build::prepare()?;
        build::everything()?;
    }
    if kinds.contains(&Kind::Browser) {
        build::examples()?;
    }
    if kinds.contains(&Kind::Workerd) {
        build::vectors()?;
    }
    if workspace::shared_fixtures_dir().is_none() {
        progress::note("../shared/fixtures is not there: the tests that need it are skipped");
    }
    Ok(())
}
