use super::Jwk;

/// Signature algorithms of an identity provider, one pinned for each client.
///
/// [RFC 7518, section 3.1](https://www.rfc-editor.org/rfc/rfc7518#section-3.1). `none` and HMAC are
/// absent on purpose: what cannot be named cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256, signature written R‖S.
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
}

impl Algorithm {
    /// The algorithm JOSE calls `name`, exactly.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "ES256" => Some(Self::Es256),
            "RS256" => Some(Self::Rs256),
            _ => None,
        }
    }

    /// Its name in JOSE.
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }
}

/// Why a signature could be neither checked nor made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureFault {
    /// The platform refuses the key: a point off the curve, for instance.
    KeyRefused,
    /// The platform failed.
    Unavailable,
}

/// The signature checks of a platform.
#[expect(
    async_fn_in_trait,
    reason = "a Worker has one thread: no caller asks for Send"
)]
pub trait VerifySignature {
    /// Whether `signature` is that of `message` under `key`.
    ///
    /// The implementation takes `algorithm` as given and looks at nothing else to choose one. For
    /// ES256 the signature is R‖S.
    ///
    /// # Errors
    ///
    /// [`SignatureFault`]; a wrong signature is `Ok(false)`.
    async fn verify(
        &self,
        algorithm: Algorithm,
        key: &Jwk,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, SignatureFault>;
}

/// The private key of the edge.
#[expect(
    async_fn_in_trait,
    reason = "a Worker has one thread: no caller asks for Send"
)]
pub trait SignEs256 {
    /// The ES256 signature of `message`, written R‖S.
    ///
    /// # Errors
    ///
    /// [`SignatureFault`].
    async fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignatureFault>;
}
