//! Scopes: what habilitations grant, and the smallest set a choice needs.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::written::{
    DemarcheWritten, HabilitationKind, HabilitationWritten, ModaliteAccordee, SourceWritten,
};
use crate::datapass::Standings;
use crate::sources::{self, AccessSpec, Gateway, Modalite, SourceSpec};
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopesInForce {
    /// Numbers of the habilitations that grant them.
    habilitations: BTreeSet<String>,
    identity: BTreeSet<String>,
    /// By source: only habilitations of the way it is asked count for it.
    data: BTreeMap<&'static str, BTreeSet<String>>,
    /// Sources that have all the scopes needed whatever the field.
    usable: BTreeSet<&'static str>,
}

impl ScopesInForce {
    /// Whether every scope of the field at `chemin` is granted. An unknown path never is.
    pub fn cover(&self, chemin: &str) -> bool {
        let Some(spec) = field::spec(chemin) else {
            return false;
        };
        match field::source_of(chemin) {
            Some(field::IDENTITE) => spec.is_granted(|scope| self.identity(scope)),
            Some(source) => {
                self.usable.contains(source) && spec.is_granted(|scope| self.data(source, scope))
            }
            None => false,
        }
    }

    /// Whether a scope is granted for the way a source is asked.
    pub fn data(&self, source: &str, scope: &str) -> bool {
        let granted = self.data.get(source);
        granted.is_some_and(|granted| granted.contains(scope))
    }

    /// Whether the habilitation of this number, as the file writes it, still grants something.
    pub fn has_habilitation(&self, numero: &str) -> bool {
        self.habilitations.contains(numero)
    }

    /// Whether FranceConnect may be asked for anybody at all.
    pub fn has_identity(&self) -> bool {
        !self.identity.is_empty()
    }

    /// Whether a scope is granted by a habilitation of any kind.
    pub fn grants(&self, scope: &str) -> bool {
        let mut data = self.data.values();
        self.identity(scope) || data.any(|granted| granted.contains(scope))
    }

    /// Whether an identity scope is granted.
    pub fn identity(&self, scope: &str) -> bool {
        self.identity.contains(scope)
    }

    fn of<'a>(
        written: &DemarcheWritten,
        habilitations: impl Iterator<Item = &'a HabilitationWritten> + Clone,
    ) -> Self {
        let of_kind = |kind, modalite| {
            let kept = habilitations.clone().filter(move |habilitation| {
                habilitation.fournisseur == kind && habilitation.modalite == modalite
            });
            kept.flat_map(|habilitation| habilitation.scopes.iter().cloned())
                .collect()
        };
        let granting = habilitations.clone().filter(|it| !it.scopes.is_empty());
        let mut granted = Self {
            habilitations: granting.map(|it| it.numero.clone()).collect(),
            identity: of_kind(HabilitationKind::Franceconnect, None),
            data: BTreeMap::new(),
            usable: BTreeSet::new(),
        };
        for (spec, access) in written.source.iter().filter_map(access_of) {
            let (kind, modalite) = habilitation_of(spec, access);
            let scopes: BTreeSet<String> = of_kind(kind, Some(modalite));
            let has_own = access.scopes.iter().all(|scope| scopes.contains(*scope));
            if has_own && !scopes.is_empty() {
                granted.usable.insert(spec.id);
            }
            granted.data.insert(spec.id, scopes);
        }
        granted
    }
}

/// A declared source and the way it is asked, where both are known.
pub(super) fn access_of(
    source: &SourceWritten,
) -> Option<(&'static SourceSpec, &'static AccessSpec)> {
    let spec = sources::spec(&source.id)?;
    Some((spec, spec.access(source.modalite, source.annee)?))
}

/// The habilitation that opens a source asked in this way.
pub(super) fn habilitation_of(
    source: &SourceSpec,
    access: &AccessSpec,
) -> (HabilitationKind, ModaliteAccordee) {
    let kind = match source.gateway {
        Gateway::ApiParticulier => HabilitationKind::ApiParticulier,
        Gateway::Dgfip => HabilitationKind::ApiImpotParticulier,
    };
    let modalite = match access.modalite {
        Modalite::FranceConnect => ModaliteAccordee::FranceConnect,
        Modalite::Identite | Modalite::Ine | Modalite::Identifiant => ModaliteAccordee::Params,
    };
    (kind, modalite)
}

/// Scopes granted by every habilitation of the file, whatever its dates.
pub(super) fn declared(written: &DemarcheWritten) -> ScopesInForce {
    ScopesInForce::of(written, written.habilitation.iter())
}

/// Scopes granted on the day `today`, but for what DataPass has taken back.
pub(super) fn in_force(
    written: &DemarcheWritten,
    today: Date,
    standings: &Standings,
) -> ScopesInForce {
    let habilitations = written.habilitation.iter();
    let current =
        habilitations.filter(|habilitation| is_usable(written, habilitation, today, standings));
    let kept: Vec<_> = current
        .map(|habilitation| kept_of(habilitation, standings))
        .collect();
    ScopesInForce::of(written, kept.iter())
}

fn kept_of(habilitation: &HabilitationWritten, standings: &Standings) -> HabilitationWritten {
    let mut kept = habilitation.clone();
    kept.scopes
        .retain(|scope| standings.keep(&habilitation.numero, scope));
    kept
}

/// A habilitation opens nothing without those it leans on: the FranceConnect one that it names, with the
/// whole pivot identity, and the homologation where it needs one.
fn is_usable(
    written: &DemarcheWritten,
    habilitation: &HabilitationWritten,
    today: Date,
    standings: &Standings,
) -> bool {
    let by_token = habilitation.modalite == Some(ModaliteAccordee::FranceConnect);
    let gives_pivot = |named: &HabilitationWritten| {
        let keeps = |scope: &&str| {
            named.scopes.iter().any(|own| own == scope) && standings.keep(&named.numero, scope)
        };
        is_in_force(named, today) && PIVOT.iter().all(keeps)
    };
    let has_identity = !by_token || named_by(written, habilitation).is_some_and(gives_pivot);
    is_in_force(habilitation, today) && has_identity && is_homologated(written, habilitation, today)
}

/// Whether an habilitation is valid on the day `today`.
fn is_in_force(habilitation: &HabilitationWritten, today: Date) -> bool {
    is_within(&habilitation.du, habilitation.au.as_deref(), today)
}

fn is_homologated(
    written: &DemarcheWritten,
    habilitation: &HabilitationWritten,
    today: Date,
) -> bool {
    let homologation = written.homologation.as_ref();
    !habilitation.needs_homologation()
        || homologation.is_some_and(|it| is_within(&it.du, Some(&it.au), today))
}

fn is_within(du: &str, au: Option<&str>, today: Date) -> bool {
    let started = paris::parse_date(du).is_some_and(|start| start <= today);
    let end = au.map(paris::parse_date);
    started && end.is_none_or(|end| end.is_some_and(|end| today <= end))
}

/// The FranceConnect habilitation that a data one names, if the file has it.
pub(super) fn named_by<'a>(
    written: &'a DemarcheWritten,
    habilitation: &HabilitationWritten,
) -> Option<&'a HabilitationWritten> {
    let numero = habilitation.habilitation_franceconnect.as_deref()?;
    written.habilitation.iter().find(|other| {
        other.fournisseur == HabilitationKind::Franceconnect && other.is_numbered(numero)
    })
}

/// Scopes the file states for the collectivité's own token at API Particulier, on the day `today`: a
/// right that ended is missed by nobody.
pub(super) fn of_token(written: &DemarcheWritten, today: Date) -> BTreeSet<String> {
    let with_params = written.habilitation.iter().filter(|habilitation| {
        habilitation.fournisseur == HabilitationKind::ApiParticulier
            && habilitation.modalite == Some(ModaliteAccordee::Params)
            && is_in_force(habilitation, today)
    });
    with_params
        .flat_map(|habilitation| habilitation.scopes.iter().cloned())
        .collect()
}
