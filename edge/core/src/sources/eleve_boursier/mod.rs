//! Bourse scolaire of a child the person types.
//!
//! The grants of a school year are not all known before mid-October.

use super::men;
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};
use crate::field::Kind;

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "eleve_boursier",
    fields: FIELDS,
    boxes: BOXES,
    ..men::SOURCE
};

const FIELDS: &[Field] = &[
    Field::new(
        "eleve_boursier.est_boursier",
        Kind::OuiNon,
        &["men_statut_boursier"],
        &["est_boursier"],
    ),
    Field::new(
        "eleve_boursier.echelon",
        Kind::Code("echelon_bourse"),
        &["men_echelon_bourse"],
        &["echelon_bourse"],
    )
    .often_empty(),
];

const BOXES: &[BoxSpec] = &[BoxSpec::new(
    "eleve_boursier",
    "source.eleve_boursier.label",
    &["eleve_boursier."],
)];
