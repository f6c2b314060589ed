use serde::Serialize;

use super::ExchangeTrace;
use crate::jose::{SignEs256, SignatureFault, base64url};

/// `typ` of the header: an attestation is no trace, nor the reverse.
pub const TYP: &str = "exchange-trace+jwt";

/// The header of the profile, and nothing else: no address and no key.
#[derive(Serialize)]
struct Header<'a> {
    alg: &'static str,
    kid: &'a str,
    typ: &'static str,
}

/// A trace that waits for its signature.
pub struct UnsignedTrace {
    json: String,
    signing_input: String,
}

impl UnsignedTrace {
    /// Writes `trace` for the signing key called `kid`.
    ///
    /// # Errors
    ///
    /// [`serde_json::Error`], which these types do not provoke.
    pub fn new(trace: &ExchangeTrace, kid: &str) -> Result<Self, serde_json::Error> {
        let header = Header {
            alg: "ES256",
            kid,
            typ: TYP,
        };
        let json = serde_json::to_string(trace)?;
        let header = base64url::encode(serde_json::to_vec(&header)?);
        let signing_input = format!("{header}.{}", base64url::encode(&json));
        Ok(Self {
            json,
            signing_input,
        })
    }

    /// Signs it: the line for the collectivité, whose `trace` has the very bytes that are signed.
    ///
    /// # Errors
    ///
    /// [`SignatureFault`].
    pub async fn sign(&self, signer: &impl SignEs256) -> Result<String, SignatureFault> {
        let signature = signer.sign(self.signing_input.as_bytes()).await?;
        let signature = base64url::encode(signature);
        let Self {
            json,
            signing_input,
        } = self;
        Ok(format!(
            r#"{{"trace":{json},"jws":"{signing_input}.{signature}"}}"#
        ))
    }

    /// The line nobody could sign: kept rather than lost.
    pub fn unsigned_line(&self) -> String {
        format!(r#"{{"trace":{}}}"#, self.json)
    }
}

/// A line as the process writes it on its own output, beside the technical log: `time`, `level` and `event` first.
/// `time` is the moment of writing, as the log writes it.
pub fn journal_line(line: &str, time: &str) -> String {
    let members = line.strip_prefix('{').unwrap_or(line);
    format!(r#"{{"time":"{time}","level":"info","event":"exchange_trace",{members}"#)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::exchange::TraceLine;
    use super::*;
    use crate::attestation;
    use crate::jose::testing::{P256, block_on, es256_keys, sign_es256};
    use crate::jose::{Algorithm, UnverifiedJws, verify};

    fn trace() -> ExchangeTrace {
        serde_json::from_value(json!({
            "version": 1,
            "step": "released",
            "time": "2026-11-30T14:03:11Z",
            "issuer": "https://unefois.valbourg.example",
            "collectivite": "21350238800019",
            "demarche": { "id": "cantine", "version": 3 },
            "habilitations": ["H1"],
            "released": [],
            "correlation": "AAECAwQFBgcICQoLDA0ODw",
            "reference": "CA-7KQ2-M4XD",
            "retention_months": 36,
        }))
        .unwrap()
    }

    fn line() -> String {
        let unsigned = UnsignedTrace::new(&trace(), "kid-1").unwrap();
        block_on(unsigned.sign(&P256)).unwrap()
    }

    /// What a verifier believes: the payload of a trace, signed by the key.
    fn believed(jws: &str) -> Option<Vec<u8>> {
        let jws = UnverifiedJws::parse(jws).ok()?;
        let keys = es256_keys("kid-1");
        let jws = block_on(verify(&jws, &keys, Algorithm::Es256, &P256)).ok()?;
        let is_trace = jws.header().typ.as_deref() == Some(TYP);
        is_trace.then(|| jws.payload().to_vec())
    }

    #[test]
    fn line_holds_the_very_bytes_that_are_signed() {
        let line = line();
        let read: TraceLine = serde_json::from_str(&line).unwrap();
        assert_eq!(read.trace, trace());
        let payload = String::from_utf8(believed(&read.jws).unwrap()).unwrap();
        assert!(line.starts_with(&format!(r#"{{"trace":{payload},"jws":""#)));
    }

    #[test]
    fn rejects_line_altered_in_any_byte_of_its_signature_or_content() {
        let read: TraceLine = serde_json::from_str(&line()).unwrap();
        for at in (0..read.jws.len()).step_by(7) {
            let mut bytes = read.jws.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(bytes).unwrap();
            assert_eq!(believed(&altered), None, "byte {at}");
        }
    }

    #[test]
    fn rejects_attestation_in_place_of_a_trace_and_the_reverse() {
        assert_ne!(TYP, attestation::TYP);
        let header = json!({ "alg": "ES256", "kid": "kid-1", "typ": attestation::TYP });
        let payload = serde_json::to_vec(&trace()).unwrap();
        assert_eq!(believed(&sign_es256(&header, &payload)), None);
        let read: TraceLine = serde_json::from_str(&line()).unwrap();
        let header = read.jws.split('.').next().unwrap();
        let header = String::from_utf8(base64url::decode(header).unwrap()).unwrap();
        assert_eq!(
            header,
            r#"{"alg":"ES256","kid":"kid-1","typ":"exchange-trace+jwt"}"#
        );
    }

    #[test]
    fn line_of_the_journal_says_which_stream_it_is_of() {
        let written = journal_line(&line(), "2026-11-30T14:03:12.000Z");
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["event"], "exchange_trace");
        assert_eq!(read["level"], "info");
        assert_eq!(read["time"], "2026-11-30T14:03:12.000Z");
        assert_eq!(read["trace"]["reference"], "CA-7KQ2-M4XD");
        assert!(read["jws"].is_string());
    }

    #[test]
    fn line_nobody_could_sign_still_says_what_happened() {
        let unsigned = UnsignedTrace::new(&trace(), "kid-1").unwrap();
        let read: Value = serde_json::from_str(&unsigned.unsigned_line()).unwrap();
        assert_eq!(read["trace"]["step"], "released");
        assert_eq!(read.get("jws"), None);
    }
}
