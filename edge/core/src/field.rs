//! The registry of fields: every path a démarche may name, its source and its nature.

use unefois_wire::{Provenance, Value};

use crate::{identite, sources};

/// Nature of a value, beyond its JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Free text.
    Text,
    /// Whole number.
    Integer,
    /// `YYYY-MM-DD`, month or day possibly `00`.
    Date,
    /// Sex in civil status: `F`, `M`, or empty when not specified.
    Sexe,
    /// INSEE (COG) code of a commune.
    CodeCommune,
    /// INSEE (COG) code of a country; France is `99100`.
    CodePays,
    /// Month number, 1 to 12.
    Mois,
    /// Year, never grouped by thousands.
    Annee,
    /// Whole amount in euros.
    Euros,
    /// Fund that answered, as the provider spells it: `CNAF`, `MSA`.
    Organisme,
}

/// A field known to the product.
#[derive(Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Dotted path, French and unaccented: `identite.nom_naissance`.
    pub chemin: &'static str,
    /// Nature of the value.
    pub kind: Kind,
    /// Scope, at FranceConnect, that lets the value come.
    pub scope: &'static str,
    /// Whether FranceConnect's qualification demands that it be locked once filled.
    pub verrouille: bool,
}

/// Name of the source of the fields FranceConnect gives itself.
pub const IDENTITE: &str = "identite";

/// Finds a field by its path. Only a byte-equal path matches: no folding, no normalisation.
pub fn spec(chemin: &str) -> Option<&'static FieldSpec> {
    known().find(|spec| spec.chemin == chemin)
}

/// Name of the source that gives `chemin`: [`IDENTITE`], or the id of a [`sources::SourceSpec`].
pub fn source_of(chemin: &str) -> Option<&'static str> {
    if identite::FIELDS.iter().any(|spec| spec.chemin == chemin) {
        return Some(IDENTITE);
    }
    let gives = |source: &&sources::SourceSpec| source.field(chemin).is_some();
    sources::ALL
        .iter()
        .copied()
        .find(gives)
        .map(|source| source.id)
}

/// Every field of the product, identity first.
pub fn known() -> impl Iterator<Item = &'static FieldSpec> {
    let of_sources = sources::ALL.iter().flat_map(|source| source.fields);
    identite::FIELDS.iter().chain(of_sources)
}

/// A value obtained for a field, not yet released.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ObtainedField {
    /// Dotted path.
    pub chemin: String,
    /// The value, as the provider gave it.
    pub valeur: Value,
    /// Who gave it.
    pub provenance: Provenance,
}
