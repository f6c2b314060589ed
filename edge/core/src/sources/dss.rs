//! What the endpoints of the Sécurité sociale share: the ways to ask them, the meaning of their codes,
//! and the shape of a benefit.

use super::Object;
use super::answer::MissingCause;
use super::outcome::{Breakdown, Misconfiguration as Wrong, Outcome};
use super::spec::{AccessSpec, Found, Origin, SourceField, SourceSpec};
use super::status::{Meaning, StatusRule};
use super::{adresse, api_particulier, parameters, read};
use crate::field::Kind;
use unefois_wire::Value;

const fn wrong(status: u16, what: Wrong) -> StatusRule {
    StatusRule::new(status, Meaning::Final(Outcome::Unavailable(what)))
}

/// Nobody's file, whatever the day: no fund knows the person, or it is the MSA's, which is never late.
const fn no_file(title: &'static str) -> StatusRule {
    StatusRule::new(404, Meaning::Final(Outcome::NoFile))
        .ending("003")
        .titled(title)
}

/// Rules of the Sécurité sociale, before those of the gateway.
///
/// Its 422 means "nobody found" more often than a faulty request: the identity is the registry's, so
/// the person could mend nothing here.
pub const STATUSES: &[StatusRule] = &[
    StatusRule::new(404, Meaning::Final(Outcome::Down(Breakdown::UpstreamError)))
        .ending("003")
        .titled("Erreur inattendue"),
    no_file("Allocataire non référencé"),
    no_file("Dossier allocataire absent MSA"),
    wrong(422, Wrong::RequestRefused).ending("354").by_gateway(),
    wrong(422, Wrong::RequestRefused).ending("356").by_gateway(),
    wrong(422, Wrong::RequestRefused).ending("565"),
];

/// The two ways to ask an endpoint of the Sécurité sociale: with the citizen's token, or with the
/// collectivité's and a civil status.
pub(super) const fn accesses(by_token: &'static str, by_identity: &'static str) -> [AccessSpec; 2] {
    [
        api_particulier::by_france_connect(by_token),
        api_particulier::by_identity(by_identity, parameters::dss),
    ]
}

/// What the statuses of benefits share, but their name, their fields and their box.
pub(super) const BENEFIT: SourceSpec = SourceSpec {
    fournisseur: "caf_msa",
    recent_rights: true,
    statuses: &[STATUSES],
    ..api_particulier::SOURCE
};

/// Whether the benefit is paid.
pub(super) const fn est_beneficiaire(
    chemin: &'static str,
    scopes: &'static [&'static str],
) -> SourceField {
    SourceField::new(chemin, Kind::OuiNon, scopes, &["est_beneficiaire"])
}

/// When the right was first opened, which is no renewal; nobody without a right has one.
pub(super) const fn date_debut_droit(
    chemin: &'static str,
    scopes: &'static [&'static str],
) -> SourceField {
    SourceField::new(chemin, Kind::Date, scopes, &["date_debut_droit"]).often_empty()
}

/// Whether the benefit is increased, as for a lone parent; unknown when it is not paid.
pub(super) const fn avec_majoration(
    chemin: &'static str,
    scopes: &'static [&'static str],
) -> SourceField {
    SourceField::new(chemin, Kind::OuiNon, scopes, &["avec_majoration"]).often_empty()
}

/// The role of the person in a benefit paid for a child; the allowances that have one share its words.
pub(super) const fn statut(chemin: &'static str, scopes: &'static [&'static str]) -> SourceField {
    SourceField::new(chemin, Kind::Code("aeeh"), scopes, &["status"])
}

/// Number and street of the address of a family file.
pub(super) const VOIE: &[&str] = &["adresse", "numero_libelle_voie"];
const VILLE: &[&str] = &["adresse", "code_postal_ville"];
/// The three complements of a postal address, in the order of an envelope.
const COMPLEMENT: &[&[&str]] = &[
    &["adresse", "complement_information"],
    &["adresse", "complement_information_geographique"],
    &["adresse", "lieu_dit"],
];

/// The complement of the address of a family file.
pub(super) fn complement(data: &Object) -> Found {
    adresse::joined(data, COMPLEMENT, ", ")
}

/// Its postcode.
pub(super) fn code_postal(data: &Object) -> Found {
    adresse::code_postal(data, VILLE)
}

/// Its town.
pub(super) fn commune(data: &Object) -> Found {
    adresse::commune(data, VILLE)
}

/// The month of a quotient, and the fund that answered, where the answer names it.
pub fn quotient_origin(data: &Object) -> Origin {
    let fund = fund(data);
    Origin {
        fournisseur: match fund.as_deref() {
            Some("CNAF") => Some("caf"),
            Some(MSA) => Some("msa"),
            _ => None,
        },
        annee: annee(data).ok().and_then(|annee| annee.try_into().ok()),
        mois: mois(data).ok().and_then(|mois| mois.try_into().ok()),
        is_always_now: fund.as_deref() == Some(MSA),
    }
}

/// The year of a quotient.
pub(super) fn quotient_annee(data: &Object) -> Found {
    annee(data).map(Value::Integer)
}

/// The month of a quotient.
pub(super) fn quotient_mois(data: &Object) -> Found {
    mois(data).map(Value::Integer)
}

const QUOTIENT: &str = "quotient_familial";
const MSA: &str = "MSA";

fn annee(data: &Object) -> Result<i64, MissingCause> {
    read::integer(
        data,
        &[QUOTIENT, dated(data, "annee", "annee_calcul")],
        1900,
        9999,
    )
}

fn mois(data: &Object) -> Result<i64, MissingCause> {
    read::integer(data, &[QUOTIENT, dated(data, "mois", "mois_calcul")], 1, 12)
}

/// The gateway answers with the month it was asked for, and the MSA with its quotient of the day: only
/// the date of the computation says of what month that one is.
fn dated(data: &Object, asked: &'static str, computed: &'static str) -> &'static str {
    match fund(data).as_deref() {
        Some(MSA) => computed,
        _ => asked,
    }
}

fn fund(data: &Object) -> Option<String> {
    read::text(data, &[QUOTIENT, "fournisseur"]).ok()
}
