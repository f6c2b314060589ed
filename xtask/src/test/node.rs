//! Tests written in JavaScript: the sandbox's own, those of the npm package and of the verifier, and journeys in Chromium.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Result, anyhow, ensure};
use unefois_tests::stack::{Options, Stack};
use unefois_tests::{folder, workspace};

use super::tally::{Count, Tally};
use crate::{back_offices, command, demo, progress};

/// How many journeys are on their way at once.
const STACKS: usize = 2;

/// What makes Node.js run a file of tests, and say what came of it in the Test Anything Protocol.
const TAP: [&str; 2] = ["--test", "--test-reporter=tap"];

/// Runs the sandbox's tests.
///
/// # Errors
///
/// Node.js is missing.
pub fn sandbox(tally: &mut Tally) -> Result<()> {
    let dir = workspace::sandbox_dir();
    let files = test_files(&dir)?;
    let mut node = Command::new("node");
    node.current_dir(dir);
    run("sandbox", node, &files, tally)
}

/// Runs the tests of the npm package.
///
/// # Errors
///
/// Node.js is missing.
pub fn package(tally: &mut Tally) -> Result<()> {
    let dir = workspace::package_dir();
    let files = test_files(&dir)?;
    let mut node = Command::new("node");
    node.current_dir(dir);
    run("package", node, &files, tally)
}

/// Runs the tests of the verifier in Node.
///
/// # Errors
///
/// Node.js is missing, or there are no tests.
pub fn verify(tally: &mut Tally) -> Result<()> {
    let dir = workspace::verify_dir().join("node");
    let files = test_files(&dir)?;
    ensure!(
        !files.is_empty(),
        "The verifier in Node has no tests: {} is empty.",
        dir.display()
    );
    let mut node = Command::new("node");
    node.current_dir(dir);
    run("verify node", node, &files, tally)
}

/// Runs the journeys, a file at a time on each of two stacks: a journey waits more than it computes.
///
/// # Errors
///
/// A stack does not start, there is no Chromium, or a back-office is not ready.
pub fn browser(tally: &mut Tally) -> Result<()> {
    let files = test_files(&workspace::browser_dir())?;
    let back_offices = back_offices::ready()?.to_string();
    let stacks = progress::step("starting the stacks for the browser", || {
        (0..STACKS)
            .map(|_| Stack::start(Options::for_tests()))
            .collect::<Result<Vec<_>>>()
    })?;
    let outputs = progress::step("running the browser tests", || {
        share_out(&files, &stacks, &back_offices)
    })?;
    for output in &outputs {
        tell("browser", output, tally);
    }
    progress::note(&format!("browser: {}", tally.of("browser").sentence()));
    Ok(())
}

/// Runs each file on whichever stack is free. The faults of a sandbox are shared, so a stack serves one file at a time.
fn share_out(files: &[PathBuf], stacks: &[Stack], back_offices: &str) -> Result<Vec<Output>> {
    let left = Mutex::new(files.iter());
    let run_on = &|stack: &Stack| -> Result<Vec<Output>> {
        let mut outputs = Vec::new();
        loop {
            let next = left.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some(file) = next else {
                return Ok(outputs);
            };
            let mut node = demo::browser_command(stack)?;
            node.env("UNEFOIS_BACK_OFFICES", back_offices)
                .args(TAP)
                .arg(file);
            outputs.push(command::output(&mut node)?);
        }
    };
    thread::scope(|scope| {
        let runs = stacks
            .iter()
            .map(|stack| scope.spawn(move || run_on(stack)));
        let runs: Vec<_> = runs.collect();
        let mut outputs = Vec::new();
        for run in runs {
            let done = run.join();
            outputs.extend(done.map_err(|_| anyhow!("The browser tests stopped."))??);
        }
        Ok(outputs)
    })
}

fn test_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = folder::files_below(dir)?;
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}

fn run(kind: &str, mut node: Command, files: &[PathBuf], tally: &mut Tally) -> Result<()> {
    if files.is_empty() {
        progress::note(&format!("{kind}: there are no tests"));
        return Ok(());
    }
    node.args(TAP).args(files);
    let output = progress::step(&format!("running the {kind} tests"), || {
        command::output(&mut node)
    })?;
    tell(kind, &output, tally);
    progress::note(&format!("{kind}: {}", tally.of(kind).sentence()));
    Ok(())
}

/// Counts what a run says, and prints what failed.
fn tell(kind: &str, output: &Output, tally: &mut Tally) {
    let text = String::from_utf8_lossy(&output.stdout);
    let mut count = count(&text);
    if !output.status.success() {
        count.failed = count.failed.max(1);
        print!("{}", failures(&text));
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    tally.add(kind, count);
}

/// Reads the closing comments of the Test Anything Protocol: `# pass 12`.
fn count(tap: &str) -> Count {
    let number = |word: &str| {
        tap.lines()
            .rev()
            .find_map(|line| {
                line.strip_prefix("# ")?
                    .strip_prefix(word)?
                    .trim()
                    .parse()
                    .ok()
            })
            .unwrap_or(0)
    };
    Count {
        passed: number("pass "),
        failed: number("fail ") + number("cancelled "),
        skipped: number("skipped ") + number("todo "),
    }
}

/// The failed tests with their explanations; all of it when none can be told apart.
fn failures(tap: &str) -> String {
    let mut kept = String::new();
    let mut is_failure = false;
    for line in tap.lines() {
        let text = line.trim_start();
        if text.starts_with("not ok ") {
            is_failure = true;
        } else if text.starts_with("ok ") || text.starts_with("# ") {
            is_failure = false;
        }
        if is_failure {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    if kept.is_empty() {
        tap.to_owned()
    } else {
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAP: &str = "TAP version 13\nok 1 - a\nnot ok 2 - b\n  ---\n  error: 'x'\n  ...\n# Subtest: c\nok 3 - c\n1..3\n# tests 3\n# pass 2\n# fail 1\n# cancelled 0\n# skipped 0\n# todo 0\n";

    #[test]
    fn count_reads_the_closing_comments() {
        assert_eq!(
            count(TAP),
            Count {
                passed: 2,
                failed: 1,
                skipped: 0
            }
        );
    }

    #[test]
    fn failures_keep_their_explanation_only() {
        assert_eq!(failures(TAP), "not ok 2 - b\n  ---\n  error: 'x'\n  ...\n");
    }
}
