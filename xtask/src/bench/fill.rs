//! The main thread of a page whose form of sixty fields is filled.

use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use unefois_tests::stack::Stack;

use crate::{demo, progress};

/// The time a fill may keep the page from answering, in milliseconds: beyond it, a browser speaks of a long task.
const LIMIT_MILLIS: f64 = 50.0;

/// Milliseconds of each run.
#[derive(Deserialize)]
struct Times {
    /// All the work of the main thread, from the values' arrival to the drawn panel: scripts, styles, layout.
    fill: Vec<f64>,
    /// Scripts and WebAssembly alone.
    script: Vec<f64>,
    /// The longest single task; 0 when none was longer than the limit.
    longest: Vec<f64>,
}

/// Fills the form several times, each in a tab of its own, and prints the times.
///
/// # Errors
///
/// There is no Chromium, or a field was not filled.
pub fn run(stack: &Stack) -> Result<()> {
    let mut node = demo::browser_command(stack)?;
    node.arg("fill-bench.mjs").stderr(Stdio::inherit());
    let output = progress::step("timing fills of sixty fields", || {
        node.output().context("`node` could not be started.")
    })?;
    if !output.status.success() {
        bail!("The fill did not end as expected; it says why above.");
    }
    let times: Times = serde_json::from_slice(&output.stdout)?;
    progress::result(&format!(
        "\nMain thread of a page whose sixty fields are filled, {} runs:\n",
        times.fill.len()
    ));
    progress::result("                              min   median      max   median / limit");
    for (what, times) in [
        ("all of it", times.fill),
        ("scripts alone", times.script),
        ("longest task of its own", times.longest),
    ] {
        progress::result(&line(what, times));
    }
    progress::result(&format!("\nThe limit is {LIMIT_MILLIS} ms."));
    Ok(())
}

fn line(what: &str, mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |index: usize| times.get(index).copied().unwrap_or_default();
    let (min, median, max) = (
        at(0),
        at(times.len() / 2),
        at(times.len().saturating_sub(1)),
    );
    let ratio = median / LIMIT_MILLIS;
    format!("  {what:<24} {min:>5.1} {median:>8.1} {max:>8.1}   {ratio:>5.2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_gives_least_median_greatest_and_ratio() {
        let line = line("x", vec![40.0, 20.0, 25.0]);
        let numbers: Vec<&str> = line.split_whitespace().skip(1).collect();
        assert_eq!(numbers, ["20.0", "25.0", "40.0", "0.50"]);
    }
}
