use unefois_wire::ReleasedField;

use super::boxes::Consent;
use crate::demarche::{DemarcheChecked, ScopesInForce};
use crate::field::ObtainedField;

/// What the person hands over, and nothing else; made by [`release`] only.
#[derive(Clone, PartialEq, Eq)]
pub struct ReleasedFields(Vec<ReleasedField>);

impl ReleasedFields {
    /// Fields a test says were released.
    #[cfg(test)]
    pub(crate) fn of(fields: Vec<ReleasedField>) -> Self {
        Self(fields)
    }

    /// The fields, in the order of the démarche.
    pub fn fields(&self) -> &[ReleasedField] {
        &self.0
    }

    /// The fields, in the order of the démarche.
    pub fn into_fields(self) -> Vec<ReleasedField> {
        self.0
    }

    /// Whether nothing is handed over.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Keeps what is asked by the démarche, granted by a habilitation in force, agreed to by the person
/// and obtained. A path counts in each of the four byte for byte; the rest is dropped.
pub fn release(
    asked: &DemarcheChecked,
    consent: &Consent,
    obtained: &[ObtainedField],
    in_force: &ScopesInForce,
) -> ReleasedFields {
    let kept = asked.champs().iter().filter_map(|champ| {
        let chemin = champ.spec.chemin;
        let allowed = consent.covers(chemin) && in_force.cover(chemin);
        let field = obtained.iter().find(|field| field.chemin == chemin)?;
        allowed.then(|| ReleasedField {
            chemin: chemin.to_owned(),
            valeur: field.valeur.clone(),
            provenance: field.provenance.clone(),
        })
    });
    ReleasedFields(kept.collect())
}
