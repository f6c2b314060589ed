//! API Impôt particulier of the DGFiP: two tokens a call, the service's own and the citizen's.
//!
//! <https://api.gouv.fr/les-api/impot-particulier>. The service's token is kept until shortly before
//! it expires, because the citizen's lives for a minute and waits for it.

pub mod client_token;

use super::holder::{Holder, Nom};
use super::outcome::{Breakdown, Misconfiguration as Wrong, Outcome};
use super::parameters;
use super::spec::{AccessSpec, AnneeRevenus, Gateway, Modalite, Origin, Refresh, SourceSpec};
use super::status::{Meaning, StatusRule};
use super::{Object, read};
use crate::secret::Secret;

/// What every source behind the gateway has, but its name, its fields and its boxes.
pub(super) const SOURCE: SourceSpec = SourceSpec {
    id: "",
    fournisseur: "impots",
    gateway: Gateway::Dgfip,
    sante: false,
    refresh: Refresh::Continuous,
    recent_rights: false,
    accesses: ACCESSES,
    options: &[],
    fields: &[],
    lists: &[],
    boxes: &[],
    statuses: &[],
    origin,
    annee_scolaire: None,
};

/// One way to ask a year; only the first chooses it, and says which.
const ACCESSES: &[AccessSpec] = &[
    AccessSpec {
        annee: Some(AnneeRevenus::DeuxAns),
        endpoint: "/dernieresituation/ir/assiettes/deuxans",
        resource: "RessourceIRDerniere2",
        scopes: &["dgfip_annee_n_moins_2_si_indispo_n_moins_1"],
        ..OF_ONE_YEAR
    },
    AccessSpec {
        annee: Some(AnneeRevenus::NMoins1),
        scopes: &["dgfip_annee_n_moins_1"],
        ..OF_ONE_YEAR
    },
    AccessSpec {
        annee: Some(AnneeRevenus::NMoins2),
        scopes: &["dgfip_annee_n_moins_2"],
        ..OF_ONE_YEAR
    },
    AccessSpec {
        annee: Some(AnneeRevenus::NMoins3),
        scopes: &["dgfip_annee_n_moins_3"],
        ..OF_ONE_YEAR
    },
];

const OF_ONE_YEAR: AccessSpec = AccessSpec {
    modalite: Modalite::FranceConnect,
    annee: None,
    endpoint: "/situations/ir/assiettes/annrev/{annrev}",
    resource: "RessourceIR",
    scopes: &[],
    holder_scopes: &[
        "dgfip_nmNaiDec1",
        "dgfip_prnmDec1",
        "dgfip_nmNaiDec2",
        "dgfip_prnmDec2",
    ],
    wants_perimetre: false,
    parameters: parameters::nothing,
    saisies: &[],
    holder: Holder::NamedUnlessWaived(declarants),
    companion: None,
};

/// Key of the year of income, on the routes that choose it.
pub(super) const ANNEE: &[&str] = &["annRevenu"];

/// The year of income, where the answer tells it.
fn origin(data: &Object) -> Origin {
    let annee = read::integer(data, ANNEE, 1900, 9999).ok();
    Origin {
        annee: annee.and_then(|annee| annee.try_into().ok()),
        ..Origin::default()
    }
}

/// Path of the resources after the base address.
pub const RESOURCES: &str = "/impotparticulier/1.0";

const fn wrong(status: u16, what: Wrong) -> StatusRule {
    StatusRule::new(status, Meaning::Final(Outcome::Unavailable(what)))
}

const NO_NOTICE: Meaning = Meaning::Final(Outcome::NoTaxNotice);

/// Rules for every resource. A person who filed nothing, or is attached to their parents, is an
/// ordinary case.
pub const STATUSES: &[&[StatusRule]] = &[&[
    StatusRule::new(204, NO_NOTICE),
    wrong(400, Wrong::RequestRefused),
    StatusRule::new(401, Meaning::StaleToken),
    wrong(403, Wrong::ScopeMissing),
    StatusRule::new(404, NO_NOTICE).ending("101"),
    StatusRule::new(404, Meaning::Final(Outcome::NotRecognised)).ending("102"),
    StatusRule::new(404, NO_NOTICE),
    StatusRule::new(410, Meaning::Final(Outcome::NotRecognised)).ending("102"),
    StatusRule::new(410, NO_NOTICE),
    StatusRule::new(429, Meaning::Throttled),
    StatusRule::new(500, Meaning::Transient),
    StatusRule::new(502, Meaning::Transient),
    StatusRule::new(503, Meaning::Closed),
    StatusRule::new(504, Meaning::Transient),
]];

/// What is answered when the service's own token cannot be had.
pub const TOKEN_DOWN: Outcome = Outcome::Down(Breakdown::UpstreamError);

/// Headers of a call beside the service's own token.
pub fn headers(
    france_connect: &Secret,
    id_teleservice: Option<&str>,
    correlation_id: &str,
) -> Vec<(&'static str, Secret)> {
    let mut headers = vec![
        ("x-franceconnect-oauth", france_connect.clone()),
        ("x-correlation-id", Secret::new(correlation_id)),
    ];
    headers.extend(id_teleservice.map(|id| ("id_teleservice", Secret::new(id))));
    headers
}

/// A random UUID, version 4. <https://www.rfc-editor.org/rfc/rfc9562#section-5.4>
pub fn correlation_id(random: [u8; 16]) -> String {
    let number = u128::from_be_bytes(random);
    let number = (number & !(0xf << 76)) | (0x4 << 76);
    let number = (number & !(0x3 << 62)) | (0x2 << 62);
    let hex = format!("{number:032x}");
    let mut parts = Vec::new();
    let mut rest = hex.as_str();
    for length in [8, 4, 4, 4, 12] {
        let (part, following) = rest.split_at_checked(length).unwrap_or((rest, ""));
        parts.push(part);
        rest = following;
    }
    parts.join("-")
}

/// The two declarants of a return: the token selects the household, not the person.
pub fn declarants(data: &Object) -> Vec<Nom> {
    let declarant = |nom, prenoms| {
        Some(Nom {
            nom: read::text(data, &[nom]).ok()?,
            prenoms: read::text(data, &[prenoms]).ok()?,
            date_naissance: None,
        })
    };
    let both = [
        declarant("nmNaiDec1", "prnmDec1"),
        declarant("nmNaiDec2", "prnmDec2"),
    ];
    both.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlation_identifier_is_a_random_uuid() {
        let zeros = "00000000-0000-4000-8000-000000000000";
        assert_eq!(correlation_id([0; 16]), zeros);
        let ones = "ffffffff-ffff-4fff-bfff-ffffffffffff";
        assert_eq!(correlation_id([0xff; 16]), ones);
    }
}
