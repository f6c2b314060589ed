//! Why a webhook is not taken.

/// Largest body taken. DataPass sends about five kilobytes.
pub const MAX_BODY_BYTES: usize = 256 * 1024;

/// Why a webhook is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookFault {
    /// Larger than [`MAX_BODY_BYTES`], or it did not arrive whole.
    TooLarge,
    /// The signature is missing, malformed, or of other bytes.
    Signature,
    /// Signed, and not the documented shape.
    Malformed,
    /// Something was approved or revoked, and the body names no habilitation.
    NamesNothing,
}

impl WebhookFault {
    /// Stable code for the operator's log.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Signature => "signature",
            Self::Malformed => "malformed",
            Self::NamesNothing => "names_nothing",
        }
    }

    /// HTTP status of the answer.
    pub fn status(self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::Signature => 401,
            Self::Malformed | Self::NamesNothing => 400,
        }
    }

    /// Whether DataPass itself sent what could not be used: the operator must look at it.
    pub fn alerts(self) -> bool {
        matches!(self, Self::Malformed | Self::NamesNothing)
    }
}
