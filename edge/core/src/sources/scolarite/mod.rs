//! Inscription scolaire of a child the person types: school, year, class, boarding.

use super::men;
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};
use crate::field::Kind;

const SCOLARITE: &[&str] = &["men_statut_scolarite"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "scolarite",
    fields: FIELDS,
    boxes: BOXES,
    ..men::SOURCE
};

const FIELDS: &[Field] = &[
    Field::new(
        "scolarite.est_scolarise",
        Kind::OuiNon,
        SCOLARITE,
        &["est_scolarise"],
    ),
    Field::new(
        "scolarite.annee_scolaire",
        Kind::Text,
        SCOLARITE,
        &["annee_scolaire"],
    ),
    Field::new(
        "scolarite.statut_eleve",
        Kind::Code("statut_eleve"),
        SCOLARITE,
        &["statut_eleve", "code"],
    ),
    Field::new(
        "scolarite.code_uai",
        Kind::Text,
        &["men_statut_etablissement"],
        &["etablissement", "code_uai"],
    ),
    Field::new(
        "scolarite.classe",
        Kind::Text,
        &["men_statut_module_elementaire_formation"],
        &["module_elementaire_formation", "libelle"],
    ),
    Field::new(
        "scolarite.regime_pensionnat",
        Kind::Code("regime_pensionnat"),
        &["men_regime_pensionnat"],
        &["regime_pensionnat", "code"],
    ),
];

const BOXES: &[BoxSpec] = &[BoxSpec::new(
    "scolarite",
    "source.scolarite.label",
    &["scolarite."],
)];
