//! The standard library for wasm32, and cargo for that target.
//!
//! rustup adds the target where its server can be reached. Where only Debian's packages can, they
//! hold a second compiler with the sources of its standard library, which is then built here.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use unefois_tests::workspace;

use crate::{command, progress, setup};

/// The only target the product ships for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, its sources and the linker it lacks.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "wasm-ld-22";

/// What source files of crates are named after in what ships, instead of a folder of this machine.
pub const CRATES: &str = "/crates";

/// Makes sure that some compiler has the target's standard library.
///
/// # Errors
///
/// None has, and none could be installed.
pub fn ensure() -> Result<()> {
    if Toolchain::find().is_some() || rustup_adds_it()? {
        return Ok(());
    }
    let by_hand =
        format!("Run `rustup target add {TARGET}` where static.rust-lang.org can be reached.");
    if !setup::can_install() {
        bail!("The Rust target for WebAssembly is missing and rustup could not add it. {by_hand}");
    }
    progress::step("installing Debian's Rust for WebAssembly", || {
        setup::install_packages(&DEBIAN_PACKAGES, "Debian's Rust", &by_hand)
    })?;
    progress::step(
        "building the standard library for WebAssembly",
        build_standard_library,
    )
}

/// Builds a crate for release and gives its wasm file.
///
/// # Errors
///
/// It does not compile.
pub fn build(package: &str, features: &[&str]) -> Result<PathBuf> {
    let toolchain = Toolchain::find()
        .context("No Rust compiler knows WebAssembly: run `cargo xtask setup`.")?;
    let mut cargo = toolchain.cargo();
    cargo
        .args([
            "build",
            "--release",
            "--locked",
            "--target",
            TARGET,
            "--package",
            package,
        ])
        .arg("--target-dir")
        .arg(toolchain.target_dir())
        .env("RUSTFLAGS", flags())
        .current_dir(workspace::root());
    if !features.is_empty() {
        cargo.args(["--features", &features.join(",")]);
    }
    let sentence =
        format!("{package} does not compile for WebAssembly; the compiler says why above.");
    if progress::is_terminal() {
        command::show(&mut cargo, &sentence)?;
    } else {
        command::capture(cargo.arg("--quiet"), &sentence)?;
    }
    let file = format!("{TARGET}/release/{}.wasm", package.replace('-', "_"));
    Ok(toolchain.target_dir().join(file))
}

/// The caller's flags, and those that keep the folders of this machine out of what ships: panics name source files.
fn flags() -> String {
    let mut flags = env::var("RUSTFLAGS").unwrap_or_default();
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    for folder in sources.into_iter().flatten().flatten() {
        flags.push_str(&format!(
            " --remap-path-prefix={}={CRATES}",
            folder.path().display()
        ));
    }
    flags
}

/// A compiler that has the target's standard library.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Toolchain {
    /// The one this program was built with.
    Usual,
    /// Debian's, beside it.
    Debian,
}

impl Toolchain {
    fn find() -> Option<Self> {
        if has_standard_library("rustc") {
            return Some(Self::Usual);
        }
        (Path::new(DEBIAN_RUSTC).exists() && has_standard_library(DEBIAN_RUSTC))
            .then_some(Self::Debian)
    }

    fn cargo(self) -> Command {
        match self {
            Self::Usual => Command::new(env!("CARGO")),
            Self::Debian => debian_cargo(),
        }
    }

    /// What one compiler made is of no use to the other.
    fn target_dir(self) -> PathBuf {
        match self {
            Self::Usual => workspace::target_dir(),
            Self::Debian => workspace::target_dir().join("debian"),
        }
    }
}

fn debian_cargo() -> Command {
    let mut cargo = Command::new(DEBIAN_CARGO);
    cargo
        .env("RUSTC", DEBIAN_RUSTC)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER);
    cargo
}

fn has_standard_library(rustc: &str) -> bool {
    library_dir(rustc).is_ok_and(|dir| {
        let mut files = fs::read_dir(dir).into_iter().flatten().flatten();
        files.any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
    })
}

fn library_dir(rustc: &str) -> Result<PathBuf> {
    let mut rustc = Command::new(rustc);
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    let dir = command::capture(
        &mut rustc,
        "rustc does not know WebAssembly: install a recent Rust.",
    )?;
    Ok(PathBuf::from(dir.trim()))
}

fn rustup_adds_it() -> Result<bool> {
    progress::step("adding the Rust target for WebAssembly (rustup)", || {
        let mut rustup = Command::new("rustup");
        rustup.args(["target", "add", TARGET]);
        // Not installed, or no network: Debian's packages are the next thing to try.
        Ok(command::output(&mut rustup).is_ok_and(|output| output.status.success()))
    })
}

/// Builds the standard library as a by-product of an empty crate, and puts it where that compiler
/// looks for it.
fn build_standard_library() -> Result<()> {
    let dir = workspace::output_dir().join("work/standard-library");
    fs::create_dir_all(dir.join("src"))?;
    fs::write(
        dir.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2021\"\n[workspace]\n",
    )?;
    fs::write(dir.join("src/lib.rs"), "")?;
    let mut cargo = debian_cargo();
    cargo
        .args([
            "build",
            "--release",
            "--target",
            TARGET,
            "-Zbuild-std=std,panic_abort,panic_unwind",
            "--target-dir",
        ])
        .arg(dir.join("target"))
        .current_dir(&dir)
        .env("RUSTC_BOOTSTRAP", "1")
        // Link-time optimisation reads the bitcode of every library.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    command::capture(
        &mut cargo,
        "Debian's Rust could not build its standard library for WebAssembly.",
    )?;
    let library_dir = library_dir(DEBIAN_RUSTC)?;
    fs::create_dir_all(&library_dir)?;
    for entry in fs::read_dir(dir.join(format!("target/{TARGET}/release/deps")))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "rlib")
        {
            fs::copy(
                &path,
                library_dir.join(path.file_name().unwrap_or_default()),
            )?;
        }
    }
    Ok(())
}
