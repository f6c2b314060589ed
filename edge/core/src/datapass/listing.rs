//! What the public list says of each habilitation of a démarche.
//!
//! The list has no number: it can say that the same SIRET holds the same service with the same scopes,
//! and no more.

use std::collections::BTreeSet;

use time::Date;

use super::published::{
    API_IMPOT_PARTICULIER, API_IMPOT_PARTICULIER_SANDBOX, API_PARTICULIER, FRANCE_CONNECT,
    PublishedLine, PublishedList,
};
use crate::demarche::{DemarcheWritten, Etape, HabilitationKind, HabilitationWritten};
use crate::paris;

/// A habilitation of the file beside the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Path and index inside the file: `habilitation[1]`.
    pub path: String,
    /// Number: `H456`.
    pub numero: String,
    /// SIRET looked for.
    pub siret: String,
    /// Service looked for, as the list names it; none where the list has no such lines.
    pub service: Option<&'static str>,
    /// Its first day in the file, where that is a date.
    pub since: Option<Date>,
    /// What the list says.
    pub listing: Listing,
}

/// What the list says of a habilitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// A line grants all its scopes, and was validated on that day.
    Confirmed(Option<Date>),
    /// The line that grants most of its scopes does not grant these.
    ScopesMissing(BTreeSet<String>),
    /// No line grants any of its scopes.
    Absent,
    /// The list does not show it, and may have been made before it was validated: that of this day will.
    TooRecent(Date),
    /// Its last day is past: nothing stands on it any more.
    Ended,
    /// It is for trials, of which there is no list.
    Unlisted,
}

impl Listing {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Confirmed(_) => "confirmed",
            Self::ScopesMissing(_) => "scopes_missing",
            Self::Absent => "absent",
            Self::TooRecent(_) => "too_recent",
            Self::Ended => "ended",
            Self::Unlisted => "unlisted",
        }
    }

    /// Whether somebody must look at it.
    pub fn alerts(&self) -> bool {
        matches!(self, Self::ScopesMissing(_) | Self::Absent)
    }
}

impl PublishedList {
    /// Looks for each habilitation of `written` that has a number, on the day `today` in Paris.
    pub fn compare(&self, written: &DemarcheWritten, today: Date) -> Vec<Listed> {
        let ours = &written.collectivite.siret;
        let habilitations = written.habilitation.iter().enumerate();
        let granted = habilitations.filter(|(_, habilitation)| !habilitation.numero.is_empty());
        granted
            .map(|(index, habilitation)| {
                let siret = habilitation.siret.as_ref().unwrap_or(ours);
                let service = service(habilitation);
                let since = paris::parse_date(&habilitation.du);
                Listed {
                    path: format!("habilitation[{index}]"),
                    numero: habilitation.numero.clone(),
                    siret: siret.clone(),
                    service,
                    since,
                    listing: self.listing(habilitation, siret, service, since, today),
                }
            })
            .collect()
    }

    fn listing(
        &self,
        habilitation: &HabilitationWritten,
        siret: &str,
        service: Option<&str>,
        since: Option<Date>,
        today: Date,
    ) -> Listing {
        let last_day = habilitation.au.as_deref().and_then(paris::parse_date);
        if last_day.is_some_and(|last_day| last_day < today) {
            return Listing::Ended;
        }
        let Some(service) = service else {
            return Listing::Unlisted;
        };
        let missing = |line: &PublishedLine| -> BTreeSet<String> {
            let claimed = habilitation.scopes.iter();
            let missing = claimed.filter(|scope| !line.scopes.contains(*scope));
            missing.cloned().collect()
        };
        let lines = self.lines.iter();
        let own = lines.filter(|line| line.service == service && line.siret == siret);
        let nearest = own
            .map(|line| (missing(line), line.validated_on))
            // What grants none of them is another habilitation.
            .filter(|(missing, _)| missing.len() < habilitation.scopes.len())
            // Of lines as good, the one of that very day is likeliest to be this habilitation.
            .min_by_key(|(missing, day)| (missing.len(), *day != since));
        let recent = since.filter(|since| *since >= self.day);
        match (nearest, recent) {
            (Some((missing, day)), _) if missing.is_empty() => Listing::Confirmed(day),
            (_, Some(since)) => Listing::TooRecent(self.next_with(since, today)),
            (Some((missing, _)), None) => Listing::ScopesMissing(missing),
            (None, None) => Listing::Absent,
        }
    }
}

/// The service a habilitation opens, as the list names it. Only the tax API has its trials on DataPass.
fn service(habilitation: &HabilitationWritten) -> Option<&'static str> {
    match (habilitation.fournisseur, habilitation.etape) {
        (HabilitationKind::Franceconnect, Etape::Production) => Some(FRANCE_CONNECT),
        (HabilitationKind::ApiParticulier, Etape::Production) => Some(API_PARTICULIER),
        (HabilitationKind::ApiImpotParticulier, Etape::Production) => Some(API_IMPOT_PARTICULIER),
        (HabilitationKind::ApiImpotParticulier, Etape::BacASable) => {
            Some(API_IMPOT_PARTICULIER_SANDBOX)
        }
        (_, Etape::BacASable) => None,
    }
}
