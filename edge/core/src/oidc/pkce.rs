use sha2::{Digest, Sha256};

use crate::jose::base64url;

/// The S256 challenge of a verifier: 43 base64url characters.
///
/// Of the verifier of a form's tab, and of the one sent to a provider that knows PKCE.
/// [RFC 7636, section 4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2).
pub fn s256_challenge(verifier: &str) -> String {
    base64url::encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenge_is_that_of_rfc_7636_appendix_b() {
        let challenge = s256_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
