use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Refusal;
use crate::sealing::{self, Context, KeyRing, NONCE_BYTES, Opened, Purpose, SealFault};

/// Something that travels sealed: its type fixes its purpose, its size and its life.
pub trait Payload: Serialize + DeserializeOwned {
    /// What it is sealed for.
    const PURPOSE: Purpose;

    /// Size of the sealed text above which it is not opened, in bytes.
    const MAX_BYTES: usize;

    /// What is answered when it comes too late.
    const EXPIRED: Refusal;

    /// First second at which it is no longer good, in Unix time.
    fn expires_at(&self) -> i64;

    /// Whether it is no longer good.
    fn is_expired(&self, now: i64) -> bool {
        now >= self.expires_at()
    }
}

/// Why a sealed thing is of no use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFault {
    /// What is answered.
    pub refusal: Refusal,
    /// What it belonged to, if it opened: the way back to the form.
    pub context: Option<Context>,
}

/// Seals `payload` for its purpose. `nonce` is random and used once.
///
/// # Errors
///
/// [`SealFault`].
pub fn seal<T: Payload>(
    ring: &KeyRing,
    context: &Context,
    payload: &T,
    nonce: [u8; NONCE_BYTES],
) -> Result<String, SealFault> {
    sealing::seal(ring, T::PURPOSE, context, payload, nonce)
}

/// Opens a sealed thing, in date or not. Untrusted until it opens.
///
/// For the two that must be bound to their bearer before they may say that they expired: the
/// departure and the hand-off.
///
/// # Errors
///
/// [`sealing::SEALED_REFUSED`].
pub fn open<T: Payload>(ring: &KeyRing, text: &str) -> Result<Opened<T>, Refusal> {
    sealing::open(ring, T::PURPOSE, text, T::MAX_BYTES)
}

/// Opens a sealed thing that is still in date. Untrusted until it opens.
///
/// # Errors
///
/// [`OpenFault`].
pub fn open_current<T: Payload>(
    ring: &KeyRing,
    text: &str,
    now: i64,
) -> Result<Opened<T>, OpenFault> {
    let opened = open::<T>(ring, text).map_err(|refusal| OpenFault {
        refusal,
        context: None,
    })?;
    if opened.payload().is_expired(now) {
        return Err(OpenFault {
            refusal: T::EXPIRED,
            context: Some(opened.into_parts().0),
        });
    }
    Ok(opened)
}

/// Writes a [`Secret`](crate::secret::Secret) into a payload, which is about to be sealed.
pub(super) mod secret_text {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::secret::Secret;

    pub(in super::super) fn serialize<S: Serializer>(
        secret: &Secret,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        // Exposed to the sealing alone: no payload is ever serialised for anything else.
        serializer.serialize_str(secret.expose())
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Secret, D::Error> {
        String::deserialize(deserializer).map(Secret::new)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::jose::base64url;

    /// A ring of one key.
    pub(crate) fn ring() -> KeyRing {
        let key = base64url::encode(<sha2::Sha256 as sha2::Digest>::digest("ring"));
        KeyRing::parse(&format!("2026-11:{key}")).unwrap()
    }

    /// The context of an example flow.
    pub(crate) fn context() -> Context {
        Context {
            flow: "AAECAwQFBgcICQoLDA0ODw".into(),
            demarche: "cantine".into(),
            page: "https://www.valbourg.example/cantine/inscription?annee=2026".into(),
        }
    }

    /// `payload` after a journey through a browser.
    pub(crate) fn travel<T: Payload>(payload: &T) -> Opened<T> {
        let text = seal(&ring(), &context(), payload, [3; NONCE_BYTES]).unwrap();
        open(&ring(), &text).unwrap()
    }
}
