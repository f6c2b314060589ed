//! Handing a line to the collectivité's own address.

use crate::http::{Exchange, Method, Request, TransportFailure};
use crate::secret::Secret;

/// A receiver has nothing to tell.
const MAX_BODY_BYTES: usize = 16 * 1024;

/// One try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Pause before it, in milliseconds.
    pub pause_millis: u32,
    /// Time it may take.
    pub timeout_millis: u32,
}

/// Three tries within twenty-seven seconds: a platform may stop what outlives its answer by thirty.
pub const ATTEMPTS: [Attempt; 3] = [
    Attempt {
        pause_millis: 0,
        timeout_millis: 10_000,
    },
    Attempt {
        pause_millis: 500,
        timeout_millis: 8_000,
    },
    Attempt {
        pause_millis: 2_000,
        timeout_millis: 6_000,
    },
];

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The collectivité has the line.
    Done,
    /// Not this time.
    Again(&'static str),
    /// Asking again would change nothing.
    GivenUp(&'static str),
}

/// Builds the request that hands `line` to `url`.
pub fn build_trace_request(
    url: &str,
    bearer: Option<Secret>,
    line: &str,
    attempt: Attempt,
) -> Request {
    Request {
        method: Method::Post,
        url: url.to_owned(),
        accept: "*/*",
        bearer,
        basic: None,
        headers: Vec::new(),
        form: None,
        json: Some(Secret::new(line)),
        no_cache: true,
        timeout_millis: attempt.timeout_millis,
        max_body_bytes: MAX_BODY_BYTES,
    }
}

/// Whether the line arrived: any 2xx, whatever its body says. A redirection is not followed, so that the line and its
/// secret go nowhere else.
pub fn process_trace_response(exchange: &Exchange) -> Delivery {
    match exchange {
        Ok(response) => match response.status {
            200..=299 => Delivery::Done,
            408 | 429 | 500..=599 => Delivery::Again("receiver_failed"),
            401 | 403 => Delivery::GivenUp("receiver_forbids"),
            _ => Delivery::GivenUp("receiver_refuses"),
        },
        // The status came first, and it was read no further.
        Err(TransportFailure::TooLarge) => Delivery::GivenUp("receiver_refuses"),
        Err(TransportFailure::Unreachable) => Delivery::Again("receiver_unreachable"),
        Err(TransportFailure::TimedOut) => Delivery::Again("receiver_timed_out"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Response;

    fn delivery(status: u16) -> Delivery {
        process_trace_response(&Ok(Response {
            status,
            content_type: String::new(),
            retry_after: None,
            body: Vec::new(),
        }))
    }

    #[test]
    fn line_is_handed_over_by_any_success() {
        for status in [200, 201, 202, 204] {
            assert_eq!(delivery(status), Delivery::Done, "{status}");
        }
    }

    #[test]
    fn breakdown_is_tried_again_and_a_refusal_is_not() {
        let failures = [TransportFailure::Unreachable, TransportFailure::TimedOut];
        for failure in failures {
            let delivery = process_trace_response(&Err(failure));
            assert!(matches!(delivery, Delivery::Again(_)), "{failure:?}");
        }
        for status in [408, 429, 500, 503] {
            assert!(matches!(delivery(status), Delivery::Again(_)), "{status}");
        }
        for status in [301, 307, 400, 401, 403, 404, 413] {
            assert!(matches!(delivery(status), Delivery::GivenUp(_)), "{status}");
        }
    }

    #[test]
    fn every_try_ends_before_a_platform_stops_them() {
        let all: u32 = ATTEMPTS
            .iter()
            .map(|attempt| attempt.pause_millis + attempt.timeout_millis)
            .sum();
        assert!(all < 28_000, "{all}");
    }

    #[test]
    fn line_goes_in_the_body_and_the_secret_in_its_header() {
        let request = build_trace_request(
            "https://traces.valbourg.example/unefois",
            Some(Secret::new("s3cret")),
            "{}",
            ATTEMPTS[0],
        );
        assert!(request.method == Method::Post && request.form.is_none());
        assert_eq!(request.json, Some(Secret::new("{}")));
        assert_eq!(request.bearer, Some(Secret::new("s3cret")));
        assert_eq!(request.timeout_millis, 10_000);
    }
}
