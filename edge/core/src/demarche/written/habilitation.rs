//! What the collectivité was granted, and by which decision of its own it may use it.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::demarche::format;

/// Une habilitation DataPass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HabilitationWritten {
    /// Numéro, montré dans la notice : « H456 ».
    #[validate(custom(function = "format::numero_habilitation"))]
    pub numero: String,
    /// Ce que l'habilitation ouvre.
    pub fournisseur: HabilitationKind,
    /// SIRET du titulaire, s'il faut le redire ; celui de la collectivité, et nul autre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "format::siret"))]
    pub siret: Option<String>,
    /// Étape de l'habilitation ; par défaut, la production.
    #[serde(default, skip_serializing_if = "Etape::is_production")]
    pub etape: Etape,
    /// Périmètres accordés, tels que les nomme le fournisseur.
    #[validate(length(min = 1))]
    pub scopes: Vec<String>,
    /// Modalité accordée ; obligatoire pour API Particulier et pour l'API Impôt particulier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modalite: Option<ModaliteAccordee>,
    /// Numéro de l'habilitation FranceConnect que celle-ci nomme ; obligatoire pour la modalité
    /// `france_connect`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "format::numero_habilitation"))]
    pub habilitation_franceconnect: Option<String>,
    /// Premier jour de validité, AAAA-MM-JJ.
    #[validate(custom(function = "format::date"))]
    pub du: String,
    /// Dernier jour de validité, AAAA-MM-JJ ; absent s'il n'y en a pas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "format::date"))]
    pub au: Option<String>,
}

/// Ce qu'une habilitation ouvre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HabilitationKind {
    /// L'identité, par FranceConnect.
    Franceconnect,
    /// Des données, par API Particulier.
    ApiParticulier,
    /// Des données fiscales, par l'API Impôt particulier.
    ApiImpotParticulier,
}

/// Étape d'une habilitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Etape {
    /// Données réelles.
    #[default]
    Production,
    /// Essais sur des données inventées : jamais avec un service de production.
    BacASable,
}

impl Etape {
    /// Whether it opens real data.
    pub fn is_production(&self) -> bool {
        *self == Self::Production
    }
}

/// Façon dont la personne est identifiée auprès du fournisseur.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ModaliteAccordee {
    /// Par le jeton FranceConnect de la personne.
    FranceConnect,
    /// Par des paramètres, avec le jeton de la collectivité.
    Params,
}

/// L'homologation de sécurité (décret n° 2010-112), que la DGFiP demande avant la production.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HomologationWritten {
    /// Autorité d'homologation : nom de la fonction, comme « la maire de Valbourg ».
    #[validate(length(min = 1, max = 120))]
    pub autorite: String,
    /// Premier jour de l'homologation, AAAA-MM-JJ.
    #[validate(custom(function = "format::date"))]
    pub du: String,
    /// Dernier jour de l'homologation, AAAA-MM-JJ.
    #[validate(custom(function = "format::date"))]
    pub au: String,
}

impl HabilitationWritten {
    /// Its number without the letter that DataPass sometimes writes before it.
    pub fn digits(&self) -> &str {
        digits(&self.numero)
    }

    /// Whether it has that number, written with its letter or without.
    pub fn is_numbered(&self, numero: &str) -> bool {
        self.digits() == digits(numero)
    }

    /// Whether it opens nothing without the homologation of the service.
    pub fn needs_homologation(&self) -> bool {
        self.fournisseur == HabilitationKind::ApiImpotParticulier && self.etape.is_production()
    }
}

fn digits(numero: &str) -> &str {
    numero.strip_prefix('H').unwrap_or(numero)
}
