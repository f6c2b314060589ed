//! Making keys: random bytes of the machine, in the form each secret wants.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What a key is made of.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Material {
    /// A P-256 key that signs.
    Jwk(Jwk),
    /// 32 random bytes in base64url, from which sealing keys are derived.
    Bytes(String),
}

/// A P-256 key, private as long as it has `d`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jwk {
    kty: String,
    crv: String,
    x: String,
    y: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    d: Option<String>,
}

impl Jwk {
    /// The same key without what signs.
    pub fn public(&self) -> Self {
        Self {
            d: None,
            ..self.clone()
        }
    }

    /// Whether it can sign.
    pub fn is_private(&self) -> bool {
        self.d.is_some()
    }

    /// A new key.
    ///
    /// # Errors
    ///
    /// The machine gives no random bytes.
    pub fn generate() -> Result<Self, Failure> {
        loop {
            // One draw in 2³² is no number of the curve.
            if let Ok(key) = SecretKey::from_slice(&random()?) {
                return Ok(Self::of(&key));
            }
        }
    }

    fn of(key: &SecretKey) -> Self {
        let point = key.public_key().to_encoded_point(false);
        let text = |number: Option<&[u8]>| URL_SAFE_NO_PAD.encode(number.unwrap_or_default());
        Self {
            kty: "EC".to_owned(),
            crv: "P-256".to_owned(),
            x: text(point.x().map(AsRef::as_ref)),
            y: text(point.y().map(AsRef::as_ref)),
            d: Some(URL_SAFE_NO_PAD.encode(key.to_bytes())),
        }
    }
}

/// 32 random bytes in base64url.
///
/// # Errors
///
/// The machine gives no random bytes.
pub fn bytes() -> Result<String, Failure> {
    Ok(URL_SAFE_NO_PAD.encode(random()?))
}

fn random() -> Result<[u8; 32], Failure> {
    let mut bytes = [0; 32];
    let drawn = getrandom::fill(&mut bytes);
    drawn.map_err(|error| {
        Failure::File(format!("cette machine ne donne pas de hasard : {error}"))
    })?;
    Ok(bytes)
}
