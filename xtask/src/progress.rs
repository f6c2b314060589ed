//! What a person sees while a task runs.
//!
//! On a terminal a spinner turns; elsewhere plain lines say what began, that it goes on, and what
//! ended. Either way each step ends with the time it took.

use std::io::{IsTerminal as _, Write as _};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Error, Result};
use indicatif::{ProgressBar, ProgressStyle};

/// How long a silent step may last before it says that it is still at work.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Does a step whose own output is kept away from the person.
///
/// # Errors
///
/// Those of `work`.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let outcome = if is_terminal() {
        with_spinner(what, work)
    } else {
        with_heartbeat(what, work)
    };
    if outcome.is_ok() {
        done(what, started);
    }
    outcome
}

/// Does a step that shows its own progress, as cargo does.
///
/// # Errors
///
/// Those of `work`.
pub fn open_step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    if !is_terminal() {
        return step(what, work);
    }
    let started = Instant::now();
    eprintln!("  {what}…");
    let outcome = work();
    if outcome.is_ok() {
        done(what, started);
    }
    outcome
}

/// Prints a result. Whoever reads it may stop reading: `cargo xtask demo --liste | head`.
pub fn result(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Says something that is not a step.
pub fn note(text: &str) {
    eprintln!("  {text}");
}

/// Says why the task stopped: the sentence, then its causes, one a line.
pub fn failure(error: &Error) {
    eprintln!("\nerror: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
}

/// Whether a person watches.
pub fn is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// A duration as people write it.
pub fn seconds(duration: Duration) -> String {
    let total = duration.as_secs();
    match total {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{total} s"),
        _ => format!("{} min {:02} s", total / 60, total % 60),
    }
}

fn done(what: &str, started: Instant) {
    eprintln!("✓ {what} ({})", seconds(started.elapsed()));
}

fn with_spinner<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let spinner = ProgressBar::new_spinner().with_message(what.to_owned());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}… {elapsed}") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(Duration::from_millis(120));
    let outcome = work();
    spinner.finish_and_clear();
    outcome
}

fn with_heartbeat<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("  {what}…");
    let (stop, stopped) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let started = Instant::now();
            while stopped.recv_timeout(HEARTBEAT) == Err(mpsc::RecvTimeoutError::Timeout) {
                eprintln!(
                    "  {what}: still at work after {}",
                    seconds(started.elapsed())
                );
            }
        });
        let outcome = work();
        drop(stop);
        outcome
    })
}
