//! Quotient familial of the CAF and the MSA, with the children and the address they know.
//!
//! Endpoint: <https://particulier.api.gouv.fr/catalogue/cnaf_msa/quotient_familial>. The quotient is
//! a whole number of euros for a month, always the current one at the MSA; the address is declared by
//! the person and may be old; the family is always today's, whatever the month asked.

use super::saisie::{self, SaisieSpec};
use super::spec::{BoxSpec, ListSpec, Pick, Refresh, SourceField as Field, SourceSpec};
use super::{api_particulier, dss};
use crate::field::Kind;

const QUOTIENT: &[&str] = &["cnaf_quotient_familial"];
const ADRESSE: &[&str] = &["cnaf_adresse"];
const ENFANTS: &[&str] = &["cnaf_enfants"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "quotient_familial",
    fournisseur: "caf_msa",
    refresh: Refresh::AfterFirstWeekend,
    accesses: &dss::accesses(
        "/v3/dss/quotient_familial/france_connect",
        "/v3/dss/quotient_familial/identite",
    ),
    options: &[MOIS],
    fields: FIELDS,
    lists: LISTS,
    boxes: BOXES,
    statuses: &[dss::STATUSES],
    origin: dss::quotient_origin,
    ..api_particulier::SOURCE
};

/// The month of the quotient; empty for the current one.
const MOIS: SaisieSpec = SaisieSpec {
    id: saisie::MOIS,
    texte: "input.mois",
    requise: false,
    chiffres: false,
    choix: &[],
    format: saisie::mois,
};

const FIELDS: &[Field] = &[
    quotient(
        "quotient_familial.valeur",
        Kind::Euros,
        &["quotient_familial", "valeur"],
    ),
    Field::made(
        "quotient_familial.mois",
        Kind::Mois,
        QUOTIENT,
        dss::quotient_mois,
    ),
    Field::made(
        "quotient_familial.annee",
        Kind::Annee,
        QUOTIENT,
        dss::quotient_annee,
    ),
    quotient(
        "quotient_familial.fournisseur",
        Kind::Organisme,
        &["quotient_familial", "fournisseur"],
    ),
    Field::new("adresse.voie", Kind::Text, ADRESSE, dss::VOIE).of_today(),
    Field::made("adresse.complement", Kind::Text, ADRESSE, dss::complement).of_today(),
    Field::made("adresse.code_postal", Kind::Text, ADRESSE, dss::code_postal).of_today(),
    Field::made("adresse.commune", Kind::Text, ADRESSE, dss::commune).of_today(),
    Field::new("adresse.pays", Kind::Text, ADRESSE, &["adresse", "pays"]).of_today(),
    enfant("enfants[].nom_naissance", Kind::Text, &["nom_naissance"]),
    enfant("enfants[].nom_usage", Kind::Text, &["nom_usage"]),
    enfant("enfants[].prenoms", Kind::Text, &["prenoms"]),
    enfant("enfants[].date_naissance", Kind::Date, &["date_naissance"]),
    enfant("enfants[].sexe", Kind::Sexe, &["sexe"]),
];

const LISTS: &[ListSpec] = &[ListSpec {
    prefix: "enfants[]",
    keys: &["enfants"],
    pick: Pick::Rows,
    texts: "release.children",
    item: &[
        ("prenoms", "enfants[].prenoms"),
        ("nom", "enfants[].nom_naissance"),
        ("date", "enfants[].date_naissance"),
    ],
}];

const BOXES: &[BoxSpec] = &[
    BoxSpec {
        id: "quotient_familial",
        label: "field.quotient_familial.valeur",
        prefixes: &["quotient_familial."],
        shown: &[&["quotient_familial.valeur"]],
        declared: false,
        sante: false,
    },
    BoxSpec {
        id: "adresse",
        label: "field.adresse",
        prefixes: &["adresse."],
        shown: &[
            &["adresse.voie"],
            &["adresse.complement"],
            &["adresse.code_postal", "adresse.commune"],
            &["adresse.pays"],
        ],
        declared: true,
        sante: false,
    },
];

const fn quotient(chemin: &'static str, kind: Kind, keys: &'static [&'static str]) -> Field {
    Field::new(chemin, kind, QUOTIENT, keys)
}

const fn enfant(chemin: &'static str, kind: Kind, keys: &'static [&'static str]) -> Field {
    Field::new(chemin, kind, ENFANTS, keys).of_today()
}
