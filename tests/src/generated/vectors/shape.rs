//! Step 1: a header that is a JSON object, a signature of 64 bytes.

use anyhow::Result;

use super::case::Case;
use super::draft::Draft;
use super::encoding::malformed;
use crate::encoding::{base64url, from_base64url};

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = headers()?;
    cases.extend(signatures()?);
    Ok(cases)
}

fn headers() -> Result<Vec<Case>> {
    let draft = Draft::usual("headers");
    let header = draft.header()?.to_string();
    let utf16: Vec<u8> = header.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with = |bytes: &[u8]| draft.with_header_text(bytes);
    let latin1 = [br#"{"alg":"ES256","typ":"caf"#, &[0xe9][..], br#""}"#].concat();
    Ok(vec![
        malformed(
            "header-not-json",
            "a header that is not JSON",
            with(b"alg: ES256")?,
        ),
        malformed(
            "header-list",
            "a header that is a list",
            with(format!("[{header}]").as_bytes())?,
        ),
        malformed("header-null", "a header that is null", with(b"null")?),
        malformed(
            "header-cut",
            "a header cut before its end",
            with(&header.as_bytes()[..header.len() - 1])?,
        ),
        malformed(
            "header-followed",
            "a header followed by something",
            with(format!("{header}{{}}").as_bytes())?,
        ),
        malformed(
            "header-deep",
            "six thousand brackets for a header",
            with("[".repeat(6_000).as_bytes())?,
        ),
        malformed("header-utf16", "a header in UTF-16", with(&utf16)?),
        malformed(
            "header-byte-order-mark",
            "a byte order mark before the header",
            with(format!("\u{feff}{header}").as_bytes())?,
        ),
        malformed(
            "header-latin1",
            "a header that is not UTF-8",
            with(&latin1)?,
        ),
    ])
}

fn signatures() -> Result<Vec<Case>> {
    let signed = Draft::usual("signatures").signed()?;
    let (input, signature) = signed.rsplit_once('.').unwrap_or_default();
    let signature = from_base64url(signature)?;
    let with = |bytes: &[u8]| format!("{input}.{}", base64url(bytes));
    let der = p256::ecdsa::Signature::from_slice(&signature)?.to_der();
    Ok(vec![
        malformed(
            "signature-63-bytes",
            "a signature of 63 bytes",
            with(&signature[..63]),
        ),
        malformed(
            "signature-65-bytes",
            "a byte after the signature",
            with(&[&signature[..], &[0]].concat()),
        ),
        malformed(
            "signature-der",
            "the signature in DER, as OpenSSL writes it",
            with(der.as_bytes()),
        ),
        malformed(
            "signature-96-bytes",
            "a signature of the length of ES384",
            with(&[7; 96]),
        ),
    ])
}
