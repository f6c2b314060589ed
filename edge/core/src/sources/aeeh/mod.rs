//! Allocation d'éducation de l'enfant handicapé: the role of the person in it, and since when.
//!
//! Endpoint `/v3/dss/allocation_enfant_handicape` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue).
//!
//! The person who signs in is asked about, as the one who receives it or the child it is for; any answer
//! but a negative one is health data.

use super::dss;
use super::spec::{BoxSpec, SourceField as Field, SourceSpec};

const AEEH: &[&str] = &["cnav_allocation_enfant_handicape"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "aeeh",
    sante: true,
    accesses: &dss::accesses(
        "/v3/dss/allocation_enfant_handicape/france_connect",
        "/v3/dss/allocation_enfant_handicape/identite",
    ),
    fields: FIELDS,
    boxes: &[BoxSpec::new("aeeh", "source.aeeh.label", &["aeeh."])],
    ..dss::BENEFIT
};

const FIELDS: &[Field] = &[
    dss::statut("aeeh.statut", AEEH),
    dss::date_debut_droit("aeeh.date_debut_droit", AEEH),
];
