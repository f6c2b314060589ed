//! Quotient familial of the CAF and the MSA, and the address they know.
//!
//! Endpoint: <https://particulier.api.gouv.fr/catalogue/cnaf_msa/quotient_familial>. The quotient is
//! a whole number of euros for a month; the address is declared by the person and may be old.

mod read;

use super::{BoxSpec, Credential, Refresh, SourceSpec, api_particulier, dss};
use crate::field::{FieldSpec, Kind};

const QUOTIENT: &str = "cnaf_quotient_familial";
const ADRESSE: &str = "cnaf_adresse";

/// The source.
pub const SOURCE: SourceSpec = SourceSpec {
    id: "quotient_familial",
    fournisseur: "caf_msa",
    endpoint: "/v3/dss/quotient_familial/france_connect",
    credential: Credential::FranceConnect,
    sante: false,
    refresh: Refresh::AfterFirstWeekend,
    fields: FIELDS,
    boxes: BOXES,
    statuses: &[dss::STATUSES, api_particulier::STATUSES],
    read: read::read,
};

const FIELDS: &[FieldSpec] = &[
    field("quotient_familial.valeur", Kind::Euros, QUOTIENT),
    field("quotient_familial.mois", Kind::Mois, QUOTIENT),
    field("quotient_familial.annee", Kind::Annee, QUOTIENT),
    field("quotient_familial.fournisseur", Kind::Organisme, QUOTIENT),
    field("adresse.voie", Kind::Text, ADRESSE),
    field("adresse.complement", Kind::Text, ADRESSE),
    field("adresse.code_postal", Kind::Text, ADRESSE),
    field("adresse.commune", Kind::Text, ADRESSE),
    field("adresse.pays", Kind::Text, ADRESSE),
];

const BOXES: &[BoxSpec] = &[
    BoxSpec {
        id: "quotient_familial",
        label: "field.quotient_familial.valeur",
        prefix: "quotient_familial.",
        shown: &[&["quotient_familial.valeur"]],
        declared: false,
    },
    BoxSpec {
        id: "adresse",
        label: "field.adresse",
        prefix: "adresse.",
        shown: &[
            &["adresse.voie"],
            &["adresse.complement"],
            &["adresse.code_postal", "adresse.commune"],
            &["adresse.pays"],
        ],
        declared: true,
    },
];

const fn field(chemin: &'static str, kind: Kind, scope: &'static str) -> FieldSpec {
    FieldSpec {
        chemin,
        kind,
        scope,
        verrouille: false,
    }
}
