//! Who asks, on what ground, and for how long.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::demarche::format;

/// La collectivité, avec les formes que son nom prend dans une phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CollectiviteWritten {
    /// Nom seul : « Ville de Valbourg ».
    #[validate(length(min = 1, max = 80))]
    pub nom_collectivite: String,
    /// Sujet, avec le, la, l’ ou les : « la ville de Valbourg ».
    #[validate(custom(function = "format::nominal_le"))]
    pub collectivite: String,
    /// Avec à, au ou aux : « à la ville de Valbourg ».
    #[validate(custom(function = "format::nominal_a"))]
    pub a_collectivite: String,
    /// Avec de, du, des ou d’ : « de la ville de Valbourg ».
    #[validate(custom(function = "format::nominal_de"))]
    pub de_collectivite: String,
    /// SIRET, 14 chiffres.
    #[validate(custom(function = "format::siret"))]
    pub siret: String,
    /// Service qui reçoit la demande : « Service éducation ».
    #[validate(length(min = 1, max = 80))]
    pub service: String,
    /// Délégué à la protection des données : adresse électronique ou adresse d'une page.
    #[validate(custom(function = "format::contact"))]
    pub dpo: String,
    /// Aide aux usagers : adresse électronique, téléphone ou adresse d'une page.
    #[validate(length(min = 1, max = 120))]
    pub contact: String,
    /// Adresse de la page des mentions légales.
    pub mentions_legales: String,
    /// Adresse de la déclaration d'accessibilité.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessibilite: Option<String>,
    /// État d'accessibilité déclaré : « partiellement conforme ».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etat_accessibilite: Option<EtatAccessibilite>,
}

/// État d'accessibilité, l'un des trois que la loi connaît (décret n° 2019-768, article 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EtatAccessibilite {
    /// Tous les critères sont respectés.
    #[serde(rename = "totalement conforme")]
    TotalementConforme,
    /// Au moins la moitié des critères sont respectés.
    #[serde(rename = "partiellement conforme")]
    PartiellementConforme,
    /// Moins de la moitié des critères sont respectés, ou rien ne l'établit.
    #[serde(rename = "non conforme")]
    NonConforme,
}

/// La base légale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BaseLegaleWritten {
    /// Texte : « code général des collectivités territoriales, article L. 2121-29 ».
    #[validate(length(min = 1, max = 200))]
    pub texte: String,
    /// Délibération : « délibération du 12 mai 2026 ».
    #[validate(length(min = 1, max = 200))]
    pub deliberation: String,
    /// Adresse publique de la délibération.
    pub adresse: String,
}

/// La durée de conservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConservationWritten {
    /// Durée en mots : « jusqu’à la fin de l’année scolaire ».
    #[validate(length(min = 1, max = 120))]
    pub duree: String,
    /// Durée en mois.
    #[validate(range(min = 1, max = 1200))]
    pub mois: u16,
    /// Raison, obligatoire au-delà de 36 mois.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 300))]
    pub motif: Option<String>,
}

/// Les mêmes textes dans une autre langue ; le français reste celui des sections ci-dessus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TraductionWritten {
    /// Titre.
    pub titre: String,
    /// À quoi servent les données, au milieu d’une phrase.
    pub finalite: String,
    /// Nom seul : « Town of Valbourg ».
    pub nom_collectivite: String,
    /// Sujet : « the town of Valbourg ».
    pub collectivite: String,
    /// Destinataire : « to the town of Valbourg ».
    pub a_collectivite: String,
    /// Origine : « of the town of Valbourg ».
    pub de_collectivite: String,
    /// Service qui reçoit la demande.
    pub service: String,
    /// Durée de conservation.
    pub duree: String,
}

impl TraductionWritten {
    /// Its texts, each with its key.
    pub fn textes(&self) -> [(&'static str, &str); 8] {
        [
            ("titre", &self.titre),
            ("finalite", &self.finalite),
            ("nom_collectivite", &self.nom_collectivite),
            ("collectivite", &self.collectivite),
            ("a_collectivite", &self.a_collectivite),
            ("de_collectivite", &self.de_collectivite),
            ("service", &self.service),
            ("duree", &self.duree),
        ]
    }
}
