use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{KeyRing, Purpose};
use crate::error::Refusal;
use crate::jose::base64url;

/// Size of the nonce, in bytes: large enough to be drawn at random each time.
pub const NONCE_BYTES: usize = 24;

/// Size of the authentication tag, in bytes.
const TAG_BYTES: usize = 16;

/// Room for most payloads, so that the buffer of the plain text rarely moves and leaves copies.
const PLAINTEXT_CAPACITY: usize = 16 * 1024;

/// What a sealed thing cannot be opened for. One code for all: which byte was wrong is nobody's
/// business.
pub const SEALED_REFUSED: Refusal = Refusal::new("sealed_refused", 400, "wrong_page");

/// What a sealed thing belongs to. Readable by anyone, changed by no one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Identifier of the flow: 22 base64url characters.
    pub flow: String,
    /// Identifier of the démarche.
    pub demarche: String,
    /// Absolute address of the form page, checked against the démarche's patterns.
    pub page: String,
}

/// A sealed thing that opened: it is ours, unchanged, of the expected purpose. Whether it is still
/// in date is for its type to say.
#[derive(Clone)]
pub struct Opened<T> {
    context: Context,
    payload: T,
}

impl<T> Opened<T> {
    /// What it belongs to.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// What was sealed.
    pub fn payload(&self) -> &T {
        &self.payload
    }

    /// Both, taken apart.
    pub fn into_parts(self) -> (Context, T) {
        (self.context, self.payload)
    }
}

/// A thing that could not be sealed: a fault of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealFault;

/// Seals `payload` with the current key: `<base64url(context)>.<base64url(kid, nonce, cipher)>`.
///
/// `nonce` is random and used once.
///
/// # Errors
///
/// [`SealFault`] if the payload does not serialise.
pub fn seal(
    ring: &KeyRing,
    purpose: Purpose,
    context: &Context,
    payload: &impl Serialize,
    nonce: [u8; NONCE_BYTES],
) -> Result<String, SealFault> {
    let kid = ring.current_kid().ok_or(SealFault)?;
    let key = ring
        .derive(kid, purpose, &context.demarche)
        .ok_or(SealFault)?;
    let mut buffer = Zeroizing::new(Vec::with_capacity(PLAINTEXT_CAPACITY));
    serde_json::to_writer(&mut *buffer, payload).map_err(|_| SealFault)?;
    let associated = associated_data(purpose, kid, context);
    XChaCha20Poly1305::new(key.as_ref().into())
        .encrypt_in_place(&nonce.into(), &associated, &mut *buffer)
        .map_err(|_| SealFault)?;
    let clear = serde_json::to_vec(context).map_err(|_| SealFault)?;
    let kid_length = u8::try_from(kid.len()).map_err(|_| SealFault)?;
    let sealed = [&[kid_length], kid.as_bytes(), &nonce, &buffer].concat();
    Ok(format!(
        "{}.{}",
        base64url::encode(clear),
        base64url::encode(sealed)
    ))
}

/// Opens what [`seal`] made for the same purpose. Untrusted until it opens.
///
/// # Errors
///
/// [`SEALED_REFUSED`] if it is longer than `max_bytes`, changed, of another purpose, or sealed with
/// a key that left the ring.
pub fn open<T: DeserializeOwned>(
    ring: &KeyRing,
    purpose: Purpose,
    text: &str,
    max_bytes: usize,
) -> Result<Opened<T>, Refusal> {
    if text.len() > max_bytes {
        return Err(SEALED_REFUSED);
    }
    try_open(ring, purpose, text).ok_or(SEALED_REFUSED)
}

fn try_open<T: DeserializeOwned>(
    ring: &KeyRing,
    purpose: Purpose,
    text: &str,
) -> Option<Opened<T>> {
    let (clear, sealed) = text.split_once('.')?;
    let context: Context = serde_json::from_slice(&base64url::decode(clear)?).ok()?;
    let sealed = base64url::decode(sealed)?;
    let (kid_length, rest) = sealed.split_first()?;
    let (kid, rest) = rest.split_at_checked(usize::from(*kid_length))?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>()?;
    let (cipher_text, tag) = rest.split_last_chunk::<TAG_BYTES>()?;
    let kid = std::str::from_utf8(kid).ok()?;
    let key = ring.derive(kid, purpose, &context.demarche)?;
    let mut buffer = Zeroizing::new(cipher_text.to_vec());
    // The tag is checked before a byte is deciphered: nothing unproven is ever in the buffer.
    XChaCha20Poly1305::new(key.as_ref().into())
        .decrypt_in_place_detached(
            nonce.into(),
            &associated_data(purpose, kid, &context),
            &mut buffer,
            tag.into(),
        )
        .ok()?;
    let payload = serde_json::from_slice(&buffer).ok()?;
    Some(Opened { context, payload })
}

/// Purpose, key, flow, démarche and page, each after its length: no two contexts give the same
/// bytes.
fn associated_data(purpose: Purpose, kid: &str, context: &Context) -> Vec<u8> {
    let Context {
        flow,
        demarche,
        page,
    } = context;
    let mut bytes = Vec::new();
    for part in [purpose.label(), kid, flow, demarche, page] {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::ring::tests::key_text;
    use super::*;

    const NONCE: [u8; NONCE_BYTES] = [5; NONCE_BYTES];

    fn ring(seeds: &[u8]) -> KeyRing {
        let entries = seeds
            .iter()
            .map(|seed| format!("k{seed}:{}", key_text(*seed)));
        KeyRing::parse(&entries.collect::<Vec<_>>().join(",")).unwrap()
    }

    fn context() -> Context {
        Context {
            flow: "AAECAwQFBgcICQoLDA0ODw".into(),
            demarche: "cantine".into(),
            page: "https://valbourg.example/école?année=2026#a&b".into(),
        }
    }

    fn sealed(ring: &KeyRing) -> String {
        seal(ring, Purpose::Release, &context(), &"L’Haÿ", NONCE).unwrap()
    }

    fn open_text(ring: &KeyRing, purpose: Purpose, text: &str) -> Result<Opened<String>, Refusal> {
        open(ring, purpose, text, 4096)
    }

    fn refuses(ring: &KeyRing, text: &str) -> bool {
        open_text(ring, Purpose::Release, text).err() == Some(SEALED_REFUSED)
    }

    #[test]
    fn sealed_thing_opens_with_its_context() {
        let opened = open_text(&ring(&[1]), Purpose::Release, &sealed(&ring(&[1]))).unwrap();
        assert_eq!(opened.context(), &context());
        assert_eq!(opened.payload(), "L’Haÿ");
    }

    #[test]
    fn previous_key_opens_and_only_the_current_one_seals() {
        let before = sealed(&ring(&[1]));
        let rotated = ring(&[2, 1]);
        assert!(open_text(&rotated, Purpose::Release, &before).is_ok());
        assert!(refuses(&ring(&[1]), &sealed(&rotated)));
    }

    #[test]
    fn rejects_thing_sealed_for_another_purpose() {
        let ring = ring(&[1]);
        for purpose in [
            Purpose::Departure,
            Purpose::HandOff,
            Purpose::Logout,
            Purpose::LogoutReturn,
        ] {
            let opened = open_text(&ring, purpose, &sealed(&ring));
            assert_eq!(opened.err(), Some(SEALED_REFUSED));
        }
    }

    #[test]
    fn rejects_every_changed_byte() {
        let ring = ring(&[1]);
        let text = sealed(&ring);
        let (clear, cipher) = text.split_once('.').unwrap();
        let cipher = base64url::decode(cipher).unwrap();
        for index in 0..cipher.len() {
            let mut changed = cipher.clone();
            changed[index] ^= 1;
            let text = format!("{clear}.{}", base64url::encode(changed));
            assert!(refuses(&ring, &text), "byte {index}");
        }
        for length in 0..text.len() {
            assert!(refuses(&ring, &text[..length]), "cut at {length}");
        }
    }

    #[test]
    fn rejects_context_of_another_flow_demarche_or_page() {
        let ring = ring(&[1]);
        let text = sealed(&ring);
        let (_, cipher) = text.split_once('.').unwrap();
        let changes: [fn(&mut Context); 4] = [
            |context| context.flow.push('A'),
            |context| context.demarche = "creche".into(),
            |context| context.page = "https://evil.example/".into(),
            // Moves a letter from one member to its neighbour: only the lengths tell.
            |context| {
                context.flow.pop();
                context.demarche.insert(0, 'w');
            },
        ];
        for change in changes {
            let mut context = context();
            change(&mut context);
            let clear = base64url::encode(serde_json::to_vec(&context).unwrap());
            assert!(refuses(&ring, &format!("{clear}.{cipher}")));
        }
    }

    #[test]
    fn rejects_thing_longer_than_the_limit() {
        let ring = ring(&[1]);
        let text = sealed(&ring);
        let open = |max_bytes| open::<String>(&ring, Purpose::Release, &text, max_bytes);
        assert!(open(text.len()).is_ok());
        assert_eq!(open(text.len() - 1).err(), Some(SEALED_REFUSED));
    }

    #[test]
    fn rejects_payload_of_another_shape() {
        let ring = ring(&[1]);
        let opened = open::<u32>(&ring, Purpose::Release, &sealed(&ring), 4096);
        assert_eq!(opened.err(), Some(SEALED_REFUSED));
    }
}
