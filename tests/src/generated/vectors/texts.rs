//! Step 10, texts: what may differ in writing, and what was lost.

use anyhow::Result;

use super::case::Verdict::{Edited, Verified};
use super::case::{Case, Writing, writings};
use super::draft::Draft;

const PATH: &str = "adresse.voie";

pub fn cases() -> Result<Vec<Case>> {
    let of = |value: &str, list| {
        anyhow::Ok(writings(
            PATH,
            &Draft::empty("text").text(PATH, value).signed()?,
            list,
        ))
    };
    let families = [
        of("Élise d'Aÿ-Lœuil", NAMES)?,
        of("12 rue de la Gare", SPACES)?,
        of("Straße", SHARP_S)?,
        of("01053", CODES)?,
        of("E\u{301}lise", DECOMPOSED)?,
        of("", EMPTY)?,
        of("true", LOOKS_LIKE_A_BOOLEAN)?,
        of("Hôtel de ville (2e étage), n° 3", PUNCTUATION)?,
    ];
    Ok(families.into_iter().flatten().collect())
}

#[rustfmt::skip]
const NAMES: &[Writing] = &[
    ("text-same", "the same text", "Élise d'Aÿ-Lœuil", Verified),
    ("text-upper-case", "in capitals, accents kept", "ÉLISE D'AŸ-LŒUIL", Verified),
    ("text-lower-case", "in small letters", "élise d'aÿ-lœuil", Verified),
    ("text-apostrophe", "a typographic apostrophe", "Élise d’Aÿ-Lœuil", Verified),
    ("text-apostrophe-letter", "the apostrophe that is a letter", "Élise d\u{2bc}Aÿ-Lœuil", Verified),
    ("text-hyphen", "a hyphen of Unicode", "Élise d'Aÿ\u{2010}Lœuil", Verified),
    ("text-no-break-hyphen", "a hyphen that does not break", "Élise d'Aÿ\u{2011}Lœuil", Verified),
    ("text-decomposed", "accents apart from their letters (NFD)", "E\u{301}lise d'Ay\u{308}-Lœuil", Verified),
    ("text-no-accent", "accents dropped", "Elise d'Ay-Lœuil", Edited),
    ("text-upper-case-no-accent", "in capitals, accents dropped", "ELISE D'AY-LŒUIL", Edited),
    ("text-one-accent-less", "one accent dropped", "Elise d'Aÿ-Lœuil", Edited),
    ("text-other-accent", "another accent", "Èlise d'Aÿ-Lœuil", Edited),
    ("text-ligature", "the ligature in two letters", "Élise d'Aÿ-Loeuil", Edited),
    ("text-dash", "a dash for the hyphen", "Élise d'Aÿ–Lœuil", Edited),
    ("text-left-quote", "an opening quotation mark for the apostrophe", "Élise d‘Aÿ-Lœuil", Edited),
    ("text-prime", "an accent for the apostrophe", "Élise d´Aÿ-Lœuil", Edited),
    ("text-no-apostrophe", "the apostrophe removed", "Élise dAÿ-Lœuil", Edited),
    ("text-space-for-hyphen", "a space for the hyphen", "Élise d'Aÿ Lœuil", Edited),
    ("text-space-added", "a space after the apostrophe", "Élise d' Aÿ-Lœuil", Edited),
    ("text-cut", "cut by the length of the field", "Élise d'Aÿ-Lœ", Edited),
    ("text-longer", "something added", "Élise d'Aÿ-Lœuil fils", Edited),
    ("text-zero-width", "an invisible character within", "Élise d'Aÿ-Lœ\u{200b}uil", Edited),
    ("text-null", "a null character after", "Élise d'Aÿ-Lœuil\0", Edited),
    ("text-empty", "emptied", "", Edited),
    ("text-blank", "nothing but spaces", " \u{a0}\t", Edited),
];

#[rustfmt::skip]
const SPACES: &[Writing] = &[
    ("space-around", "spaces around", "  12 rue de la Gare \t", Verified),
    ("space-doubled", "doubled spaces", "12  rue de  la Gare", Verified),
    ("space-lines", "line breaks, as a text area has them", "12 rue\r\nde la Gare\r\n", Verified),
    ("space-no-break", "a space that does not break", "12\u{a0}rue de la Gare", Verified),
    ("space-narrow", "a narrow space that does not break", "12\u{202f}rue de la Gare", Verified),
    ("space-thin", "a thin space, and one between a wide and an ideographic one", "12\u{2009}rue\u{2003} \u{3000}de la Gare", Verified),
    ("space-next-line", "the control character for a next line (U+0085)", "12\u{85}rue de la Gare", Verified),
    ("space-separators", "separators of lines and paragraphs", "12\u{2028}rue\u{2029}de la Gare", Verified),
    ("space-vertical", "vertical tabulation and form feed", "12\u{b}rue\u{c}de la Gare", Verified),
    ("space-ogham", "the rarest of spaces (U+1680, U+205F)", "12\u{1680}rue\u{205f}de la Gare", Verified),
    ("space-removed", "a space removed", "12rue de la Gare", Edited),
    ("space-byte-order-mark", "a byte order mark is no space", "\u{feff}12 rue de la Gare", Edited),
    ("space-file-separator", "the control characters U+001C to U+001F are no spaces", "12 rue de la Gare\u{1c}\u{1f}", Edited),
    ("space-zero-width", "a space without any width is no space", "12 rue de la Gare\u{200b}", Edited),
    ("space-mongolian", "a former space is no space (U+180E)", "12\u{180e}rue de la Gare", Edited),
];

#[rustfmt::skip]
const SHARP_S: &[Writing] = &[
    ("sharp-s-same", "a sharp s", "straße", Verified),
    ("sharp-s-capital", "the capital sharp s", "STRAẞE", Verified),
    ("sharp-s-upper-case", "a sharp s in capitals, which are two", "STRASSE", Edited),
    ("sharp-s-double", "a sharp s in two letters", "Strasse", Edited),
];

#[rustfmt::skip]
const CODES: &[Writing] = &[
    ("code-same", "a code that looks like a number", "01053", Verified),
    ("code-zero-lost", "its first zero lost", "1053", Edited),
    ("code-zero-added", "a zero too many", "001053", Edited),
    ("code-decimals", "decimals, which a number could have", "01053,00", Edited),
    ("code-spaced", "a space within", "01 053", Edited),
    ("code-full-width", "digits of another script", "０１０５３", Edited),
];

#[rustfmt::skip]
const DECOMPOSED: &[Writing] = &[
    ("decomposed-same", "attested with an accent apart, submitted so", "E\u{301}lise", Verified),
    ("decomposed-composed", "attested with an accent apart, submitted with the letter", "élise", Verified),
    ("decomposed-no-accent", "attested with an accent apart, submitted without", "Elise", Edited),
];

#[rustfmt::skip]
const EMPTY: &[Writing] = &[
    ("empty-same", "an empty text was attested, and nothing submitted", "", Edited),
    ("empty-filled", "an empty text was attested, and something submitted", "Élise", Edited),
];

#[rustfmt::skip]
const LOOKS_LIKE_A_BOOLEAN: &[Writing] = &[
    ("word-true-same", "the text “true”", "True", Verified),
    ("word-true-oui", "the text “true” is no yes", "oui", Edited),
];

#[rustfmt::skip]
const PUNCTUATION: &[Writing] = &[
    ("punctuation-same", "punctuation kept", "hôtel de ville (2E ÉTAGE), n° 3", Verified),
    ("punctuation-removed", "punctuation removed", "Hôtel de ville 2e étage n° 3", Edited),
    ("punctuation-compatible", "signs that only look the same", "Hôtel de ville (2ᵉ étage), nº 3", Edited),
];
