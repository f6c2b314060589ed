//! `examples/verify/vectors.json`: attestations, good and bad, and what a verifier must say of them.
//!
//! The good ones are written and signed as the edge does it, with the product's own types; the bad
//! ones by hand. People, places and keys are invented, and a signature always comes out the same
//! (RFC 6979), so that the file changes only when the rules do. Its format is in `docs/verify.md`.

mod addressee;
mod amounts;
mod case;
mod claims;
mod dates;
mod draft;
mod encoding;
mod header;
mod identity;
mod json;
mod keys;
mod nominal;
mod numbers;
mod rotation;
mod shape;
mod signature;
mod submission;
mod tables;
mod texts;
mod time;
mod tokens;

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

use self::case::Case;

/// Address of the edge.
const ISSUER: &str = "https://unefois.valbourg.example";

/// The collectivité, by its SIRET.
const AUDIENCE: &str = "siret:21999999200015";

/// The form the attestations are for.
const FORM: &str = "cantine-valbourg";

/// A version of it that the back-office knows.
const VERSION: &str = "2";

/// When the person decided: 1 December 2026, nine in the morning.
const DECIDED_AT: i64 = 1_796_115_600;

/// Half an hour later, the form is submitted.
const NOW: i64 = DECIDED_AT + 30 * 60;

/// The whole file.
#[derive(Serialize)]
struct Vectors {
    issuer: &'static str,
    audience: &'static str,
    forms: BTreeMap<&'static str, Vec<&'static str>>,
    jwks: Value,
    now: i64,
    cases: Vec<Case>,
}

/// Text of `examples/verify/vectors.json`.
///
/// # Errors
///
/// An attestation cannot be made.
pub fn text() -> Result<String> {
    let vectors = Vectors {
        issuer: ISSUER,
        audience: AUDIENCE,
        forms: forms(),
        jwks: keys::published()?,
        now: NOW,
        cases: cases()?,
    };
    Ok(json::readable(&serde_json::to_string_pretty(&vectors)?))
}

/// The forms the back-office receives, with the versions it knows.
fn forms() -> BTreeMap<&'static str, Vec<&'static str>> {
    BTreeMap::from([(FORM, vec!["1", VERSION]), ("creche-valbourg", vec!["3"])])
}

fn cases() -> Result<Vec<Case>> {
    let families = [
        nominal::cases()?,
        encoding::cases()?,
        shape::cases()?,
        header::cases()?,
        rotation::cases()?,
        signature::cases()?,
        tokens::cases()?,
        claims::cases()?,
        numbers::cases()?,
        addressee::cases()?,
        time::cases()?,
        submission::cases()?,
        identity::cases()?,
        texts::cases()?,
        amounts::cases()?,
        dates::cases()?,
        tables::cases()?,
    ];
    Ok(families.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;
    use crate::workspace;

    /// Codes in the last column of the table of the twelve steps.
    fn documented_reasons() -> BTreeSet<String> {
        let page = fs::read_to_string(workspace::root().join("docs/verify.md")).unwrap();
        let (_, steps) = page.split_once("## The twelve steps").unwrap();
        let (steps, _) = steps.split_once("\n## ").unwrap();
        let reason = |line: &str| {
            let cell = line.trim_end_matches('|').rsplit('|').next()?.trim();
            let code = cell.strip_prefix('`')?.split('`').next()?;
            Some(code.to_owned())
        };
        let rows = steps.lines().filter(|line| line.starts_with('|'));
        rows.filter_map(reason).collect()
    }

    #[test]
    fn every_documented_reason_has_a_vector_and_no_other_is_given() {
        let cases = cases().unwrap();
        let given = cases.iter().filter_map(Case::reason).map(str::to_owned);
        assert_eq!(given.collect::<BTreeSet<_>>(), documented_reasons());
    }

    #[test]
    fn vectors_are_many_and_each_has_a_name_of_its_own() {
        let cases = cases().unwrap();
        let names: BTreeSet<_> = cases.iter().map(Case::id).collect();
        assert_eq!(names.len(), cases.len());
        assert!(cases.len() >= 90, "{}", cases.len());
    }

    #[test]
    fn vectors_come_out_the_same_each_time() {
        assert_eq!(text().unwrap(), text().unwrap());
    }
}
