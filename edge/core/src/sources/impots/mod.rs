//! Informations d'impôt: the reference income of a household, its shares, its situation.
//!
//! [API Impôt particulier](https://api.gouv.fr/les-api/impot-particulier). Zero is an income, its absence
//! is not; the year of the income always comes with it. Identifiers of the household and of the roll are
//! no fields, so that nothing can release them.

use super::dgfip;
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};
use crate::field::Kind;

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "impots",
    fields: FIELDS,
    boxes: BOXES,
    ..dgfip::SOURCE
};

const FIELDS: &[Field] = &[
    Field::new(
        "impot.revenu_fiscal_reference",
        Kind::Euros,
        &["dgfip_rfr"],
        &["rfr"],
    ),
    Field::new(
        "impot.nombre_parts",
        Kind::Decimal,
        &["dgfip_nbpart"],
        &["nbPart"],
    ),
    Field::new(
        "impot.personnes_charge",
        Kind::Integer,
        &["dgfip_pac_nbPac"],
        &["pac", "nbPac"],
    ),
    Field::new(
        "impot.situation_famille",
        Kind::Code("sitfam"),
        &["dgfip_sitfam"],
        &["sitFam"],
    ),
    Field::new(
        "impot.parent_isole",
        Kind::Code("pariso"),
        &["dgfip_pariso"],
        &["sitParIso"],
    )
    .often_empty(),
    // The right to ask a year gives the year: it has no scope of its own.
    Field::annee_revenus("impot.annee", &[], dgfip::ANNEE),
];

/// Family situation is told apart: a price does not need it when it needs the income.
const BOXES: &[BoxSpec] = &[BoxSpec::new(
    "impots",
    "source.impots.label",
    &[
        "impot.revenu_fiscal_reference",
        "impot.nombre_parts",
        "impot.personnes_charge",
        "impot.annee",
    ],
)];
