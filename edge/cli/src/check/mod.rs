//! `unefois check`: every problem of every file, at once.

mod habilitation;
mod liste;

use std::path::{Path, PathBuf};

use serde::Serialize;
use time::Date;
use unefois_core::demarche::{
    self, ConfigProblem, ConfigWarning, DemarcheWritten, DeploymentWritten,
};

use crate::clock;
use crate::failure::Failure;
use crate::files;
use crate::output::{BAD, GOOD, Output, SOON, STRONG, styled};
use habilitation::Habilitation;
use liste::Liste;

/// Said at the end of the help.
pub const EXAMPLE: &str = "\
Une habilitation ou une homologation qui finit dans les 60 jours est un avertissement : il ne change
pas le code de sortie.

Un fichier .json est un déploiement, celui que lit le service. Ses secrets ne sont pas connus
d’ici : le service vérifie à son démarrage qu’il les a tous.

La liste publique des habilitations en vigueur est refaite le 1er de chaque mois : téléchargez-la sur
data.gouv.fr (« Habilitations DataPass validées »). Une habilitation qui n’y est pas, ou avec moins de
périmètres, change le code de sortie ; trop récente pour y être, non.

Exemple :
  unefois check cantine/demarche.toml creche/demarche.toml
  unefois check --liste habilitations.csv cantine/demarche.toml creche/demarche.toml
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
    #[command(flatten)]
    liste: liste::Given,
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
    /// Its habilitations beside the public list, where one is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    habilitations: Option<Vec<Habilitation>>,
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
/// As [`Liste::read`], before anything is said; [`Failure::Unreadable`] when a file cannot be read, else
/// [`Failure::Problems`] when one breaks a rule or does not agree with the list; all of them were looked
/// at.
pub fn run(arguments: &Arguments, output: &Output) -> Result<(), Failure> {
    let today = clock::today(arguments.aujourdhui);
    let liste = Liste::read(&arguments.liste, today)?;
    let files = arguments.files.iter();
    let reports: Vec<Report> = files
        .map(|path| Report::of(path, today, liste.as_ref()))
        .collect();
    let is_current = liste.as_ref().is_none_or(Liste::is_current);
    if output.json {
        let mut document = serde_json::json!({
            "ok": is_current && reports.iter().all(Report::is_ok),
            "today": today.to_string(),
            "files": reports,
        });
        if let Some(liste) = &liste {
            document["list"] = serde_json::json!(liste.said());
        }
        output.document(&document);
    } else {
        reports.iter().for_each(|report| report.tell(output));
        if let Some(liste) = &liste {
            liste.tell(output);
        }
    }
    conclude(&reports, is_current, output)
}

impl Report {
    fn of(path: &Path, today: Date, liste: Option<&Liste>) -> Self {
        let mut report = Self {
            file: files::name(path),
            unreadable: None,
            problems: Vec::new(),
            warnings: Vec::new(),
            habilitations: liste.map(|_| Vec::new()),
        };
        match files::read(path) {
            Ok(text) => {
                let problems = problems(path, &text, today).into_iter();
                report.problems = problems.map(Problem::from).collect();
                for (start, written) in demarches(path, &text) {
                    let warnings = warnings(&start, &written, today);
                    report.warnings.extend(warnings.map(Warning::from));
                    if let (Some(liste), Some(known)) = (liste, &mut report.habilitations) {
                        known.extend(liste.compare(&written, &start));
                    }
                }
            }
            Err(Failure::File(sentence)) => report.unreadable = Some(sentence),
            Err(_) => report.unreadable = Some(report.file.clone()),
        }
        report
    }

    fn is_ok(&self) -> bool {
        self.unreadable.is_none() && self.problems.is_empty() && self.agrees()
    }

    /// Whether the public list, where one is given, holds all it claims.
    fn agrees(&self) -> bool {
        let mut habilitations = self.habilitations.iter().flatten();
        !habilitations.any(Habilitation::alerts)
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
        for habilitation in self.habilitations.iter().flatten() {
            habilitation.tell(file, output);
        }
        if let Some(sentence) = &self.unreadable {
            output.error(sentence);
        } else if self.is_ok() {
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

/// The démarches of one file, each with what begins its places there, where they can be read.
fn demarches(path: &Path, text: &str) -> Vec<(String, DemarcheWritten)> {
    if !is_deployment(path) {
        let written = files::parse_demarche(text, "");
        let written = written.into_iter();
        return written.map(|written| (String::new(), written)).collect();
    }
    let deployment: Option<DeploymentWritten> = serde_json::from_str(text).ok();
    let demarches = deployment.into_iter().flat_map(|it| it.demarches);
    demarches
        .enumerate()
        .map(|(index, written)| (format!("demarches[{index}]."), written))
        .collect()
}

/// What ends soon in one démarche.
fn warnings(
    start: &str,
    written: &DemarcheWritten,
    today: Date,
) -> impl Iterator<Item = ConfigWarning> {
    let found = demarche::warnings(written, today).into_iter();
    found.map(move |warning| ConfigWarning {
        path: format!("{start}{}", warning.path),
        ..warning
    })
}

/// The extension says what a file is.
fn is_deployment(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn conclude(reports: &[Report], is_current: bool, output: &Output) -> Result<(), Failure> {
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
    match (is_read, is_current && reports.iter().all(Report::is_ok)) {
        (true, true) => Ok(()),
        (true, false) => Err(Failure::Problems),
        (false, _) => Err(Failure::Unreadable),
    }
}
