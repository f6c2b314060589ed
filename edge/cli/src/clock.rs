//! The clock of the machine, and days written by people.

use time::{Date, OffsetDateTime};
use unefois_core::paris;

/// This moment, in UTC, without the fractions of a second no file of ours keeps.
pub fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(0).unwrap_or(now)
}

/// The day in Paris, or the one the person says.
pub fn today(said: Option<Date>) -> Date {
    said.unwrap_or_else(|| paris::today(now().unix_timestamp()))
}

/// Reads a day, `AAAA-MM-JJ`.
///
/// # Errors
///
/// The sentence of what was expected.
pub fn parse_day(text: &str) -> Result<Date, String> {
    paris::parse_date(text).ok_or_else(|| "une date qui existe est attendue, AAAA-MM-JJ".to_owned())
}
