//! Complémentaire santé solidaire: whether the right is open, paid for or not, and since when.
//!
//! Endpoint `/v3/dss/complementaire_sante_solidaire` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue).
//!
//! A positive answer is health data.

use super::dss;
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};
use crate::field::Kind;

const C2S: &[&str] = &["complementaire_sante_solidaire"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "c2s",
    fournisseur: "assurance_maladie",
    sante: true,
    accesses: &dss::accesses(
        "/v3/dss/complementaire_sante_solidaire/france_connect",
        "/v3/dss/complementaire_sante_solidaire/identite",
    ),
    fields: FIELDS,
    boxes: &[BoxSpec::new("c2s", "source.c2s.label", &["c2s."])],
    ..dss::BENEFIT
};

const FIELDS: &[Field] = &[
    dss::est_beneficiaire("c2s.est_beneficiaire", C2S),
    Field::new(
        "c2s.avec_participation",
        Kind::OuiNon,
        C2S,
        &["avec_participation"],
    )
    .often_empty(),
    dss::date_debut_droit("c2s.date_debut_droit", C2S),
];
