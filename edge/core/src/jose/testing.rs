//! Keys and signatures for the tests of this crate. The key is public: it protects nothing.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use serde_json::{Value, json};

use super::{
    Algorithm, Jwk, JwkFault, JwkSet, KeyMaterial, SignEs256, SignatureFault, VerifySignature,
    base64url,
};

/// Drives a future whose work is done without waiting.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// A platform with one P-256 key pair and no RSA.
pub(crate) struct P256;

impl VerifySignature for P256 {
    async fn verify(
        &self,
        algorithm: Algorithm,
        key: &Jwk,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, SignatureFault> {
        let (Algorithm::Es256, KeyMaterial::P256 { x, y }) = (algorithm, key.material()) else {
            return Err(SignatureFault::Unavailable);
        };
        let point = [&[4], &x[..], &y[..]].concat();
        let key = VerifyingKey::from_sec1_bytes(&point).map_err(|_| SignatureFault::KeyRefused)?;
        let signature = Signature::from_slice(signature);
        Ok(signature.is_ok_and(|signature| key.verify(message, &signature).is_ok()))
    }
}

impl SignEs256 for P256 {
    async fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignatureFault> {
        Ok(sign(message))
    }
}

fn signing_key() -> SigningKey {
    SigningKey::from_slice(&[7; 32]).unwrap()
}

fn sign(message: &[u8]) -> [u8; 64] {
    let signature: Signature = signing_key().sign(message);
    signature.to_bytes().into()
}

/// A compact JWS signed by the test key, whatever its header says.
pub(crate) fn sign_es256(header: &Value, payload: &[u8]) -> String {
    let header = base64url::encode(header.to_string());
    let signing_input = format!("{header}.{}", base64url::encode(payload));
    let signature = sign(signing_input.as_bytes());
    format!("{signing_input}.{}", base64url::encode(signature))
}

/// The public members of the test key.
pub(crate) fn ec_jwk() -> Value {
    public_members(&signing_key())
}

/// A private key, another for each `seed` from 1.
pub(crate) fn private_ec_jwk(seed: u8) -> Value {
    let mut key = public_members(&SigningKey::from_slice(&[seed; 32]).unwrap());
    key["d"] = json!(base64url::encode([seed; 32]));
    key
}

fn public_members(key: &SigningKey) -> Value {
    let point = key.verifying_key().to_encoded_point(false);
    let [x, y] = [point.x(), point.y()].map(|number| base64url::encode(number.unwrap()));
    json!({"kty": "EC", "crv": "P-256", "x": x, "y": y})
}

/// A well-formed RSA key nobody holds.
pub(crate) fn rsa_jwk() -> Value {
    json!({"kty": "RSA", "n": base64url::encode([0xff; 256]), "e": "AQAB"})
}

/// Reads one key.
pub(crate) fn jwk(members: &Value) -> Result<Jwk, JwkFault> {
    Jwk::from_members(members.as_object().unwrap())
}

/// A set of the test key alone, under `kid`.
pub(crate) fn es256_keys(kid: &str) -> JwkSet {
    let mut key = ec_jwk();
    key["kid"] = json!(kid);
    JwkSet::parse(json!({ "keys": [key] }).to_string().as_bytes()).unwrap()
}
