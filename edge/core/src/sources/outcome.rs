//! What came of a source, in words for the person and in codes for the operator.

use serde::{Deserialize, Serialize};

use super::gates::Ending;

/// What came of one source. It holds no value.
///
/// Towards the form's page all but [`Outcome::Values`] look alike; the person alone is told why,
/// on the edge's own page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The file was found and holds at least one field that was asked.
    Values,
    /// The file was found and holds none of the fields asked.
    Absent,
    /// The provider knows no file for this person.
    NoFile,
    /// No file yet: the month is not complete at the provider.
    TooEarly,
    /// The identity matches nobody at the provider, or its spelling was refused.
    NotRecognised,
    /// Several people match.
    Several,
    /// The file found speaks of somebody else.
    NotYours,
    /// The tax office has no notice for that year: the person may be on their parents'.
    NoTaxNotice,
    /// The file has no child young enough for a nursery.
    NoYoungChild,
    /// The provider only knows people of another age.
    Age,
    /// The grants of the year are not all known yet.
    GrantSeason,
    /// The fund only knows the current month, and another was asked.
    MonthUnknown,
    /// The register does not know the plate.
    PlateUnknown,
    /// The vehicle is not in the person's name.
    PlateNotYours,
    /// What the person typed is unknown to the provider.
    TypedWrong,
    /// The child typed is not in the person's family file.
    ChildNotFound,
    /// The source that must prove it first, at another provider, did not answer.
    CompanionDown,
    /// The child is known, and no school of the perimeter has them.
    PupilNotFound,
    /// The person is known, and nothing was paid to them.
    NoPayment,
    /// The same request is already running, for somebody else.
    Busy,
    /// Too many requests: the provider asked to wait longer than a person can.
    Throttled,
    /// No usable answer.
    Down(Breakdown),
    /// The provider is closed and said for how long.
    Maintenance {
        /// Seconds to wait, counted from the answer.
        retry_in_secs: u32,
    },
    /// The right to ask is missing: a configuration to correct.
    Unavailable(Misconfiguration),
}

/// Why there was no usable answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breakdown {
    /// Refused, reset, unknown host or bad certificate.
    Unreachable,
    /// The time of the call, or of the whole, ran out.
    TimedOut,
    /// The access token could no longer arrive in time, so nothing was sent.
    TooLate,
    /// An error status of the provider or of its gateway.
    UpstreamError,
    /// A status no table gives a meaning to, redirections included.
    UnexpectedStatus,
    /// Not JSON, empty, too large, nested too deep, or not the documented shape.
    UnexpectedBody,
    /// The answer speaks of another month than the one asked.
    OtherPeriod,
    /// The provider failed too often lately: nothing was sent.
    Suspended,
}

/// What is wrong with the right to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misconfiguration {
    /// The request is malformed, or its month is outside the history kept.
    RequestRefused,
    /// The endpoint does not exist, or no longer.
    EndpointGone,
    /// The credential was refused.
    TokenRefused,
    /// The access token is unknown or expired.
    TokenExpired,
    /// The pivot identity is not among the scopes of the token.
    IdentityMissing,
    /// None of the endpoint's scopes was granted.
    ScopeMissing,
    /// The address of the edge is not allowed.
    AddressRefused,
    /// The SIRET of the recipient was refused.
    RecipientRefused,
    /// The law forbids the answer.
    LegallyRefused,
}

impl Outcome {
    /// Stable code for the operator's log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Absent => "absent",
            Self::NoFile => "no_file",
            Self::TooEarly => "too_early",
            Self::NotRecognised => "not_recognised",
            Self::Several => "several",
            Self::NotYours => "not_yours",
            Self::NoTaxNotice => "no_tax_notice",
            Self::NoYoungChild => "no_young_child",
            Self::Age => "age",
            Self::GrantSeason => "grant_season",
            Self::MonthUnknown => "month_unknown",
            Self::PlateUnknown => "plate_unknown",
            Self::PlateNotYours => "plate_not_yours",
            Self::TypedWrong => "typed_wrong",
            Self::ChildNotFound => "child_not_found",
            Self::CompanionDown => "companion_down",
            Self::PupilNotFound => "pupil_not_found",
            Self::NoPayment => "no_payment",
            Self::Busy => "busy",
            Self::Throttled => "throttled",
            Self::Down(breakdown) => breakdown.code(),
            Self::Maintenance { .. } => "maintenance",
            Self::Unavailable(misconfiguration) => misconfiguration.code(),
        }
    }

    /// Key of the sentence told to the person; none when there are values to show instead.
    pub fn message_key(self) -> Option<&'static str> {
        Some(match self {
            Self::Values => return None,
            Self::Absent => "reason.absent",
            Self::NoFile => "reason.no_file",
            Self::TooEarly => "reason.too_early",
            Self::NotRecognised => "reason.not_recognised",
            Self::Several => "reason.several",
            Self::NotYours => "reason.not_yours",
            Self::NoTaxNotice => "reason.no_tax",
            Self::NoYoungChild => "reason.no_young_child",
            Self::Age => "reason.age",
            Self::GrantSeason => "reason.grant_season",
            Self::MonthUnknown => "reason.month_unknown",
            Self::PlateUnknown => "reason.plate_unknown",
            Self::PlateNotYours => "reason.plate_not_yours",
            Self::TypedWrong => "reason.typed_wrong",
            Self::ChildNotFound => "reason.child_not_found",
            Self::PupilNotFound => "reason.pupil_not_found",
            Self::NoPayment => "reason.no_payment",
            Self::Busy | Self::Throttled => "reason.busy",
            Self::Down(_) | Self::CompanionDown => "reason.down",
            Self::Maintenance { .. } => "reason.maintenance",
            Self::Unavailable(_) => "reason.unavailable",
        })
    }

    /// Whether the person will have to find a document: the sentence then says where.
    pub fn wants_a_document(self) -> bool {
        matches!(
            self,
            Self::Absent
                | Self::NoFile
                | Self::TooEarly
                | Self::NotRecognised
                | Self::NotYours
                | Self::NoTaxNotice
                | Self::NoYoungChild
                | Self::MonthUnknown
                | Self::PlateNotYours
                | Self::PupilNotFound
                | Self::NoPayment
        )
    }

    /// Whether it is the answer of the source that must prove it first, at its own provider.
    pub fn is_of_companion(self) -> bool {
        matches!(
            self,
            Self::CompanionDown | Self::ChildNotFound | Self::TooEarly
        )
    }

    /// Whether the operator must be alerted: only what nobody but they can mend.
    pub fn alerts(self) -> bool {
        match self {
            Self::Unavailable(_) | Self::NotYours => true,
            Self::Down(breakdown) => breakdown.alerts(),
            _ => false,
        }
    }

    /// How the exchange ended, for the gates: only a provider's own breakdown counts against it.
    pub fn ending(self) -> Ending {
        match self {
            Self::Down(Breakdown::TooLate | Breakdown::Suspended | Breakdown::OtherPeriod) => {
                Ending::Answered
            }
            Self::Down(_) | Self::Maintenance { .. } => Ending::Failed,
            Self::Throttled => Ending::Throttled(None),
            _ => Ending::Answered,
        }
    }

    /// Whether the code alone says nothing of the person's file, so that it may be logged even when
    /// the mere existence of a file is health data.
    pub fn is_impersonal(self) -> bool {
        matches!(
            self,
            Self::Busy
                | Self::Throttled
                | Self::CompanionDown
                | Self::Down(_)
                | Self::Maintenance { .. }
                | Self::Unavailable(_)
        )
    }
}

impl Breakdown {
    fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "down_unreachable",
            Self::TimedOut => "down_timed_out",
            Self::TooLate => "down_too_late",
            Self::UpstreamError => "down_upstream_error",
            Self::UnexpectedStatus => "down_unexpected_status",
            Self::UnexpectedBody => "down_unexpected_body",
            Self::OtherPeriod => "down_other_period",
            Self::Suspended => "down_suspended",
        }
    }

    /// A contract that changed is ours to read again; a provider on its knees is not.
    fn alerts(self) -> bool {
        matches!(
            self,
            Self::UnexpectedStatus | Self::UnexpectedBody | Self::OtherPeriod
        )
    }
}

impl Misconfiguration {
    fn code(self) -> &'static str {
        match self {
            Self::RequestRefused => "unavailable_request_refused",
            Self::EndpointGone => "unavailable_endpoint_gone",
            Self::TokenRefused => "unavailable_token_refused",
            Self::TokenExpired => "unavailable_token_expired",
            Self::IdentityMissing => "unavailable_identity_missing",
            Self::ScopeMissing => "unavailable_scope_missing",
            Self::AddressRefused => "unavailable_address_refused",
            Self::RecipientRefused => "unavailable_recipient_refused",
            Self::LegallyRefused => "unavailable_legally_refused",
        }
    }
}
