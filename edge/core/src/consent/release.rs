use unefois_wire::ReleasedField;

use super::agreed::Consent;
use super::offer::Offer;

/// What the person hands over, and nothing else: made by [`release`], or empty.
#[derive(Clone, Default, PartialEq, Eq)]
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
pub fn release(offer: &Offer, consent: &Consent) -> ReleasedFields {
    let kept = offer.demarche.champs().iter().flat_map(|champ| {
        let agreed = consent.released_as(champ.spec.chemin);
        agreed.into_iter().filter_map(|(chemin, released_as)| {
            let field = offer.releasable(&chemin)?;
            Some(ReleasedField {
                chemin: released_as,
                valeur: field.valeur.clone(),
                libelle: None,
                provenance: field.provenance.clone(),
            })
        })
    });
    ReleasedFields(kept.collect())
}
