//! The first consent: whom the request is about and which sources may be asked.

use unefois_wire::Concerne;

use super::checked::DemarcheChecked;
use crate::error::Refusal;
use crate::sources::{self, SourceSpec};

/// A choice the démarche allows; made by [`DemarcheChecked::choose`] only.
///
/// It opens questions, and releases nothing: the host page, which transmits it, can be tampered with.
#[derive(Clone, Debug)]
pub struct Choice {
    concerne: Concerne,
    sources: Vec<&'static SourceSpec>,
}

impl Choice {
    /// Whom the request is about.
    pub fn concerne(&self) -> Concerne {
        self.concerne
    }

    /// Sources that may be asked, in the order of the démarche.
    pub fn sources(&self) -> &[&'static SourceSpec] {
        &self.sources
    }

    /// Whether `source` may be asked.
    pub fn has_source(&self, source: &str) -> bool {
        self.sources.iter().any(|chosen| chosen.id == source)
    }

    /// Whether identity may be asked and written: never for another adult.
    pub fn has_identity(&self) -> bool {
        self.concerne != Concerne::Autre
    }

    /// Whether there is nothing to ask, so that leaving for FranceConnect would be a useless trip.
    pub fn asks_nothing(&self) -> bool {
        !self.has_identity() && self.sources.is_empty()
    }
}

impl DemarcheChecked {
    /// Checks a choice against the démarche. For another adult, sources are ignored: nothing is
    /// fetched.
    ///
    /// # Errors
    ///
    /// `choice_refused` when the démarche does not concern this person or has no such source.
    pub fn choose<S: AsRef<str>>(&self, concerne: Concerne, ids: &[S]) -> Result<Choice, Refusal> {
        let known = |id: &S| {
            self.sources()
                .iter()
                .any(|source| source.spec.id == id.as_ref())
        };
        if !self.written().concerne.contains(&concerne) || !ids.iter().all(known) {
            return Err(CHOICE_REFUSED);
        }
        let ticked = |spec: &&'static SourceSpec| ids.iter().any(|id| id.as_ref() == spec.id);
        let specs = self.sources().iter().map(|source| source.spec);
        let sources = match concerne {
            Concerne::Autre => Vec::new(),
            Concerne::Usager | Concerne::Enfant => specs.filter(ticked).collect(),
        };
        Ok(Choice { concerne, sources })
    }

    /// Reads a choice from the parameters of an address: `usager`, and source ids between commas.
    ///
    /// # Errors
    ///
    /// As [`DemarcheChecked::choose`].
    pub fn parse_choice(&self, concerne: &str, ids: &str) -> Result<Choice, Refusal> {
        let concerne = parse_concerne(concerne).ok_or(CHOICE_REFUSED)?;
        let ids: Vec<&str> = ids.split(',').filter(|id| !id.is_empty()).collect();
        if ids.len() > sources::ALL.len() {
            return Err(CHOICE_REFUSED);
        }
        self.choose(concerne, &ids)
    }
}

fn parse_concerne(text: &str) -> Option<Concerne> {
    match text {
        "usager" => Some(Concerne::Usager),
        "enfant" => Some(Concerne::Enfant),
        "autre" => Some(Concerne::Autre),
        _ => None,
    }
}

const CHOICE_REFUSED: Refusal = Refusal {
    code: "choice_refused",
    status: 400,
    message_key: "wrong_page",
    alert: false,
};
