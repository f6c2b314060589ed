//! What the collectivité was given to ask with.

use serde::{Deserialize, Serialize};
use unefois_wire::LibelleBouton;
use validator::Validate;

use crate::demarche::format;

/// Le client FranceConnect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FranceConnectWritten {
    /// Adresse de base que voit le navigateur, sans barre finale.
    pub issuer: String,
    /// Adresse de base pour les appels de serveur à serveur, si elle diffère.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adresse_interne: Option<String>,
    /// Identifiant du client, donné par l'espace partenaires.
    #[validate(length(min = 1, max = 255))]
    pub client_id: String,
    /// NOM du secret, et non le secret : majuscules, chiffres et tirets bas.
    #[validate(custom(function = "format::nom_de_secret"))]
    pub client_secret: String,
    /// Algorithme de signature déclaré dans l'espace partenaires.
    pub algorithme: Algorithme,
    /// Forme de la réponse userinfo.
    #[serde(default)]
    pub userinfo: Userinfo,
    /// Niveau de garantie demandé.
    #[serde(default)]
    pub acr: Acr,
    /// Libellé du bouton.
    #[serde(default = "identifier")]
    pub libelle_bouton: LibelleBouton,
    /// Périmètres que la source publique de FranceConnect ne déclare pas, et qu'il a confirmé transmettre.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes_confirmes: Vec<String>,
}

fn identifier() -> LibelleBouton {
    LibelleBouton::Identifier
}

/// Algorithme de signature des jetons d'identité.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Algorithme {
    /// ECDSA sur P-256.
    Es256,
    /// RSA PKCS#1 v1.5.
    Rs256,
}

/// Forme de la réponse userinfo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Userinfo {
    /// JWT signé : la seule forme admise en production.
    #[default]
    Signe,
    /// JSON non signé : bac à sable et poste local seulement.
    NonSigneBacASable,
}

/// Niveau de garantie eIDAS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Acr {
    /// Niveau faible, celui de FranceConnect.
    #[default]
    Eidas1,
}

/// L'accès à API Particulier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ApiParticulierWritten {
    /// Adresse de base, sans barre finale.
    pub adresse: String,
    /// SIRET de la collectivité destinataire ; jamais celui d'un éditeur.
    #[validate(custom(function = "format::siret"))]
    pub recipient: String,
    /// NOM du secret qui contient le jeton de la collectivité, quand une source s'en sert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "format::nom_de_secret"))]
    pub jeton: Option<String>,
}

/// L'accès à l'API Impôt particulier de la DGFiP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DgfipWritten {
    /// Adresse de base donnée avec le compte, sans barre finale.
    pub adresse: String,
    /// Identifiant du compte.
    #[validate(length(min = 1, max = 255))]
    pub client_id: String,
    /// NOM du secret, et non le secret.
    #[validate(custom(function = "format::nom_de_secret"))]
    pub client_secret: String,
    /// Identifiant du téléservice, s'il en a un.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "format::id_teleservice"))]
    pub id_teleservice: Option<String>,
}

/// Qui signe les attestations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AttestationWritten {
    /// NOM du secret qui contient les clés de la collectivité (JWK Set), et non les clés.
    #[validate(custom(function = "format::nom_de_secret"))]
    pub cles: String,
}
