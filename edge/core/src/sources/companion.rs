//! A source that proves, before another is asked, what that other cannot prove itself.

use super::SourceSpec;
use super::answer::ProvenAnswer;
use super::outcome::Outcome;
use super::saisie::Saisies;
use crate::field::ObtainedField;

/// A source asked first, with the same inputs; the other is asked only if the check agrees.
#[derive(Debug)]
pub struct Companion {
    /// The source asked first.
    pub source: &'static SourceSpec,
    /// Scopes it needs for the proof.
    pub scopes: &'static [&'static str],
    /// Paths it is asked for the proof alone: they are never shown nor released.
    pub chemins: &'static [&'static str],
    /// Whether its answer proves enough; the outcome of the other source when it does not.
    pub check: fn(&ProvenAnswer, &Saisies) -> Result<(), Outcome>,
    /// Where its rows are people, one of whom the person typed.
    pub row: Option<CompanionRow>,
}

/// The row of a companion's list that is about whom the person typed: no other may leave beside what
/// the source says of them.
#[derive(Debug)]
pub struct CompanionRow {
    /// Start of the paths of the list: `enfants[]`.
    pub prefix: &'static str,
    /// Whether a row may be whom was typed: nothing known of it says otherwise.
    pub may_be: fn(&[ObtainedField], usize, &Saisies) -> bool,
}
