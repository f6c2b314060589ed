//! Judging what came back of one exchange.

use super::call::{Call, Periode};
use super::outcome::{Breakdown, Outcome};
use super::status::{self, ErrorBody, Meaning};
use super::{Object, Refresh, SourceSpec};
use crate::field::ObtainedField;
use crate::http::{Exchange, Response, TransportFailure};
use crate::json;

use time::{Date, Duration, Month, Weekday};

/// What a source gave in the end.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceAnswer {
    /// Id of the source.
    pub source: &'static str,
    /// What came of it.
    pub outcome: Outcome,
    /// Values of the fields asked, and of no other.
    pub fields: Vec<ObtainedField>,
    /// Fields asked of a file that was found, and why each is missing.
    pub missing: Vec<MissingField>,
}

impl SourceAnswer {
    /// An answer without value.
    pub fn without_value(source: &'static SourceSpec, outcome: Outcome) -> Self {
        Self {
            source: source.id,
            outcome,
            fields: Vec::new(),
            missing: Vec::new(),
        }
    }
}

/// A field that did not come although the file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingField {
    /// Its path.
    pub chemin: &'static str,
    /// Why, for the operator; the person is told the same in the three cases.
    pub cause: MissingCause,
}

/// Why a field is missing from a file that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingCause {
    /// Its key is absent: the scope was not granted.
    NotGranted,
    /// Its value is null: the provider does not know.
    Unknown,
    /// Its value is not of the documented type or range: nothing is guessed.
    Malformed,
}

impl MissingCause {
    /// Stable code for the operator's log.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotGranted => "not_granted",
            Self::Unknown => "unknown",
            Self::Malformed => "malformed",
        }
    }
}

/// What the mapping of a source read in the `data` of a successful answer.
#[derive(Default)]
pub struct Reading {
    /// Fields found, asked or not: the allow-list is applied after.
    pub fields: Vec<ObtainedField>,
    /// Fields not found.
    pub missing: Vec<MissingField>,
    /// Month the answer speaks of, where the source has one.
    pub periode: Option<Periode>,
}

/// What to make of an exchange.
pub(super) enum Verdict {
    Answer(SourceAnswer),
    AskAgain { otherwise: Outcome, pace: Pace },
}

/// How to ask again.
pub(super) enum Pace {
    Once,
    Locked,
    After { secs: u32 },
}

/// Judges what came back of the exchange.
pub(super) fn judge(call: &Call, exchange: &Exchange) -> Verdict {
    let final_answer = |outcome| Verdict::Answer(SourceAnswer::without_value(call.source, outcome));
    match exchange {
        Ok(response) if response.status == 200 => Verdict::Answer(process_success(call, response)),
        Ok(response) => process_error(call, response),
        Err(TransportFailure::Unreachable) => Verdict::AskAgain {
            otherwise: Outcome::Down(Breakdown::Unreachable),
            pace: Pace::Once,
        },
        Err(TransportFailure::TimedOut) => final_answer(Outcome::Down(Breakdown::TimedOut)),
        Err(TransportFailure::TooLarge) => final_answer(Outcome::Down(Breakdown::UnexpectedBody)),
    }
}

fn process_success(call: &Call, response: &Response) -> SourceAnswer {
    let body = read_object(response);
    let Some(data) = body.as_ref().and_then(|body| body.get("data")?.as_object()) else {
        let outcome = Outcome::Down(Breakdown::UnexpectedBody);
        return SourceAnswer::without_value(call.source, outcome);
    };
    let reading = (call.source.read)(data, call);
    if call.periode.is_some() && call.periode != reading.periode {
        let outcome = Outcome::Down(Breakdown::OtherPeriod);
        return SourceAnswer::without_value(call.source, outcome);
    }
    keep_what_was_asked(call, reading)
}

/// The allow-list: a field leaves only when the source declares it and the call asked for it.
fn keep_what_was_asked(call: &Call, reading: Reading) -> SourceAnswer {
    let asked = |chemin: &str| call.asks(chemin) && call.source.field(chemin).is_some();
    let mut fields = reading.fields;
    fields.retain(|field| asked(&field.chemin));
    let mut missing = reading.missing;
    missing.retain(|field| asked(field.chemin));
    let outcome = if fields.is_empty() {
        Outcome::Absent
    } else {
        Outcome::Values
    };
    SourceAnswer {
        source: call.source.id,
        outcome,
        fields,
        missing,
    }
}

fn process_error(call: &Call, response: &Response) -> Verdict {
    let body = read_object(response).unwrap_or_default();
    let error = ErrorBody::read(&body);
    let Some(meaning) = status::meaning(call.source.statuses, response.status, &error) else {
        let breakdown = unexpected(response.status);
        return Verdict::Answer(SourceAnswer::without_value(
            call.source,
            Outcome::Down(breakdown),
        ));
    };
    verdict_of(call, meaning, &error, response)
}

fn verdict_of(call: &Call, meaning: Meaning, error: &ErrorBody, response: &Response) -> Verdict {
    let final_answer = |outcome| Verdict::Answer(SourceAnswer::without_value(call.source, outcome));
    let transient = Outcome::Down(Breakdown::UpstreamError);
    match meaning {
        Meaning::Final(outcome) => final_answer(outcome),
        Meaning::NoFile => final_answer(no_file(call)),
        Meaning::Locked => Verdict::AskAgain {
            otherwise: Outcome::Busy,
            pace: Pace::Locked,
        },
        Meaning::Throttled => match retry_after_secs(response) {
            Some(secs) => Verdict::AskAgain {
                otherwise: Outcome::Busy,
                pace: Pace::After { secs },
            },
            None => final_answer(Outcome::Busy),
        },
        Meaning::Transient => Verdict::AskAgain {
            otherwise: transient,
            pace: Pace::Once,
        },
        Meaning::Closed => match error.retry_in_secs {
            Some(retry_in_secs) => final_answer(Outcome::Maintenance { retry_in_secs }),
            None => Verdict::AskAgain {
                otherwise: transient,
                pace: Pace::Once,
            },
        },
    }
}

/// A success of another kind than 200 has an empty or partial body; a redirection is never followed,
/// so that the token goes nowhere else.
fn unexpected(status: u16) -> Breakdown {
    match status {
        200..=299 => Breakdown::UnexpectedBody,
        _ => Breakdown::UnexpectedStatus,
    }
}

/// Only whole seconds are understood: a date would bring another clock into the budget.
fn retry_after_secs(response: &Response) -> Option<u32> {
    response.retry_after.as_deref()?.trim().parse().ok()
}

fn read_object(response: &Response) -> Option<Object> {
    if !is_json(response) {
        return None;
    }
    json::parse_object(&response.body).ok()
}

fn is_json(response: &Response) -> bool {
    let known = ["application/vnd.api+json", "application/json"];
    let charset = response
        .content_type
        .split(';')
        .skip(1)
        .find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("charset")
                .then_some(value.trim().trim_matches('"'))
        });
    known
        .iter()
        .any(|media_type| response.is_media_type(media_type))
        && charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"))
}

fn no_file(call: &Call) -> Outcome {
    let current_month = call
        .periode
        .is_none_or(|periode| periode.is_month_of(call.today));
    match call.source.refresh {
        Refresh::AfterFirstWeekend if current_month && before_end_of_first_weekend(call.today) => {
            Outcome::TooEarly
        }
        Refresh::AfterFirstWeekend | Refresh::Continuous => Outcome::NoFile,
    }
}

impl Periode {
    fn is_month_of(self, date: Date) -> bool {
        i32::from(self.annee) == date.year() && self.mois == u8::from(date.month())
    }
}

/// Whether `date` is not after the Sunday that follows the first Saturday of its month.
fn before_end_of_first_weekend(date: Date) -> bool {
    let first = first_saturday(date.year(), date.month());
    let sunday = first.and_then(|saturday| saturday.checked_add(Duration::DAY));
    sunday.is_some_and(|sunday| date <= sunday)
}

fn first_saturday(year: i32, month: Month) -> Option<Date> {
    (1..=7)
        .filter_map(|day| Date::from_calendar_date(year, month, day).ok())
        .find(|date| date.weekday() == Weekday::Saturday)
}
