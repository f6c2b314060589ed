use crate::http::{Exchange, Response, TransportFailure};
use crate::json::JsonFault;

/// Why an exchange with the provider gave nothing to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExchangeFault {
    /// No answer.
    Transport(TransportFailure),
    /// An answer with another status than 200. Redirects are not followed: our secret and the code
    /// would go where they point.
    Status(u16),
    /// Another media type than expected.
    MediaType,
    /// Not JSON as [`crate::json`] wants it.
    Json(JsonFault),
}

/// The answer, whatever its status.
pub(super) fn answer(exchange: &Exchange) -> Result<&Response, ExchangeFault> {
    exchange
        .as_ref()
        .map_err(|failure| ExchangeFault::Transport(*failure))
}

/// The answer, if its status is 200.
pub(super) fn ok_answer(exchange: &Exchange) -> Result<&Response, ExchangeFault> {
    let response = answer(exchange)?;
    match response.status {
        200 => Ok(response),
        status => Err(ExchangeFault::Status(status)),
    }
}
