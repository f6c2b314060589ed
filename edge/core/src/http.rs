//! HTTP exchanges as data: the core builds requests and judges answers, a platform carries them.

use crate::secret::Secret;

/// Method of a [`Request`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

/// A request to an upstream. Redirects are never followed: a 3xx answer is an answer.
///
/// It has no `Debug`: its address may hold a civil status or a plate.
#[derive(PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Absolute address.
    pub url: String,
    /// Value of `Accept`.
    pub accept: &'static str,
    /// Value of `Authorization` after `Bearer `, where there is one.
    pub bearer: Option<Secret>,
    /// Value of `Authorization` after `Basic `, already encoded, where there is one.
    pub basic: Option<Secret>,
    /// Other headers; any of them may hold a token.
    pub headers: Vec<(&'static str, Secret)>,
    /// Form-encoded body of a `POST`.
    pub form: Option<Secret>,
    /// JSON body of a `POST`, where it is no form.
    pub json: Option<Secret>,
    /// Whether a cache between us and the provider must be bypassed.
    pub no_cache: bool,
    /// Time the whole exchange may take, body included.
    pub timeout_millis: u32,
    /// Size at which the body is cut and the answer refused.
    pub max_body_bytes: usize,
}

/// An answer, its body read whole within the limits of its request. Untrusted.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Value of `Content-Type`, empty when absent.
    pub content_type: String,
    /// Value of `Retry-After`, verbatim.
    pub retry_after: Option<String>,
    /// Body bytes.
    pub body: Vec<u8>,
}

impl Response {
    /// Whether the media type, parameters and case aside, is `expected`.
    pub fn is_media_type(&self, expected: &str) -> bool {
        let media_type = self.content_type.split(';').next().unwrap_or_default();
        media_type.trim().eq_ignore_ascii_case(expected)
    }

    /// Seconds to wait before asking again, where the answer gives a delay. One that cannot be read, a
    /// date or an overflow, is obeyed for an hour: too short a wait is what gets an address banned.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3>
    pub fn retry_after_secs(&self) -> Option<u32> {
        const UNREADABLE_SECS: u32 = 3_600;
        let delay = self.retry_after.as_deref()?.trim();
        Some(delay.parse().unwrap_or(UNREADABLE_SECS))
    }
}

/// Why an exchange gave no [`Response`]. The platform says nothing finer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportFailure {
    /// Refused, reset, unknown host, bad certificate, truncated body.
    Unreachable,
    /// The time allowed ran out.
    TimedOut,
    /// The body went over its limit.
    TooLarge,
}

/// What came back of an exchange.
pub type Exchange = Result<Response, TransportFailure>;
