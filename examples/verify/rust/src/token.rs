//! Steps 1 and 2: what can be said of an attestation before any key is looked for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::Reason;

const MAX_BYTES: usize = 65_536;

const SIGNATURE_BYTES: usize = 64;

/// An attestation of the right shape. Nobody vouches for it yet.
pub(crate) struct Token<'a> {
    /// Name of the key.
    pub kid: String,
    /// The text the signature is of.
    pub signed: &'a str,
    /// The signature, R‖S in base64url.
    pub signature: &'a str,
    /// Bytes of the payload.
    pub payload: Vec<u8>,
}

impl<'a> Token<'a> {
    pub fn parse(text: &'a str) -> Result<Self, Reason> {
        if text.len() > MAX_BYTES {
            return Err(Reason::TooLarge);
        }
        let (header, token) = Self::take_apart(text).ok_or(Reason::Malformed)?;
        let kid = key_name(&header)?;
        Ok(Self { kid, ..token })
    }

    fn take_apart(text: &'a str) -> Option<(Map<String, Value>, Self)> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let header = json_object(&decode(header)?)?;
        let payload = decode(payload)?;
        let token = Self {
            kid: String::new(),
            signed,
            signature,
            payload,
        };
        let is_whole = decode(signature)?.len() == SIGNATURE_BYTES;
        is_whole.then_some((header, token))
    }
}

/// Step 2: the header is exactly that of an attestation. Whatever else it holds would ask us to
/// trust something: a key, an address, another algorithm.
fn key_name(header: &Map<String, Value>) -> Result<String, Reason> {
    let text = |name| header.get(name).and_then(Value::as_str);
    if text("alg") != Some("ES256") {
        return Err(Reason::Algorithm);
    }
    if text("typ") != Some("prefill-attestation+jwt") {
        return Err(Reason::Type);
    }
    let kid = text("kid").filter(|_| header.len() == 3);
    kid.map(str::to_owned).ok_or(Reason::Header)
}

/// Bytes of a part in its one canonical writing: the library refuses padding, the other alphabet
/// and unused bits that are not zero.
fn decode(part: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
    (!bytes.is_empty()).then_some(bytes)
}

/// A JSON object in UTF-8; of a member written twice, the last.
pub(crate) fn json_object(bytes: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(bytes).ok()
}
