//! Step 1: size, parts, base64url.

use anyhow::Result;
use serde_json::json;

use super::case::Case;
use super::draft::{Draft, forged, sign};
use super::keys::Key;

const MAX_BYTES: usize = 65_536;

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = sizes()?;
    cases.extend(parts()?);
    cases.extend(spellings()?);
    Ok(cases)
}

pub fn malformed(id: &'static str, title: &'static str, attestation: String) -> Case {
    Case::refused(id, title, attestation, "malformed")
}

fn sizes() -> Result<Vec<Case>> {
    let largest = of_size(MAX_BYTES)?;
    let too_large = of_size(MAX_BYTES + 1)?;
    let accents = "é".repeat(MAX_BYTES / 2 + 1);
    Ok(vec![
        Case::taken("size-largest", "65,536 bytes, the largest", largest),
        Case::refused(
            "size-too-large",
            "65,537 bytes, well signed",
            too_large,
            "too_large",
        ),
        Case::refused(
            "size-in-bytes",
            "bytes are counted, not characters",
            accents,
            "too_large",
        ),
    ])
}

/// An attestation of exactly so many bytes, made large by a claim nobody reads.
///
/// Some lengths are those of no base64url part: a space in the header makes up for it.
fn of_size(size: usize) -> Result<String> {
    let draft = Draft::usual("size");
    for spaces in 0..3 {
        let header = draft.header()?.to_string() + &" ".repeat(spaces);
        let with = |length: usize| {
            let mut payload = draft.payload()?;
            payload["padding"] = json!("x".repeat(length));
            anyhow::Ok(forged(&header, payload.to_string(), Key::Edge))
        };
        // Four characters hold three bytes.
        let least = (size - with(0)?.len()) * 3 / 4;
        for length in least - 4..least + 4 {
            let attestation = with(length)?;
            if attestation.len() == size {
                return Ok(attestation);
            }
        }
    }
    anyhow::bail!("no attestation has {size} bytes")
}

fn parts() -> Result<Vec<Case>> {
    let signed = Draft::usual("parts").signed()?;
    let [header, payload, signature] = split(&signed);
    Ok(vec![
        malformed(
            "parts-one",
            "some text, without a point",
            "attestation".to_owned(),
        ),
        malformed(
            "parts-two",
            "no signature, no point before it",
            format!("{header}.{payload}"),
        ),
        malformed("parts-four", "four parts", format!("{signed}.{signature}")),
        malformed(
            "parts-five",
            "five parts, as an encrypted token has",
            format!("{signed}.{payload}.{signature}"),
        ),
        malformed(
            "parts-twice",
            "the attestation twice",
            format!("{signed}{signed}"),
        ),
        malformed(
            "parts-no-header",
            "an empty header",
            format!(".{payload}.{signature}"),
        ),
        malformed(
            "parts-no-payload",
            "an empty payload, well signed: the text would be elsewhere",
            sign(&format!("{header}."), Key::Edge),
        ),
        malformed(
            "parts-no-signature",
            "an empty signature",
            format!("{header}.{payload}."),
        ),
        malformed(
            "parts-json",
            "the JSON writing of a JWS",
            json!({"protected": header, "payload": payload, "signature": signature}).to_string(),
        ),
    ])
}

/// The same bytes in another spelling.
fn spellings() -> Result<Vec<Case>> {
    let signed = Draft::usual("spellings").signed()?;
    let [header, payload, signature] = split(&signed);
    Ok(vec![
        malformed(
            "base64-padded-signature",
            "padding after the signature",
            format!("{signed}=="),
        ),
        malformed(
            "base64-padded-payload",
            "padding after the payload, signed with it",
            sign(&format!("{header}.{}", padded(payload)), Key::Edge),
        ),
        malformed(
            "base64-padded-header",
            "padding after the header, signed with it",
            sign(&format!("{}.{payload}", padded(header)), Key::Edge),
        ),
        malformed(
            "base64-other-alphabet",
            "the signature in the alphabet of + and /",
            format!("{header}.{payload}.{}", with_other_alphabet(signature)),
        ),
        malformed(
            "base64-last-character",
            "unused bits of the last character are not zero",
            format!("{header}.{payload}.{}", with_unused_bits(signature)),
        ),
        malformed(
            "base64-space-before",
            "a space before",
            format!(" {signed}"),
        ),
        malformed(
            "base64-line-after",
            "a line break after",
            format!("{signed}\n"),
        ),
        malformed(
            "base64-line-within",
            "a line break within the signature",
            format!(
                "{header}.{payload}.{}\n{}",
                &signature[..40],
                &signature[40..]
            ),
        ),
        malformed(
            "base64-foreign-character",
            "a character of no alphabet",
            format!("{header}.{payload}.{}é", &signature[..84]),
        ),
        malformed(
            "base64-length",
            "a length no bytes have",
            format!("{header}.{payload}.{}", &signature[..85]),
        ),
    ])
}

fn split(attestation: &str) -> [&str; 3] {
    let mut parts = attestation.split('.');
    [(); 3].map(|()| parts.next().unwrap_or_default())
}

/// With padding where the length asks for it, and where it does not.
fn padded(part: &str) -> String {
    format!("{part}{}", "=".repeat(4 - part.len() % 4))
}

fn with_other_alphabet(part: &str) -> String {
    part.replace('-', "+").replace('_', "/")
}

/// The next character of the alphabet in the last place: the same bytes, if nobody looks.
fn with_unused_bits(part: &str) -> String {
    let (start, last) = part.split_at(part.len() - 1);
    let next = char::from(last.as_bytes()[0] + 1);
    format!("{start}{next}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signature_of_the_spellings_shows_what_their_titles_say() {
        let signed = Draft::usual("spellings").signed().unwrap();
        let [_, _, signature] = split(&signed);
        assert_ne!(with_other_alphabet(signature), signature);
        assert!("AQgw".contains(signature.chars().last().unwrap()));
    }
}
