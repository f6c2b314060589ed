//! Statut d'étudiant: the admissions and enrolments the ministry of higher education knows.
//!
//! Endpoint `/v3/mesri/statut_etudiant` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue).
//! Not all schools report to it. An admission without `est_inscrit` is only an admission.

use super::api_particulier;
use super::holder::Holder;
use super::outcome::Outcome;
use super::parameters::{self, Asked, CivilStatus, Pairs};
use super::spec::{AccessSpec, ListSpec, Pick, SourceField as Field, SourceSpec};
use crate::field::Kind;

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "etudiant",
    fournisseur: "enseignement_sup",
    accesses: &[
        api_particulier::by_france_connect("/v3/mesri/statut_etudiant/france_connect"),
        api_particulier::by_identity("/v3/mesri/statut_etudiant/identite", civil_status),
        AccessSpec {
            scopes: &["mesri_identite"],
            holder: Holder::Named(|data| {
                api_particulier::named(
                    data,
                    &["identite", "nom_naissance"],
                    &["identite", "prenom"],
                )
            }),
            ..api_particulier::by_ine("/v3/mesri/statut_etudiant/ine")
        },
    ],
    fields: FIELDS,
    lists: LISTS,
    ..api_particulier::SOURCE
};

fn civil_status(asked: &Asked) -> Result<Pairs, Outcome> {
    let wanted = CivilStatus {
        nom_usage: false,
        first_prenom: true,
        sexe: true,
        pays: false,
        commune: true,
        partial_date: false,
    };
    parameters::civil_status(asked.pivot, wanted)
}

const FIELDS: &[Field] = &[
    Field::new(
        "etudiant.admissions[].date_debut",
        Kind::Date,
        ADMISSION,
        &["date_debut"],
    ),
    Field::new(
        "etudiant.admissions[].date_fin",
        Kind::Date,
        ADMISSION,
        &["date_fin"],
    ),
    Field::new(
        "etudiant.admissions[].est_inscrit",
        Kind::OuiNon,
        &["mesri_admissions", "mesri_admission_inscrit"],
        &["est_inscrit"],
    ),
    Field::new(
        "etudiant.admissions[].regime_formation",
        Kind::Code("regime_formation"),
        &["mesri_admissions", "mesri_admission_regime_formation"],
        &["regime_formation", "code"],
    ),
    Field::new(
        "etudiant.admissions[].commune_etudes",
        Kind::CodeCommune,
        &["mesri_admissions", "mesri_admission_commune_etudes"],
        &["code_cog_insee_commune"],
    ),
    Field::new(
        "etudiant.admissions[].etablissement",
        Kind::Text,
        ETABLISSEMENT,
        &["etablissement_etudes", "nom"],
    ),
    Field::new(
        "etudiant.admissions[].uai",
        Kind::Text,
        ETABLISSEMENT,
        &["etablissement_etudes", "uai"],
    ),
];

const ADMISSION: &[&str] = &["mesri_admissions"];
const ETABLISSEMENT: &[&str] = &["mesri_admissions", "mesri_admission_etablissement_etudes"];

const LISTS: &[ListSpec] = &[ListSpec {
    prefix: "etudiant.admissions[]",
    keys: &["admissions"],
    pick: Pick::Rows,
    texts: "release.admissions",
    item: &[
        ("etablissement", "etudiant.admissions[].etablissement"),
        ("debut", "etudiant.admissions[].date_debut"),
        ("fin", "etudiant.admissions[].date_fin"),
    ],
}];
