use serde_json::{Map, Value};

use super::{Algorithm, base64url};
use crate::json::{self, JsonFault};

/// Length above which a token is not looked at, in bytes.
pub const MAX_JWS_BYTES: usize = 64 * 1024;

/// Length above which a `kid` or a `typ` is refused, in bytes.
const MAX_NAME_BYTES: usize = 256;

/// Header members that change what is signed or how it is read. A token that has one is refused,
/// critical or not: nothing we receive has a use for it.
const REFUSED_MEMBERS: [&str; 3] = ["crit", "b64", "zip"];

/// A compact JWS of which nothing is proven. Its payload cannot be read.
///
/// [RFC 7515, section 7.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.1).
#[derive(Clone, PartialEq, Eq)]
pub struct UnverifiedJws {
    header: Header,
    pub(super) signing_input: String,
    pub(super) payload: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

/// What we read of a header; `jku`, `jwk`, `x5u`, `x5c` are never looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The algorithm the token claims.
    pub algorithm: Algorithm,
    /// The key the token claims.
    pub kid: Option<String>,
    /// The kind of token it claims to be.
    pub typ: Option<String>,
}

/// Why a text was not taken as a JWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JwsFault {
    /// Longer than [`MAX_JWS_BYTES`].
    TooLarge,
    /// Not three parts; an encrypted token has five.
    NotThreeParts,
    /// A part is not canonical base64url.
    Encoding,
    /// The header is not JSON as [`json`] wants it.
    Json(JsonFault),
    /// `alg` is absent or none that we use.
    Algorithm,
    /// A member of the header has the wrong type or is too long.
    Member,
    /// The header has `crit`, `b64` or `zip`.
    RefusedMember,
}

impl UnverifiedJws {
    /// Reads a compact JWS. Untrusted.
    ///
    /// # Errors
    ///
    /// [`JwsFault`].
    pub fn parse(token: &str) -> Result<Self, JwsFault> {
        // First of all: a megabyte of dots must cost nothing.
        if token.len() > MAX_JWS_BYTES {
            return Err(JwsFault::TooLarge);
        }
        let (signing_input, signature) = token.rsplit_once('.').ok_or(JwsFault::NotThreeParts)?;
        let (header, payload) = signing_input
            .split_once('.')
            .ok_or(JwsFault::NotThreeParts)?;
        if payload.contains('.') {
            return Err(JwsFault::NotThreeParts);
        }
        let decode = |part: &str| base64url::decode(part).ok_or(JwsFault::Encoding);
        Ok(Self {
            header: Header::parse(&decode(header)?)?,
            signing_input: signing_input.to_owned(),
            payload: decode(payload)?,
            signature: decode(signature)?,
        })
    }

    /// The header, to be compared and never obeyed.
    pub fn header(&self) -> &Header {
        &self.header
    }
}

impl Header {
    fn parse(bytes: &[u8]) -> Result<Self, JwsFault> {
        let members = json::parse_object(bytes).map_err(JwsFault::Json)?;
        if REFUSED_MEMBERS
            .iter()
            .any(|name| members.contains_key(*name))
        {
            return Err(JwsFault::RefusedMember);
        }
        let algorithm = members.get("alg").and_then(Value::as_str);
        Ok(Self {
            algorithm: algorithm
                .and_then(Algorithm::from_name)
                .ok_or(JwsFault::Algorithm)?,
            kid: optional_name(&members, "kid")?,
            typ: optional_name(&members, "typ")?,
        })
    }
}

fn optional_name(members: &Map<String, Value>, name: &str) -> Result<Option<String>, JwsFault> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if text.len() <= MAX_NAME_BYTES => Ok(Some(text.clone())),
        Some(_) => Err(JwsFault::Member),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compact(header: &str, payload: &[u8], signature: &[u8]) -> String {
        [header.as_bytes(), payload, signature]
            .map(base64url::encode)
            .join(".")
    }

    fn parse_fault(token: &str) -> JwsFault {
        UnverifiedJws::parse(token).err().expect("a refusal")
    }

    #[test]
    fn rejects_text_that_is_no_compact_jws() {
        let header = r#"{"alg":"ES256"}"#;
        let good = compact(header, b"{}", &[1; 64]);
        for (token, fault) in [
            (String::new(), JwsFault::NotThreeParts),
            ("..".into(), JwsFault::Json(JsonFault::Malformed)),
            (".".repeat(1_000_000), JwsFault::TooLarge),
            (".".repeat(4), JwsFault::NotThreeParts),
            (format!("{good}.e30"), JwsFault::NotThreeParts),
            (format!("{good}="), JwsFault::Encoding),
            (format!("{good}\n"), JwsFault::Encoding),
            ("e30.e30".into(), JwsFault::NotThreeParts),
            (r#"{"payload":"e30"}"#.into(), JwsFault::NotThreeParts),
        ] {
            assert_eq!(parse_fault(&token), fault);
        }
    }

    #[test]
    fn rejects_header_we_do_not_understand() {
        let json_fault = JwsFault::Json(JsonFault::Malformed);
        let long_kid = format!(r#"{{"alg":"ES256","kid":"{}"}}"#, "k".repeat(257));
        for (header, fault) in [
            ("{}", JwsFault::Algorithm),
            (r#"{"alg":"none"}"#, JwsFault::Algorithm),
            (r#"{"alg":"HS256"}"#, JwsFault::Algorithm),
            (r#"{"alg":"es256"}"#, JwsFault::Algorithm),
            (r#"{"alg":["ES256"]}"#, JwsFault::Algorithm),
            (r#"{"alg":"ES256","alg":"ES256"}"#, json_fault),
            (r#"{"alg":"ES256"}{}"#, json_fault),
            (r#"["ES256"]"#, JwsFault::Json(JsonFault::NotAnObject)),
            (r#"{"alg":"ES256","kid":7}"#, JwsFault::Member),
            (r#"{"alg":"ES256","kid":null}"#, JwsFault::Member),
            (r#"{"alg":"ES256","typ":1}"#, JwsFault::Member),
            (&long_kid, JwsFault::Member),
            (r#"{"alg":"ES256","crit":["exp"]}"#, JwsFault::RefusedMember),
            (r#"{"alg":"ES256","b64":false}"#, JwsFault::RefusedMember),
            (r#"{"alg":"ES256","zip":"DEF"}"#, JwsFault::RefusedMember),
        ] {
            let token = compact(header, b"{}", &[1; 64]);
            assert_eq!(parse_fault(&token), fault, "{header}");
        }
    }
}
