//! Step 3: the keys of the configured issuer, while they change and when they cannot be read.

use anyhow::Result;
use serde_json::{Value, json};

use super::case::Case;
use super::draft::Draft;
use super::keys::{self, Key};

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = rotated()?;
    cases.extend(unknown()?);
    cases.extend(unavailable()?);
    Ok(cases)
}

fn signed_by(key: Key, seed: &str) -> Result<String> {
    let mut draft = Draft::usual(seed);
    draft.key = key;
    draft.signed()
}

fn rotated() -> Result<Vec<Case>> {
    let edge_alone = keys::edge_set(&[])?;
    Ok(vec![
        Case::taken(
            "key-former",
            "signed by the former key, which is still published",
            signed_by(Key::Former, "key-former")?,
        ),
        Case::taken(
            "key-next",
            "signed by the next key, published before it signed",
            signed_by(Key::Next, "key-next")?,
        ),
        Case::refused(
            "key-removed",
            "signed by a key that was removed",
            signed_by(Key::Former, "key-removed")?,
            "unknown_key",
        )
        .jwks(edge_alone.clone()),
        Case::taken(
            "key-kept",
            "another key was removed",
            signed_by(Key::Edge, "key-kept")?,
        )
        .jwks(edge_alone),
    ])
}

fn unknown() -> Result<Vec<Case>> {
    let unknown = |id, title, attestation| Case::refused(id, title, attestation, "unknown_key");
    let edge = || Draft::usual("key-unknown");
    let kid = Key::Edge.kid();
    let mixed = with_other_kinds()?;
    let named = |members: Value| json!({"keys": [members]});
    let rsa = named(json!({"kty": "RSA", "n": "_".repeat(342), "e": "AQAB", "kid": kid}));
    let p384 = named(
        json!({"kty": "EC", "crv": "P-384", "x": "A".repeat(64), "y": "A".repeat(64), "kid": kid}),
    );
    let secret = named(json!({"kty": "oct", "k": "AAAA", "kid": kid}));
    let edge_key = |name: &str, value: Value| {
        let mut key = Key::Edge.public_jwk();
        key["kid"] = json!(kid);
        key[name] = value;
        named(key)
    };
    let off_curve = edge_key("y", Key::Edge.public_jwk()["x"].clone());
    let other_curve = edge_key("crv", json!("secp256k1"));
    let other_kind = edge_key("kty", json!("OKP"));
    Ok(vec![
        unknown(
            "key-of-a-stranger",
            "signed by a stranger, under the name of his key",
            signed_by(Key::Stranger, "key-of-a-stranger")?,
        ),
        unknown(
            "key-of-a-collectivite",
            "signed by the own key of a collectivité, at the same edge",
            signed_by(Key::Collectivite, "key-of-a-collectivite")?,
        ),
        unknown(
            "key-empty-name",
            "an empty name",
            edge().with_header(json!({"kid": ""}))?,
        ),
        unknown(
            "key-name-case",
            "the name in capitals",
            edge().with_header(json!({"kid": kid.to_uppercase()}))?,
        ),
        unknown("key-none", "a set without any key", edge().signed()?).jwks(json!({"keys": []})),
        unknown(
            "key-rsa",
            "the name is that of an RSA key",
            edge().signed()?,
        )
        .jwks(rsa),
        unknown(
            "key-p384",
            "the name is that of a key of another curve",
            edge().signed()?,
        )
        .jwks(p384),
        unknown(
            "key-secret",
            "the name is that of a secret",
            edge().signed()?,
        )
        .jwks(secret),
        unknown(
            "key-other-curve",
            "the edge's own point, said to be of another curve",
            edge().signed()?,
        )
        .jwks(other_curve),
        unknown(
            "key-other-kind",
            "the edge's own point, said to be of another kind of key",
            edge().signed()?,
        )
        .jwks(other_kind),
        unknown(
            "key-off-curve",
            "the name is that of a point that is not on the curve",
            edge().signed()?,
        )
        .jwks(off_curve),
        Case::taken(
            "key-among-others",
            "a set that also holds keys of other kinds, and worse",
            edge().signed()?,
        )
        .jwks(mixed),
    ])
}

/// The edge's set, after entries a strict reader could stumble over.
fn with_other_kinds() -> Result<Value> {
    let mut others = vec![
        json!({"kty": "RSA", "n": "_".repeat(342), "e": "AQAB", "kid": "rsa"}),
        json!({"kty": "OKP", "crv": "Ed25519", "x": "A".repeat(43), "kid": "ed25519"}),
        json!({"kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA", "kid": "later"}),
        json!({"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA", "kid": "short"}),
        Key::Stranger.public_jwk(),
        json!("not a key"),
    ];
    let set = keys::published()?;
    others.extend(set["keys"].as_array().into_iter().flatten().cloned());
    Ok(json!({ "keys": others }))
}

fn unavailable() -> Result<Vec<Case>> {
    let signed = || Draft::usual("keys-unavailable").signed();
    let typed = Draft::usual("keys-unavailable").with_header(json!({"typ": "JWT"}))?;
    let unavailable = |id, title, jwks| {
        anyhow::Ok(Case::refused(id, title, signed()?, "keys_unavailable").jwks(jwks))
    };
    Ok(vec![
        unavailable("keys-unreachable", "the keys cannot be read", Value::Null)?,
        unavailable(
            "keys-not-a-set",
            "an answer that is no key set",
            json!({"error": "not_found"}),
        )?,
        unavailable(
            "keys-not-a-list",
            "a key set whose keys are no list",
            json!({"keys": {}}),
        )?,
        Case::refused(
            "keys-not-needed",
            "what is wrong before any key is looked for is said first",
            typed,
            "type",
        )
        .jwks(Value::Null),
    ])
}
