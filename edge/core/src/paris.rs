//! Civil time in Paris, from the seconds the platform gives.
//!
//! No time zone database is embedded: the European rule has been stable since 1996 and is written
//! in article 2 of [directive 2000/84/CE](https://eur-lex.europa.eu/eli/dir/2000/84/oj).

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, Weekday};

/// Date and time shown by a clock in Paris at `unix_secs`, seconds since 1970 in UTC.
///
/// A moment the calendar cannot hold reads as 1 January 1970.
pub fn local(unix_secs: i64) -> PrimitiveDateTime {
    let utc = OffsetDateTime::from_unix_timestamp(unix_secs).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let hours = if is_summer_time(utc) { 2 } else { 1 };
    let offset = UtcOffset::from_hms(hours, 0, 0).unwrap_or(UtcOffset::UTC);
    let shown = utc.checked_to_offset(offset).unwrap_or(utc);
    PrimitiveDateTime::new(shown.date(), shown.time())
}

/// Date in Paris at `unix_secs`.
pub fn today(unix_secs: i64) -> Date {
    local(unix_secs).date()
}

/// Reads a full date, `YYYY-MM-DD`, that exists in the calendar.
pub fn parse_date(text: &str) -> Option<Date> {
    let (year, month, day) = split_date(text)?;
    let month = Month::try_from(month).ok()?;
    Date::from_calendar_date(i32::from(year), month, day).ok()
}

/// Splits `YYYY-MM-DD` into numbers without asking that the date exist: a month or a day unknown to
/// its provider is `00`.
pub fn split_date(text: &str) -> Option<(u16, u8, u8)> {
    let digits = |part: &str, len: usize| {
        (part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
    };
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    digits(year, 4).and(digits(month, 2)).and(digits(day, 2))?;
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// The year in which the school year of `date` began, in September.
pub fn annee_scolaire(date: Date) -> i32 {
    let is_begun = u8::from(date.month()) >= u8::from(Month::September);
    date.year() - i32::from(!is_begun)
}

/// Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last of October.
fn is_summer_time(utc: OffsetDateTime) -> bool {
    let now = PrimitiveDateTime::new(utc.date(), utc.time());
    let change = |month| last_sunday(utc.year(), month).map(one_o_clock);
    match (change(Month::March), change(Month::October)) {
        (Some(start), Some(end)) => start <= now && now < end,
        _ => false,
    }
}

fn one_o_clock(date: Date) -> PrimitiveDateTime {
    PrimitiveDateTime::new(date, Time::from_hms(1, 0, 0).unwrap_or(Time::MIDNIGHT))
}

fn last_sunday(year: i32, month: Month) -> Option<Date> {
    let last_day = month.length(year);
    (1..=last_day)
        .rev()
        .filter_map(|day| Date::from_calendar_date(year, month, day).ok())
        .find(|date| date.weekday() == Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_local(unix_secs: i64, expected: &str) {
        assert_eq!(local(unix_secs).to_string(), expected, "at {unix_secs}");
    }

    #[test]
    fn paris_time_follows_the_european_rule() {
        check_local(1_774_746_000 - 1, "2026-03-29 1:59:59.0");
        check_local(1_774_746_000, "2026-03-29 3:00:00.0");
        check_local(1_792_890_000 - 1, "2026-10-25 2:59:59.0");
        check_local(1_792_890_000, "2026-10-25 2:00:00.0");
        check_local(1_795_267_800, "2026-11-21 14:30:00.0");
    }

    #[test]
    fn paris_time_of_an_impossible_moment_is_the_epoch() {
        check_local(i64::MAX, "1970-01-01 1:00:00.0");
    }

    #[test]
    fn school_year_begins_in_september() {
        for (day, expected) in [
            ("2026-08-31", 2025),
            ("2026-09-01", 2026),
            ("2027-03-01", 2026),
        ] {
            assert_eq!(annee_scolaire(parse_date(day).unwrap()), expected, "{day}");
        }
    }

    #[test]
    fn rejects_dates_that_do_not_exist_or_are_written_otherwise() {
        for text in [
            "2026-02-29",
            "2026-1-01",
            "26-01-01",
            "2026-01-01T00",
            "2026-01-01-",
            "",
            "2026-00-01",
            "+026-01-01",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert!(parse_date("2028-02-29").is_some());
        assert_eq!(split_date("2020-00-00"), Some((2020, 0, 0)));
    }
}
