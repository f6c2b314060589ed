//! What a nursery paid by the PSU needs: the resources and the children of the family file.
//!
//! Endpoint `/v3/dss/participation_familiale_eaje` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue). Resources are refreshed each January;
//! the MSA shows the current year where the year before last is meant. A file without a child under
//! seven is no file here.

use time::Date;
use unefois_wire::Value;

use super::answer::MissingCause;
use super::outcome::Outcome;
use super::spec::{BoxSpec, Found, ListSpec, Pick, SourceField as Field, SourceSpec};
use super::status::{Meaning, StatusRule};
use super::{Object, api_particulier, dss, read};
use crate::field::Kind;

const CALCUL: &[&str] = &["cnav_participation_familiale_eaje_parametres_calcul"];
const ADRESSE: &[&str] = &["cnav_participation_familiale_eaje_adresse"];
const ENFANTS: &[&str] = &["cnav_participation_familiale_eaje_enfants"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "eaje",
    fournisseur: "caf_msa",
    accesses: &dss::accesses(
        "/v3/dss/participation_familiale_eaje/france_connect",
        "/v3/dss/participation_familiale_eaje/identite",
    ),
    fields: FIELDS,
    lists: LISTS,
    boxes: BOXES,
    statuses: &[STATUSES, dss::STATUSES],
    ..api_particulier::SOURCE
};

const STATUSES: &[StatusRule] = &[StatusRule::new(404, Meaning::Final(Outcome::NoYoungChild))
    .ending("003")
    .titled("Allocataire non éligible")];

const FIELDS: &[Field] = &[
    Field::new(
        "eaje.ressources",
        Kind::Euros,
        CALCUL,
        &[PARAMETRES, "base_ressources_annuelles", "valeur"],
    ),
    Field::on_day(
        "eaje.annee_ressources",
        Kind::Annee,
        CALCUL,
        annee_ressources,
    ),
    Field::new(
        "eaje.enfants_charge",
        Kind::Integer,
        CALCUL,
        &[PARAMETRES, "nombre_enfants_a_charge"],
    ),
    Field::new(
        "eaje.enfants_aeeh",
        Kind::Integer,
        CALCUL,
        &[PARAMETRES, "nombre_enfants_beneficiaire_aeeh"],
    ),
    Field::new("eaje.adresse.voie", Kind::Text, ADRESSE, dss::VOIE),
    Field::made(
        "eaje.adresse.complement",
        Kind::Text,
        ADRESSE,
        dss::complement,
    ),
    Field::made(
        "eaje.adresse.code_postal",
        Kind::Text,
        ADRESSE,
        dss::code_postal,
    ),
    Field::made("eaje.adresse.commune", Kind::Text, ADRESSE, dss::commune),
    Field::new(
        "eaje.enfants[].nom_naissance",
        Kind::Text,
        ENFANTS,
        &["nom_naissance"],
    ),
    Field::new(
        "eaje.enfants[].nom_usage",
        Kind::Text,
        ENFANTS,
        &["nom_usage"],
    ),
    Field::new("eaje.enfants[].prenoms", Kind::Text, ENFANTS, &["prenoms"]),
    Field::new(
        "eaje.enfants[].date_naissance",
        Kind::Date,
        ENFANTS,
        &["date_naissance"],
    ),
    Field::new("eaje.enfants[].sexe", Kind::Sexe, ENFANTS, &["sexe"]),
];

/// The year of the resources. The answer does not name its fund: a year that is not over is the one the
/// MSA shows instead of the year before last, since nobody's resources are known before it ends.
fn annee_ressources(data: &Object, today: Date) -> Found {
    let keys = [PARAMETRES, "base_ressources_annuelles", "annee_calcul"];
    let annee = read::integer(data, &keys, 1900, 9999)?;
    match annee >= today.year().into() {
        true => Err(MissingCause::Unknown),
        false => Ok(Value::Integer(annee)),
    }
}

const PARAMETRES: &str = "parametres_calcul_participation_familiale";

const LISTS: &[ListSpec] = &[ListSpec {
    prefix: "eaje.enfants[]",
    keys: &["enfants"],
    pick: Pick::Rows,
    texts: "release.children",
    item: &[
        ("prenoms", "eaje.enfants[].prenoms"),
        ("nom", "eaje.enfants[].nom_naissance"),
        ("date", "eaje.enfants[].date_naissance"),
    ],
}];

/// The number of children with an allowance for disability tells of health: it has a box of its own.
const BOXES: &[BoxSpec] = &[
    BoxSpec::new(
        "eaje",
        "source.eaje.label",
        &[
            "eaje.ressources",
            "eaje.annee_ressources",
            "eaje.enfants_charge",
        ],
    ),
    BoxSpec::new(
        "eaje.enfants_aeeh",
        "field.eaje.enfants_aeeh",
        &["eaje.enfants_aeeh"],
    )
    .about_health(),
    BoxSpec {
        id: "eaje.adresse",
        label: "field.eaje.adresse",
        prefixes: &["eaje.adresse."],
        shown: &[
            &["eaje.adresse.voie"],
            &["eaje.adresse.complement"],
            &["eaje.adresse.code_postal", "eaje.adresse.commune"],
        ],
        declared: true,
        sante: false,
    },
];
