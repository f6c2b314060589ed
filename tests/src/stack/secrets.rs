//! Secrets of one stack, made anew each time.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::SecretKey;
use p256::elliptic_curve::rand_core::{OsRng, RngCore as _};
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use serde_json::{Value, json};

use super::sandbox;

/// Names and values of the secrets the edge is given for a deployment.
///
/// # Errors
///
/// The sandbox knows no client of that name, so the edge could not sign in anybody.
pub(super) fn fresh(deployment: &Value) -> Result<BTreeMap<String, String>> {
    let mut secrets = BTreeMap::from([
        (String::from("SEALING_KEYS"), sealing_keys()),
        (String::from("ATTESTATION_KEYS"), attestation_keys()?),
    ]);
    let granted = sandbox::granted()?;
    secrets.extend(granted.ville);
    for demarche in deployment["demarches"].as_array().into_iter().flatten() {
        let client = &demarche["franceconnect"];
        let id = client["client_id"].as_str().unwrap_or_default();
        let name = client["client_secret"].as_str().unwrap_or_default();
        let secret = granted.franceconnect.get(id).with_context(|| {
            format!("the sandbox's FranceConnect knows no client called `{id}`")
        })?;
        secrets.insert(name.to_owned(), secret.clone());
    }
    Ok(secrets)
}

/// Two keys: the first seals, the second still opens what it sealed before a rotation.
fn sealing_keys() -> String {
    ["current", "previous"]
        .map(|kid| format!("{kid}:{}", random_key()))
        .join(",")
}

fn random_key() -> String {
    let mut bytes = [0; 32];
    OsRng.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A JWK Set of a private ES256 key, another each time, and of the public half of a former one.
///
/// # Errors
///
/// It does not serialise, which it does.
pub fn attestation_keys() -> Result<String> {
    let signing = SecretKey::random(&mut OsRng);
    let mut key = public_jwk(&signing);
    key["d"] = json!(URL_SAFE_NO_PAD.encode(signing.to_bytes()));
    let former = public_jwk(&SecretKey::random(&mut OsRng));
    Ok(serde_json::to_string(&json!({ "keys": [key, former] }))?)
}

fn public_jwk(secret: &SecretKey) -> Value {
    let point = secret.public_key().to_encoded_point(false);
    let coordinate = |bytes: Option<&_>| bytes.map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
    let (x, y) = (coordinate(point.x()), coordinate(point.y()));
    json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "x": x, "y": y })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attestation_keys_are_read_by_the_core() {
        unefois_core::attestation::AttestationKeys::parse(&attestation_keys().unwrap()).unwrap();
    }

    #[test]
    fn sealing_keys_are_read_by_the_core() {
        unefois_core::sealing::KeyRing::parse(&sealing_keys()).unwrap();
    }
}
