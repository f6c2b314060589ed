//! Judging what came back of one exchange.

use super::call::{Call, Periode};
use super::gates::Ending;
use super::holder::{Holder, Holders};
use super::outcome::{Breakdown, Misconfiguration, Outcome};
use super::spec::{Gateway, Refresh};
use super::status::{self, ErrorBody, Meaning};
use super::{Object, SourceSpec, read};
use crate::field::{self, ObtainedField};
use crate::http::{Exchange, Response, TransportFailure};
use crate::identite::Pivot;
use crate::json;
use crate::paris;

use time::{Date, Duration, Month, Weekday};

/// What a source gave in the end, the person it speaks of not yet compared with who signed in.
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
    /// Whose file it is, where the answer must tell.
    pub holders: Holders,
}

/// What a source gave about the person who signed in; made by [`SourceAnswer::prove`] only.
#[derive(Clone, PartialEq, Eq)]
pub struct ProvenAnswer {
    /// Id of the source.
    pub source: &'static str,
    /// What came of it.
    pub outcome: Outcome,
    /// Values of the fields asked, and of no other.
    pub fields: Vec<ObtainedField>,
    /// Fields asked of a file that was found, and why each is missing.
    pub missing: Vec<MissingField>,
}

impl ProvenAnswer {
    /// An answer without value, which speaks of nobody.
    pub fn without_value(source: &'static SourceSpec, outcome: Outcome) -> Self {
        Self {
            source: source.id,
            outcome,
            fields: Vec::new(),
            missing: Vec::new(),
        }
    }
}

impl SourceAnswer {
    /// An answer without value.
    pub fn without_value(source: &'static SourceSpec, outcome: Outcome) -> Self {
        Self {
            source: source.id,
            outcome,
            fields: Vec::new(),
            missing: Vec::new(),
            holders: Holders::Proven,
        }
    }

    /// Keeps the answer if it is about `person`. A file of somebody else gives nothing at all.
    pub fn prove(self, person: &Pivot) -> ProvenAnswer {
        let is_theirs = match &self.holders {
            Holders::Proven => true,
            Holders::Among(names) => names.iter().any(|name| name.is_of(person)),
        };
        if is_theirs {
            return ProvenAnswer {
                source: self.source,
                outcome: self.outcome,
                fields: self.fields,
                missing: self.missing,
            };
        }
        ProvenAnswer {
            source: self.source,
            outcome: Outcome::NotYours,
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

/// What was read in the data of a successful answer.
#[derive(Default)]
pub struct Reading {
    /// Fields found, asked or not: the allow-list is applied after.
    pub fields: Vec<ObtainedField>,
    /// Fields not found.
    pub missing: Vec<MissingField>,
    /// Month the answer speaks of, where the source has one.
    pub periode: Option<Periode>,
    /// Whether the provider only knows the present, whatever month it is asked for.
    pub is_always_now: bool,
}

/// What to make of an exchange.
pub(super) enum Verdict {
    Answer(SourceAnswer),
    AskAgain {
        otherwise: Outcome,
        pace: Pace,
    },
    /// The service's own token is refused.
    Renew,
}

/// How to ask again.
pub(super) enum Pace {
    Once,
    PastTheCache,
    Locked,
    After { secs: u32 },
}

impl Verdict {
    /// How the exchange ended, for the gates.
    pub fn ending(&self) -> Ending {
        match self {
            Self::Answer(answer) => answer.outcome.ending(),
            Self::AskAgain {
                pace: Pace::After { secs },
                ..
            } => Ending::Throttled(Some(*secs)),
            Self::AskAgain { otherwise, .. } => otherwise.ending(),
            Self::Renew => Ending::Answered,
        }
    }
}

/// Judges what came back of the exchange, which bypassed the provider's cache or not.
pub(super) fn judge(call: &Call, exchange: &Exchange, no_cache: bool) -> Verdict {
    let final_answer = |outcome| Verdict::Answer(SourceAnswer::without_value(call.source, outcome));
    match exchange {
        Ok(response) if response.status == 200 => process_success(call, response, no_cache),
        Ok(response) => process_error(call, response),
        Err(TransportFailure::Unreachable) => Verdict::AskAgain {
            otherwise: Outcome::Down(Breakdown::Unreachable),
            pace: Pace::Once,
        },
        Err(TransportFailure::TimedOut) => final_answer(Outcome::Down(Breakdown::TimedOut)),
        Err(TransportFailure::TooLarge) => final_answer(Outcome::Down(Breakdown::UnexpectedBody)),
    }
}

fn process_success(call: &Call, response: &Response, no_cache: bool) -> Verdict {
    let final_answer = |outcome| Verdict::Answer(SourceAnswer::without_value(call.source, outcome));
    let body = read_object(response);
    let Some(data) = body.as_ref().and_then(|body| data_of(call, body)) else {
        return final_answer(Outcome::Down(Breakdown::UnexpectedBody));
    };
    let mut reading = read::read(call.source, data, call);
    match (call.periode, reading.periode) {
        (Some(asked), Some(answered)) if answered != asked => {
            return final_answer(match reading.is_always_now {
                true => Outcome::MonthUnknown,
                false => Outcome::Down(Breakdown::OtherPeriod),
            });
        }
        (Some(_), None) => withhold_undated(call.source, &mut reading),
        // The cache may still hold the month somebody asked for earlier.
        (None, Some(answered)) if !no_cache && answered != Periode::of(call.today) => {
            return Verdict::AskAgain {
                otherwise: Outcome::Down(Breakdown::OtherPeriod),
                pace: Pace::PastTheCache,
            };
        }
        _ => {}
    }
    let holders = match holders(call, data) {
        Ok(holders) => holders,
        Err(outcome) => return final_answer(outcome),
    };
    // The file of somebody else says nothing, not even that it is of another year.
    if let Some(outcome) = other_year(call, data) {
        return Verdict::Answer(SourceAnswer {
            holders,
            ..SourceAnswer::without_value(call.source, outcome)
        });
    }
    Verdict::Answer(keep_what_was_asked(call, reading, holders))
}

/// The outcome of a file that is not of the school year under way, or of which nobody can tell.
fn other_year(call: &Call, data: &Object) -> Option<Outcome> {
    let year = call.source.annee_scolaire?;
    match year(data, call.today) {
        Ok(year) if year == paris::annee_scolaire(call.today) => None,
        Ok(_) => Some(no_file(call)),
        Err(MissingCause::NotGranted) => Some(Outcome::Unavailable(Misconfiguration::ScopeMissing)),
        Err(MissingCause::Unknown) => Some(Outcome::Absent),
        Err(MissingCause::Malformed) => Some(Outcome::Down(Breakdown::UnexpectedBody)),
    }
}

/// Without a month of its own, nothing of an answer may pass for that of the month asked, but what is
/// today's whatever the month.
fn withhold_undated(source: &SourceSpec, reading: &mut Reading) {
    let is_today = |chemin: &str| {
        let found = field::spec(chemin).and_then(|spec| source.field(spec.chemin));
        found.is_some_and(|field| !field.is_of_periode)
    };
    let undated = reading
        .fields
        .extract_if(.., |found| !is_today(&found.chemin));
    let unknown = undated.filter_map(|found| {
        Some(MissingField {
            chemin: field::spec(&found.chemin)?.chemin,
            cause: MissingCause::Unknown,
        })
    });
    reading.missing.extend(unknown);
}

fn data_of<'a>(call: &Call, body: &'a Object) -> Option<&'a Object> {
    match call.source.gateway {
        Gateway::ApiParticulier => body.get("data")?.as_object(),
        Gateway::Dgfip => Some(body),
    }
}

/// Whose file it is. An answer that should name its holder and does not is of no use.
fn holders(call: &Call, data: &Object) -> Result<Holders, Outcome> {
    let (names, may_be_waived) = match call.access.holder {
        Holder::Asked => return Ok(Holders::Proven),
        Holder::Named(names) => (names(data), false),
        Holder::NamedUnlessWaived(names) => (names(data), true),
    };
    match (names.is_empty(), may_be_waived && call.is_holder_waived) {
        (false, _) => Ok(Holders::Among(names)),
        (true, true) => Ok(Holders::Proven),
        (true, false) => Err(Outcome::Unavailable(Misconfiguration::IdentityMissing)),
    }
}

/// The allow-list: a field leaves only when the source declares it and the call asked for it.
fn keep_what_was_asked(call: &Call, reading: Reading, holders: Holders) -> SourceAnswer {
    let asked = |chemin: &str| call.asks(chemin) && call.source.field(chemin).is_some();
    let mut fields = reading.fields;
    fields.retain(|found| field::spec(&found.chemin).is_some_and(|spec| asked(spec.chemin)));
    let mut missing = reading.missing;
    missing.retain(|field| asked(field.chemin));
    let outcome = match fields.is_empty() {
        false => Outcome::Values,
        true if is_season_of_pupils(call) => Outcome::GrantSeason,
        true => Outcome::Absent,
    };
    SourceAnswer {
        source: call.source.id,
        outcome,
        fields,
        missing,
        holders,
    }
}

fn process_error(call: &Call, response: &Response) -> Verdict {
    let body = read_object(response).unwrap_or_default();
    let error = ErrorBody::read(&body);
    let Some(meaning) = status::meaning(call.source, response.status, &error) else {
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
        Meaning::StaleToken => Verdict::Renew,
        Meaning::Locked => Verdict::AskAgain {
            otherwise: Outcome::Busy,
            pace: Pace::Locked,
        },
        Meaning::Throttled => match response.retry_after_secs() {
            Some(secs) => Verdict::AskAgain {
                otherwise: Outcome::Throttled,
                pace: Pace::After { secs },
            },
            None => final_answer(Outcome::Throttled),
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

fn read_object(response: &Response) -> Option<Object> {
    if !is_json(response) {
        return None;
    }
    json::parse_object(&response.body).ok()
}

/// `application/json`, or one of the types built on it: `application/vnd.api+json`.
fn is_json(response: &Response) -> bool {
    let mut parts = response.content_type.split(';');
    let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then_some(value.trim().trim_matches('"'))
    });
    let is_built_on_it = media_type.starts_with("application/") && media_type.ends_with("+json");
    (media_type == "application/json" || is_built_on_it)
        && charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"))
}

fn no_file(call: &Call) -> Outcome {
    let current_month = call
        .periode
        .is_none_or(|periode| periode == Periode::of(call.today));
    match call.source.refresh {
        Refresh::AfterFirstWeekend if current_month && before_end_of_first_weekend(call.today) => {
            Outcome::TooEarly
        }
        Refresh::EndOfNovember if call.source.refresh.is_beginning(call.today) => {
            Outcome::GrantSeason
        }
        Refresh::AfterFirstWeekend
        | Refresh::EndOfNovember
        | Refresh::MidOctober
        | Refresh::Continuous => Outcome::NoFile,
    }
}

/// Whether an answer without a value may only come before its time.
fn is_season_of_pupils(call: &Call) -> bool {
    let refresh = call.source.refresh;
    refresh == Refresh::MidOctober && refresh.is_beginning(call.today)
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
