//! Lock files of npm and pip: every version pinned, and no address of a registry in them.

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

/// What the verifier in Python is installed from, by `pip install --require-hashes`.
pub fn pip_lock() -> PathBuf {
    workspace::verify_dir().join("python/requirements.txt")
}

/// What is wrong with the lock files, one sentence each.
///
/// # Errors
///
/// A lock file is missing or damaged.
pub fn violations() -> Result<Vec<String>> {
    let mut violations = Vec::new();
    for path in npm_locks() {
        let (name, text) = workspace::read(&path)?;
        let lock: Value =
            serde_json::from_str(&text).with_context(|| format!("{name} is damaged"))?;
        violations.extend(named(&name, packages_at_fault(&lock)));
    }
    let (name, text) = workspace::read(&pip_lock())?;
    violations.extend(named(&name, requirements_at_fault(&text)));
    Ok(violations)
}

fn named(name: &str, faults: Vec<String>) -> impl Iterator<Item = String> {
    faults
        .into_iter()
        .map(move |fault| format!("{name}: {fault}"))
}

/// Requirements of pip, each with its hashes on the lines that follow.
fn requirements_at_fault(text: &str) -> Vec<String> {
    let lines = text.replace("\\\n", " ");
    lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(requirement_at_fault)
        .collect()
}

fn requirement_at_fault(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let package = words.next()?;
    if package.starts_with('-') {
        // `--index-url`, `--find-links`, and files that would say it elsewhere.
        return Some(format!("{package} is no requirement."));
    }
    let has_hashes =
        words.clone().next().is_some() && words.all(|word| word.starts_with("--hash=sha256:"));
    let is_pinned = package.contains("==") && !package.contains(['*', '@', '/']);
    (!is_pinned || !has_hashes)
        .then(|| format!("{package} is not asked for at one version with its hashes."))
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
    fn requirement_with_its_hashes_is_accepted() {
        let text = "# Why.\na==1.2 \\\n    --hash=sha256:0 \\\n    --hash=sha256:1\n    # via b\n";
        assert!(requirements_at_fault(text).is_empty());
    }

    #[test]
    fn rejects_requirement_without_hash_or_version_and_registry_address() {
        for text in [
            "a==1.2",
            "a>=1.2 --hash=sha256:0",
            "a==1.* --hash=sha256:0",
            "a==1.2 --hash=md5:0",
            "a==1.2 --index-url https://r.example --hash=sha256:0",
            "--index-url https://r.example",
            "a@https://r.example/a==1.whl --hash=sha256:0",
        ] {
            assert_eq!(requirements_at_fault(text).len(), 1, "{text}");
        }
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
