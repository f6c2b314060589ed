//! The public list of the habilitations in force, and the habilitations of a démarche beside it.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use csv::ReaderBuilder;
use serde::Serialize;
use time::Date;
use unefois_core::datapass::{PublishedFault, PublishedList, published_text};
use unefois_core::demarche::DemarcheWritten;

use super::habilitation::Habilitation;
use crate::clock;
use crate::failure::Failure;
use crate::files;
use crate::output::{BAD, Output, SOON};

/// What to do with a file that is not the list.
const AGAIN: &str = "Téléchargez de nouveau le CSV de « Habilitations DataPass validées » sur data.gouv.fr, \
                     sans l’ouvrir dans un tableur.";

/// Which list.
#[derive(clap::Args)]
pub struct Given {
    /// Comparer aussi les habilitations à la liste publique : un .csv, ou « - » pour l’entrée standard
    #[arg(long, value_name = "LISTE")]
    liste: Option<PathBuf>,
    /// Jour où la liste a été faite ; par défaut, d’après sa dernière date de validation
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = clock::parse_day, requires = "liste")]
    liste_du: Option<Date>,
}

/// The list given, as known on a day.
pub struct Liste {
    file: String,
    list: PublishedList,
    today: Date,
}

/// The list, for programs.
#[derive(Serialize)]
pub struct ListeSaid {
    file: String,
    day: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_by: Option<String>,
    unread: usize,
}

impl Liste {
    /// Reads the list, where one is given.
    ///
    /// # Errors
    ///
    /// [`Failure::File`] when it cannot be read or is not the list; [`Failure::Usage`] when it cannot be of
    /// the day said.
    pub fn read(given: &Given, today: Date) -> Result<Option<Self>, Failure> {
        let Some(path) = &given.liste else {
            return Ok(None);
        };
        if given.liste_du.is_some_and(|day| day > today) {
            let sentence = format!("--liste-du est un jour à venir : ce jour est le {today}.");
            return Err(Failure::Usage(sentence));
        }
        let (file, bytes) = bytes(path)?;
        let list = published_text(&bytes)
            .and_then(|text| PublishedList::read(rows(text), given.liste_du, today))
            .map_err(|fault| refused(&file, fault))?;
        Ok(Some(Self { file, list, today }))
    }

    /// Whether it tells of this month.
    pub fn is_current(&self) -> bool {
        self.list.superseded_by(self.today).is_none()
    }

    /// Looks for the habilitations of a démarche, whose place in its file begins with `start`.
    pub fn compare(&self, written: &DemarcheWritten, start: &str) -> Vec<Habilitation> {
        let listed = self.list.compare(written, self.today).into_iter();
        listed
            .map(|listed| Habilitation::of(listed, start, self.list.day))
            .collect()
    }

    /// What it is, for programs.
    pub fn said(&self) -> ListeSaid {
        let superseded_by = self.list.superseded_by(self.today);
        ListeSaid {
            file: self.file.clone(),
            day: self.list.day.to_string(),
            superseded_by: superseded_by.map(|day| day.to_string()),
            unread: self.list.unread,
        }
    }

    /// What must be known of it before its word is taken.
    pub fn tell(&self, output: &Output) {
        let (file, day) = (&self.file, self.list.day);
        if let Some(newer) = self.list.superseded_by(self.today) {
            output.long("", &format!(
                "{file} : {BAD}[liste_ancienne]{BAD:#} elle va jusqu’au {day}, et celle du {newer} a dû paraître. \
                 Téléchargez-la sur data.gouv.fr, puis comparez de nouveau."
            ));
        }
        let lines = match self.list.unread {
            0 => return,
            1 => "ligne illisible, laissée de côté",
            _ => "lignes illisibles, laissées de côté",
        };
        output.long(
            "",
            &format!(
                "{file} : {SOON}attention{SOON:#} : {} {lines}.",
                self.list.unread
            ),
        );
    }
}

/// What the list is called in messages, and its bytes.
fn bytes(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    if path != Path::new("-") {
        return Ok((files::name(path), files::read_bytes(path)?));
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    let failed = |error| Failure::File(format!("l’entrée standard ne peut pas être lue : {error}"));
    read.map_err(failed)?;
    Ok(("entrée standard".to_owned(), bytes))
}

/// Rows of any length; one that cannot be parted is an empty one, which the list counts as unread.
fn rows(text: &str) -> impl Iterator<Item = Vec<String>> {
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let records = reader.into_records();
    records.map(|record| {
        let record = record.unwrap_or_default();
        record.iter().map(str::to_owned).collect()
    })
}

fn refused(file: &str, fault: PublishedFault) -> Failure {
    let why = match fault {
        PublishedFault::Empty => "il n’y a rien dedans".to_owned(),
        PublishedFault::NotUtf8 => "ce n’est pas du texte en UTF-8".to_owned(),
        PublishedFault::WebPage => "c’est une page web".to_owned(),
        PublishedFault::MissingColumn(column) => format!("la colonne « {column} » n’y est pas"),
        PublishedFault::NoLine => {
            "aucune ligne n’y est de FranceConnect, d’API Particulier ou d’API Impôt particulier"
                .to_owned()
        }
        PublishedFault::NoDate => "aucune ligne n’y est datée de ce jour ou d’avant".to_owned(),
        PublishedFault::Newer(latest) => {
            let sentence = format!("--liste-du est trop tôt : {file} va jusqu’au {latest}.");
            return Failure::Usage(sentence);
        }
    };
    Failure::File(format!(
        "{file} n’est pas la liste des habilitations : {why} ({}). {AGAIN}",
        fault.code()
    ))
}
