//! PHP, and a library that checks signatures for the verifier written in it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};
use unefois_tests::workspace;

use crate::stamp::Stamp;
use crate::{command, progress, setup};

/// Fails below the oldest PHP the verifier runs on, without an extension of it, and without any
/// library that checks signatures.
const CHECK: &str = "\
    if (PHP_VERSION_ID < 80200 || !extension_loaded('intl') || !extension_loaded('openssl')) exit(1);\
    require 'autoload.php';\
    exit(Unefois\\Verify\\Signatures::available() === [] ? 1 : 0);";

/// Debian's packages. It has no recent firebase/php-jwt; phpseclib stands in for it.
const PACKAGES: [&str; 4] = ["php-cli", "php-mbstring", "php-intl", "php-phpseclib3"];

/// What to do where the machine's PHP does not do.
const ADVICE: &str = "Install PHP 8.2 or later with intl and openssl, and either Composer or phpseclib \
    (Debian: `sudo apt-get install -y php-cli php-mbstring php-intl php-phpseclib3`).";

/// Makes PHP ready for the verifier.
///
/// # Errors
///
/// PHP or a library is missing and could not be installed.
pub fn ensure() -> Result<()> {
    install_with_composer()?;
    if is_ready() {
        return Ok(());
    }
    if !setup::can_install() {
        bail!("PHP is not ready for the verifier. {ADVICE}");
    }
    progress::step("installing PHP (Debian packages)", || {
        setup::install_packages(&PACKAGES, "PHP", ADVICE)
    })?;
    if !is_ready() {
        bail!("Debian's PHP is not enough for the verifier. {ADVICE}");
    }
    Ok(())
}

/// PHP in the folder of the verifier.
pub fn command() -> Command {
    let mut php = Command::new("php");
    php.current_dir(dir());
    php
}

fn dir() -> PathBuf {
    workspace::verify_dir().join("php")
}

fn is_ready() -> bool {
    command::output(command().args(["-r", CHECK])).is_ok_and(|output| output.status.success())
}

/// Gets firebase/php-jwt where there is Composer. Where it cannot be reached, one line says so: the
/// tests say with which libraries they ran.
fn install_with_composer() -> Result<()> {
    if workspace::find_on_path("composer").is_none() {
        progress::note("Composer is not there: firebase/php-jwt is not installed by it");
        return Ok(());
    }
    let stamp =
        Stamp::at(dir().join("vendor/.installed-from")).with_file(&dir().join("composer.json"))?;
    let outcome = stamp.unless_fresh(&dir().join("vendor/autoload.php"), || {
        progress::step("installing the verifier in PHP (Composer)", || {
            let mut composer = Command::new("composer");
            composer
                .args(["install", "--no-interaction", "--no-progress"])
                .args(["--no-scripts", "--no-plugins"])
                .env("COMPOSER_ALLOW_SUPERUSER", "1")
                .current_dir(dir());
            if command::output(&mut composer)?.status.success() {
                return Ok(());
            }
            bail!("Composer could not install firebase/php-jwt: is Packagist reachable?")
        })
    });
    if let Err(error) = outcome {
        progress::note(&error.to_string());
    }
    Ok(())
}
