//! Étudiant boursier: the grant of the Crous for the current campaign.
//!
//! Endpoint `/v4/cnous/etudiant_boursier` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue). The grants of a year are complete at
//! the end of November only.

use super::api_particulier;
use super::holder::Holder;
use super::outcome::Outcome;
use super::parameters::{self, Asked, CivilStatus, Pairs};
use super::spec::{AccessSpec, BoxSpec, Refresh, SourceField as Field, SourceSpec};
use crate::field::Kind;

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "boursier",
    fournisseur: "crous",
    refresh: Refresh::EndOfNovember,
    accesses: &[
        api_particulier::by_france_connect("/v4/cnous/etudiant_boursier/france_connect"),
        api_particulier::by_identity("/v4/cnous/etudiant_boursier/identite", civil_status),
        AccessSpec {
            scopes: &["cnous_identite"],
            holder: Holder::Named(|data| {
                api_particulier::named(data, &["identite", "nom"], &["identite", "prenoms"])
            }),
            ..api_particulier::by_ine("/v4/cnous/etudiant_boursier/ine")
        },
    ],
    fields: FIELDS,
    boxes: BOXES,
    ..api_particulier::SOURCE
};

/// The sex is not required, but tells people of one name apart.
fn civil_status(asked: &Asked) -> Result<Pairs, Outcome> {
    let wanted = CivilStatus {
        nom_usage: false,
        first_prenom: false,
        sexe: asked.pivot.sexe.is_some(),
        pays: false,
        commune: true,
        partial_date: false,
    };
    parameters::civil_status(asked.pivot, wanted)
}

const STATUT: &[&str] = &["cnous_statut_boursier"];
const ECHELON: &[&str] = &["cnous_echelon_bourse"];
const VERSEMENT: &[&str] = &["cnous_periode_versement"];
const ETUDES: &[&str] = &["cnous_ville_etudes"];

const FIELDS: &[Field] = &[
    Field::new(
        "boursier.est_boursier",
        Kind::OuiNon,
        STATUT,
        &["statut_boursier", "est_boursier"],
    ),
    Field::new(
        "boursier.est_radie",
        Kind::OuiNon,
        STATUT,
        &["statut_boursier", "est_radie"],
    ),
    Field::new(
        "boursier.date_radiation",
        Kind::Date,
        STATUT,
        &["statut_boursier", "date_radiation"],
    )
    .often_empty(),
    Field::new(
        "boursier.echelon",
        Kind::Code("echelon_bourse"),
        ECHELON,
        &["echelon_bourse", "echelon"],
    ),
    Field::new(
        "boursier.echelon_provisoire",
        Kind::OuiNon,
        ECHELON,
        &["echelon_bourse", "echelon_bourse_regionale_provisoire"],
    ),
    Field::new(
        "boursier.date_rentree",
        Kind::Date,
        VERSEMENT,
        &["periode_versement_bourse", "date_rentree"],
    ),
    Field::new(
        "boursier.duree",
        Kind::Decimal,
        VERSEMENT,
        &["periode_versement_bourse", "duree"],
    ),
    Field::new(
        "boursier.ville_etudes",
        Kind::Text,
        ETUDES,
        &["etablissement_etudes", "nom_commune"],
    ),
    Field::new(
        "boursier.etablissement",
        Kind::Text,
        ETUDES,
        &["etablissement_etudes", "nom_etablissement"],
    ),
    Field::new("boursier.email", Kind::Text, &["cnous_email"], &["email"]),
];

const BOXES: &[BoxSpec] = &[
    BoxSpec::new(
        "boursier",
        "source.boursier.label",
        &[
            "boursier.est_boursier",
            "boursier.est_radie",
            "boursier.date_radiation",
            "boursier.echelon",
            "boursier.echelon_provisoire",
            "boursier.date_rentree",
            "boursier.duree",
        ],
    ),
    BoxSpec::new(
        "boursier.etudes",
        "field.boursier.etudes",
        &["boursier.ville_etudes", "boursier.etablissement"],
    ),
];
