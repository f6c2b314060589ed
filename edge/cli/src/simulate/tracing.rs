//! What the exchange trace keeps of the walk, by the core's own lines.

use unefois_core::demarche::{Choice, DemarcheChecked, ScopesInForce};
use unefois_core::field::{self, ObtainedField};
use unefois_core::trace::{Answered, ExchangeTrace, TraceContext};

use super::attesting::reference;
use super::walk::{Circumstances, noon};

/// Identifier of the two lines, drawn anew by the service for each walk.
pub const CORRELATION: &str = "AAECAwQFBgcICQoLDA0ODw";

/// What the lines are made of.
pub struct Traced<'a> {
    /// The démarche.
    pub demarche: &'a DemarcheChecked,
    /// What the person chose before leaving.
    pub choice: &'a Choice,
    /// Scopes granted that day.
    pub in_force: &'a ScopesInForce,
    /// The circumstances.
    pub with: &'a Circumstances<'a>,
    /// Everything obtained.
    pub obtained: &'a [ObtainedField],
    /// What became of each source.
    pub answered: &'a [Answered],
    /// Paths sent that may be told.
    pub sent: &'a [String],
}

/// The line of what was asked, and that of what was sent.
pub fn lines(traced: &Traced) -> [ExchangeTrace; 2] {
    let issuer = traced.demarche.issuer(traced.with.origin);
    let context = TraceContext {
        demarche: traced.demarche,
        choice: traced.choice,
        in_force: traced.in_force,
        issuer: &issuer,
        correlation: CORRELATION,
        now_secs: noon(traced.with.today),
    };
    let paths = traced.obtained.iter().map(|found| found.chemin.as_str());
    let identity = paths.filter(|chemin| field::source_of(chemin) == Some(field::IDENTITE));
    [
        ExchangeTrace::obtained(&context, Some(identity), traced.answered),
        ExchangeTrace::released(&context, traced.sent, &reference(traced.demarche)),
    ]
}
