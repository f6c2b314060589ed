//! Sources of data: one folder a source, one engine that calls them all.
//!
//! A source is data ([`SourceSpec`]) and a small mapping. The [`engine`] knows none of them by name:
//! adding a source is adding a folder and a line to [`ALL`].

pub mod aah;
pub mod adresse;
pub mod aeeh;
pub mod answer;
pub mod api_particulier;
pub mod ars;
pub mod asf;
pub mod boursier;
pub mod c2s;
pub mod call;
pub mod companion;
pub mod dgfip;
pub mod dss;
pub mod eaje;
pub mod eleve_boursier;
pub mod engine;
pub mod etudiant;
pub mod france_travail;
pub mod france_travail_paiements;
pub mod gates;
pub mod holder;
pub mod impots;
pub mod impots_adresse;
mod men;
pub mod outcome;
pub mod parameters;
pub mod prime_activite;
pub mod quotient_familial;
pub mod read;
pub mod rights;
pub mod rsa;
pub mod saisie;
pub mod scolarite;
pub mod service_civique;
pub mod service_national;
pub mod spec;
pub mod sportif;
pub mod status;
pub mod vehicule;

pub use answer::{ProvenAnswer, SourceAnswer};
pub use call::{Call, Credential, Periode};
pub use engine::{Action, Engine, Event};
pub use gates::Gates;
pub use outcome::Outcome;
pub use saisie::{Saisie, SaisieSpec, Saisies};
pub use spec::{
    AccessSpec, AnneeRevenus, BoxSpec, Gateway, ListSpec, Modalite, Pick, SourceField, SourceSpec,
};

/// An object of an answer.
pub type Object = serde_json::Map<String, serde_json::Value>;

/// Every source of the product, in the order shown to the person: largest stake first.
pub static ALL: &[&SourceSpec] = &[
    &quotient_familial::SOURCE,
    &eaje::SOURCE,
    &impots::SOURCE,
    &impots_adresse::SOURCE,
    &c2s::SOURCE,
    &aah::SOURCE,
    &aeeh::SOURCE,
    &ars::SOURCE,
    &asf::SOURCE,
    &prime_activite::SOURCE,
    &rsa::SOURCE,
    &etudiant::SOURCE,
    &boursier::SOURCE,
    &france_travail::SOURCE,
    &france_travail_paiements::SOURCE,
    &service_civique::SOURCE,
    &service_national::SOURCE,
    &vehicule::SOURCE,
    &sportif::SOURCE,
    &scolarite::SOURCE,
    &eleve_boursier::SOURCE,
];

/// Finds a source by its id. Only a byte-equal id matches.
pub fn spec(id: &str) -> Option<&'static SourceSpec> {
    ALL.iter().copied().find(|source| source.id == id)
}
