//! The registry of fields: every path a démarche may name, its source and its nature.

use std::borrow::Cow;

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
    /// Amount in euros with a decimal point: `123.4`.
    Montant,
    /// Exact decimal number with a decimal point, as text: `2.25`.
    Decimal,
    /// Whole number of kilograms.
    Kilogrammes,
    /// Yes or no.
    OuiNon,
    /// Code of an open list; the messages name those they know under `value.<list>.<code>`.
    Code(&'static str),
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
    /// Scopes, all of them needed, that let the value come.
    pub scopes: &'static [&'static str],
    /// Whether FranceConnect's qualification demands that it be locked once filled.
    pub verrouille: bool,
}

impl FieldSpec {
    /// Whether the field belongs to each row of a list: `enfants[].prenoms`.
    pub fn is_repeated(&self) -> bool {
        self.chemin.contains("[]")
    }

    /// Whether every scope it needs is granted, as `is_granted` knows.
    pub fn is_granted(&self, is_granted: impl Fn(&str) -> bool) -> bool {
        self.scopes.iter().all(|scope| is_granted(scope))
    }
}

/// Name of the source of the fields FranceConnect gives itself.
pub const IDENTITE: &str = "identite";

/// Finds a field by its path, that of a row included: `enfants[2].prenoms`. Otherwise only a
/// byte-equal path matches: no folding, no normalisation.
pub fn spec(chemin: &str) -> Option<&'static FieldSpec> {
    let chemin = without_row(chemin);
    known().find(|spec| spec.chemin == chemin)
}

/// Name of the source that gives `chemin`: [`IDENTITE`], or the id of a [`sources::SourceSpec`].
pub fn source_of(chemin: &str) -> Option<&'static str> {
    let chemin = without_row(chemin);
    if identite::FIELDS.iter().any(|spec| spec.chemin == chemin) {
        return Some(IDENTITE);
    }
    let gives = |source: &&sources::SourceSpec| source.field(&chemin).is_some();
    sources::ALL
        .iter()
        .copied()
        .find(gives)
        .map(|source| source.id)
}

/// Whether most files hold no value for `chemin`, so that its absence is no news to the person: a date
/// of a right that was not opened.
pub fn is_often_empty(chemin: &str) -> bool {
    let source = source_of(chemin).and_then(sources::spec);
    let (Some(source), Some(spec)) = (source, spec(chemin)) else {
        return false;
    };
    let field = source.field(spec.chemin);
    field.is_some_and(|field| field.is_often_empty)
}

/// Every field of the product, identity first.
pub fn known() -> impl Iterator<Item = &'static FieldSpec> {
    let of_sources = sources::ALL.iter().flat_map(|source| source.fields);
    identite::FIELDS
        .iter()
        .chain(of_sources.map(|field| &field.spec))
}

/// The path of one row of a list: `enfants[].prenoms` and 2 give `enfants[2].prenoms`.
pub fn at_row(chemin: &str, row: usize) -> String {
    chemin.replacen("[]", &format!("[{row}]"), 1)
}

/// The row of a path, where it is that of one: 2 for `enfants[2].prenoms`.
pub fn row_of(chemin: &str) -> Option<usize> {
    let (_, rest) = chemin.split_once('[')?;
    let (row, _) = rest.split_once(']')?;
    let is_plain =
        row.bytes().all(|byte| byte.is_ascii_digit()) && (row == "0" || !row.starts_with('0'));
    row.parse().ok().filter(|_| is_plain)
}

/// The path as the registry writes it, whatever the row.
pub fn without_row(chemin: &str) -> Cow<'_, str> {
    match (
        row_of(chemin),
        chemin.split_once('['),
        chemin.split_once(']'),
    ) {
        (Some(_), Some((before, _)), Some((_, after))) => Cow::Owned(format!("{before}[]{after}")),
        _ => Cow::Borrowed(chemin),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_of_a_row_is_found_and_comes_back() {
        assert_eq!(at_row("enfants[].prenoms", 12), "enfants[12].prenoms");
        assert_eq!(row_of("enfants[12].prenoms"), Some(12));
        assert_eq!(
            spec("enfants[12].prenoms").map(|spec| spec.chemin),
            Some("enfants[].prenoms")
        );
        assert_eq!(source_of("enfants[0].prenoms"), Some("quotient_familial"));
    }

    #[test]
    fn rejects_paths_of_rows_written_otherwise() {
        for chemin in [
            "enfants[01].prenoms",
            "enfants[+1].prenoms",
            "enfants[-1].prenoms",
            "enfants[a].prenoms",
            "enfants[1",
            "quotient_familial[0].valeur",
        ] {
            assert!(spec(chemin).is_none(), "{chemin}");
        }
    }
}
