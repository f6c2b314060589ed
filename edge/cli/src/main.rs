//! `unefois`: what a collectivité and its editor do with a démarche before and beside the edge.
//!
//! The core does the work. This program reads files, asks, prints, and knows the clock and the random
//! source of the machine.

mod check;
mod clock;
mod datapass;
mod failure;
mod files;
mod init;
mod keys;
mod output;
mod simulate;
mod usage;

use std::process::ExitCode;

use clap::{ArgAction, Parser, Subcommand};

use output::Output;

/// Said at the end of the help.
const EXIT_CODES: &str = "\
Codes de sortie :
  0  tout va bien
  1  le fichier a des problèmes, tous écrits
  2  la commande est mal écrite, ou refusée
  3  un fichier ne peut pas être lu ou écrit

Exemple :
  unefois init cantine/demarche.toml
  unefois check cantine/demarche.toml

Chaque commande a son aide et son exemple : unefois check --help
Les pages : docs/cli.md, docs/demarche.md, docs/operate.md";

/// Prépare, vérifie et essaie une démarche Une fois
#[derive(Parser)]
#[command(
    name = "unefois",
    version,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true,
    subcommand_value_name = "COMMANDE",
    subcommand_help_heading = "Commandes",
    help_template = usage::HELP,
    after_help = EXIT_CODES
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Écrire le résultat en JSON sur la sortie standard
    #[arg(long, global = true, display_order = 100)]
    json: bool,
    /// Afficher cette aide
    #[arg(short = 'h', long, global = true, action = ArgAction::Help, display_order = 101)]
    help: Option<bool>,
    /// Afficher la version
    #[arg(short = 'V', long, action = ArgAction::Version, display_order = 102)]
    version: Option<bool>,
}

#[derive(Subcommand)]
enum Command {
    /// Écrire un fichier de démarche à partir de questions
    #[command(help_template = usage::HELP, after_help = init::EXAMPLE)]
    Init(init::Arguments),
    /// Vérifier des fichiers de démarche, ou un déploiement : toutes les règles, d’un coup
    #[command(help_template = usage::HELP, after_help = check::EXAMPLE)]
    Check(check::Arguments),
    /// Donner les liens qui remplissent d’avance les demandes d’habilitation
    #[command(help_template = usage::HELP, after_help = datapass::EXAMPLE)]
    Datapass(datapass::Arguments),
    /// Faire les clés du service, et en changer sans interruption
    #[command(help_template = usage::HELP, after_help = keys::EXAMPLE, subcommand_value_name = "COMMANDE", subcommand_help_heading = "Commandes")]
    Keys(keys::Arguments),
    /// Montrer qui verrait quoi, avec une personne inventée
    #[command(help_template = usage::HELP, after_help = simulate::EXAMPLE)]
    Simulate(simulate::Arguments),
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::explain(&error),
    };
    let output = Output::new(arguments.json);
    let outcome = match arguments.command {
        Command::Init(arguments) => init::run(&arguments, &output),
        Command::Check(arguments) => check::run(&arguments, &output),
        Command::Datapass(arguments) => datapass::run(&arguments, &output),
        Command::Keys(arguments) => keys::run(&arguments, &output),
        Command::Simulate(arguments) => simulate::run(&arguments, &output),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell(&output);
            failure.code()
        }
    }
}
