//! `unefois datapass`: what concerns the habilitations.

mod links;

use std::path::PathBuf;

use crate::failure::Failure;
use crate::output::Output;

/// Said at the end of the help.
pub const EXAMPLE: &str = "\
Un lien par habilitation : FranceConnect d’abord, car les autres la nomment. Chacun porte ce que dit
le fichier et les seuls périmètres dont ses champs ont besoin ; jamais un contact. Rien n’est envoyé :
une personne ouvre le lien, relit, complète et soumet.

Exemple :
  unefois datapass cantine/demarche.toml
  unefois datapass --json stationnement/demarche.toml";

/// What to ask for.
#[derive(clap::Args)]
pub struct Arguments {
    /// Fichier de démarche
    #[arg(value_name = "FICHIER")]
    file: PathBuf,
    /// L’éditeur a déjà fait la recette à la DGFiP : demander la production sans bac à sable
    #[arg(long)]
    editeur: bool,
}

/// Runs the command.
///
/// # Errors
///
/// As [`links::run`].
pub fn run(arguments: &Arguments, output: &Output) -> Result<(), Failure> {
    links::run(&arguments.file, arguments.editeur, output)
}
