//! `bench`: how long a person waits for the callback, with sources that take a known time, and how long filling a large
//! form keeps the page from answering.

mod fill;

use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::{Value, json};
use unefois_tests::journey::{Browser, Tab};
use unefois_tests::stack::{Options, Stack};

use crate::{build, progress, setup};

const DEMARCHE: (&str, &str) = ("transport-solidaire-valbourg", "/transport-solidaire/");
/// Five sources, the time each takes, and the slowest first.
const SOURCES: [(&str, u64); 5] = [
    ("rsa", 1_000),
    ("prime_activite", 800),
    ("asf", 600),
    ("aah", 400),
    ("c2s", 200),
];
/// A person is asked about once: the gateway keeps what it answered.
const PEOPLE: [[&str; 3]; 5] = [
    ["camille", "jeanne", "thomas"],
    ["yanis", "nadege", "fatou"],
    ["solene", "hugo", "maelle"],
    ["maiwenn", "malo", "gregoire"],
    ["tiago", "ornella", "jean-philippe"],
];

/// What to measure.
#[derive(clap::Args)]
pub struct Arguments {
    /// Measure one thing only.
    #[arg(long, value_enum)]
    only: Option<Measure>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Measure {
    /// The callback, with one source and with five.
    Callback,
    /// Filling sixty fields, in Chromium.
    Fill,
}

/// Runs the task.
///
/// # Errors
///
/// Something cannot be built or started.
pub fn run(arguments: &Arguments) -> Result<()> {
    setup::for_sandbox()?;
    let wants = |measure| arguments.only.is_none_or(|only| only == measure);
    if wants(Measure::Fill) {
        setup::for_browser()?;
    }
    build::prepare()?;
    build::everything()?;
    let stack = progress::step(
        "starting the product",
        || Stack::start(Options::for_tests()),
    )?;
    if wants(Measure::Callback) {
        callbacks(&stack)?;
    }
    if wants(Measure::Fill) {
        fill::run(&stack)?;
    }
    Ok(())
}

fn callbacks(stack: &Stack) -> Result<()> {
    let delays: serde_json::Map<String, Value> = SOURCES
        .iter()
        .map(|(source, millis)| ((*source).to_owned(), json!(millis)))
        .collect();
    stack.set_source_delays(&Value::Object(delays))?;
    let ids: Vec<&str> = SOURCES.iter().map(|(source, _)| *source).collect();
    let all = ids.join(",");
    let slowest = SOURCES.first().map_or("", |(source, _)| *source);
    let mut times: [Vec<Duration>; 3] = Default::default();
    progress::step("timing callbacks", || {
        for people in PEOPLE {
            for ((login, asked), times) in people.iter().zip(["", slowest, &all]).zip(&mut times) {
                times.push(callback(stack, login, asked));
            }
        }
        Ok(())
    })?;
    report(times);
    Ok(())
}

/// The time between the request of the callback and the last byte of the release page.
fn callback(stack: &Stack, login: &str, sources: &str) -> Duration {
    let (demarche, path) = DEMARCHE;
    let mut browser = Browser::of(stack, demarche, path);
    let address = browser.reach_callback(&Tab::open(), sources, login);
    let begun = Instant::now();
    // The journey panics where there is no page, and a page is read to its end.
    browser.client.get(&address).ok();
    begun.elapsed()
}

fn report(times: [Vec<Duration>; 3]) {
    let sum: u64 = SOURCES.iter().map(|(_, millis)| millis).sum();
    let delays: Vec<String> = SOURCES
        .iter()
        .map(|(source, millis)| format!("{source} {millis} ms"))
        .collect();
    progress::result(&format!(
        "Delays set: {}; in all {sum} ms.\n",
        delays.join(", ")
    ));
    let [identity, slowest, all] = times.map(median);
    progress::result("Time of the callback, median of five people, each asked about once:\n");
    for (what, time) in [
        ("identity alone", identity),
        ("the slowest source", slowest),
        ("five sources at once", all),
    ] {
        progress::result(&format!("  {what:<22} {:>6} ms", time.as_millis()));
    }
    let ratio = all.as_secs_f64() / slowest.as_secs_f64();
    progress::result(&format!(
        "\nFive sources take {ratio:.2} times the slowest one."
    ));
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
