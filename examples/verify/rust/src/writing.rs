//! The writings of a text, an amount and a day that say the same.

use unicode_normalization::UnicodeNormalization as _;

/// N(t): NFC, one apostrophe, one hyphen, one space between words and none around.
pub(crate) fn normalised(text: &str) -> String {
    let plain: String = text.nfc().map(plain).collect();
    // `split_whitespace` knows the Unicode property White_Space, and nothing else.
    let words: Vec<_> = plain.split_whitespace().collect();
    words.join(" ")
}

fn plain(character: char) -> char {
    match character {
        '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    }
}

/// Whether a normalised text writes the whole number `value`: `1 234,00 €`.
pub(crate) fn is_amount(text: &str, value: i64) -> bool {
    let text = text.replace(' ', "");
    let text = text.strip_suffix('€').unwrap_or(&text);
    let (is_negative, number) = match text.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, text),
    };
    let (whole, decimals) = match number.split_once([',', '.']) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (number, None),
    };
    let is_whole = matches!(decimals, None | Some("0" | "00"));
    let sign_agrees = value == 0 || is_negative == (value < 0);
    is_whole && sign_agrees && are_digits_of(whole, value.unsigned_abs())
}

/// Compared as digits: what was submitted may be longer than any number.
fn are_digits_of(digits: &str, value: u64) -> bool {
    let significant = match digits.trim_start_matches('0') {
        "" => "0",
        significant => significant,
    };
    is_digits(digits, 1..=usize::MAX) && significant == value.to_string()
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// Reads `YYYY-MM-DD`, as providers write it.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let is_full = is_digits(month, 2..=2) && is_digits(day, 2..=2) && parts.next().is_none();
        is_full.then(|| Self::of(year, month, day)).flatten()
    }

    /// Reads a normalised text: `YYYY-MM-DD`, or day, month and year between two `/`, `-` or `.`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_iso(text).or_else(|| {
            let separator = text.chars().find(|character| "/-.".contains(*character))?;
            let mut parts = text.split(separator);
            let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
            Self::of(year, month, day).filter(|_| parts.next().is_none())
        })
    }

    fn of(year: &str, month: &str, day: &str) -> Option<Self> {
        let are_digits = is_digits(year, 4..=4) && is_digits(month, 1..=2) && is_digits(day, 1..=2);
        if !are_digits {
            return None;
        }
        let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        let exists = (1..=days_of(year, month)?).contains(&day);
        exists.then_some(Self { year, month, day })
    }
}

/// Days of a month, in the Gregorian calendar.
fn days_of(year: u16, month: u8) -> Option<u8> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if is_leap { 29 } else { 28 }),
        _ => None,
    }
}

fn is_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
