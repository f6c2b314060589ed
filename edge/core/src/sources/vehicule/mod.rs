//! Carte grise: the vehicle of a plate, if it is the person's, for the price of residents' parking.
//!
//! Endpoint `/v3/ants/extrait_immatriculation_vehicule` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue). The plate is typed; the gateway itself
//! compares the holder with who signed in, and answers nothing about somebody else's vehicle.

use super::outcome::Outcome;
use super::parameters;
use super::saisie::{self, SaisieSpec};
use super::spec::{AccessSpec, BoxSpec, SourceField as Field, SourceSpec};
use super::status::{Meaning, StatusRule};
use super::{adresse, api_particulier};
use crate::field::Kind;

const ADRESSE: &[&str] = &["ants_extrait_immatriculation_vehicule_adresse_particulier"];
const RATTACHEMENT: &[&str] = &["ants_extrait_immatriculation_vehicule_statut_rattachement"];
const DONNEES: &[&str] =
    &["ants_extrait_immatriculation_vehicule_donnees_immatriculation_vehicule"];
const TECHNIQUE: &[&str] =
    &["ants_extrait_immatriculation_vehicule_caracteristiques_techniques_vehicule"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "vehicule",
    fournisseur: "france_titres",
    accesses: &[AccessSpec {
        parameters: |asked| parameters::typed(asked, "immatriculation", "immatriculation"),
        saisies: IMMATRICULATION,
        ..api_particulier::by_france_connect(
            "/v3/ants/extrait_immatriculation_vehicule/france_connect",
        )
    }],
    fields: FIELDS,
    boxes: BOXES,
    statuses: &[STATUSES],
    ..api_particulier::SOURCE
};

const IMMATRICULATION: &[SaisieSpec] = &[SaisieSpec {
    id: "immatriculation",
    texte: "input.vehicule",
    requise: true,
    chiffres: false,
    choix: &[],
    format: saisie::immatriculation,
}];

const STATUSES: &[StatusRule] = &[
    StatusRule::new(404, Meaning::Final(Outcome::PlateUnknown))
        .ending("003")
        .by_provider(),
    StatusRule::new(404, Meaning::Final(Outcome::PlateNotYours))
        .ending("005")
        .by_provider(),
];

const FIELDS: &[Field] = &[
    Field::new(
        "vehicule.immatriculation",
        Kind::Text,
        DONNEES,
        &["donnees_immatriculation_vehicule", "numero_immatriculation"],
    ),
    Field::new(
        "vehicule.date_premiere_immatriculation",
        Kind::Date,
        DONNEES,
        &[
            "donnees_immatriculation_vehicule",
            "date_premiere_immatriculation",
        ],
    ),
    Field::new(
        "vehicule.statut_rattachement",
        Kind::Code("vehicule"),
        RATTACHEMENT,
        &["statut_rattachement"],
    ),
    technique("vehicule.marque", Kind::Text, &[TECHNIQUES, "marque"]),
    technique(
        "vehicule.modele",
        Kind::Text,
        &[TECHNIQUES, "denomination_commerciale"],
    ),
    technique(
        "vehicule.energie",
        Kind::Code("energie"),
        &[TECHNIQUES, "type_carburant", "code"],
    ),
    technique(
        "vehicule.masse_charge_maximale",
        Kind::Kilogrammes,
        &[TECHNIQUES, "masse_charge_maximale"],
    ),
    technique(
        "vehicule.taux_co2",
        Kind::Decimal,
        &[TECHNIQUES, "taux_co2"],
    ),
    technique(
        "vehicule.classe_environnementale",
        Kind::Code("classe_environnementale"),
        &[TECHNIQUES, "classe_environnementale", "code"],
    ),
    technique(
        "vehicule.genre",
        Kind::Code("genre"),
        &[TECHNIQUES, "genre_national", "code"],
    ),
    Field::made("vehicule.adresse.voie", Kind::Text, ADRESSE, |data| {
        adresse::joined(data, VOIE, " ")
    }),
    Field::made(
        "vehicule.adresse.code_postal",
        Kind::Text,
        ADRESSE,
        |data| adresse::code_postal(data, &["adresse_particulier", "code_postal_ville"]),
    ),
    Field::new(
        "vehicule.adresse.commune",
        Kind::Text,
        ADRESSE,
        &["adresse_particulier", "libelle_commune"],
    ),
];

const TECHNIQUES: &str = "caracteristiques_techniques_vehicule";
/// Number, `bis` or `ter`, kind and name of the street, in the order they are read.
const VOIE: &[&[&str]] = &[
    &["adresse_particulier", "num_voie"],
    &["adresse_particulier", "extension"],
    &["adresse_particulier", "type_voie"],
    &["adresse_particulier", "libelle_voie"],
];

const BOXES: &[BoxSpec] = &[
    BoxSpec::new(
        "vehicule",
        "source.vehicule.label",
        &[
            "vehicule.immatriculation",
            "vehicule.date_premiere_immatriculation",
            "vehicule.statut_rattachement",
            "vehicule.marque",
            "vehicule.modele",
            "vehicule.energie",
            "vehicule.masse_charge_maximale",
            "vehicule.taux_co2",
            "vehicule.classe_environnementale",
            "vehicule.genre",
        ],
    ),
    BoxSpec {
        id: "vehicule.adresse",
        label: "field.vehicule.adresse",
        prefixes: &["vehicule.adresse."],
        shown: &[
            &["vehicule.adresse.voie"],
            &["vehicule.adresse.code_postal", "vehicule.adresse.commune"],
        ],
        declared: true,
        sante: false,
    },
];

const fn technique(chemin: &'static str, kind: Kind, keys: &'static [&'static str]) -> Field {
    Field::new(chemin, kind, TECHNIQUE, keys)
}
