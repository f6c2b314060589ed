//! `map`: reads the HTML of a form and proposes its section of the démarche file, with reasons.
//!
//! It proposes; a person decides. What fits twice, what is hidden, what is in another form is reported, never guessed.

mod choices;
mod decision;
mod evidence;
mod lexicon;
mod matching;
mod page;
mod proposal;
mod question;
mod report;
mod rows;
mod section;
mod selector;
#[cfg(test)]
mod tests;
mod words;
mod writing;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use unefois_core::sources;

use crate::progress;
use evidence::Confidence;
use proposal::{Mapping, Wish};

/// Nothing was wrong, but somebody has to decide something.
const TO_DECIDE: u8 = 3;

/// A page larger than this is not a form.
const PAGE_MAX_BYTES: u64 = 8 * 1024 * 1024;

/// Said at the end of the help.
const EXAMPLES: &str = "\
Examples:
  cargo xtask map examples/cantine/index.html
  cargo xtask map https://valbourg.example/cantine/ --source quotient_familial
  cargo xtask map page.html --form 'form#inscription' --write demarche.toml

A form that a script builds is not in the page's HTML: save the page from the browser, once the form is shown.

Exit codes:
  0  every field that reads like a datum of docs/fields.md is mapped
  1  the page cannot be read, or no form can be chosen
  2  the command is not written right
  3  somebody must decide: a field that fits twice, one below --min that the form demands, a file that says otherwise";

/// What to read and what to write.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The page of the form: an HTML file, or an address in http or https.
    page: String,
    /// CSS selector of the form; by default, the one with most fields.
    #[arg(long, value_name = "SELECTOR")]
    form: Option<String>,
    /// A source of the démarche, which tells apart what several know; those of the file of --write count too.
    #[arg(long, value_name = "ID")]
    source: Vec<String>,
    /// Démarche file to add the fields to; what it has already stays as it is.
    #[arg(long, value_name = "DEMARCHE.TOML")]
    write: Option<PathBuf>,
    /// Least confidence that is written.
    #[arg(long, value_enum, default_value = "moyenne")]
    min: Confidence,
    /// Print everything as JSON, for a program.
    #[arg(long)]
    json: bool,
}

/// Runs the task; the code says whether somebody has to decide something.
///
/// # Errors
///
/// The page or the démarche file cannot be read, no form can be chosen, a source does not exist.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let Some(unknown) = arguments
        .source
        .iter()
        .find(|id| sources::spec(id).is_none())
    {
        bail!("`{unknown}` is not a source; docs/fields.md lists them.");
    }
    let text = read(&arguments.page)?;
    let file = arguments
        .write
        .as_deref()
        .filter(|path| path.exists())
        .map(read_file)
        .transpose()?;
    let mut declared = arguments.source.clone();
    declared.extend(
        file.as_deref()
            .map(section::sources_of)
            .transpose()?
            .unwrap_or_default(),
    );
    let wish = Wish {
        form: arguments.form.clone(),
        sources: declared.into_iter().collect(),
    };
    let mapping = proposal::map(&text, &wish)?;
    show(&mapping, arguments)?;
    let differences = write(&mapping, file.as_deref(), arguments)?;
    Ok(
        match is_decided(&mapping, arguments.min) && differences == 0 {
            true => ExitCode::SUCCESS,
            false => ExitCode::from(TO_DECIDE),
        },
    )
}

fn show(mapping: &Mapping, arguments: &Arguments) -> Result<()> {
    let section = section::render(mapping, arguments.min);
    if arguments.json {
        let mut json = serde_json::to_value(mapping)?;
        if let Some(object) = json.as_object_mut() {
            object.insert("section".to_owned(), section.into());
        }
        progress::result(&serde_json::to_string_pretty(&json)?);
        return Ok(());
    }
    progress::result(&report::table(mapping, arguments.min));
    if arguments.write.is_none() {
        progress::result(&section);
    }
    for remark in section::remarks(mapping, arguments.min) {
        progress::note(&remark);
    }
    Ok(())
}

/// Writes the démarche file when there is one to write, and says how many differences were found.
fn write(mapping: &Mapping, file: Option<&str>, arguments: &Arguments) -> Result<usize> {
    let Some(path) = &arguments.write else {
        return Ok(0);
    };
    let merged = section::merge(file.unwrap_or_default(), mapping, arguments.min)?;
    if file != Some(merged.text.as_str()) {
        fs::write(path, &merged.text)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    progress::note(&format!(
        "{} fields added to {}",
        merged.added.len(),
        path.display()
    ));
    for difference in &merged.differences {
        progress::note(&format!("kept as it is: {difference}"));
    }
    Ok(merged.differences.len())
}

fn is_decided(mapping: &Mapping, least: Confidence) -> bool {
    let is_dropped = |proposal: &proposal::Proposal| proposal.requis && proposal.confidence < least;
    mapping.doubts.is_empty() && !mapping.proposals.iter().any(is_dropped)
}

fn read(page: &str) -> Result<String> {
    let bytes = if page.starts_with("http://") || page.starts_with("https://") {
        download(page)?
    } else {
        fs::read(page).with_context(|| format!("cannot read {page}"))?
    };
    Ok(decode(bytes))
}

fn download(address: &str) -> Result<Vec<u8>> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(20)))
        .build()
        .into();
    let response = agent.get(address).header("accept", "text/html").call();
    let mut response = response.with_context(|| format!("{address} did not answer with a page"))?;
    let body = response.body_mut().with_config().limit(PAGE_MAX_BYTES);
    body.read_to_vec()
        .with_context(|| format!("{address} could not be read to its end"))
}

fn read_file(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// UTF-8, or else the Latin alphabet of old pages, whose letters have the numbers of Unicode.
fn decode(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        error
            .as_bytes()
            .iter()
            .map(|byte| char::from(*byte))
            .collect()
    })
}
