//! What the exchange trace says of a démarche: under which habilitations and scopes it asks, and to whom the lines go.

use std::collections::BTreeSet;

use time::Date;

use super::checked::DemarcheChecked;
use super::choice::Choice;
use super::scopes;
use super::written::HabilitationKind;

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

    /// Numbers of the habilitations that open what `choice` asks on the day `today`.
    pub fn habilitations_on(&self, choice: &Choice, today: Date) -> Vec<String> {
        let opens_identity = (HabilitationKind::Franceconnect, None);
        let of_sources = choice.sources().iter().filter_map(|chosen| {
            let declared = self.source(chosen.id)?;
            let (kind, modalite) = scopes::habilitation_of(declared.spec, declared.access);
            Some((kind, Some(modalite)))
        });
        let opening: Vec<_> = std::iter::once(opens_identity).chain(of_sources).collect();
        let used = self.written().habilitation.iter().filter(|habilitation| {
            let opens = (habilitation.fournisseur, habilitation.modalite);
            scopes::is_in_force(habilitation, today) && opening.contains(&opens)
        });
        let numbers: BTreeSet<String> = used.map(|used| used.numero.clone()).collect();
        numbers.into_iter().collect()
    }

    /// Scopes asked from FranceConnect for the identity, and granted on the day `today`.
    pub fn identity_scopes_on(&self, choice: &Choice, today: Date) -> Vec<String> {
        let in_force = self.scopes_in_force(today);
        let asked = self.scopes_for(choice).into_iter();
        asked
            .filter(|scope| in_force.identity(scope))
            .map(ToOwned::to_owned)
            .collect()
    }

    /// Scopes a source is asked under, and granted on the day `today`.
    pub fn source_scopes_on(&self, source: &str, today: Date) -> Vec<String> {
        let in_force = self.scopes_in_force(today);
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
