//! Step 10, whole numbers: the writings of an amount.

use anyhow::Result;

use super::case::Verdict::{Edited, Verified};
use super::case::{Case, Writing, writings};
use super::draft::Draft;

const PATH: &str = "quotient_familial.valeur";

pub fn cases() -> Result<Vec<Case>> {
    let of = |value, list| {
        anyhow::Ok(writings(
            PATH,
            &Draft::empty("amount").integer(PATH, value).signed()?,
            list,
        ))
    };
    let families = [
        of(1234, AMOUNT)?,
        of(12, SMALL)?,
        of(0, ZERO)?,
        of(1, ONE)?,
        of(-350, NEGATIVE)?,
        of(9_007_199_254_740_991, LARGE)?,
    ];
    Ok(families.into_iter().flatten().collect())
}

#[rustfmt::skip]
const AMOUNT: &[Writing] = &[
    ("amount-same", "the same digits", "1234", Verified),
    ("amount-euros", "thousands apart, decimals, euros", "1 234,00 €", Verified),
    ("amount-no-break", "the same with spaces that do not break", "1\u{202f}234,00\u{a0}€", Verified),
    ("amount-point", "a decimal point", "1234.0", Verified),
    ("amount-one-zero", "one decimal", "1234,0", Verified),
    ("amount-euro-close", "the euro sign without a space", "1234€", Verified),
    ("amount-spread", "spaces anywhere", " 1 2 3 4 , 0 0 ", Verified),
    ("amount-leading-zeros", "zeros before", "0001234", Verified),
    ("amount-many-zeros", "more zeros than a number has digits", "00000000000000000000000000000000000000001234", Verified),
    ("amount-rounded", "rounded", "1230", Edited),
    ("amount-cents", "cents", "1234,5", Edited),
    ("amount-two-cents", "a cent", "1234,01", Edited),
    ("amount-three-zeros", "three decimals, which may be thousands", "1234.000", Edited),
    ("amount-no-decimal", "a comma and nothing after", "1234,", Edited),
    ("amount-thousands-point", "thousands apart by a point", "1.234", Edited),
    ("amount-thousands-comma", "thousands apart by a comma", "1,234.00", Edited),
    ("amount-thousands-quote", "thousands apart by an apostrophe", "1'234", Edited),
    ("amount-plus", "a plus sign", "+1234", Edited),
    ("amount-minus", "a minus sign", "-1234", Edited),
    ("amount-two-euros", "two euro signs", "1234 €€", Edited),
    ("amount-euro-before", "the euro sign before", "€ 1234", Edited),
    ("amount-euro-word", "the word for it", "1234 euros", Edited),
    ("amount-exponent", "an exponent", "1.234e3", Edited),
    ("amount-hexadecimal", "another base", "0x4D2", Edited),
    ("amount-full-width", "digits of another script", "１２３４", Edited),
    ("amount-arabic", "digits other readers take for numbers", "١٢٣٤", Edited),
    ("amount-letter", "a letter for a digit", "l234", Edited),
    ("amount-huge", "more digits than a number has", "123456789012345678901234567890", Edited),
    ("amount-infinity", "a word some readers take for a number", "Infinity", Edited),
    ("amount-digit-cut", "cut by the length of the field", "123", Edited),
];

#[rustfmt::skip]
const SMALL: &[Writing] = &[
    ("small-zero-before", "a zero before: twelve, not ten", "012", Verified),
    ("small-octal", "a zero before does not change the base", "014", Edited),
    ("small-decimals", "two zeros after", "12.00", Verified),
    ("small-hundreds", "two digits that are no decimals", "1200", Edited),
    ("small-only-euro", "the euro sign alone", "€", Edited),
];

#[rustfmt::skip]
const ZERO: &[Writing] = &[
    ("zero-same", "zero is a value", "0", Verified),
    ("zero-minus", "minus zero is zero", "-0", Verified),
    ("zero-decimals", "zero euros", "0,00 €", Verified),
    ("zero-many", "many zeros", "000", Verified),
    ("zero-empty", "nothing submitted is not zero", "", Edited),
    ("zero-no-digit", "decimals without a digit before", ",00", Edited),
    ("zero-minus-alone", "a sign alone", "-", Edited),
    ("zero-false", "false is not zero", "false", Edited),
];

#[rustfmt::skip]
const ONE: &[Writing] = &[
    ("one-thousand-point", "a thousand, or one with three decimals", "1.000", Edited),
    ("one-true", "true is not one", "true", Edited),
    ("one-oui", "yes is not one", "oui", Edited),
    ("one-decimals", "one euro", "1,00 €", Verified),
];

#[rustfmt::skip]
const NEGATIVE: &[Writing] = &[
    ("negative-same", "a negative amount", "-350", Verified),
    ("negative-hyphen", "with a hyphen that does not break, spaces and euros", "\u{2011} 350,00 €", Verified),
    ("negative-sign-lost", "its sign lost", "350", Edited),
    ("negative-sign", "the sign of mathematics (U+2212)", "−350", Edited),
    ("negative-sign-after", "the sign after", "350-", Edited),
    ("negative-twice", "two signs", "--350", Edited),
    ("negative-brackets", "the writing of accountants", "(350)", Edited),
];

#[rustfmt::skip]
const LARGE: &[Writing] = &[
    ("large-same", "the largest number every language holds", "9 007 199 254 740 991", Verified),
    ("large-next", "the next one, from which a floating number counts by twos", "9007199254740992", Edited),
    ("large-near", "the one after", "9007199254740993", Edited),
];
