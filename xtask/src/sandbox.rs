//! What the sandbox can tell before it runs: its people and its faults.

use std::process::Command;

use anyhow::{Result, bail};
use unefois_tests::workspace;

use crate::command;

/// The test identities, one a line: name, then who it is.
///
/// # Errors
///
/// The sandbox cannot be run.
pub fn identities() -> Result<String> {
    ask("--identites")
}

/// The faults, one a line: name, then what goes wrong.
///
/// # Errors
///
/// The sandbox cannot be run.
pub fn faults() -> Result<String> {
    ask("--fautes")
}

/// Refuses a name the sandbox does not know.
///
/// # Errors
///
/// A name is unknown.
pub fn check_names(identity: Option<&str>, faults: &[String]) -> Result<()> {
    if let Some(name) = identity {
        check_name(name, &identities()?, "identity")?;
    }
    if !faults.is_empty() {
        let list = self::faults()?;
        for name in faults {
            check_name(name, &list, "fault")?;
        }
    }
    Ok(())
}

fn check_name(name: &str, list: &str, kind: &str) -> Result<()> {
    let is_known = list
        .lines()
        .any(|line| line.split_whitespace().next() == Some(name));
    if !is_known {
        bail!("No {kind} is called `{name}`: `cargo xtask demo --liste` names them all.");
    }
    Ok(())
}

fn ask(option: &str) -> Result<String> {
    let mut node = Command::new("node");
    node.args(["main.mjs", option])
        .current_dir(workspace::sandbox_dir());
    command::capture(&mut node, "The sandbox does not answer; it says why above.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "camille    née à l’étranger\nmsa        allocataire de la MSA\n";

    #[test]
    fn name_is_the_first_word_of_a_line() {
        check_name("msa", LIST, "identity").unwrap();
    }

    #[test]
    fn rejects_word_that_is_not_a_name() {
        let error = check_name("MSA", LIST, "identity").unwrap_err();
        assert!(error.to_string().contains("`MSA`"), "{error}");
    }
}
