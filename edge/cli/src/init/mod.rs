//! `unefois init`: a démarche file from questions, each answer judged by the rules when it is given.

mod answers;
mod draft;
mod given;
mod guess;
mod interview;
mod question;
mod terminal;
mod writing;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use time::Date;
use unefois_core::demarche::{self, ConfigProblem};

use crate::check::Problem;
use crate::clock;
use crate::failure::Failure;
use crate::files;
use crate::output::{GOOD, Output, SOON, styled};
use answers::Answers;
use given::Given;
use terminal::Terminal;

/// Said at the end of the help.
pub const EXAMPLE: &str = "\
Une réponse peut attendre quand elle dépend d’un autre : identifiant de FranceConnect, numéro d’une
habilitation, délibération. Laissez-la vide : le fichier est écrit, et ce qui manque est dit.

Exemple :
  unefois init cantine/demarche.toml
  unefois init cantine/demarche.toml --reponses reponses.toml

Les réponses d’un fichier portent les noms de clés de la démarche ; docs/cli.md en donne un entier.";

/// Where to write, and who answers.
#[derive(clap::Args)]
pub struct Arguments {
    /// Fichier à écrire
    #[arg(
        default_value = "demarche.toml",
        hide_default_value = true,
        value_name = "FICHIER"
    )]
    file: PathBuf,
    /// Lire les réponses dans un fichier, .toml ou .json, au lieu de les demander
    #[arg(long, value_name = "FICHIER")]
    reponses: Option<PathBuf>,
    /// Écrire à nouveau un fichier qui existe
    #[arg(long)]
    remplacer: bool,
    /// Jour où juger les réponses ; par défaut, ce jour à Paris
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = clock::parse_day)]
    aujourdhui: Option<Date>,
}

/// Runs the command.
///
/// # Errors
///
/// [`Failure::Problems`] when an answer of a file breaks a rule; [`Failure::Usage`] when nobody answers,
/// or when the file is there; [`Failure::File`].
pub fn run(arguments: &Arguments, output: &Output) -> Result<(), Failure> {
    if arguments.file.exists() && !arguments.remplacer {
        return Err(files::exists(&arguments.file));
    }
    let today = clock::today(arguments.aujourdhui);
    let answers = match &arguments.reponses {
        Some(path) => from_file(path, today, output)?,
        None => from_person(today)?,
    };
    let text = writing::text(&answers);
    files::write(&arguments.file, &text, files::PUBLIC, arguments.remplacer)?;
    tell(
        &arguments.file,
        &holes(&text, &arguments.file, today),
        output,
    );
    Ok(())
}

fn from_file(path: &Path, today: Date, output: &Output) -> Result<Answers, Failure> {
    let mut given = Given::read(path)?;
    let unasked = given.unasked(today);
    let answers = interview::run(&mut given, unasked)?;
    let problems = given.problems(&answers);
    if problems.is_empty() {
        return Ok(answers);
    }
    match output.json {
        true => {
            let problems: Vec<Problem> = problems.into_iter().map(Problem::from).collect();
            output.document(&serde_json::json!({ "written": false, "problems": problems }));
        }
        false => problems
            .iter()
            .for_each(|problem| output.line(&problem.to_string())),
    }
    Err(Failure::Problems)
}

fn from_person(today: Date) -> Result<Answers, Failure> {
    if !std::io::stdin().is_terminal() {
        let sentence =
            "personne ne peut répondre ici : donnez les réponses avec --reponses FICHIER.";
        return Err(Failure::Usage(sentence.to_owned()));
    }
    interview::run(&mut Terminal, Answers::new(today))
}

/// What the file still breaks: the answers that wait.
fn holes(text: &str, path: &Path, today: Date) -> Vec<ConfigProblem> {
    let file = files::name(path);
    let checked = files::parse_demarche(text, &file)
        .and_then(|written| demarche::check(written, &file, today));
    checked.err().unwrap_or_default()
}

fn tell(path: &Path, holes: &[ConfigProblem], output: &Output) {
    let file = files::name(path);
    if output.json {
        let holes: Vec<Problem> = holes.iter().cloned().map(Problem::from).collect();
        return output
            .document(&serde_json::json!({ "written": true, "file": file, "holes": holes }));
    }
    output.line(&styled(GOOD, &format!("{file} est écrit.")));
    if !holes.is_empty() {
        let count = holes.len();
        let what = if count == 1 {
            "point à compléter"
        } else {
            "points à compléter"
        };
        output.line(&styled(SOON, &format!("Il reste {count} {what} :")));
        holes
            .iter()
            .for_each(|hole| output.long("  ", &hole.to_string()));
    }
    output.note(&format!(
        "\nEnsuite :\n  unefois datapass {file}    les demandes d’habilitation, remplies d’avance\n  \
         unefois simulate {file}    qui verrait quoi\n  unefois check {file}       avant chaque publication"
    ));
}
