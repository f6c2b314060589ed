//! Service civique: the contract under way, and the one that ended.
//!
//! Endpoint `/v3/gip_mds/service_civique` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue). Nobody's contract is a success that says
//! so, without details.

use super::api_particulier;
use super::outcome::Outcome;
use super::parameters::{self, Asked, CivilStatus, Pairs};
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};
use super::status::{Meaning, StatusRule};
use crate::field::Kind;

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "service_civique",
    fournisseur: "service_civique",
    accesses: &[
        api_particulier::by_france_connect("/v3/gip_mds/service_civique/france_connect"),
        api_particulier::by_identity("/v3/gip_mds/service_civique/identite", civil_status),
    ],
    fields: FIELDS,
    boxes: BOXES,
    statuses: &[STATUSES],
    ..api_particulier::SOURCE
};

fn civil_status(asked: &Asked) -> Result<Pairs, Outcome> {
    let wanted = CivilStatus {
        nom_usage: false,
        first_prenom: true,
        sexe: false,
        pays: false,
        commune: false,
        partial_date: false,
    };
    parameters::civil_status(asked.pivot, wanted)
}

/// The gateway first said of its own that several people match, as `563` now does.
const STATUSES: &[StatusRule] = &[StatusRule::new(422, Meaning::Final(Outcome::Several))
    .ending("391")
    .by_gateway()];

const ACTUEL: &str = "gip_mds_service_civique_statut_actuel";
const PASSE: &str = "gip_mds_service_civique_statut_passe";
const DATES: &str = "gip_mds_service_civique_dates";
const ORGANISME: &str = "gip_mds_service_civique_organisme_accueil";

const FIELDS: &[Field] = &[
    Field::new(
        "service_civique.en_cours",
        Kind::OuiNon,
        &[ACTUEL],
        &["statut_actuel", "contrat_trouve"],
    ),
    detail(
        "service_civique.date_debut",
        Kind::Date,
        &[ACTUEL, DATES],
        &["statut_actuel", "date_debut_contrat"],
    ),
    detail(
        "service_civique.date_fin",
        Kind::Date,
        &[ACTUEL, DATES],
        &["statut_actuel", "date_fin_contrat"],
    ),
    detail(
        "service_civique.organisme",
        Kind::Text,
        &[ACTUEL, ORGANISME],
        &["statut_actuel", "organisme_accueil", "raison_sociale"],
    ),
    Field::new(
        "service_civique.passe",
        Kind::OuiNon,
        &[PASSE],
        &["statut_passe", "contrat_trouve"],
    ),
    detail(
        "service_civique.passe_date_debut",
        Kind::Date,
        &[PASSE, DATES],
        &["statut_passe", "date_debut_contrat"],
    ),
    detail(
        "service_civique.passe_date_fin",
        Kind::Date,
        &[PASSE, DATES],
        &["statut_passe", "date_fin_contrat"],
    ),
    detail(
        "service_civique.passe_organisme",
        Kind::Text,
        &[PASSE, ORGANISME],
        &["statut_passe", "organisme_accueil", "raison_sociale"],
    ),
];

const BOXES: &[BoxSpec] = &[
    BoxSpec::new(
        "service_civique",
        "source.service_civique.label",
        &[
            "service_civique.en_cours",
            "service_civique.date_debut",
            "service_civique.date_fin",
            "service_civique.organisme",
        ],
    ),
    BoxSpec::new(
        "service_civique.passe",
        "field.service_civique.passe",
        &[
            "service_civique.passe",
            "service_civique.passe_date_debut",
            "service_civique.passe_date_fin",
            "service_civique.passe_organisme",
        ],
    ),
];

/// A detail of a contract, empty without one.
const fn detail(
    chemin: &'static str,
    kind: Kind,
    scopes: &'static [&'static str],
    keys: &'static [&'static str],
) -> Field {
    Field::new(chemin, kind, scopes, keys).often_empty()
}
