//! Where the widget runs, what it may ask and where it writes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unefois_wire::Ecriture;
use validator::Validate;

use crate::sources::parameters::Perimetre;
use crate::sources::{AnneeRevenus, Modalite};

/// Une page où le bouton peut être posé.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PageWritten {
    /// Adresse exacte ; `*` remplace un segment du chemin, et un seul.
    pub adresse: String,
    /// Accepte des paramètres après `?` ; ils ne comptent pas pour reconnaître la page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub requete: bool,
}

/// Une source que l'usager peut cocher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SourceWritten {
    /// Identifiant de la source : `quotient_familial`.
    #[validate(length(min = 1))]
    pub id: String,
    /// Traiter la réponse comme une donnée de santé ; à écrire même si la source l'est par nature.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sante: bool,
    /// Façon de demander ; par défaut, la première que la source connaît.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modalite: Option<Modalite>,
    /// Précisions facultatives que l'usager peut écrire : « mois » pour le quotient familial.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saisies: Vec<String>,
    /// Nombre de lignes du formulaire pour la liste de la source ; une seule par défaut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 12))]
    pub lignes: Option<u8>,
    /// Année de revenus demandée aux impôts ; par défaut la dernière connue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annee: Option<AnneeRevenus>,
    /// L'habilitation n'accorde pas les noms : la collectivité accepte que le titulaire ne soit pas vérifié.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub titulaire_non_verifie: bool,
    /// Pourquoi cette donnée est strictement nécessaire ; demandé pour l'usage `autre`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 300))]
    pub motif: Option<String>,
    /// Où chercher un élève, pour les sources de l'Éducation nationale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perimetre: Option<Perimetre>,
}

/// Un champ du formulaire et la donnée qu'il reçoit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChampWritten {
    /// Chemin de la donnée : `identite.nom_naissance`.
    #[validate(length(min = 1))]
    pub chemin: String,
    /// Sélecteur CSS du champ, ou les trois sélecteurs d'une date en trois morceaux ; `{n}` y tient
    /// la place du numéro de la ligne, pour une liste. Sans elle, le champ est celui dont `data-unefois` dit le
    /// chemin, ou celui dont `autocomplete` dit le sens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cible: Option<CibleWritten>,
    /// Ce que la valeur fait au champ ; par défaut, ce qu'exige ou permet FranceConnect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecriture: Option<Ecriture>,
    /// Le formulaire rend ce champ obligatoire.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub requis: bool,
    /// Valeur reçue → valeur de l'option ou du bouton radio.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub valeurs: BTreeMap<String, String>,
    /// Écriture d'une date, d'une commune ou d'un pays dans un champ de texte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
}

/// Où la valeur est écrite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum CibleWritten {
    /// Un champ, ou un groupe de boutons radio.
    Selecteur(String),
    /// Une date en trois champs.
    Date(CibleDateWritten),
}

/// Une date en trois champs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CibleDateWritten {
    /// Sélecteur du jour.
    pub jour: String,
    /// Sélecteur du mois.
    pub mois: String,
    /// Sélecteur de l'année.
    pub annee: String,
}

/// Écriture d'une donnée dans un champ de texte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Format {
    /// 31/12/2026
    #[serde(rename = "jj/mm/aaaa")]
    JourMoisAnnee,
    /// 2026-12-31
    #[serde(rename = "aaaa-mm-jj")]
    AnneeMoisJour,
    /// Nom d'une commune ou d'un pays, par défaut
    #[serde(rename = "nom")]
    Nom,
    /// Code Insee d'une commune ou d'un pays
    #[serde(rename = "code")]
    Code,
}

impl ChampWritten {
    /// The selectors of its target, each with the end of its path in the file; none when it names no target.
    pub fn selecteurs(&self) -> Vec<(&'static str, &str)> {
        match &self.cible {
            None => Vec::new(),
            Some(CibleWritten::Selecteur(selecteur)) => vec![("", selecteur)],
            Some(CibleWritten::Date(date)) => {
                vec![
                    (".jour", &date.jour),
                    (".mois", &date.mois),
                    (".annee", &date.annee),
                ]
            }
        }
    }
}
