//! `unefois simulate`: who would see what, with an invented person.

mod asking;
mod attesting;
mod person;
mod report;
mod telling;
mod tracing;
mod walk;

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value as Json, json};
use time::Date;
use unefois_core::demarche::{self, DemarcheChecked};
use unefois_wire::Concerne;

use crate::clock;
use crate::failure::Failure;
use crate::files;
use crate::output::Output;
use person::Person;
use walk::{Circumstances, Walk};

/// Said at the end of the help.
pub const EXAMPLE: &str = "\
Personnes inventées :
  camille  deux enfants, un dossier chez chaque fournisseur (par défaut)
  sacha    née hors de France, sans dossier chez les fournisseurs
  ou un fichier .toml, décrit dans docs/cli.md

Rien n’est demandé à personne : les réponses sont inventées, le filtre est celui du service.

Exemple :
  unefois simulate cantine/demarche.toml
  unefois simulate cantine/demarche.toml --refuse adresse --panne quotient_familial --json";

/// Which démarche, whose walk, and what goes wrong.
#[derive(clap::Args)]
pub struct Arguments {
    /// Fichier de démarche
    #[arg(value_name = "FICHIER")]
    file: PathBuf,
    /// Personne inventée : un nom, ou un fichier
    #[arg(
        long,
        default_value = "camille",
        hide_default_value = true,
        value_name = "NOM"
    )]
    personne: String,
    /// Pour qui : usager, enfant ou autre ; par défaut, le premier de la démarche
    #[arg(long, value_enum, hide_possible_values = true, value_name = "QUI")]
    concerne: Option<Whom>,
    /// Source non cochée avant le départ ; se répète
    #[arg(long, value_name = "SOURCE")]
    sans: Vec<String>,
    /// Case refusée avant l’envoi ; se répète
    #[arg(long, value_name = "CASE")]
    refuse: Vec<String>,
    /// Source qui ne répond pas ; se répète
    #[arg(long, value_name = "SOURCE")]
    panne: Vec<String>,
    /// Jour de la demande ; par défaut, ce jour à Paris
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = clock::parse_day)]
    aujourdhui: Option<Date>,
    /// Adresse du service, qui signe l’attestation
    #[arg(
        long,
        value_name = "ADRESSE",
        default_value = "https://unefois.example",
        hide_default_value = true
    )]
    service: String,
}

/// Whom the request is about.
#[derive(Clone, Copy, ValueEnum)]
enum Whom {
    Usager,
    Enfant,
    Autre,
}

impl From<Whom> for Concerne {
    fn from(whom: Whom) -> Self {
        match whom {
            Whom::Usager => Self::Usager,
            Whom::Enfant => Self::Enfant,
            Whom::Autre => Self::Autre,
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// [`Failure::Problems`] when the démarche breaks a rule; [`Failure::Usage`] when the circumstances make
/// no sense for it; [`Failure::File`].
pub fn run(arguments: &Arguments, output: &Output) -> Result<(), Failure> {
    let today = clock::today(arguments.aujourdhui);
    let demarche = checked(arguments, today)?;
    let person = Person::find(&arguments.personne)?;
    let first = demarche.written().concerne.first().copied();
    let concerne = arguments.concerne.map(Concerne::from).or(first);
    let with = Circumstances {
        person: &person,
        concerne: concerne.unwrap_or(Concerne::Usager),
        unticked: &arguments.sans,
        refused: &arguments.refuse,
        down: &arguments.panne,
        today,
        origin: &arguments.service,
    };
    let walk = walk::walk(&demarche, &with)?;
    match output.json {
        true => output.document(&document(&demarche, &walk, &with)),
        false => telling::tell(&demarche, &walk, &with, output),
    }
    Ok(())
}

fn checked(arguments: &Arguments, today: Date) -> Result<DemarcheChecked, Failure> {
    let written = files::demarche(&arguments.file)?;
    let file = files::name(&arguments.file);
    demarche::check(written, &file, today).map_err(|problems| files::refused(&problems))
}

fn document(demarche: &DemarcheChecked, walk: &Walk, with: &Circumstances) -> Json {
    let sources = walk.asked.iter().map(|asked| {
        json!({
            "source": asked.spec.id,
            "provider": asked.spec.fournisseur,
            "outcome": asked.outcome.code(),
            "parameters": asked.parameters,
            "companion": asked.companion,
            "fields": asked.fields,
        })
    });
    json!({
        "demarche": demarche.id(),
        "person": with.person.nom,
        "concerne": with.concerne,
        "today": with.today.to_string(),
        "franceconnect": { "scopes": walk.scopes },
        "sources": sources.collect::<Vec<_>>(),
        "ticked": walk.ticked,
        "fields": report::fields(demarche, walk, with),
        "kept": report::kept(demarche, walk),
        "attestation": (!walk.released.is_empty()).then_some(&walk.claims),
        "log": report::log(demarche, walk),
        "trace": (!walk.scopes.is_empty()).then_some(&walk.trace),
    })
}
