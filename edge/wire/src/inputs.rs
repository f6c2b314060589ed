use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Body of `POST /v1/inputs`: what the person typed for the sources they ticked.
///
/// Not trusted. The type has no `Debug`: what a person types belongs in no trace.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputsRequest {
    /// Query of the button's address, with or without `?`.
    pub depart: String,
    /// `<fournisseur>.<saisie>` → what was typed: `france_titres.immatriculation` → `ab 123 cd`.
    pub saisies: BTreeMap<String, String>,
}

/// Answer of `POST /v1/inputs` when every input has its form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputsResponse {
    /// What was typed, sealed by the edge: the `saisies` of the button's address.
    pub saisies: String,
}

/// Answer of `POST /v1/inputs` when an input has not its form: status 422.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputsRefusal {
    /// Always `inputs_refused`.
    pub error: String,
    /// The refused inputs, `<fournisseur>.<saisie>`.
    pub refusees: Vec<String>,
}
