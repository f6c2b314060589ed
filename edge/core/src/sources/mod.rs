//! Sources of data: one folder a source, one engine that calls them all.
//!
//! A source is data ([`SourceSpec`]) and a small mapping. The [`engine`] knows none of them by name:
//! adding a source is adding a folder and a line to [`ALL`].

pub mod answer;
pub mod api_particulier;
pub mod call;
pub mod dss;
pub mod engine;
pub mod outcome;
pub mod quotient_familial;
pub mod status;

pub use answer::SourceAnswer;
pub use call::{Call, Periode};
pub use engine::{Action, Engine, Event};
pub use outcome::Outcome;

use crate::field::FieldSpec;
use status::StatusRule;

/// An object of an answer.
pub type Object = serde_json::Map<String, serde_json::Value>;

/// Every source of the product, in the order shown to the person: largest stake first.
pub const ALL: &[&SourceSpec] = &[&quotient_familial::SOURCE];

/// Finds a source by its id. Only a byte-equal id matches.
pub fn spec(id: &str) -> Option<&'static SourceSpec> {
    ALL.iter().copied().find(|source| source.id == id)
}

/// What a source is: where it is asked, what it gives, what its answers mean.
#[derive(Debug)]
pub struct SourceSpec {
    /// Identifier, also the key of its texts: `quotient_familial`.
    pub id: &'static str,
    /// Key of the provider in the messages, before an answer says more: `caf_msa`.
    pub fournisseur: &'static str,
    /// Path of the endpoint, version included, after the base address.
    pub endpoint: &'static str,
    /// What opens the endpoint.
    pub credential: Credential,
    /// Whether the mere answer says something about health.
    pub sante: bool,
    /// Whether a missing file may only be late, at the beginning of the month.
    pub refresh: Refresh,
    /// Fields the source gives, each with the scope that lets it come.
    pub fields: &'static [FieldSpec],
    /// Boxes the person ticks to hand values over, in the order shown.
    pub boxes: &'static [BoxSpec],
    /// What statuses and codes mean here; the first rule that matches wins.
    pub statuses: &'static [&'static [StatusRule]],
    /// Reads the `data` object of a successful answer.
    pub read: fn(&Object, &Call) -> answer::Reading,
}

impl SourceSpec {
    /// The field of this source at `chemin`, if it gives it.
    pub fn field(&self, chemin: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.chemin == chemin)
    }
}

/// What opens an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The citizen's FranceConnect access token, alone, with the collectivité's SIRET.
    FranceConnect,
}

/// When the file of the current month is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// At any time.
    Continuous,
    /// After the first weekend of the month.
    AfterFirstWeekend,
}

/// Values that are handed over together, because one alone means nothing to the form.
#[derive(Debug, PartialEq, Eq)]
pub struct BoxSpec {
    /// Identifier of the box in the release form: `adresse`.
    pub id: &'static str,
    /// Key of its label in the messages.
    pub label: &'static str,
    /// Start of the paths it covers, dot included: `adresse.`.
    pub prefix: &'static str,
    /// Paths shown beside the label: words of a group are joined by a space, groups by a comma.
    pub shown: &'static [&'static [&'static str]],
    /// Whether the person declared the value to its provider, so that it may be old.
    pub declared: bool,
}
