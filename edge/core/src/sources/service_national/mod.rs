//! Service national: whether the person is in order with it.
//!
//! Endpoint `/v3/dsnj/service_national` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue): French nationals from 16 to 25; a census
//! takes up to three months to arrive.

use super::api_particulier;
use super::outcome::{Misconfiguration, Outcome};
use super::parameters::{self, Asked, CivilStatus, Pairs};
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};
use super::status::{Meaning, StatusRule};
use crate::field::Kind;

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "service_national",
    fournisseur: "armees",
    accesses: &[
        api_particulier::by_france_connect("/v3/dsnj/service_national/france_connect"),
        api_particulier::by_identity("/v3/dsnj/service_national/identite", civil_status),
    ],
    fields: &[Field::new(
        "service_national.statut",
        Kind::Code("service_national"),
        &["dsnj_statut_service_national"],
        &["statut_service_national"],
    )],
    boxes: &[BoxSpec::new(
        "service_national",
        "source.service_national.label",
        &["service_national."],
    )],
    statuses: &[STATUSES],
    ..api_particulier::SOURCE
};

fn civil_status(asked: &Asked) -> Result<Pairs, Outcome> {
    let wanted = CivilStatus {
        nom_usage: false,
        first_prenom: true,
        sexe: true,
        pays: true,
        commune: true,
        partial_date: false,
    };
    parameters::civil_status(asked.pivot, wanted)
}

const STATUSES: &[StatusRule] = &[
    StatusRule::new(422, Meaning::Final(Outcome::Age))
        .ending("400")
        .by_provider(),
    StatusRule::new(
        403,
        Meaning::Final(Outcome::Unavailable(Misconfiguration::RecipientRefused)),
    )
    .ending("001")
    .by_provider(),
];
