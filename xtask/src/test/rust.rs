//! Tests written in Rust: compiled once together, then run one program after the other.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use unefois_tests::workspace;

use super::Kind;
use super::tally::{Count, Tally};
use crate::{command, progress};

/// Crates with tests that run on this machine. The edge decides nothing and is tested on workerd.
const PACKAGES: [&str; 6] = [
    "unefois",
    "unefois-core",
    "unefois-wire",
    "unefois-widget",
    "unefois-tests",
    "xtask",
];

/// The verifier in Rust: a crate that back-offices take over, tested with those of the other languages.
const VERIFIER: &str = "unefois-verify";

/// A program full of tests.
struct Program {
    /// What its results are counted under.
    kind: String,
    executable: PathBuf,
    package_dir: PathBuf,
}

/// A line of `cargo test --message-format=json`.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    executable: Option<PathBuf>,
    #[serde(default)]
    manifest_path: PathBuf,
    target: Option<Target>,
    #[serde(default)]
    profile: Profile,
}

#[derive(Default, Deserialize)]
struct Profile {
    /// A program of tests, not one that tests run.
    test: bool,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// Compiles and runs the tests of the kinds asked for.
///
/// # Errors
///
/// The tests do not compile.
pub fn run(kinds: &[Kind], tally: &mut Tally) -> Result<()> {
    let programs = progress::open_step("compiling the tests", || compile(kinds))?;
    for program in programs
        .iter()
        .filter(|program| kinds.contains(&program.group()))
    {
        program.run(tally)?;
    }
    Ok(())
}

/// What cargo must compile for the kinds asked for.
fn selection(kinds: &[Kind]) -> Vec<&'static str> {
    if kinds.contains(&Kind::Host) {
        return PACKAGES
            .into_iter()
            .chain(kinds.contains(&Kind::Verify).then_some(VERIFIER))
            .flat_map(|package| ["--package", package])
            .collect();
    }
    if kinds.contains(&Kind::Verify) {
        return vec!["--package", VERIFIER];
    }
    let mut selection = vec!["--package", "unefois-tests"];
    for (kind, program) in [(Kind::Contract, "contract"), (Kind::Workerd, "workerd")] {
        if kinds.contains(&kind) {
            selection.extend(["--test", program]);
        }
    }
    selection
}

impl Program {
    fn from(message: Message) -> Option<Self> {
        let executable = message.executable.filter(|_| message.profile.test)?;
        let target = message.target?;
        let package_dir = message.manifest_path.parent()?.to_path_buf();
        let kind = match target.kind.first().map(String::as_str) {
            // A test program of unefois-tests is a kind of its own; its library belongs to the tasks.
            Some("test") if package_dir == workspace::root().join("tests") => target.name,
            _ if package_dir == workspace::verify_dir().join("rust") => "verify rust".into(),
            _ => short_name(&package_dir),
        };
        Some(Self {
            kind,
            executable,
            package_dir,
        })
    }

    fn group(&self) -> Kind {
        match self.kind.as_str() {
            "contract" => Kind::Contract,
            "workerd" => Kind::Workerd,
            "verify rust" => Kind::Verify,
            _ => Kind::Host,
        }
    }

    fn run(&self, tally: &mut Tally) -> Result<()> {
        let started = Instant::now();
        let output = command::output(
            Command::new(&self.executable)
                .arg("--show-output")
                .current_dir(&self.package_dir)
                .env("CARGO", env!("CARGO")),
        )?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut count = count(&text);
        if !output.status.success() {
            count.failed = count.failed.max(1);
            print!("{}", failures(&text));
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
        }
        for line in text.lines().filter(|line| line.contains("skipped:")) {
            progress::note(line.trim());
        }
        let mark = if count.failed == 0 { '✓' } else { '✗' };
        eprintln!(
            "{mark} {}: {} ({})",
            self.kind,
            count.sentence(),
            progress::seconds(started.elapsed())
        );
        tally.add(&self.kind, count);
        Ok(())
    }
}

fn compile(kinds: &[Kind]) -> Result<Vec<Program>> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args([
            "test",
            "--no-run",
            "--locked",
            "--message-format=json-render-diagnostics",
        ])
        .args(selection(kinds))
        .current_dir(workspace::root());
    if !progress::is_terminal() {
        cargo.arg("--quiet");
    }
    let output = cargo
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("cargo could not be started.")?;
    if !output.status.success() {
        bail!("The tests do not compile; the compiler says why above.");
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter_map(Program::from)
        .collect())
}

/// `core` for `edge/core`, `xtask` for `xtask`.
fn short_name(package_dir: &Path) -> String {
    package_dir
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
fn count(text: &str) -> Count {
    text.lines()
        .filter_map(|line| line.strip_prefix("test result: "))
        .fold(Count::default(), |total, line| Count {
            passed: total.passed + number_before(line, " passed"),
            failed: total.failed + number_before(line, " failed"),
            skipped: total.skipped + number_before(line, " ignored"),
        })
}

/// What the failed tests wrote; all of it when the program ended before it could say.
fn failures(text: &str) -> &str {
    text.find("\nfailures:\n").map_or(text, |at| &text[at..])
}

fn number_before(line: &str, word: &str) -> usize {
    let before = line.split_once(word).map_or("", |(before, _)| before);
    before
        .rsplit(' ')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_reads_the_result_line() {
        let text = "test a ... ok\n\ntest result: FAILED. 12 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(
            count(text),
            Count {
                passed: 12,
                failed: 1,
                skipped: 2
            }
        );
    }

    #[test]
    fn failures_come_without_what_the_others_wrote() {
        let text = "test a ... ok\n\nsuccesses:\n\n---- a stdout ----\nchatter\n\nfailures:\n\n---- b stdout ----\nwhy\n";
        assert_eq!(failures(text), "\nfailures:\n\n---- b stdout ----\nwhy\n");
        assert_eq!(failures("test a ... "), "test a ... ");
    }

    #[test]
    fn count_of_a_program_that_says_nothing_is_zero() {
        assert_eq!(count("thread panicked"), Count::default());
    }

    #[test]
    fn program_that_tests_run_is_no_program_of_tests() {
        let line = |test: bool| {
            format!(
                r#"{{"executable":"/x","manifest_path":"/y/Cargo.toml","target":{{"name":"y","kind":["bin"]}},"profile":{{"test":{test}}}}}"#
            )
        };
        let program = |test| Program::from(serde_json::from_str(&line(test)).unwrap());
        assert!(program(true).is_some());
        assert!(program(false).is_none());
    }
}
