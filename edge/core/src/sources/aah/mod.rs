//! Allocation adulte handicapé: whether it is paid, and since when.
//!
//! Endpoint `/v3/dss/allocation_adulte_handicape` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue).
//!
//! A positive answer is health data.

use super::dss;
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};

const AAH: &[&str] = &["allocation_adulte_handicape"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "aah",
    sante: true,
    accesses: &dss::accesses(
        "/v3/dss/allocation_adulte_handicape/france_connect",
        "/v3/dss/allocation_adulte_handicape/identite",
    ),
    fields: FIELDS,
    boxes: &[BoxSpec::new("aah", "source.aah.label", &["aah."])],
    ..dss::BENEFIT
};

const FIELDS: &[Field] = &[
    dss::est_beneficiaire("aah.est_beneficiaire", AAH),
    dss::date_debut_droit("aah.date_debut_droit", AAH),
];
