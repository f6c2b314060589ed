//! Adresse fiscale: where the household lived on 1 January, as the tax office knows it.
//!
//! [API Impôt particulier](https://api.gouv.fr/les-api/impot-particulier), the same routes as the income.

use super::answer::MissingCause;
use super::spec::{BoxSpec, Found, SourceField as Field, SourceSpec};
use super::{Object, adresse, dgfip, read};
use crate::field::Kind;
use unefois_wire::Value;

const ADRESSE: &[&str] = &["dgfip_aft"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "impots_adresse",
    fields: FIELDS,
    boxes: BOXES,
    ..dgfip::SOURCE
};

const FIELDS: &[Field] = &[
    Field::made("impot.adresse.ligne", Kind::Text, ADRESSE, |data| {
        read::text(data, &["aft"]).map(|line| Value::Text(line.trim().to_owned()))
    }),
    Field::new(
        "impot.adresse.voie",
        Kind::Text,
        ADRESSE,
        &["aftDetail", "voie"],
    ),
    Field::made("impot.adresse.code_postal", Kind::Text, ADRESSE, |data| {
        first_of(data, CODE_POSTAL, adresse::code_postal)
    }),
    Field::made("impot.adresse.commune", Kind::Text, ADRESSE, |data| {
        let named = first_of(data, COMMUNE, adresse::localite);
        named.or_else(|cause| first_of(data, CODE_POSTAL, adresse::commune).map_err(|_| cause))
    }),
];

/// The second spelling is that of the published contract, the first that of its own data, where the
/// postcode may be followed by the town: `13005 MARSEILLE`.
const CODE_POSTAL: &[&[&str]] = &[
    &["aftDetail", "codePostal"],
    &["aftDetail", "getcodePostal"],
];
const COMMUNE: &[&[&str]] = &[&["aftDetail", "commune"], &["aftDetail", "getcommune"]];

fn first_of(data: &Object, spellings: &[&[&str]], read: fn(&Object, &[&str]) -> Found) -> Found {
    let mut first_cause = None;
    for keys in spellings {
        match read(data, keys) {
            Ok(found) => return Ok(found),
            Err(cause) => first_cause = first_cause.or(Some(cause)),
        }
    }
    Err(first_cause.unwrap_or(MissingCause::NotGranted))
}

const BOXES: &[BoxSpec] = &[BoxSpec {
    id: "impots_adresse",
    label: "field.impot.adresse",
    prefixes: &["impot.adresse."],
    shown: &[
        &["impot.adresse.ligne"],
        &["impot.adresse.voie"],
        &["impot.adresse.code_postal", "impot.adresse.commune"],
    ],
    declared: true,
    sante: false,
}];
