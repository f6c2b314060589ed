//! Base64url without padding, as JOSE writes it.
//!
//! [RFC 7515, section 2](https://www.rfc-editor.org/rfc/rfc7515#section-2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Encodes `bytes`.
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Decodes `text`, or nothing unless it is the one canonical encoding of its bytes: no padding, no
/// white space, no other alphabet, unused bits zero.
///
/// A second spelling of the same bytes would let one token pass for two.
pub fn decode(text: impl AsRef<[u8]>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_text_decodes() {
        assert_eq!(decode("_-8"), Some(vec![0xff, 0xef]));
        assert_eq!(decode(""), Some(Vec::new()));
    }

    #[test]
    fn rejects_every_other_spelling() {
        for text in ["_-8=", "/+8", "_-9", "_-8\n", " _-8", "_", "_?8"] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }
}
