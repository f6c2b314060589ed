//! Prime d'activité: whether it is paid, increased or not, and since when.
//!
//! Endpoint `/v3/dss/prime_activite` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue).

use super::dss;
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};

const PRIME: &[&str] = &["prime_activite"];
const MAJORATION: &[&str] = &["prime_activite_majoration"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "prime_activite",
    accesses: &dss::accesses(
        "/v3/dss/prime_activite/france_connect",
        "/v3/dss/prime_activite/identite",
    ),
    fields: FIELDS,
    boxes: &[BoxSpec::new(
        "prime_activite",
        "source.prime_activite.label",
        &["prime_activite."],
    )],
    ..dss::BENEFIT
};

const FIELDS: &[Field] = &[
    dss::est_beneficiaire("prime_activite.est_beneficiaire", PRIME),
    dss::avec_majoration("prime_activite.avec_majoration", MAJORATION),
    dss::date_debut_droit("prime_activite.date_debut_droit", PRIME),
];
