//! Bourse scolaire of a child the person types.
//!
//! The grants of a school year are not all known before mid-October.

use time::Date;
use unefois_wire::Value;

use super::answer::MissingCause;
use super::spec::{BoxSpec, Found, Refresh, SourceField as Field, SourceSpec};
use super::{Object, men, read};
use crate::field::Kind;

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "eleve_boursier",
    fields: FIELDS,
    boxes: BOXES,
    refresh: Refresh::MidOctober,
    ..men::SOURCE
};

const FIELDS: &[Field] = &[
    Field::on_day(
        "eleve_boursier.est_boursier",
        Kind::OuiNon,
        &["men_statut_boursier"],
        est_boursier,
    ),
    Field::new(
        "eleve_boursier.echelon",
        Kind::Code("echelon_bourse"),
        &["men_echelon_bourse"],
        &["echelon_bourse"],
    )
    .often_empty(),
];

/// Whether the child has a grant; until mid-October, a no may only mean that it is not known yet.
fn est_boursier(data: &Object, today: Date) -> Found {
    let found = read::at(data, &["est_boursier"])?;
    match found.as_bool().ok_or(MissingCause::Malformed)? {
        false if SOURCE.refresh.is_beginning(today) => Err(MissingCause::Unknown),
        known => Ok(Value::Boolean(known)),
    }
}

const BOXES: &[BoxSpec] = &[BoxSpec::new(
    "eleve_boursier",
    "source.eleve_boursier.label",
    &["eleve_boursier."],
)];
