//! Who sent a webhook: the HMAC of its raw body, with a secret DataPass and the operator share.
//!
//! DataPass gives one secret a webhook, and has one webhook a type of habilitation: there are several.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::fault::{MAX_BODY_BYTES, WebhookFault};
use crate::secret::Secret;

const MIN_SECRET_CHARS: usize = 16;
const MAX_SECRETS: usize = 8;
const DIGEST_BYTES: usize = 32;

/// The secrets of the webhooks, each as long as it must be.
#[derive(Debug)]
pub struct WebhookSecrets(Vec<Secret>);

/// A body whose signature holds: only [`WebhookSecrets::authenticate`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct Authentic<'a>(&'a [u8]);

impl<'a> Authentic<'a> {
    /// The bytes that were signed.
    pub(super) fn bytes(self) -> &'a [u8] {
        self.0
    }
}

impl WebhookSecrets {
    /// Reads secrets between commas, of 16 characters or more each.
    ///
    /// # Errors
    ///
    /// Every problem at once, as sentences that hold no value.
    pub fn parse(secrets: &str) -> Result<Self, Vec<String>> {
        let secrets: Vec<&str> = secrets.split(',').map(str::trim).collect();
        let is_short = |secret: &str| secret.chars().count() < MIN_SECRET_CHARS;
        let numbered = secrets.iter().enumerate();
        let short = numbered.filter(|(_, secret)| is_short(secret));
        let mut problems: Vec<String> = short
            .map(|(at, _)| {
                let number = at + 1;
                format!("secret {number}: expected {MIN_SECRET_CHARS} characters or more")
            })
            .collect();
        if secrets.len() > MAX_SECRETS {
            problems.push(format!("more than {MAX_SECRETS} secrets"));
        }
        match problems.is_empty() {
            true => Ok(Self(secrets.into_iter().map(Secret::new).collect())),
            false => Err(problems),
        }
    }

    /// Checks `X-Hub-Signature-256` over the raw body: `sha256=` and 64 lower-case hexadecimal digits.
    /// A header sent twice comes joined by a comma, which is not that form.
    ///
    /// # Errors
    ///
    /// [`WebhookFault::TooLarge`], [`WebhookFault::Signature`].
    pub fn authenticate<'a>(
        &self,
        header: Option<&str>,
        body: &'a [u8],
    ) -> Result<Authentic<'a>, WebhookFault> {
        if body.len() > MAX_BODY_BYTES {
            return Err(WebhookFault::TooLarge);
        }
        let digest = header.and_then(|header| header.strip_prefix("sha256="));
        match digest.is_some_and(|digest| self.has_signed(digest, body)) {
            true => Ok(Authentic(body)),
            false => Err(WebhookFault::Signature),
        }
    }

    /// Whether `authorization` opens the reading of `path`: `HMAC sha256=` and the HMAC of `GET `
    /// followed by the path. No body of DataPass begins so, and this text is no JSON: neither
    /// signature serves as the other.
    pub fn opens(&self, authorization: Option<&str>, path: &str) -> bool {
        let digest = authorization.and_then(|text| text.strip_prefix("HMAC sha256="));
        digest.is_some_and(|digest| self.has_signed(digest, format!("GET {path}").as_bytes()))
    }

    /// Whether `digest` is the HMAC of `message` with one of them, all of which are tried.
    fn has_signed(&self, digest: &str, message: &[u8]) -> bool {
        let Some(digest) = decode(digest) else {
            return false;
        };
        let signed = self
            .0
            .iter()
            .map(|secret| is_hmac(secret, message, &digest));
        signed.fold(false, |any, is_it| any | is_it)
    }
}

/// Whether `digest` is the HMAC of `message`, in a time that does not depend on where they differ.
fn is_hmac(secret: &Secret, message: &[u8], digest: &[u8; DIGEST_BYTES]) -> bool {
    // The secret keys the HMAC, and is written nowhere.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
        return false;
    };
    mac.update(message);
    mac.verify_slice(digest).is_ok()
}

/// 64 lower-case hexadecimal digits, and nothing else.
fn decode(hex: &str) -> Option<[u8; DIGEST_BYTES]> {
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    let mut digest = [0; DIGEST_BYTES];
    if pairs.len() != digest.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in digest.iter_mut().zip(pairs) {
        *byte = (nibble(*high)? << 4) | nibble(*low)?;
    }
    Some(digest)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}
