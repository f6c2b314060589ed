//! `unefois check`: every problem of every file, at once.

use std::path::{Path, PathBuf};

use serde::Serialize;
use time::Date;
use unefois_core::demarche::{self, ConfigProblem, ConfigWarning, DeploymentWritten};

use crate::clock;
use crate::failure::Failure;
use crate::files;
use crate::output::{BAD, GOOD, Output, SOON, STRONG, styled};

/// Said at the end of the help.
pub const EXAMPLE: &str = "\
Une habilitation ou une homologation qui finit dans les 60 jours est un avertissement : il ne change
pas le code de sortie.

Un fichier .json est un déploiement, celui que lit le service. Ses secrets ne sont pas connus
d’ici : le service vérifie à son démarrage qu’il les a tous.

Exemple :
  unefois check cantine/demarche.toml creche/demarche.toml
  unefois check --aujourdhui 2027-01-01 --json deployment.json";

/// What to check.
#[derive(clap::Args)]
pub struct Arguments {
    /// Fichiers de démarche (.toml), ou déploiement (.json)
    #[arg(required = true, value_name = "FICHIERS")]
    files: Vec<PathBuf>,
    /// Jour où juger les habilitations ; par défaut, ce jour à Paris
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = clock::parse_day)]
    aujourdhui: Option<Date>,
}

/// What is said of one file.
#[derive(Serialize)]
struct Report {
    file: String,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    unreadable: Option<String>,
    problems: Vec<Problem>,
    warnings: Vec<Warning>,
}

/// A broken rule, for programs.
#[derive(Serialize)]
pub struct Problem {
    path: String,
    rule: &'static str,
    expected: String,
    got: String,
}

impl From<ConfigProblem> for Problem {
    fn from(problem: ConfigProblem) -> Self {
        Self {
            path: problem.path,
            rule: problem.rule,
            expected: problem.expected,
            got: problem.got,
        }
    }
}

/// A right that ends soon, for programs.
#[derive(Serialize)]
struct Warning {
    path: String,
    rule: &'static str,
    last_day: String,
    days: i64,
    is_urgent: bool,
    #[serde(skip)]
    line: String,
}

impl From<ConfigWarning> for Warning {
    fn from(warning: ConfigWarning) -> Self {
        Self {
            line: warning.to_string(),
            path: warning.path,
            rule: warning.rule,
            last_day: warning.last_day.to_string(),
            days: warning.days,
            is_urgent: warning.is_urgent,
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// [`Failure::File`] when a file cannot be read, else [`Failure::Problems`] when one breaks a rule; all
/// of them were looked at.
pub fn run(arguments: &Arguments, output: &Output) -> Result<(), Failure> {
    let today = clock::today(arguments.aujourdhui);
    let reports: Vec<Report> = arguments
        .files
        .iter()
        .map(|path| Report::of(path, today))
        .collect();
    match output.json {
        true => output.document(&serde_json::json!({
            "ok": reports.iter().all(Report::is_ok),
            "today": today.to_string(),
            "files": reports,
        })),
        false => reports.iter().for_each(|report| report.tell(output)),
    }
    conclude(&reports, output)
}

impl Report {
    fn of(path: &Path, today: Date) -> Self {
        let mut report = Self {
            file: files::name(path),
            unreadable: None,
            problems: Vec::new(),
            warnings: Vec::new(),
        };
        match files::read(path) {
            Ok(text) => {
                let problems = problems(path, &text, today).into_iter();
                report.problems = problems.map(Problem::from).collect();
                let warnings = warnings(path, &text, today).into_iter();
                report.warnings = warnings.map(Warning::from).collect();
            }
            Err(Failure::File(sentence)) => report.unreadable = Some(sentence),
            Err(_) => report.unreadable = Some(report.file.clone()),
        }
        report
    }

    fn is_ok(&self) -> bool {
        self.unreadable.is_none() && self.problems.is_empty()
    }

    /// One line a problem, as the build and the service write them.
    fn tell(&self, output: &Output) {
        let file = &self.file;
        for problem in &self.problems {
            let Problem {
                path,
                rule,
                expected,
                got,
            } = problem;
            output.long("", &format!(
                "{file} : {STRONG}{path}{STRONG:#} : {BAD}[{rule}]{BAD:#} attendu : {expected} ; reçu : {got}"
            ));
        }
        for warning in &self.warnings {
            let style = if warning.is_urgent { BAD } else { SOON };
            output.long(
                "",
                &format!("{file} : {style}attention{style:#} : {}", warning.line),
            );
        }
        if let Some(sentence) = &self.unreadable {
            output.error(sentence);
        } else if self.problems.is_empty() {
            output.line(&format!(
                "{file} : {}",
                styled(GOOD, "toutes les règles tiennent")
            ));
        }
    }
}

/// What is wrong with one file.
pub fn problems(path: &Path, text: &str, today: Date) -> Vec<ConfigProblem> {
    let file = files::name(path);
    if is_deployment(path) {
        // Only the platform knows which secrets it holds.
        let found = demarche::check_deployment(text, today, &|_| true).err();
        return found.unwrap_or_default();
    }
    let checked = files::parse_demarche(text, &file)
        .and_then(|written| demarche::check(written, &file, today));
    checked.err().unwrap_or_default()
}

/// What ends soon in one file, where it can be read.
fn warnings(path: &Path, text: &str, today: Date) -> Vec<ConfigWarning> {
    if !is_deployment(path) {
        let written = files::parse_demarche(text, "");
        return written
            .map(|written| demarche::warnings(&written, today))
            .unwrap_or_default();
    }
    let deployment: Option<DeploymentWritten> = serde_json::from_str(text).ok();
    let demarches = deployment
        .map(|deployment| deployment.demarches)
        .unwrap_or_default();
    let demarches = demarches.iter().enumerate();
    demarches
        .flat_map(|(index, written)| {
            let found = demarche::warnings(written, today).into_iter();
            found.map(move |warning| ConfigWarning {
                path: format!("demarches[{index}].{}", warning.path),
                ..warning
            })
        })
        .collect()
}

/// The extension says what a file is.
fn is_deployment(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn conclude(reports: &[Report], output: &Output) -> Result<(), Failure> {
    let broken: usize = reports.iter().map(|report| report.problems.len()).sum();
    let is_read = reports.iter().all(|report| report.unreadable.is_none());
    if broken > 0 && !output.json {
        let rules = if broken == 1 {
            "règle enfreinte"
        } else {
            "règles enfreintes"
        };
        output.note(&format!(
            "{broken} {rules} ; docs/demarche.md explique chaque clé."
        ));
    }
    match (is_read, broken) {
        (true, 0) => Ok(()),
        (true, _) => Err(Failure::Problems),
        (false, _) => Err(Failure::Unreadable),
    }
}
