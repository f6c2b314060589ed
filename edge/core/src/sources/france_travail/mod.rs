//! Inscription à France Travail: since when, until when, and in which category.
//!
//! Endpoint `/v3/france_travail/statut` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue). The identifier is typed by the person and
//! proves nothing: the name in the answer must be theirs.

use super::holder::Holder;
use super::outcome::Outcome;
use super::saisie::{self, SaisieSpec};
use super::spec::{AccessSpec, BoxSpec, SourceField as Field, SourceSpec};
use super::status::{Meaning, StatusRule};
use super::{adresse, api_particulier};
use crate::field::Kind;

const INSCRIPTION: &[&str] = &["pole_emploi_inscription"];
const ADRESSE: &[&str] = &["pole_emploi_adresse"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "france_travail",
    fournisseur: "france_travail",
    accesses: &[AccessSpec {
        scopes: IDENTITE,
        holder: Holder::Named(|data| {
            api_particulier::named(
                data,
                &["identite", "nom_naissance"],
                &["identite", "prenom"],
            )
        }),
        ..api_particulier::by_identifier("/v3/france_travail/statut/identifiant", IDENTIFIANT)
    }],
    fields: FIELDS,
    boxes: BOXES,
    statuses: &[UNKNOWN, api_particulier::RECIPIENT, api_particulier::TYPED],
    ..api_particulier::SOURCE
};

/// Scopes by which the answer names its holder.
pub(super) const IDENTITE: &[&str] = &["pole_emploi_identite"];

/// The login of francetravail.fr, its form unknown to anybody else.
pub(super) const IDENTIFIANT: &[SaisieSpec] = &[SaisieSpec {
    id: "identifiant",
    texte: "input.france_travail",
    requise: true,
    chiffres: false,
    choix: &[],
    format: saisie::identifiant,
}];

/// Somebody whose registration has ended is still known: only the identifier can be wrong.
const UNKNOWN: &[StatusRule] = &[StatusRule::new(404, Meaning::Final(Outcome::TypedWrong))
    .ending("003")
    .by_provider()];

const FIELDS: &[Field] = &[
    Field::new(
        "france_travail.date_inscription",
        Kind::Date,
        INSCRIPTION,
        &["inscription", "date_debut"],
    ),
    Field::new(
        "france_travail.date_cessation",
        Kind::Date,
        INSCRIPTION,
        &["inscription", "date_fin"],
    )
    .often_empty(),
    Field::new(
        "france_travail.categorie",
        Kind::Code("ft"),
        INSCRIPTION,
        &["inscription", "categorie", "code"],
    ),
    Field::new(
        "france_travail.adresse.voie",
        Kind::Text,
        ADRESSE,
        &["adresse", "ligne_voie"],
    ),
    Field::new(
        "france_travail.adresse.code_postal",
        Kind::Text,
        ADRESSE,
        &["adresse", "code_postal"],
    ),
    Field::made(
        "france_travail.adresse.commune",
        Kind::Text,
        ADRESSE,
        |data| adresse::localite(data, &["adresse", "localite"]),
    ),
];

const BOXES: &[BoxSpec] = &[
    BoxSpec::new(
        "france_travail",
        "source.france_travail.label",
        &[
            "france_travail.date_inscription",
            "france_travail.date_cessation",
            "france_travail.categorie",
        ],
    ),
    BoxSpec {
        id: "france_travail.adresse",
        label: "field.france_travail.adresse",
        prefixes: &["france_travail.adresse."],
        shown: &[
            &["france_travail.adresse.voie"],
            &[
                "france_travail.adresse.code_postal",
                "france_travail.adresse.commune",
            ],
        ],
        declared: true,
        sante: false,
    },
];
