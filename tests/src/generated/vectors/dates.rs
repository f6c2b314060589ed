//! Step 10, dates: the writings of a day, partial dates, days that do not exist.

use anyhow::Result;

use super::case::Verdict::{Edited, Verified};
use super::case::{Case, Writing, writings};
use super::draft::Draft;

const PATH: &str = "identite.date_naissance";

pub fn cases() -> Result<Vec<Case>> {
    let of = |value, list| {
        anyhow::Ok(writings(
            PATH,
            &Draft::empty("date").text(PATH, value).signed()?,
            list,
        ))
    };
    let families = [
        of("1987-03-05", DAY)?,
        of("1987-12-25", CHRISTMAS)?,
        of("2024-02-29", LEAP_DAY)?,
        of("2023-02-29", NO_SUCH_DAY)?,
        of("1987-13-05", NO_SUCH_MONTH)?,
        of("1987-00-00", YEAR_ALONE)?,
        of("1987-03-00", MONTH_ALONE)?,
        of("05/03/1987", NOT_A_DATE)?,
    ];
    Ok(families.into_iter().flatten().collect())
}

#[rustfmt::skip]
const DAY: &[Writing] = &[
    ("date-same", "the same writing, which three fields give too", "1987-03-05", Verified),
    ("date-slashes", "day, month, year", "05/03/1987", Verified),
    ("date-short", "day and month of one digit", "5/3/1987", Verified),
    ("date-mixed-digits", "a day of one digit, a month of two", "5/03/1987", Verified),
    ("date-hyphens", "with hyphens", "05-03-1987", Verified),
    ("date-points", "with points", "05.03.1987", Verified),
    ("date-no-break-hyphens", "with hyphens that do not break", "05\u{2011}03\u{2011}1987", Verified),
    ("date-spaces-around", "spaces around", " 05/03/1987\u{a0}", Verified),
    ("date-two-digit-year", "a year of two digits", "05/03/87", Edited),
    ("date-two-separators", "two different separators", "05/03-1987", Edited),
    ("date-month-first", "month, day, year: another day", "03/05/1987", Edited),
    ("date-year-first-slashes", "year first, with slashes", "1987/03/05", Edited),
    ("date-year-first-short", "year first, month of one digit", "1987-3-5", Edited),
    ("date-digits-alone", "without separators", "05031987", Edited),
    ("date-iso-compact", "year first, without separators", "19870305", Edited),
    ("date-spaces", "spaces for separators", "05 03 1987", Edited),
    ("date-spaces-within", "spaces beside the separators", "05 / 03 / 1987", Edited),
    ("date-words", "the month in letters", "5 mars 1987", Edited),
    ("date-time", "an hour after", "1987-03-05T00:00:00", Edited),
    ("date-iso-followed", "another number after, year first", "1987-03-05-01", Edited),
    ("date-followed", "another number after", "05/03/1987/01", Edited),
    ("date-three-digit-day", "a day of three digits", "005/03/1987", Edited),
    ("date-five-digit-year", "a year of five digits", "05/03/01987", Edited),
    ("date-other-day", "the next day", "06/03/1987", Edited),
    ("date-other-year", "another year", "05/03/1978", Edited),
    ("date-year-alone", "the year alone", "1987", Edited),
    ("date-full-width", "digits of another script", "０５/０３/１９８７", Edited),
    ("date-arabic", "digits other readers take for numbers", "٠٥/٠٣/١٩٨٧", Edited),
    ("date-impossible", "a day that does not exist", "33/03/1987", Edited),
    ("date-empty", "emptied", "", Edited),
];

#[rustfmt::skip]
const CHRISTMAS: &[Writing] = &[
    ("christmas-slashes", "a day that cannot be a month", "25/12/1987", Verified),
    ("christmas-month-first", "month, day, year: no day at all", "12/25/1987", Edited),
];

#[rustfmt::skip]
const LEAP_DAY: &[Writing] = &[
    ("leap-slashes", "the 29th of February", "29/2/2024", Verified),
    ("leap-next-day", "the day after, by another name", "30/02/2024", Edited),
];

#[rustfmt::skip]
const NO_SUCH_DAY: &[Writing] = &[
    ("no-such-day-same", "a day that does not exist is a text: the same text", "2023-02-29", Verified),
    ("no-such-day-slashes", "a day that does not exist has no other writing", "29/02/2023", Edited),
    ("no-such-day-next", "a day that does not exist is not the next one", "2023-03-01", Edited),
];

#[rustfmt::skip]
const NO_SUCH_MONTH: &[Writing] = &[
    ("no-such-month-same", "a month that does not exist is a text: the same text", "1987-13-05", Verified),
    ("no-such-month-slashes", "a month that does not exist has no other writing", "05/13/1987", Edited),
];

#[rustfmt::skip]
const YEAR_ALONE: &[Writing] = &[
    ("partial-same", "neither day nor month known: the same text", "1987-00-00", Verified),
    ("partial-slashes", "neither day nor month known: no other writing", "00/00/1987", Edited),
    ("partial-year", "neither day nor month known: the year alone says less", "1987", Edited),
    ("partial-completed", "neither day nor month known: a day made up", "1987-01-01", Edited),
];

#[rustfmt::skip]
const MONTH_ALONE: &[Writing] = &[
    ("partial-month-same", "the day unknown: the same text", "1987-03-00", Verified),
    ("partial-month-slashes", "the day unknown: no other writing", "00/03/1987", Edited),
    ("partial-month-day", "the day unknown: a day made up", "01/03/1987", Edited),
];

#[rustfmt::skip]
const NOT_A_DATE: &[Writing] = &[
    ("other-date-same", "a text that looks like a date, in no writing of ours", "05/03/1987", Verified),
    ("other-date-iso", "a text that looks like a date is a text", "1987-03-05", Edited),
];
