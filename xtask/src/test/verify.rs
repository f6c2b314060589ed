//! Tests of the verifiers that are written neither in JavaScript nor in Rust.

use std::process::{Command, Output};

use anyhow::Result;
use unefois_tests::workspace;

use super::tally::{Count, Tally};
use crate::{command, php, progress, python};

/// Runs the tests of the verifier in Python.
///
/// # Errors
///
/// Python is missing.
pub fn python(tally: &mut Tally) -> Result<()> {
    let mut python = Command::new(python::interpreter());
    // Compiled files would lie among the sources.
    python
        .args(["-B", "-m", "unittest"])
        .current_dir(workspace::verify_dir().join("python"));
    run("verify python", python, count_unittest, tally)
}

/// Runs the tests of the verifier in PHP.
///
/// # Errors
///
/// PHP is missing.
pub fn php(tally: &mut Tally) -> Result<()> {
    let mut php = php::command();
    php.arg("test/run.php");
    run("verify php", php, count_php, tally)
}

fn run(
    kind: &str,
    mut program: Command,
    count: fn(&str) -> Count,
    tally: &mut Tally,
) -> Result<()> {
    let output = progress::step(&format!("running the {kind} tests"), || {
        command::output(&mut program)
    })?;
    let text = text(&output);
    let mut count = count(&text);
    // A run without a test proves as little as one that failed.
    if !output.status.success() || count.passed == 0 {
        count.failed = count.failed.max(1);
    }
    if count.failed > 0 {
        print!("{text}");
    }
    for line in text
        .lines()
        .filter(|line| line.starts_with("signatures checked by: "))
    {
        progress::note(&format!("{kind}: {line}"));
    }
    progress::note(&format!("{kind}: {}", count.sentence()));
    tally.add(kind, count);
    Ok(())
}

fn text(output: &Output) -> String {
    let written = [&output.stdout, &output.stderr];
    written
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .concat()
}

/// Reads the last line of the tests in PHP: `454 passed, 0 failed`.
fn count_php(text: &str) -> Count {
    let last = text.lines().rfind(|line| line.contains(" passed, "));
    Count {
        passed: number_before(last, " passed"),
        failed: number_before(last, " failed"),
        skipped: 0,
    }
}

/// Reads the end of what unittest writes: `Ran 12 tests in 0.1s`, then `OK (skipped=1)` or
/// `FAILED (failures=2, errors=1)`.
fn count_unittest(text: &str) -> Count {
    let ran = text.lines().rfind(|line| line.starts_with("Ran "));
    let verdict = text
        .lines()
        .rfind(|line| line.starts_with("OK") || line.starts_with("FAILED"));
    let named = |name: &str| {
        let numbers = verdict
            .and_then(|line| line.split_once('('))
            .map_or("", |(_, rest)| rest);
        numbers
            .trim_end_matches(')')
            .split(", ")
            .find_map(|part| {
                part.strip_prefix(name)?
                    .strip_prefix('=')?
                    .parse::<usize>()
                    .ok()
            })
            .unwrap_or(0)
    };
    let failed = named("failures") + named("errors") + named("unexpected successes");
    let skipped = named("skipped") + named("expected failures");
    Count {
        passed: number_before(ran, " test").saturating_sub(failed + skipped),
        failed,
        skipped,
    }
}

/// The number just before a word.
fn number_before(line: Option<&str>, word: &str) -> usize {
    line.and_then(|line| line.split_once(word))
        .and_then(|(before, _)| before.rsplit(' ').next()?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: Count, sentence: &str) {
        assert_eq!(count.sentence(), sentence);
    }

    #[test]
    fn count_unittest_reads_the_end() {
        let ok = "...\n-----\nRan 456 tests in 1.580s\n\nOK\n";
        check(count_unittest(ok), "456 passed, 0 failed");
        let failed = "Ran 9 tests in 0.1s\n\nFAILED (failures=2, errors=1, skipped=4)\n";
        check(count_unittest(failed), "2 passed, 3 failed, 4 skipped");
        check(
            count_unittest("Ran 1 test in 0.1s\n\nOK\n"),
            "1 passed, 0 failed",
        );
        check(count_unittest("Traceback"), "0 passed, 0 failed");
    }

    #[test]
    fn count_php_reads_the_last_line() {
        let text =
            "signatures checked by: phpseclib\nnot ok: 3 passed, 9 failed\n454 passed, 1 failed\n";
        check(count_php(text), "454 passed, 1 failed");
        check(count_php("PHP Fatal error"), "0 passed, 0 failed");
    }
}
