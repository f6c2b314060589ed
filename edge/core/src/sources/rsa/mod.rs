//! Revenu de solidarité active: whether it is paid, increased or not, and since when.
//!
//! Endpoint `/v3/dss/revenu_solidarite_active` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue).

use super::dss;
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};

const RSA: &[&str] = &["revenu_solidarite_active"];
const MAJORATION: &[&str] = &["revenu_solidarite_active_majoration"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "rsa",
    accesses: &dss::accesses(
        "/v3/dss/revenu_solidarite_active/france_connect",
        "/v3/dss/revenu_solidarite_active/identite",
    ),
    fields: FIELDS,
    boxes: &[BoxSpec::new("rsa", "source.rsa.label", &["rsa."])],
    ..dss::BENEFIT
};

const FIELDS: &[Field] = &[
    dss::est_beneficiaire("rsa.est_beneficiaire", RSA),
    dss::avec_majoration("rsa.avec_majoration", MAJORATION),
    dss::date_debut_droit("rsa.date_debut_droit", RSA),
];
