//! Use cases: what a démarche may ask depends on what it is for.
//!
//! A use case is data ([`UsageSpec`]), in the words an operator reads: which sources it needs, which it
//! may ask, which it may not, and why. What none of them says is refused. Drawn from the use cases of
//! [API Particulier](https://particulier.api.gouv.fr/cas_usages) and of
//! [API Impôt particulier](https://www.data.gouv.fr/dataservices/api-impot-particulier/).

mod aides;
mod autre;
mod deplacements;
mod enfance;
mod loisirs;
mod spec;

pub use spec::{Autres, Place, Regle, UsageSpec, Verdict};

/// Every use case, in the order of the documentation.
pub static ALL: &[&UsageSpec] = &[
    &enfance::CANTINE_SCOLAIRE,
    &enfance::PERISCOLAIRE,
    &enfance::PLACE_CRECHE,
    &enfance::TARIF_CRECHE,
    &deplacements::STATIONNEMENT_RESIDENTIEL,
    &deplacements::CARTE_TRANSPORT,
    &deplacements::TRANSPORT_SCOLAIRE,
    &aides::AIDE_SOCIALE_FACULTATIVE,
    &aides::AIDE_ETUDIANTE,
    &loisirs::SPORT_LOISIRS,
    &loisirs::SERVICES_MUNICIPAUX,
    &autre::AUTRE,
    &deplacements::CONTROLE_STATIONNEMENT,
    &autre::NOTIFICATION_DE_DROITS,
];

/// Finds a use case by its id. Only a byte-equal id matches.
pub fn spec(id: &str) -> Option<&'static UsageSpec> {
    ALL.iter().copied().find(|usage| usage.id == id)
}

/// Ids of the use cases a démarche may have, in the order of the documentation.
pub fn offered() -> impl Iterator<Item = &'static str> {
    let offered = ALL.iter().filter(|usage| usage.refus.is_none());
    offered.map(|usage| usage.id)
}

/// The ids an editor of démarche files proposes.
#[cfg(feature = "schema")]
pub(super) fn schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let ids: Vec<&str> = offered().collect();
    schemars::json_schema!({ "type": "string", "enum": ids })
}
