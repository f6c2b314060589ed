//! The back-offices beside the verifiers, made ready for journeys that end in one.

use std::process::Command;

use anyhow::Result;
use serde_json::{Value, json};
use unefois_tests::workspace;

use crate::{command, progress, python, setup};

/// Makes them ready, and gives the program and arguments of each by language. `<port>` in an argument
/// stands for the port to listen on.
///
/// # Errors
///
/// A language is missing, or the one in Rust does not compile.
pub fn ready() -> Result<Value> {
    setup::for_verify()?;
    progress::step("compiling the back-office in Rust", || {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([
            "build",
            "--locked",
            "--package",
            "unefois-verify",
            "--bin",
            "back-office",
        ]);
        command::capture(&mut cargo, "The back-office in Rust does not compile.").map(drop)
    })?;
    Ok(json!({
        "node": ["node", "back-office.mjs"],
        "python": [python::interpreter(), "-B", "back_office.py"],
        "php": ["php", "-q", "-S", "127.0.0.1:<port>", "back-office.php"],
        "rust": [workspace::target_dir().join("debug/back-office")],
    }))
}
