//! Step 10, what a form asks as a choice: tables of values, yes and no, codes and their names.

use anyhow::Result;
use unefois_wire::Value;

use super::case::Verdict::{self, Edited, Verified};
use super::case::{Case, Writing, writings};
use super::draft::Draft;

type Table = &'static [(&'static str, &'static str)];

/// A choice: name and title of the case, the table, what was submitted, the verdict.
type Choice = (&'static str, &'static str, Table, &'static str, Verdict);

const FLAG: &str = "aah.beneficiaire";
const PLACE: &str = "identite.commune_naissance";
const SEX: &str = "identite.sexe";
const MONTH: &str = "quotient_familial.mois";
const WORD: &str = "identite.nom_usage";

pub fn cases() -> Result<Vec<Case>> {
    let flag = |value| Draft::empty("flag").value(FLAG, Value::Boolean(value));
    let place = Draft::empty("place")
        .text(PLACE, "01053")
        .label("Bourg-en-Bresse");
    let families = [
        writings(FLAG, &flag(true).signed()?, YES),
        writings(FLAG, &flag(false).signed()?, NO),
        writings(PLACE, &place.signed()?, PLACES),
        choices(SEX, &Draft::empty("sex").text(SEX, "F").signed()?, SEXES),
        choices(
            MONTH,
            &Draft::empty("month").integer(MONTH, 9).signed()?,
            MONTHS,
        ),
        choices(FLAG, &flag(true).signed()?, FLAGS),
        choices(PLACE, &place.signed()?, NAMED_PLACES),
        choices(
            WORD,
            &Draft::empty("word").text(WORD, "constructor").signed()?,
            WORDS,
        ),
    ];
    Ok(families.into_iter().flatten().collect())
}

fn choices(path: &str, attestation: &str, choices: &[Choice]) -> Vec<Case> {
    let case = |&(id, title, table, submitted, verdict): &Choice| {
        let case = Case::new(id, title, attestation.to_owned());
        case.field(path, submitted, verdict).values(table)
    };
    choices.iter().map(case).collect()
}

#[rustfmt::skip]
const YES: &[Writing] = &[
    ("yes-true", "true", "true", Verified),
    ("yes-vrai", "vrai", "Vrai", Verified),
    ("yes-oui", "oui, in capitals", "OUI", Verified),
    ("yes-yes", "yes", "yes", Verified),
    ("yes-one", "one", "1", Verified),
    ("yes-on", "on, as a box that is ticked says", " on ", Verified),
    ("yes-non", "no for yes", "non", Edited),
    ("yes-false", "false for true", "false", Edited),
    ("yes-y", "a letter", "o", Edited),
    ("yes-two", "another number", "2", Edited),
    ("yes-decimals", "one with decimals is no yes", "1,00", Edited),
    ("yes-unticked", "nothing submitted, as a box that is not ticked", "", Edited),
];

#[rustfmt::skip]
const NO: &[Writing] = &[
    ("no-false", "false", "false", Verified),
    ("no-faux", "faux", "FAUX", Verified),
    ("no-non", "non", "Non", Verified),
    ("no-no", "no", "no", Verified),
    ("no-zero", "zero", "0", Verified),
    ("no-off", "off", "off", Verified),
    ("no-oui", "yes for no", "oui", Edited),
    ("no-on", "on for no", "on", Edited),
    ("no-unticked", "nothing submitted is not no", "", Edited),
];

#[rustfmt::skip]
const PLACES: &[Writing] = &[
    ("place-code", "the code", "01053", Verified),
    ("place-name", "the official name", "Bourg-en-Bresse", Verified),
    ("place-name-upper-case", "the official name in capitals", "BOURG-EN-BRESSE", Verified),
    ("place-name-spaces", "the name without its hyphens", "Bourg en Bresse", Edited),
    ("place-both", "the name and the code", "Bourg-en-Bresse (01053)", Edited),
    ("place-other", "another place", "Oyonnax", Edited),
];

const OPTIONS: Table = &[("M", "1"), ("F", "2")];

#[rustfmt::skip]
const SEXES: &[Choice] = &[
    ("values-option", "the option of the value", OPTIONS, "2", Verified),
    ("values-spaces", "the option, spaces around", OPTIONS, " 2\u{a0}", Verified),
    ("values-other-option", "the option of another value", OPTIONS, "1", Edited),
    ("values-value-itself", "the value itself, where the form has an option for it", OPTIONS, "F", Edited),
    ("values-empty", "no option chosen", OPTIONS, "", Edited),
    ("values-case", "an option in other letters is another option", &[("F", "Madame")], "madame", Edited),
    ("values-normalised", "an option with another apostrophe", &[("F", "L’allocataire")], "L'allocataire", Verified),
    ("values-no-entry", "a table without the value: compared as a text", &[("M", "1")], "f", Verified),
    ("values-key-case", "a table with the value in other letters has no entry for it", &[("f", "2")], "2", Edited),
    ("values-no-table", "an empty table is none", &[], "F", Verified),
];

const TWO_DIGITS: Table = &[("8", "08"), ("9", "09"), ("10", "10")];

#[rustfmt::skip]
const MONTHS: &[Choice] = &[
    ("values-number", "the option of a number", TWO_DIGITS, "09", Verified),
    ("values-number-itself", "a number where the form has an option for it", TWO_DIGITS, "9", Edited),
    ("values-number-name", "an option that is a word", &[("9", "septembre")], "septembre", Verified),
    ("values-number-key", "a table that writes the number otherwise has no entry for it", &[("09", "septembre")], "septembre", Edited),
    ("values-number-no-entry", "a table without the number: compared as a number", &[("8", "08")], "09", Verified),
];

#[rustfmt::skip]
const FLAGS: &[Choice] = &[
    ("values-flag", "the option of true", &[("true", "A"), ("false", "B")], "A", Verified),
    ("values-flag-other", "the option of false", &[("true", "A"), ("false", "B")], "B", Edited),
    ("values-flag-word", "a word for true, where the form has an option for it", &[("true", "A"), ("false", "B")], "oui", Edited),
    ("values-flag-key", "a table that names one, not true", &[("1", "A")], "oui", Verified),
];

#[rustfmt::skip]
const NAMED_PLACES: &[Choice] = &[
    ("values-place", "the option of a code", &[("01053", "bourg")], "bourg", Verified),
    ("values-place-name", "the official name, where the form has an option for the code", &[("01053", "bourg")], "Bourg-en-Bresse", Edited),
    ("values-place-label", "a table is for values, not for their names", &[("Bourg-en-Bresse", "bourg")], "bourg", Edited),
];

#[rustfmt::skip]
const WORDS: &[Choice] = &[
    ("values-inherited", "a name every object knows has no entry", &[("M", "1")], "constructor", Verified),
];
