//! Allocation de soutien familial: whether it is paid, and since when.
//!
//! Endpoint `/v3/dss/allocation_soutien_familial` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue).

use super::dss;
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};

const ASF: &[&str] = &["allocation_soutien_familial"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "asf",
    accesses: &dss::accesses(
        "/v3/dss/allocation_soutien_familial/france_connect",
        "/v3/dss/allocation_soutien_familial/identite",
    ),
    fields: FIELDS,
    boxes: &[BoxSpec::new("asf", "source.asf.label", &["asf."])],
    ..dss::BENEFIT
};

const FIELDS: &[Field] = &[
    dss::est_beneficiaire("asf.est_beneficiaire", ASF),
    dss::date_debut_droit("asf.date_debut_droit", ASF),
];
