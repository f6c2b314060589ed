//! What is printed, and where: results on the standard output, messages on the other one.
//!
//! Colours are left out by `anstream` where there is no terminal, or when `NO_COLOR` is set.

use std::io::IsTerminal as _;

use anstream::adapter::strip_str;
use anstream::{eprintln, println};
use clap::builder::styling::{AnsiColor, Style};
use serde::Serialize;
use terminal_size::{Width, terminal_size_of};

/// Names of places and things.
pub const STRONG: Style = Style::new().bold();
/// What is wrong.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// What will be wrong.
pub const SOON: Style = AnsiColor::Yellow.on_default().bold();
/// What is right.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What can be skipped when reading.
pub const FAINT: Style = Style::new().dimmed();

/// Columns where nobody says how wide the output is.
const WIDTH: u16 = 100;

/// Where results go, and in which form.
pub struct Output {
    /// Whether results are JSON.
    pub json: bool,
}

impl Output {
    /// Results as JSON, or for a person.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// A result for programs.
    pub fn document(&self, value: &impl Serialize) {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        println!("{text}");
    }

    /// A result for a person.
    pub fn line(&self, text: &str) {
        println!("{text}");
    }

    /// A result that may be long: one line for a program, cut between words for a person.
    pub fn long(&self, start: &str, text: &str) {
        match std::io::stdout().is_terminal() {
            true => println!("{}", wrapped(start, text)),
            false => println!("{start}{text}"),
        }
    }

    /// A word beside the result.
    pub fn note(&self, text: &str) {
        eprintln!("{text}");
    }

    /// Why the command stops.
    pub fn error(&self, sentence: &str) {
        let sentence = format!("{BAD}Erreur :{BAD:#} {sentence}");
        match std::io::stderr().is_terminal() {
            true => sentence
                .lines()
                .for_each(|line| eprintln!("{}", wrapped("", line))),
            false => eprintln!("{sentence}"),
        }
    }
}

/// `text` in a style.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Columns of the terminal that reads the results.
pub fn width() -> usize {
    let of_terminal = terminal_size_of(std::io::stdout()).map(|(Width(columns), _)| columns);
    of_terminal.unwrap_or(WIDTH).clamp(40, 140).into()
}

/// `text` after `start`, its lines as wide as the terminal and each under the first.
pub fn wrapped(start: &str, text: &str) -> String {
    let indent = length(start);
    let room = width().saturating_sub(indent).max(20);
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last().map_or(0, |line| length(line));
        if last > 0 && last + 1 + length(word) > room {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    format!(
        "{start}{}",
        lines.join(&format!("\n{}", " ".repeat(indent)))
    )
}

/// Columns of a text, its colours left out.
fn length(text: &str) -> usize {
    strip_str(text).to_string().chars().count()
}
