//! Whole numbers, however the JSON writes them, and those that no double holds exactly.

use anyhow::{Result, ensure};

use super::case::Case;
use super::case::Verdict::Verified;
use super::draft::Draft;
use super::{DECIDED_AT, NOW};

const PATH: &str = "quotient_familial.valeur";

/// A member of the payload, as it is written, that a case writes otherwise.
const ATTESTED: &str = r#""value":1234"#;

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for &(id, title, written, submitted) in TAKEN {
        let attestation = attesting(id, written)?;
        cases.push(Case::new(id, title, attestation).field(PATH, submitted, Verified));
    }
    for &(id, title, written) in REFUSED {
        cases.push(Case::refused(id, title, attesting(id, written)?, "claims"));
    }
    cases.extend(compared()?);
    cases.extend(times()?);
    cases.extend(unread()?);
    Ok(cases)
}

/// Name and title of the case, what the payload holds, a submitted text that says the same.
#[rustfmt::skip]
const TAKEN: &[(&str, &str, &str, &str)] = &[
    ("number-point-zero", "a whole number written with a fraction of zero", "1234.0", "1234"),
    ("number-exponent", "a whole number written with an exponent", "1.234e3", "1234"),
    ("number-exponent-less", "a whole number written with a negative exponent", "123400E-2", "1234"),
    ("number-minus-zero", "minus zero is zero", "-0", "0"),
    ("number-minus-zero-point", "minus zero with a fraction is zero", "-0.0", "0"),
    ("number-negative-point-zero", "a negative one written with a fraction of zero", "-350.00", "-350"),
    ("number-largest", "the largest", "9007199254740991", "9007199254740991"),
    ("number-largest-exponent", "the largest, written with an exponent", "9.007199254740991e15", "9007199254740991"),
    ("number-smallest", "the smallest", "-9007199254740991", "-9007199254740991"),
    ("number-rounded", "a fraction that no double holds: the nearest double counts", "9007199254740990.6", "9007199254740991"),
    ("number-rounded-to-even", "a fraction halfway between two doubles: the even one counts", "9007199254740989.5", "9007199254740990"),
    ("number-long-fraction", "a fraction too small for a double", "1234.00000000000000000000000000000001", "1234"),
    ("number-underflow", "a number too small for a double is zero", "1e-400", "0"),
];

/// Name and title of the case, what the payload holds.
#[rustfmt::skip]
const REFUSED: &[(&str, &str, &str)] = &[
    ("number-nearly-whole", "nearly a whole number", "1234.000001"),
    ("number-half", "a half", "0.5"),
    ("number-above", "one more than the largest", "9007199254740992"),
    ("number-above-odd", "one that a double would round", "9007199254740993"),
    ("number-above-point-zero", "one more than the largest, with a fraction of zero", "9007199254740992.0"),
    ("number-above-rounded", "a fraction whose nearest double is too large", "9007199254740991.6"),
    ("number-below", "one less than the smallest", "-9007199254740992"),
    ("number-below-odd", "one that a double would round, below", "-9007199254740993"),
    ("number-64-bits", "the largest of 64 bits with a sign", "9223372036854775807"),
    ("number-64-bits-below", "the smallest of 64 bits with a sign", "-9223372036854775808"),
    ("number-64-bits-unsigned", "the largest of 64 bits without a sign", "18446744073709551615"),
    ("number-wrapped", "one that 64 bits would make 1234", "18446744073709552850"),
    ("number-many-digits", "thirty digits", "123456789012345678901234567890"),
    ("number-large-exponent", "a large exponent", "1e300"),
    ("number-too-large", "a number that no double holds", "1e400"),
    ("number-too-large-digits", "a number of four hundred digits", FOUR_HUNDRED_DIGITS),
    ("number-too-low", "a negative number that no double holds", "-1e400"),
    ("number-nan", "a word that is no JSON", "NaN"),
    ("number-infinity", "another word that is no JSON", "Infinity"),
    ("number-plus", "a plus sign is no JSON", "+1234"),
    ("number-zero-before", "a zero before is no JSON", "01234"),
];

const FOUR_HUNDRED_DIGITS: &str = concat!(
    "1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",
    "1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",
    "1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",
    "1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",
);

/// An attestation of a whole number that is written so.
fn attesting(id: &str, written: &str) -> Result<String> {
    let draft = Draft::empty(id)
        .text("identite.nom_naissance", "LEBRETON-D'ŒUVRE")
        .integer(PATH, 1234);
    rewritten(&draft, ATTESTED, &format!(r#""value":{written}"#))
}

/// An attestation with a piece of its payload written otherwise.
fn rewritten(draft: &Draft, piece: &str, written: &str) -> Result<String> {
    let payload = draft.payload()?.to_string();
    ensure!(payload.contains(piece), "{piece} is not in the payload");
    draft.with_payload(payload.replacen(piece, written, 1))
}

/// A number has one plain writing, for the tables of a form and for the identity of a file.
fn compared() -> Result<Vec<Case>> {
    let attestation = attesting("number-plain", "1234.0")?;
    Ok(vec![
        Case::new(
            "number-values",
            "a table names the number without its fraction",
            attestation.clone(),
        )
        .field(PATH, "tranche-4", Verified)
        .values(&[("1234", "tranche-4"), ("1234.0", "tranche-0")]),
        Case::taken(
            "number-person",
            "the file has the number without its fraction",
            attestation.clone(),
        )
        .file(PATH, "1234"),
        Case::refused(
            "number-person-fraction",
            "the file has another text than the number written plainly",
            attestation,
            "other_person",
        )
        .file(PATH, "1234.0"),
    ])
}

fn times() -> Result<Vec<Case>> {
    let draft = Draft::usual("number-times");
    let begins = format!(r#""iat":{DECIDED_AT}"#);
    let begun = |written: &str| rewritten(&draft, &begins, &format!(r#""iat":{written}"#));
    let until = |end: &str| {
        let mut payload = draft.payload()?;
        payload["exp"] = serde_json::Value::from("@");
        draft.with_payload(payload.to_string().replacen(r#""@""#, end, 1))
    };
    let refused = |id, title, attestation| Case::refused(id, title, attestation, "claims");
    Ok(vec![
        Case::taken(
            "iat-point-zero",
            "a beginning written with a fraction of zero",
            begun(&format!("{DECIDED_AT}.0"))?,
        ),
        Case::taken(
            "exp-point-zero",
            "an end written with a fraction of zero",
            until(&format!("{NOW}.0"))?,
        ),
        Case::taken("exp-exponent", "an end with an exponent", until("2e9")?),
        Case::taken("exp-largest", "the last end", until("9007199254740991")?),
        refused(
            "iat-fraction",
            "a beginning within a second",
            begun(&format!("{DECIDED_AT}.5"))?,
        ),
        refused(
            "iat-below",
            "a beginning that is no whole number every language holds",
            begun("-9007199254740992")?,
        ),
        refused(
            "exp-above",
            "an end that is no whole number every language holds",
            until("9007199254740992")?,
        ),
        refused(
            "exp-64-bits",
            "an end to which no minute can be added",
            until("9223372036854775807")?,
        ),
    ])
}

/// Numbers in members no verifier reads.
fn unread() -> Result<Vec<Case>> {
    let draft = Draft::usual("number-unread");
    let payload = draft.payload()?.to_string();
    let beside = |member: &str| {
        let start = payload.strip_suffix('}').unwrap_or_default();
        draft.with_payload(format!("{start},{member}}}"))
    };
    let header = draft.header()?.to_string();
    let start = header.strip_suffix('}').unwrap_or_default();
    Ok(vec![
        Case::taken(
            "number-unread",
            "numbers that are not whole, in a member that is not read",
            beside(r#""score":[0.75,9007199254740993,1e300]"#)?,
        ),
        Case::refused(
            "number-unread-too-large",
            "a number that no double holds makes no JSON, wherever it is",
            beside(r#""score":[{"sure":1e400}]"#)?,
            "claims",
        ),
        Case::refused(
            "number-unread-digits",
            "a number of four hundred digits makes no JSON, wherever it is",
            beside(&format!(r#""score":{FOUR_HUNDRED_DIGITS}"#))?,
            "claims",
        ),
        Case::refused(
            "number-twice-too-large",
            "a number that no double holds makes no JSON, in the first writing of a member written twice",
            beside(r#""score":1e400,"score":1"#)?,
            "claims",
        ),
        Case::refused(
            "header-number-twice-too-large",
            "a number that no double holds makes no JSON of a header that writes its name of a key twice",
            draft.with_header_text(header.replacen(r#""kid""#, r#""kid":-1e400,"kid""#, 1))?,
            "malformed",
        ),
        Case::taken(
            "number-in-text",
            "a text is no number, whatever it holds",
            beside(r#""score":["1e400","\"1e400","\\",1,"\\\"",[]]"#)?,
        ),
        Case::refused(
            "header-number-too-large",
            "a number that no double holds makes no JSON of a header",
            draft.with_header_text(format!(r#"{start},"score":1e400}}"#))?,
            "malformed",
        ),
    ])
}
