//! What each crate may have in its tree: the dependency rules, in one table.
//!
//! "It builds" proves nothing: the `worker` crate compiles on the host and panics there at its first
//! call. So the tree itself is read.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::workspace;

/// Crates that must never be in the tree of another one.
pub struct Rule {
    /// The crate whose tree is read.
    pub package: &'static str,
    /// The target it ships for; the tree of a crate depends on it.
    pub target: Option<&'static str>,
    /// Names of crates that must not be there.
    pub never: &'static [&'static str],
}

const WASM: Option<&str> = Some("wasm32-unknown-unknown");

/// The rules. `url` and `regex` weigh more than the rest of the widget together.
pub const RULES: [Rule; 7] = [
    Rule {
        package: "unefois-wire",
        target: WASM,
        never: &[
            "worker",
            "wasm-bindgen",
            "js-sys",
            "web-sys",
            "yew",
            "gloo-net",
            "validator",
            "url",
            "regex",
            "unefois-core",
        ],
    },
    Rule {
        package: "unefois-core",
        target: None,
        never: &[
            "worker",
            "wasm-bindgen",
            "js-sys",
            "web-sys",
            "yew",
            "gloo-net",
            "unefois-widget",
            "unefois-edge",
        ],
    },
    // Also for wasm, where other dependencies may apply than on the host.
    Rule {
        package: "unefois-core",
        target: WASM,
        never: &[
            "worker",
            "wasm-bindgen",
            "js-sys",
            "web-sys",
            "yew",
            "gloo-net",
            "getrandom",
            "tokio",
            "toml",
            "schemars",
        ],
    },
    Rule {
        package: "unefois-widget",
        target: WASM,
        never: &[
            "worker",
            "unefois-core",
            "validator",
            "url",
            "regex",
            "time",
            "chrono",
        ],
    },
    Rule {
        package: "unefois-edge",
        target: WASM,
        never: &[
            "yew",
            "gloo-net",
            "unefois-widget",
            "toml",
            "schemars",
            "rsa",
            "ring",
        ],
    },
    // A tool for the machines of town halls: it opens no connection, and holds nothing of the tests.
    Rule {
        package: "unefois",
        target: None,
        never: &[
            "worker",
            "wasm-bindgen",
            "yew",
            "gloo-net",
            "ureq",
            "tokio",
            "schemars",
            "unefois-edge",
            "unefois-widget",
            "unefois-tests",
        ],
    },
    // What a stranger takes over: with our own code in it, it would prove nothing of ours.
    Rule {
        package: "unefois-verify",
        target: None,
        never: &["unefois-core", "unefois-wire", "unefois-edge"],
    },
];

/// Every forbidden crate found, each with the path by which it came in.
///
/// # Errors
///
/// `cargo tree` fails.
pub fn violations() -> Result<Vec<String>> {
    let mut violations = Vec::new();
    for rule in &RULES {
        for name in forbidden(&names(rule)?, rule.never) {
            let path = path_to(rule, &name)?;
            violations.push(format!(
                "{} must not depend on {name}, which comes in this way:\n{path}",
                rule.package
            ));
        }
    }
    Ok(violations)
}

/// The names of `never` that are in `names`, once each.
fn forbidden(names: &str, never: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = names
        .lines()
        .map(str::trim)
        .filter(|name| never.contains(name))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Names of all crates in the tree, one a line.
fn names(rule: &Rule) -> Result<String> {
    tree(rule, &["--prefix", "none", "--format", "{lib}"]).map(|libraries| {
        // The library of `wasm-bindgen` is called `wasm_bindgen`.
        libraries.replace('_', "-")
    })
}

fn path_to(rule: &Rule, name: &str) -> Result<String> {
    tree(rule, &["--invert", name])
}

fn tree(rule: &Rule, arguments: &[&str]) -> Result<String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args([
            "tree",
            "--locked",
            "--edges",
            "normal",
            "--package",
            rule.package,
        ])
        .args(arguments)
        .current_dir(workspace::root());
    if let Some(target) = rule.target {
        cargo.args(["--target", target]);
    }
    let output = cargo.output().context("`cargo` could not be started.")?;
    if !output.status.success() {
        bail!(
            "cargo tree failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_names_are_whole_names_reported_once() {
        let names = "url\nurlencoding\nworker\nworker\n";
        assert_eq!(forbidden(names, &["worker", "url"]), ["url", "worker"]);
    }

    #[test]
    fn path_names_every_crate_between() {
        let rule = Rule {
            package: "unefois-core",
            target: None,
            never: &["zeroize"],
        };
        assert!(forbidden(&names(&rule).unwrap(), rule.never).contains(&String::from("zeroize")));
        assert!(path_to(&rule, "zeroize").unwrap().contains("unefois-core"));
    }
}
