//! `size`: measures what crosses the network against the limits of `xtask/sizes.toml`.

use std::fs;
use std::io::Write as _;

use anyhow::{Context as _, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;
use unefois_tests::workspace::EdgeBuild;

use crate::build;

/// The limits, in one file.
const SIZES: &str = include_str!("../sizes.toml");

/// Nothing to choose.
#[derive(clap::Args)]
pub struct Arguments {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    limit: Vec<Limit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    what: String,
    /// Roles of published files, or `edge` for the wasm of the edge.
    files: Vec<String>,
    compression: Format,
    max_bytes: usize,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Format {
    Brotli,
    Gzip,
}

/// Runs the task.
///
/// # Errors
///
/// Something is over its limit, or cannot be built.
pub fn run(_arguments: &Arguments) -> Result<()> {
    build::prepare()?;
    build::everything()?;
    report()
}

/// Prints the table of what is built.
///
/// # Errors
///
/// Something is over its limit.
fn report() -> Result<()> {
    let limits: Limits = toml::from_str(SIZES).context("xtask/sizes.toml is damaged")?;
    println!(
        "{:<24} {:>8} {:>12} {:>12} {:>6}",
        "", "format", "bytes", "limit", "used"
    );
    let mut over = Vec::new();
    for limit in limits.limit {
        let bytes = measure(&limit)?;
        let format = limit.compression.name();
        let percent = bytes * 100 / limit.max_bytes.max(1);
        println!(
            "{:<24} {format:>8} {bytes:>12} {:>12} {percent:>5}%",
            limit.what, limit.max_bytes
        );
        if bytes > limit.max_bytes {
            over.push(format!(
                "{} by {} bytes",
                limit.what,
                bytes - limit.max_bytes
            ));
        }
    }
    if !over.is_empty() {
        bail!(
            "Over the limit: {}. The limits are in xtask/sizes.toml.",
            over.join(", ")
        );
    }
    Ok(())
}

fn measure(limit: &Limit) -> Result<usize> {
    let mut bytes = 0;
    for file in &limit.files {
        bytes += limit.compression.size(&content(file)?)?;
    }
    Ok(bytes)
}

fn content(file: &str) -> Result<Vec<u8>> {
    let path = match file {
        "edge" => EdgeBuild::Shipped.dir().join("index_bg.wasm"),
        role => build::published_file(role)?,
    };
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "brotli",
            Self::Gzip => "gzip",
        }
    }

    fn size(self, content: &[u8]) -> Result<usize> {
        match self {
            Self::Brotli => Ok(build::brotli(content)?.len()),
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(content)?;
                Ok(encoder.finish()?.len())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_those_of_the_design() {
        let limits: Limits = toml::from_str(SIZES).unwrap();
        let of = |what: &str| {
            limits
                .limit
                .iter()
                .find(|limit| limit.what == what)
                .unwrap()
                .max_bytes
        };
        assert_eq!(of("loader"), 3 * 1024);
        assert_eq!(of("before the click"), 10 * 1024);
        assert_eq!(of("panel: wasm and glue"), 90 * 1024);
        assert_eq!(of("edge wasm"), 600 * 1024);
    }
}
