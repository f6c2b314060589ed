use serde::{Deserialize, Serialize};

use crate::sources::Outcome;

/// Ce qu’une demande a donné, en gros : jamais pourquoi.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutcomeClass {
    /// Des données sont venues.
    Obtained,
    /// Le fournisseur a répondu, et rien n’a été gardé.
    Nothing,
    /// Le droit de demander manquait.
    Refused,
    /// Pas de réponse utilisable.
    Failed,
    /// Rien ne lui a été demandé : l’identité n’a pas pu être établie.
    NotAsked,
    /// Source de santé : elle a répondu, et rien ne dit quoi.
    Answered,
}

impl OutcomeClass {
    /// The class of an outcome. Where the mere existence of a file is health data, only what says nothing of the
    /// file is told apart.
    pub fn of(outcome: Outcome, is_health: bool) -> Self {
        if is_health && !outcome.is_impersonal() {
            return Self::Answered;
        }
        match outcome {
            Outcome::Values => Self::Obtained,
            Outcome::Absent
            | Outcome::NoFile
            | Outcome::TooEarly
            | Outcome::NotRecognised
            | Outcome::Several
            | Outcome::NotYours
            | Outcome::NoTaxNotice
            | Outcome::NoYoungChild
            | Outcome::Age
            | Outcome::GrantSeason
            | Outcome::MonthUnknown
            | Outcome::PlateUnknown
            | Outcome::PlateNotYours
            | Outcome::TypedWrong
            | Outcome::ChildNotFound
            | Outcome::PupilNotFound
            | Outcome::NoPayment => Self::Nothing,
            Outcome::Unavailable(_) => Self::Refused,
            Outcome::Busy
            | Outcome::Throttled
            | Outcome::CompanionDown
            | Outcome::Down(_)
            | Outcome::Maintenance { .. } => Self::Failed,
        }
    }
}
