//! To whom the exchange trace goes.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::demarche::format;

/// Où va la trace des échanges, que la collectivité garde 36 mois.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TraceWritten {
    /// Adresse de la collectivité qui reçoit chaque ligne, par POST.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adresse: Option<String>,
    /// NOM du secret présenté à cette adresse, s'il en faut un.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "format::nom_de_secret"))]
    pub secret: Option<String>,
    /// Ou bien la sortie du service, mêlée au journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sortie: Option<SortieTrace>,
}

/// Sortie d'une trace qui n'a pas d'adresse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SortieTrace {
    /// La sortie du service, une ligne marquée `exchange_trace`.
    Journal,
}
