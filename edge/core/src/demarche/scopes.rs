//! Scopes: what habilitations grant, and the smallest set a choice needs.

use std::collections::BTreeSet;

use time::Date;

use super::written::{DemarcheWritten, HabilitationKind, HabilitationWritten};
use crate::{field, paris};

/// Scopes of the pivot identity, which the providers behind FranceConnect need whole.
pub const PIVOT: &[&str] = &[
    "family_name",
    "given_name",
    "birthdate",
    "gender",
    "birthplace",
    "birthcountry",
];

/// Scopes granted, each by the kind of habilitation that can grant it.
///
/// Made by [`super::DemarcheChecked::scopes_in_force`] for what is asked and released on a given day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopesInForce {
    identity: BTreeSet<String>,
    data: BTreeSet<String>,
}

impl ScopesInForce {
    /// Whether the scope of the field at `chemin` is granted. An unknown path never is.
    pub fn cover(&self, chemin: &str) -> bool {
        let Some(spec) = field::spec(chemin) else {
            return false;
        };
        match field::source_of(chemin) {
            Some(field::IDENTITE) => self.identity(spec.scope),
            Some(_) => self.data.contains(spec.scope),
            None => false,
        }
    }

    /// Whether an identity scope is granted.
    pub fn identity(&self, scope: &str) -> bool {
        self.identity.contains(scope)
    }

    fn of<'a>(habilitations: impl Iterator<Item = &'a HabilitationWritten> + Clone) -> Self {
        let of_kind = |kind| {
            let kept = habilitations
                .clone()
                .filter(move |habilitation| habilitation.fournisseur == kind);
            kept.flat_map(|habilitation| habilitation.scopes.iter().cloned())
                .collect()
        };
        Self {
            identity: of_kind(HabilitationKind::Franceconnect),
            data: of_kind(HabilitationKind::ApiParticulier),
        }
    }
}

/// Scopes granted by every habilitation of the file, whatever its dates.
pub(super) fn declared(written: &DemarcheWritten) -> ScopesInForce {
    ScopesInForce::of(written.habilitation.iter())
}

/// Scopes granted on the day `today`.
pub(super) fn in_force(written: &DemarcheWritten, today: Date) -> ScopesInForce {
    ScopesInForce::of(written.habilitation.iter().filter(|habilitation| {
        let started = paris::parse_date(&habilitation.du).is_some_and(|start| start <= today);
        let end = habilitation.au.as_deref().map(paris::parse_date);
        started && end.is_none_or(|end| end.is_some_and(|end| today <= end))
    }))
}
