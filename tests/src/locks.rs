//! Lock files: every version pinned, and no address of a registry in them.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::workspace;

/// Every npm lock file of the workspace.
pub fn npm_locks() -> Vec<PathBuf> {
    [
        workspace::build_tools_dir(),
        workspace::sandbox_dir(),
        workspace::browser_dir(),
        workspace::examples_dir(),
        workspace::examples_dir().join("verify/node"),
        workspace::package_dir(),
    ]
    .map(|dir| dir.join("package-lock.json"))
    .to_vec()
}

/// What is wrong with the npm lock files, one sentence each.
///
/// # Errors
///
/// A lock file is missing or damaged.
pub fn violations() -> Result<Vec<String>> {
    let mut violations = Vec::new();
    for path in npm_locks() {
        let name = path
            .strip_prefix(workspace::root())
            .unwrap_or(&path)
            .display()
            .to_string();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        let lock: Value =
            serde_json::from_str(&text).with_context(|| format!("{name} is damaged"))?;
        violations.extend(
            packages_at_fault(&lock)
                .into_iter()
                .map(|fault| format!("{name}: {fault}")),
        );
    }
    Ok(violations)
}

fn packages_at_fault(lock: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for (package, facts) in lock["packages"].as_object().into_iter().flatten() {
        // The empty name is the folder's own package.json, whose versions are asked for, not found.
        if package.is_empty() {
            faults.extend(ranges(facts));
            continue;
        }
        if facts.get("resolved").is_some() {
            faults.push(format!(
                "{package} names a registry; run `npm install --omit-lockfile-registry-resolved`."
            ));
        }
        if facts.get("integrity").is_none() {
            faults.push(format!("{package} has no integrity."));
        }
    }
    faults
}

/// Dependencies asked for by a range instead of one version.
fn ranges(facts: &Value) -> Vec<String> {
    ["dependencies", "devDependencies", "optionalDependencies"]
        .iter()
        .filter_map(|kind| facts[kind].as_object())
        .flatten()
        .filter(|(_, version)| !version.as_str().is_some_and(is_exact))
        .map(|(name, _)| format!("{name} is not asked for at one exact version."))
        .collect()
}

/// `1.2.3`, or another package under this name: `npm:name@1.2.3`.
fn is_exact(version: &str) -> bool {
    let alias = version.strip_prefix("npm:");
    let version = alias
        .and_then(|alias| alias.rsplit_once('@'))
        .map_or(version, |(_, version)| version);
    let mut parts = version.split('.');
    parts.clone().count() == 3
        && parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(package: Value, faults: usize) {
        assert_eq!(
            packages_at_fault(&json!({ "packages": package })).len(),
            faults
        );
    }

    #[test]
    fn lock_with_integrity_alone_is_accepted() {
        check(
            json!({ "": { "dependencies": { "a": "1.2.3" } }, "node_modules/a": { "integrity": "sha512-x" } }),
            0,
        );
        check(
            json!({ "": { "dependencies": { "a": "npm:@b/c@1.2.3" } } }),
            0,
        );
    }

    #[test]
    fn rejects_registry_address_missing_integrity_and_range() {
        check(
            json!({ "node_modules/a": { "integrity": "sha512-x", "resolved": "https://r.example/a.tgz" } }),
            1,
        );
        check(json!({ "node_modules/a": {} }), 1);
        check(json!({ "": { "dependencies": { "a": "^1.2.3" } } }), 1);
        check(json!({ "": { "dependencies": { "a": "latest" } } }), 1);
        check(
            json!({ "": { "dependencies": { "a": "npm:@b/c@^1.2.3" } } }),
            1,
        );
        check(json!({ "": { "dependencies": { "a": "npm:@b/c" } } }), 1);
    }
}
