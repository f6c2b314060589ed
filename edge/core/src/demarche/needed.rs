//! The habilitations a démarche needs, whatever it has: what to ask DataPass for.

use std::collections::BTreeSet;

use super::scopes::{self, PIVOT};
use super::written::{DemarcheWritten, HabilitationKind, ModaliteAccordee, SourceWritten};
use crate::field;
use crate::sources::{AccessSpec, SourceSpec};

/// A habilitation without which some field of the démarche could not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededHabilitation {
    /// What it opens.
    pub fournisseur: HabilitationKind,
    /// The way data is asked; none for the identity.
    pub modalite: Option<ModaliteAccordee>,
    /// The smallest set of scopes, in a stable order.
    pub scopes: Vec<&'static str>,
}

/// What `written` needs to ask for its fields and for nothing else: identity first, then one
/// habilitation a provider and a way of asking. Sources and fields nobody knows need nothing.
pub fn needed_habilitations(written: &DemarcheWritten) -> Vec<NeededHabilitation> {
    let mut needed = vec![identity(written)];
    for source in &written.source {
        let Some((spec, access)) = scopes::access_of(source) else {
            continue;
        };
        let (fournisseur, modalite) = scopes::habilitation_of(spec, access);
        let own = of_source(written, source, spec, access);
        let same = |it: &&mut NeededHabilitation| {
            it.fournisseur == fournisseur && it.modalite == Some(modalite)
        };
        match needed.iter_mut().find(same) {
            Some(known) => known.add(own),
            None => {
                let mut first = NeededHabilitation {
                    fournisseur,
                    modalite: Some(modalite),
                    scopes: Vec::new(),
                };
                first.add(own);
                needed.push(first);
            }
        }
    }
    needed
}

impl NeededHabilitation {
    fn add(&mut self, scopes: impl IntoIterator<Item = &'static str>) {
        for scope in scopes {
            if !self.scopes.contains(&scope) {
                self.scopes.push(scope);
            }
        }
    }
}

/// The providers find a person by the whole pivot identity, so one source is enough to need it.
fn identity(written: &DemarcheWritten) -> NeededHabilitation {
    let mut needed = NeededHabilitation {
        fournisseur: HabilitationKind::Franceconnect,
        modalite: None,
        scopes: vec!["openid"],
    };
    if !written.source.is_empty() {
        needed.add(PIVOT.iter().copied());
    }
    needed.add(of_fields(written, field::IDENTITE));
    needed
}

fn of_source(
    written: &DemarcheWritten,
    source: &SourceWritten,
    spec: &SourceSpec,
    access: &'static AccessSpec,
) -> Vec<&'static str> {
    let of_holder: &[&str] = match source.titulaire_non_verifie {
        true => &[],
        false => access.holder_scopes,
    };
    let own = access.scopes.iter().chain(of_holder).copied();
    own.chain(of_fields(written, spec.id))
        .chain(as_companion(written, spec))
        .collect()
}

fn of_fields<'a>(
    written: &'a DemarcheWritten,
    source: &'a str,
) -> impl Iterator<Item = &'static str> + 'a {
    let fields = written
        .champ
        .iter()
        .filter_map(|champ| field::spec(&champ.chemin));
    let own = fields.filter(move |spec| field::source_of(spec.chemin) == Some(source));
    own.flat_map(|spec| spec.scopes.iter().copied())
}

/// What a source must tell before another one may be asked.
fn as_companion(written: &DemarcheWritten, spec: &SourceSpec) -> BTreeSet<&'static str> {
    let others = written.source.iter().filter_map(scopes::access_of);
    let companions = others.filter_map(|(_, access)| access.companion.as_ref());
    let of_this = companions.filter(|companion| companion.source.id == spec.id);
    of_this
        .flat_map(|companion| companion.scopes.iter().copied())
        .collect()
}
