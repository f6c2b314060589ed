//! The keys of the vectors. They are published with them and protect nothing.

use anyhow::{Result, anyhow};
use p256::ecdsa::SigningKey;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use unefois_core::attestation::AttestationKeys;

use crate::encoding::base64url;

/// Whose key signs.
#[derive(Clone, Copy, Debug)]
pub enum Key {
    /// The edge's, in use.
    Edge,
    /// The edge's former one, still published.
    Former,
    /// The edge's next one, already published.
    Next,
    /// That of a collectivité with keys of its own, at the same edge.
    Collectivite,
    /// FranceConnect's.
    FranceConnect,
    /// A stranger's.
    Stranger,
}

impl Key {
    /// Signs as the platform does: R‖S.
    pub fn sign(self, message: &[u8]) -> Vec<u8> {
        use p256::ecdsa::signature::Signer as _;
        let signature: p256::ecdsa::Signature = self.signing_key().sign(message);
        signature.to_vec()
    }

    /// Its name, as the edge computes it: the thumbprint of RFC 7638.
    pub fn kid(self) -> String {
        let members = self.public_jwk();
        let [x, y] = ["x", "y"].map(|name| members[name].as_str().unwrap_or_default());
        let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        base64url(&Sha256::digest(members))
    }

    /// The uncompressed point, which some libraries once took for an HMAC secret.
    pub fn public_bytes(self) -> Vec<u8> {
        let key = self.signing_key();
        key.verifying_key()
            .to_encoded_point(false)
            .to_bytes()
            .to_vec()
    }

    /// Its public members, without a name.
    pub fn public_jwk(self) -> Value {
        let point = self.public_bytes();
        let [x, y] = [&point[1..33], &point[33..]].map(base64url);
        json!({"kty": "EC", "crv": "P-256", "x": x, "y": y})
    }

    /// The key from a hash of its name: the scalars of this file are used nowhere else.
    fn signing_key(self) -> SigningKey {
        let scalar = Sha256::digest(format!("vectors of the verifiers: {self:?}"));
        SigningKey::from_slice(&scalar).expect("a hash is a scalar of P-256, all but surely")
    }

    fn private_jwk(self) -> Value {
        let mut members = self.public_jwk();
        members["d"] = json!(base64url(&self.signing_key().to_bytes()));
        members
    }
}

/// The key set the edge publishes while it rotates: the key in use, the next and the former.
pub fn published() -> Result<Value> {
    edge_set(&[Key::Next, Key::Former])
}

/// What the edge publishes of the key in use and of `others`.
pub fn edge_set(others: &[Key]) -> Result<Value> {
    let mut keys = vec![Key::Edge.private_jwk()];
    keys.extend(others.iter().map(|key| key.public_jwk()));
    let keys = AttestationKeys::parse(&json!({ "keys": keys }).to_string());
    let keys = keys.map_err(|problems| anyhow!("{}", problems.join("; ")))?;
    Ok(keys.public_document())
}
