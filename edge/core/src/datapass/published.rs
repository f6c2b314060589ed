//! The public list of the habilitations in force, « Habilitations DataPass validées » of data.gouv.fr.
//!
//! A CSV in UTF-8, separated by commas, rewritten on the 1st of each month at two in the morning. Who
//! fetched it vouches for it; a line that cannot be read is left out and counted, never guessed.
//!
//! [How it is made](https://github.com/etalab/data_pass/blob/c3a17f12/docs/technique/datagouv-habilitations-sync.md),
//! [its columns](https://github.com/etalab/data_pass/blob/c3a17f12/app/interactors/datagouv/build_habilitations_rows.rb).

use std::collections::BTreeSet;

use time::Date;

use crate::paris;

const SERVICE: &str = "API ou Service demandé";
const SIRET: &str = "SIRET du demandeur";
const SCOPES: &str = "Données demandées";
const VALIDATED: &str = "Date de validation";

/// Services a démarche can stand on, as the list names them.
pub(super) const FRANCE_CONNECT: &str = "FranceConnect";
pub(super) const API_PARTICULIER: &str = "APIParticulier";
pub(super) const API_IMPOT_PARTICULIER: &str = "APIImpotParticulier";
pub(super) const API_IMPOT_PARTICULIER_SANDBOX: &str = "APIImpotParticulierSandbox";

const SERVICES: [&str; 4] = [
    FRANCE_CONNECT,
    API_PARTICULIER,
    API_IMPOT_PARTICULIER,
    API_IMPOT_PARTICULIER_SANDBOX,
];

/// Why a file is not the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishedFault {
    /// There is nothing in it.
    Empty,
    /// It is not text in UTF-8.
    NotUtf8,
    /// It is a web page.
    WebPage,
    /// A column is not there.
    MissingColumn(&'static str),
    /// No line of it is of a service a démarche can stand on.
    NoLine,
    /// No line of it is dated, today or before.
    NoDate,
    /// A line of it is of that day, after the one it is said to be of.
    Newer(Date),
}

impl PublishedFault {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotUtf8 => "not_utf8",
            Self::WebPage => "web_page",
            Self::MissingColumn(_) => "missing_column",
            Self::NoLine => "no_line",
            Self::NoDate => "no_date",
            Self::Newer(_) => "newer",
        }
    }
}

/// The text of the list, its rows not looked at yet.
///
/// # Errors
///
/// [`PublishedFault::Empty`], [`PublishedFault::NotUtf8`], [`PublishedFault::WebPage`].
pub fn published_text(bytes: &[u8]) -> Result<&str, PublishedFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| PublishedFault::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().chars().next() {
        None => Err(PublishedFault::Empty),
        Some('<') => Err(PublishedFault::WebPage),
        Some(_) => Ok(text),
    }
}

/// The list, for the services a démarche can stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedList {
    pub(super) lines: Vec<PublishedLine>,
    /// What was validated on an earlier day is in it; what was validated on that day may be.
    pub day: Date,
    /// Lines left out because they cannot be read.
    pub unread: usize,
    /// The latest rewriting it can come from.
    rewritten: Date,
}

/// A habilitation in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PublishedLine {
    pub(super) service: &'static str,
    pub(super) siret: String,
    pub(super) scopes: BTreeSet<String>,
    pub(super) validated_on: Option<Date>,
}

impl PublishedList {
    /// Reads the rows of the list, names of columns first, as known on the day `today` in Paris.
    ///
    /// The file does not say when it was made: `said` does, else its latest day of validation.
    ///
    /// # Errors
    ///
    /// [`PublishedFault`].
    pub fn read(
        rows: impl IntoIterator<Item = Vec<String>>,
        said: Option<Date>,
        today: Date,
    ) -> Result<Self, PublishedFault> {
        let mut rows = rows.into_iter();
        let columns = Columns::find(&rows.next().ok_or(PublishedFault::Empty)?)?;
        let (mut lines, mut unread, mut latest) = (Vec::new(), 0, None);
        for row in rows {
            let Some(row) = columns.row(&row) else {
                unread += 1;
                continue;
            };
            // A day to come is a slip of the hand, which would make the list look complete.
            latest = latest.max(row.validated_on().filter(|day| *day <= today));
            if let Some(service) = row.known_service() {
                match row.line(service) {
                    Some(line) => lines.push(line),
                    None => unread += 1,
                }
            }
        }
        if lines.is_empty() {
            return Err(PublishedFault::NoLine);
        }
        let latest = latest.ok_or(PublishedFault::NoDate)?;
        let (day, rewritten) = match said {
            Some(said) if said < latest => return Err(PublishedFault::Newer(latest)),
            Some(said) => (said, said),
            None => (latest, first_from(latest)),
        };
        Ok(Self {
            lines,
            day,
            unread,
            rewritten,
        })
    }

    /// The rewriting that must be out on the day `today`, when this list is older than that.
    pub fn superseded_by(&self, today: Date) -> Option<Date> {
        let last = last_rewriting(today);
        (self.rewritten < last).then_some(last)
    }

    /// The first rewriting after this list, known on the day `today`, that shows what was validated on the
    /// day `since`.
    pub(super) fn next_with(&self, since: Date, today: Date) -> Date {
        let next = next_rewriting(since.max(self.rewritten));
        // Older ones are not published any more.
        next.max(last_rewriting(today))
    }
}

/// Day of the last rewriting that is certainly out on the day `today`: on the 1st, it may be late.
fn last_rewriting(today: Date) -> Date {
    let eve = today.previous_day().unwrap_or(today);
    eve.replace_day(1).unwrap_or(eve)
}

/// Day of the first rewriting after the day `day`.
fn next_rewriting(day: Date) -> Date {
    let last = day.month().length(day.year());
    let end = day.replace_day(last).unwrap_or(day);
    end.next_day().unwrap_or(end)
}

/// The 1st on that day or after.
fn first_from(day: Date) -> Date {
    match day.day() {
        1 => day,
        _ => next_rewriting(day),
    }
}

/// Places of the columns read.
struct Columns {
    service: usize,
    siret: usize,
    scopes: usize,
    validated: usize,
}

impl Columns {
    fn find(header: &[String]) -> Result<Self, PublishedFault> {
        let place = |column: &'static str| {
            let mut names = header.iter();
            let place = names.position(|name| name.trim() == column);
            place.ok_or(PublishedFault::MissingColumn(column))
        };
        Ok(Self {
            service: place(SERVICE)?,
            siret: place(SIRET)?,
            scopes: place(SCOPES)?,
            validated: place(VALIDATED)?,
        })
    }

    fn row<'a>(&self, cells: &'a [String]) -> Option<Row<'a>> {
        let cell = |place: usize| cells.get(place).map(|cell| cell.trim());
        Some(Row {
            service: cell(self.service)?,
            siret: cell(self.siret)?,
            scopes: cell(self.scopes)?,
            validated: cell(self.validated)?,
        })
    }
}

/// A row that has all the columns.
struct Row<'a> {
    service: &'a str,
    siret: &'a str,
    scopes: &'a str,
    validated: &'a str,
}

impl Row<'_> {
    fn validated_on(&self) -> Option<Date> {
        paris::parse_date(self.validated)
    }

    fn known_service(&self) -> Option<&'static str> {
        let mut services = SERVICES.into_iter();
        services.find(|service| service.eq_ignore_ascii_case(self.service))
    }

    fn line(&self, service: &'static str) -> Option<PublishedLine> {
        let is_siret =
            self.siret.len() == 14 && self.siret.bytes().all(|byte| byte.is_ascii_digit());
        let mut scopes = scopes(self.scopes)?;
        if service == FRANCE_CONNECT {
            // FranceConnect grants it without its being asked.
            scopes.insert("openid".to_owned());
        }
        is_siret.then(|| PublishedLine {
            service,
            siret: self.siret.to_owned(),
            scopes,
            validated_on: self.validated_on(),
        })
    }
}

/// Scopes of a line: joined by commas, or the JSON array that DataPass stores, written as it is.
///
/// None where one is not a name: a quote left open takes in the lines that follow, and their scopes.
fn scopes(cell: &str) -> Option<BTreeSet<String>> {
    let names: BTreeSet<String> = match cell.chars().next() {
        None => BTreeSet::new(),
        Some('[') => serde_json::from_str(cell).ok()?,
        Some(_) => {
            let names = cell.split(',');
            names
                .map(|name| name.trim_matches(' ').to_owned())
                .collect()
        }
    };
    names.iter().all(|name| is_scope(name)).then_some(names)
}

fn is_scope(name: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty() && name.bytes().all(is_word)
}
