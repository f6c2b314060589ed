//! What came of a source, in words for the person and in codes for the operator.

use serde::{Deserialize, Serialize};

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
    /// Too many requests at the same moment.
    Busy,
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
            Self::Busy => "busy",
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
            Self::Busy => "reason.busy",
            Self::Down(_) => "reason.down",
            Self::Maintenance { .. } => "reason.maintenance",
            Self::Unavailable(_) => "reason.unavailable",
        })
    }

    /// Whether the operator must be alerted: only what nobody but they can mend.
    pub fn alerts(self) -> bool {
        match self {
            Self::Unavailable(_) | Self::NotYours => true,
            Self::Down(breakdown) => breakdown.alerts(),
            Self::Values | Self::Absent | Self::NoFile | Self::TooEarly => false,
            Self::NotRecognised | Self::Several | Self::Busy | Self::Maintenance { .. } => false,
        }
    }

    /// Whether it counts against the health of the provider, for a circuit breaker.
    pub fn is_breakdown(self) -> bool {
        matches!(self, Self::Down(_) | Self::Busy | Self::Maintenance { .. })
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
