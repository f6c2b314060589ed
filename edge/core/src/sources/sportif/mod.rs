//! Sportif de haut niveau: the current listing, and whether there ever was one.
//!
//! Endpoint `/v3/sdh/statut_sportif` of [API Particulier](https://particulier.api.gouv.fr/catalogue). The
//! number of the PSQS is typed by the person and proves nothing: the name in the answer must be theirs.

use super::api_particulier;
use super::holder::Holder;
use super::outcome::Outcome;
use super::saisie::{self, SaisieSpec};
use super::spec::{AccessSpec, BoxSpec, SourceField as Field, SourceSpec};
use super::status::{Meaning, StatusRule};
use crate::field::Kind;

const INFORMATIONS: &[&str] = &["sdh_statut_sportif_informations_statut"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "sportif",
    fournisseur: "sports",
    accesses: &[AccessSpec {
        scopes: &["sdh_statut_sportif_identite"],
        holder: Holder::Named(|data| {
            api_particulier::named(
                data,
                &["identite", "nom_naissance"],
                &["identite", "prenoms"],
            )
        }),
        ..api_particulier::by_identifier("/v3/sdh/statut_sportif/identifiant", IDENTIFIANT)
    }],
    fields: FIELDS,
    boxes: &[BoxSpec::new(
        "sportif",
        "source.sportif.label",
        &["sportif."],
    )],
    statuses: &[UNKNOWN, api_particulier::RECIPIENT, api_particulier::TYPED],
    ..api_particulier::SOURCE
};

const IDENTIFIANT: &[SaisieSpec] = &[SaisieSpec {
    id: "identifiant",
    texte: "input.sportif",
    requise: true,
    chiffres: true,
    choix: &[],
    format: saisie::chiffres,
}];

/// Somebody whose listing has ended is still known: only the number can be wrong.
const UNKNOWN: &[StatusRule] = &[StatusRule::new(404, Meaning::Final(Outcome::TypedWrong))
    .ending("003")
    .by_provider()];

const FIELDS: &[Field] = &[
    Field::new(
        "sportif.est_sportif_de_haut_niveau",
        Kind::OuiNon,
        &["sdh_statut_sportif_est_sportif_de_haut_niveau"],
        &["est_sportif_de_haut_niveau"],
    ),
    Field::new(
        "sportif.a_ete_sportif_de_haut_niveau",
        Kind::OuiNon,
        &["sdh_statut_sportif_a_ete_sportif_de_haut_niveau"],
        &["a_ete_sportif_de_haut_niveau"],
    ),
    listing(
        "sportif.date_debut_statut",
        Kind::Date,
        &["informations_statut", "periode", "date_debut_statut"],
    ),
    listing(
        "sportif.date_fin_statut",
        Kind::Date,
        &["informations_statut", "periode", "date_fin_statut"],
    ),
    listing(
        "sportif.federation",
        Kind::Text,
        &["informations_statut", "federation", "nom_federation"],
    ),
    listing(
        "sportif.categorie",
        Kind::Text,
        &["informations_statut", "categorie", "nom_categorie"],
    ),
];

/// A detail of the current listing, empty without one.
const fn listing(chemin: &'static str, kind: Kind, keys: &'static [&'static str]) -> Field {
    Field::new(chemin, kind, INFORMATIONS, keys).often_empty()
}
