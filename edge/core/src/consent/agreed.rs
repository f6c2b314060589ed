use super::offer::{Offer, Offered, RowsBox};
use crate::field;
use crate::sources::ListSpec;

/// The second consent: the boxes the person left ticked and the rows they chose, among those the
/// first consent could show.
pub struct Consent {
    chemins: Vec<String>,
    rows: Vec<(&'static ListSpec, Vec<usize>)>,
    ignored: usize,
}

/// A list about which the person did not decide, or decided two things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowsFault {
    /// Start of the paths of the list: `enfants[]`.
    pub list: &'static str,
    /// What is wrong.
    pub kind: RowsFaultKind,
}

/// What is wrong with the choice of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsFaultKind {
    /// Neither a row nor "none of these".
    Undecided,
    /// Rows and "none of these".
    Both,
    /// More rows than the form has.
    TooMany,
    /// A row about somebody else than whom another source that leaves was asked about.
    Other,
}

impl Consent {
    /// Reads the boxes posted by the release page. Ids come from the browser: one that the page
    /// could not show for this offer is ignored, so that nothing posted widens it.
    ///
    /// # Errors
    ///
    /// The lists to decide about again: the page is then shown once more, and nothing leaves.
    pub fn new<S: AsRef<str>>(offer: &Offer, ids: &[S]) -> Result<Self, Vec<RowsFault>> {
        let is_ticked = |id: &str| ids.iter().any(|ticked| ticked.as_ref() == id);
        let offered = offer.offered();
        let is_shown = |id: &S| offered.iter().any(|shown| shown.has_id(id.as_ref()));
        let mut consent = Self {
            chemins: Vec::new(),
            rows: Vec::new(),
            ignored: ids.iter().filter(|id| !is_shown(id)).count(),
        };
        let mut faults = Vec::new();
        for offered in offered {
            match offered {
                Offered::Box(shown) if is_ticked(&shown.id) => {
                    consent.chemins.extend(shown.chemins)
                }
                Offered::Box(_) => {}
                Offered::Rows(rows) => match choose(&rows, is_ticked) {
                    Ok(chosen) => consent.rows.push((rows.list, chosen)),
                    Err(kind) => faults.push(RowsFault {
                        list: rows.list.prefix,
                        kind,
                    }),
                },
            }
        }
        let others = consent
            .rows
            .iter()
            .filter(|(list, rows)| offer.is_about_another(list, rows, &consent.chemins));
        faults.extend(others.map(|(list, _)| RowsFault {
            list: list.prefix,
            kind: RowsFaultKind::Other,
        }));
        match faults.is_empty() {
            true => Ok(consent),
            false => Err(faults),
        }
    }

    /// How many ids were ignored: none when it is our page that was posted.
    pub fn ignored(&self) -> usize {
        self.ignored
    }

    /// The paths to take, each with the path it is released as: chosen rows are numbered anew, so
    /// that no number tells of a row that was not chosen.
    pub(super) fn released_as(&self, chemin: &'static str) -> Vec<(String, String)> {
        let kept = self.chemins.iter();
        let kept = kept.filter(|path| field::spec(path).is_some_and(|spec| spec.chemin == chemin));
        let kept = kept.map(|path| (path.clone(), path.clone()));
        let chosen = self
            .rows
            .iter()
            .filter(|(list, _)| chemin.starts_with(list.prefix))
            .flat_map(|(_, rows)| rows.iter().enumerate())
            .map(|(place, row)| (field::at_row(chemin, *row), field::at_row(chemin, place)));
        kept.chain(chosen).collect()
    }
}

fn choose(rows: &RowsBox, is_ticked: impl Fn(&str) -> bool) -> Result<Vec<usize>, RowsFaultKind> {
    let chosen: Vec<usize> = (0..rows.rows)
        .filter(|row| is_ticked(&rows.id(*row)))
        .collect();
    match (chosen.len(), is_ticked(&rows.none_id())) {
        (0, false) => Err(RowsFaultKind::Undecided),
        (0, true) => Ok(chosen),
        (_, true) => Err(RowsFaultKind::Both),
        (count, false) if count > rows.lignes => Err(RowsFaultKind::TooMany),
        (_, false) => Ok(chosen),
    }
}
