//! A démarche file as people write it. Nothing but the checks of this module reads these types
//! before they are proven; their comments, in French, are the descriptions of the JSON Schema.

mod access;
mod collectivite;
mod form;
mod habilitation;
mod trace;

pub use access::{
    Acr, Algorithme, ApiParticulierWritten, AttestationWritten, DgfipWritten, FranceConnectWritten,
    Userinfo,
};
pub use collectivite::{
    BaseLegaleWritten, CollectiviteWritten, ConservationWritten, EtatAccessibilite,
    TraductionWritten,
};
pub use form::{ChampWritten, CibleDateWritten, CibleWritten, Format, PageWritten, SourceWritten};
pub use habilitation::{
    Etape, HabilitationKind, HabilitationWritten, HomologationWritten, ModaliteAccordee,
};
pub use trace::{SortieTrace, TraceWritten};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unefois_wire::Concerne;
use validator::Validate;

use super::format;
#[cfg(feature = "schema")]
use super::usages;

/// Une démarche : ce que le formulaire demande, au nom de qui, et où l'écrire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DemarcheWritten {
    /// Identifiant, repris dans la balise de la page : lettres minuscules, chiffres et tirets.
    #[validate(custom(function = "format::id"))]
    pub id: String,
    /// Numéro de version, augmenté à chaque changement publié.
    #[validate(range(min = 1))]
    pub version: u32,
    /// Titre montré à l'usager : « Inscription à la cantine ».
    #[validate(length(min = 1, max = 80))]
    pub titre: String,
    /// À quoi servent les données : verbe à l'infinitif, en minuscules, sans point.
    #[validate(custom(function = "format::finalite"))]
    pub finalite: String,
    /// Usage : ce que la démarche a le droit de demander en dépend.
    #[validate(length(min = 1))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "usages::schema"))]
    pub usage: String,
    /// Pour qui la demande peut être faite ; le premier est proposé d'office.
    #[validate(length(min = 1))]
    pub concerne: Vec<Concerne>,
    /// Sélecteur CSS du formulaire, quand la page en contient plusieurs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "format::selecteur"))]
    pub formulaire: Option<String>,
    /// Développement seulement : permet `http` vers localhost et 127.0.0.1, et nulle part ailleurs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub autoriser_http_local: bool,
    /// Prestataires techniques qui interviennent, nommés dans la notice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prestataires: Vec<String>,
    /// Prestataires techniques situés hors de l'Union européenne ; vide s'il n'y en a pas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transferts: Vec<String>,
    /// La collectivité, responsable du traitement.
    #[validate(nested)]
    pub collectivite: CollectiviteWritten,
    /// Le client FranceConnect de la collectivité.
    #[validate(nested)]
    pub franceconnect: FranceConnectWritten,
    /// L'accès à API Particulier, quand une source en dépend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub api_particulier: Option<ApiParticulierWritten>,
    /// L'accès à l'API Impôt particulier, quand une source en dépend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub dgfip: Option<DgfipWritten>,
    /// Les clés de la collectivité, quand elle signe elle-même les attestations ; celles du service sinon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub attestation: Option<AttestationWritten>,
    /// Où va la trace des échanges ; par défaut, sur la sortie du service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub trace: Option<TraceWritten>,
    /// La base légale et sa délibération.
    #[validate(nested)]
    pub base_legale: BaseLegaleWritten,
    /// La durée de conservation par la collectivité.
    #[validate(nested)]
    pub conservation: ConservationWritten,
    /// Les habilitations obtenues sur DataPass.
    #[validate(length(min = 1), nested)]
    pub habilitation: Vec<HabilitationWritten>,
    /// L'homologation de sécurité, que demande une habilitation de production de la DGFiP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub homologation: Option<HomologationWritten>,
    /// Les pages où le bouton peut être posé.
    #[validate(length(min = 1), nested)]
    pub page: Vec<PageWritten>,
    /// Les sources que l'usager peut cocher ; aucune si seule l'identité sert.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(nested)]
    pub source: Vec<SourceWritten>,
    /// Les champs du formulaire et la donnée que chacun reçoit.
    #[validate(length(min = 1), nested)]
    pub champ: Vec<ChampWritten>,
    /// Textes de la collectivité, par langue (`fr`, `en`) puis par identifiant de message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub textes: BTreeMap<String, BTreeMap<String, String>>,
    /// Titre, finalité et nom de la collectivité dans d’autres langues (`en`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub traductions: BTreeMap<String, TraductionWritten>,
}

impl DemarcheWritten {
    /// Puts translated texts in place of the French ones.
    pub(super) fn translate(&mut self, texts: TraductionWritten) {
        self.titre = texts.titre;
        self.finalite = texts.finalite;
        self.conservation.duree = texts.duree;
        let collectivite = &mut self.collectivite;
        collectivite.nom_collectivite = texts.nom_collectivite;
        collectivite.collectivite = texts.collectivite;
        collectivite.a_collectivite = texts.a_collectivite;
        collectivite.de_collectivite = texts.de_collectivite;
        collectivite.service = texts.service;
    }
}
