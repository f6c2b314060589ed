//! `unefois datapass`: what concerns the habilitations.

mod links;
mod squelette;

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
  unefois datapass --json stationnement/demarche.toml
  unefois datapass --squelette webhook.json > demarche.toml";

/// What to ask for.
#[derive(clap::Args)]
pub struct Arguments {
    /// Fichier de démarche
    #[arg(value_name = "FICHIER", required_unless_present = "squelette")]
    file: Option<PathBuf>,
    /// Écrire plutôt la démarche à compléter, d’après ce que DataPass a envoyé en accordant une habilitation
    #[arg(long, value_name = "CORPS", conflicts_with_all = ["file", "editeur"])]
    squelette: Option<PathBuf>,
    /// L’éditeur a déjà fait la recette à la DGFiP : demander la production sans bac à sable
    #[arg(long)]
    editeur: bool,
}

/// Runs the command.
///
/// # Errors
///
/// As [`links::run`] or [`squelette::run`].
pub fn run(arguments: &Arguments, output: &Output) -> Result<(), Failure> {
    match (&arguments.squelette, &arguments.file) {
        (Some(body), _) => squelette::run(body, output),
        (None, Some(file)) => links::run(file, arguments.editeur, output),
        (None, None) => Ok(()),
    }
}
