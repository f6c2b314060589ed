//! Signatures by the platform's WebCrypto, which is many times faster than WebAssembly.

use std::cell::RefCell;

use js_sys::{Promise, Uint8Array};
use unefois_core::attestation::AttestationKeys;
use unefois_core::jose::{Algorithm, Jwk, SignEs256, SignatureFault, VerifySignature};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = importKey, catch)]
    fn import_key(
        format: &str,
        key: &JsValue,
        algorithm: &JsValue,
        extractable: bool,
        usages: &JsValue,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = verify, catch)]
    fn subtle_verify(
        algorithm: &JsValue,
        key: &JsValue,
        signature: &[u8],
        message: &[u8],
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = sign, catch)]
    fn subtle_sign(algorithm: &JsValue, key: &JsValue, message: &[u8]) -> Result<Promise, JsValue>;
}

/// Checks signatures with the platform.
pub struct WebCrypto;

impl VerifySignature for WebCrypto {
    async fn verify(
        &self,
        algorithm: Algorithm,
        key: &Jwk,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, SignatureFault> {
        let parameters = parameters(algorithm)?;
        let material = parse_json(&key.to_public_json().to_string())?;
        let imported = import_key("jwk", &material, &parameters, false, &usage("verify"));
        let imported = settle(imported, SignatureFault::KeyRefused).await?;
        let checked = subtle_verify(&parameters, &imported, signature, message);
        let checked = settle(checked, SignatureFault::Unavailable).await?;
        checked.as_bool().ok_or(SignatureFault::Unavailable)
    }
}

/// The key that signs attestations: its private half stays in the platform once imported.
pub struct SigningKey {
    keys: AttestationKeys,
    imported: RefCell<Option<JsValue>>,
}

impl SigningKey {
    /// The first of `keys` signs.
    pub fn new(keys: AttestationKeys) -> Self {
        let imported = RefCell::new(None);
        Self { keys, imported }
    }

    /// The keys, of which only the public halves can be published.
    pub fn keys(&self) -> &AttestationKeys {
        &self.keys
    }

    async fn import(&self) -> Result<JsValue, SignatureFault> {
        if let Some(imported) = self.imported.borrow().clone() {
            return Ok(imported);
        }
        // The platform keeps the key from here on, and will not give it back.
        let material = parse_json(self.keys.private_jwk().expose())?;
        let parameters = parameters(Algorithm::Es256)?;
        let imported = import_key("jwk", &material, &parameters, false, &usage("sign"));
        let imported = settle(imported, SignatureFault::KeyRefused).await?;
        self.imported.replace(Some(imported.clone()));
        Ok(imported)
    }
}

impl SignEs256 for SigningKey {
    async fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignatureFault> {
        let key = self.import().await?;
        let signature = subtle_sign(&parameters(Algorithm::Es256)?, &key, message);
        let signature = settle(signature, SignatureFault::Unavailable).await?;
        let bytes = Uint8Array::new(&signature).to_vec();
        bytes.try_into().map_err(|_| SignatureFault::Unavailable)
    }
}

/// Parameters of WebCrypto for an algorithm of ours, and for no other.
fn parameters(algorithm: Algorithm) -> Result<JsValue, SignatureFault> {
    parse_json(match algorithm {
        Algorithm::Es256 => r#"{"name":"ECDSA","namedCurve":"P-256","hash":"SHA-256"}"#,
        Algorithm::Rs256 => r#"{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-256"}"#,
    })
}

fn usage(name: &str) -> JsValue {
    js_sys::Array::of1(&name.into()).into()
}

fn parse_json(text: &str) -> Result<JsValue, SignatureFault> {
    js_sys::JSON::parse(text).map_err(|_| SignatureFault::KeyRefused)
}

async fn settle(
    promise: Result<Promise, JsValue>,
    fault: SignatureFault,
) -> Result<JsValue, SignatureFault> {
    let promise = promise.map_err(|_| fault)?;
    JsFuture::from(promise).await.map_err(|_| fault)
}
