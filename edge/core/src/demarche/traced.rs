//! What the exchange trace says of a démarche: under which habilitations and scopes it asks, and to whom the lines go.

use std::collections::BTreeSet;

use super::checked::DemarcheChecked;
use super::choice::Choice;
use super::scopes::{self, ScopesInForce};
use super::written::{HabilitationKind, HabilitationWritten};

/// Where the lines of a démarche go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceSink<'a> {
    /// The process's own output.
    Journal,
    /// An address of the collectivité.
    Address {
        /// The address.
        url: &'a str,
        /// Name of the secret shown to it, where there is one.
        secret: Option<&'a str>,
    },
}

impl DemarcheChecked {
    /// Where its lines go; the journal when the file says nothing, since the duty exists all the same.
    pub fn trace_sink(&self) -> TraceSink<'_> {
        let written = self.written().trace.as_ref();
        match written.and_then(|trace| Some((trace, trace.adresse.as_deref()?))) {
            Some((trace, url)) => TraceSink::Address {
                url,
                secret: trace.secret.as_deref(),
            },
            None => TraceSink::Journal,
        }
    }

    /// Numbers of the habilitations that open what `choice` asks, of those in force.
    pub fn habilitations_on(&self, choice: &Choice, in_force: &ScopesInForce) -> Vec<String> {
        let used = self.written().habilitation.iter().filter(|habilitation| {
            in_force.has_habilitation(&habilitation.numero)
                && self.opens(habilitation, choice, in_force)
        });
        let numbers: BTreeSet<String> = used.map(|used| used.numero.clone()).collect();
        numbers.into_iter().collect()
    }

    /// Whether a habilitation still grants something that `choice` needs.
    fn opens(
        &self,
        habilitation: &HabilitationWritten,
        choice: &Choice,
        in_force: &ScopesInForce,
    ) -> bool {
        if habilitation.fournisseur == HabilitationKind::Franceconnect {
            return habilitation
                .scopes
                .iter()
                .any(|scope| in_force.identity(scope));
        }
        choice.sources().iter().any(|chosen| {
            let declared = self.source(chosen.id);
            let opened_by = declared.map(|it| scopes::habilitation_of(it.spec, it.access));
            let is_of_kind = opened_by.is_some_and(|(kind, modalite)| {
                habilitation.fournisseur == kind && habilitation.modalite == Some(modalite)
            });
            let mut granted = habilitation.scopes.iter();
            is_of_kind && granted.any(|scope| in_force.data(chosen.id, scope))
        })
    }

    /// Scopes asked from FranceConnect for the identity, of those in force.
    pub fn identity_scopes_on(&self, choice: &Choice, in_force: &ScopesInForce) -> Vec<String> {
        let asked = self.scopes_for(choice).into_iter();
        asked
            .filter(|scope| in_force.identity(scope))
            .map(ToOwned::to_owned)
            .collect()
    }

    /// Scopes a source is asked under, of those in force.
    pub fn source_scopes_on(&self, source: &str, in_force: &ScopesInForce) -> Vec<String> {
        let of_fields = self.champs().iter().filter(|champ| champ.source == source);
        let of_fields = of_fields.flat_map(|champ| champ.spec.scopes.iter().copied());
        let declared = self.source(source).into_iter();
        let asked: BTreeSet<&str> = declared
            .flat_map(|declared| declared.own_scopes())
            .chain(of_fields)
            .filter(|scope| in_force.data(source, scope))
            .collect();
        asked.into_iter().map(ToOwned::to_owned).collect()
    }
}
