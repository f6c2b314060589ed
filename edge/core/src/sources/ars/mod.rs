//! Allocation de rentrée scolaire: the role of the person in it, and since when.
//!
//! Endpoint `/v3/dss/allocation_rentree_scolaire` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue).

use super::dss;
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};

const ARS: &[&str] = &["cnav_allocation_rentree_scolaire"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "ars",
    accesses: &dss::accesses(
        "/v3/dss/allocation_rentree_scolaire/france_connect",
        "/v3/dss/allocation_rentree_scolaire/identite",
    ),
    fields: FIELDS,
    boxes: &[BoxSpec::new("ars", "source.ars.label", &["ars."])],
    ..dss::BENEFIT
};

const FIELDS: &[Field] = &[
    dss::statut("ars.statut", ARS),
    dss::date_debut_droit("ars.date_debut_droit", ARS),
];
