//! Errors, cut by who must act on them.

/// Something the page, the person or the identity provider did that stops the flow.
///
/// The code is stable, written to the log and matched by pages; people read the messages under
/// [`Refusal::message_key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable reason code: `state_mismatch`.
    pub code: &'static str,
    /// HTTP status of the answer.
    pub status: u16,
    /// Key of the sentence for the person, without its `err.` prefix: `technical`.
    pub message_key: &'static str,
    /// Whether the operator must be alerted: a configuration or provider fault, not a visitor's.
    pub alert: bool,
}

impl Refusal {
    /// A refusal that is nobody's fault on our side: the operator is not alerted.
    pub const fn new(code: &'static str, status: u16, message_key: &'static str) -> Self {
        Self {
            code,
            status,
            message_key,
            alert: false,
        }
    }

    /// A refusal that only the operator or the provider can put an end to.
    ///
    /// The person reads the sentence of `technical`.
    pub const fn alerting(code: &'static str, status: u16) -> Self {
        Self {
            code,
            status,
            message_key: "technical",
            alert: true,
        }
    }
}
