use serde::Serialize;

/// Text a back-office wrote into the page it rendered: 16 to 128 letters, digits, `-` and `_`.
///
/// The page is trusted no further than its own submission: the edge signs the text, and the
/// back-office compares it with what its session holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SubmissionNonce(String);

impl SubmissionNonce {
    /// Reads the text of a page.
    ///
    /// # Errors
    ///
    /// [`NonceFault`] if it is shorter, longer or written with other characters.
    pub fn parse(text: &str) -> Result<Self, NonceFault> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let is_nonce = (16..=128).contains(&text.len()) && text.bytes().all(is_allowed);
        is_nonce.then(|| Self(text.to_owned())).ok_or(NonceFault)
    }
}

/// A text of a page that is no nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NonceFault;

impl NonceFault {
    /// Stable code of the answer.
    pub fn code(self) -> &'static str {
        "submission_nonce_malformed"
    }

    /// HTTP status of the answer.
    pub fn status(self) -> u16 {
        400
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonce_is_16_to_128_letters_digits_hyphens_and_underscores() {
        for text in ["AZaz09-_AZaz09-_", &"a".repeat(128)] {
            assert_eq!(SubmissionNonce::parse(text).unwrap().0, text);
        }
    }

    #[test]
    fn rejects_text_that_is_no_nonce() {
        for text in [
            "",
            "AZaz09-_AZaz09-",
            &"a".repeat(129),
            "AZaz09-_AZaz09-=",
            "AZaz09-_AZaz09- ",
            "AZaz09-_AZaz09-é",
            "AZaz09-_AZaz09-\0",
        ] {
            assert_eq!(SubmissionNonce::parse(text), Err(NonceFault), "{text}");
        }
    }
}
