//! Step 2: the algorithm, the type, and nothing else but the name of the key.

use anyhow::Result;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::{Sha256, Sha512};

use super::case::Case;
use super::draft::Draft;
use super::keys::Key;
use crate::encoding::base64url;

pub fn cases() -> Result<Vec<Case>> {
    let mut cases = algorithms()?;
    cases.extend(types()?);
    cases.extend(members()?);
    cases.extend(writings()?);
    Ok(cases)
}

fn algorithms() -> Result<Vec<Case>> {
    // Signed by the edge's key under another name: the signature alone would not refuse them.
    let named = |id, title, alg: Value| with_header(id, title, json!({ "alg": alg }), "algorithm");
    Ok(vec![
        named(
            "alg-none",
            "no algorithm, under a good signature",
            json!("none"),
        )?,
        named(
            "alg-none-upper-case",
            "no algorithm, in capitals",
            json!("NONE"),
        )?,
        named(
            "alg-lower-case",
            "the algorithm in small letters",
            json!("es256"),
        )?,
        named("alg-rs256", "RS256", json!("RS256"))?,
        named("alg-es384", "ES384", json!("ES384"))?,
        named("alg-es256k", "ES256 on another curve", json!("ES256K"))?,
        named("alg-hs256", "HS256", json!("HS256"))?,
        named("alg-missing", "a header without an algorithm", Value::Null)?,
        named("alg-list", "a list of algorithms", json!(["ES256"]))?,
        named("alg-number", "a number for an algorithm", json!(256))?,
        unsigned(
            "alg-none-unsigned",
            "no algorithm and no signature",
            "malformed",
            |_| Vec::new(),
        )?,
        unsigned(
            "alg-hs512-public-key",
            "HS512 with the public key as its secret: 64 bytes too",
            "algorithm",
            hs512,
        )?,
        unsigned(
            "alg-hs256-public-key",
            "HS256 with the public key as its secret: 32 bytes",
            "malformed",
            hs256,
        )?,
    ])
}

fn types() -> Result<Vec<Case>> {
    let typed = |id, title, typ: Value| with_header(id, title, json!({ "typ": typ }), "type");
    Ok(vec![
        typed("typ-missing", "a header without a type", Value::Null)?,
        typed("typ-jwt", "the type of any token", json!("JWT"))?,
        typed(
            "typ-upper-case",
            "the type in capitals",
            json!("PREFILL-ATTESTATION+JWT"),
        )?,
        typed(
            "typ-media-type",
            "the type with its family",
            json!("application/prefill-attestation+jwt"),
        )?,
        typed(
            "typ-longer",
            "the type and something after",
            json!("prefill-attestation+jwt2"),
        )?,
        typed(
            "typ-list",
            "a list of types",
            json!(["prefill-attestation+jwt"]),
        )?,
    ])
}

fn members() -> Result<Vec<Case>> {
    let added = |id, title, members| with_header(id, title, members, "header");
    let mut key = Key::Edge.public_jwk();
    key["kid"] = json!(Key::Edge.kid());
    Ok(vec![
        added(
            "header-crit",
            "an extension that must be understood",
            json!({"crit": ["exp"], "exp": 1}),
        )?,
        added(
            "header-crit-empty",
            "an empty list of extensions",
            json!({"crit": []}),
        )?,
        added(
            "header-b64",
            "a payload that would not be encoded",
            json!({"b64": false}),
        )?,
        added(
            "header-jwk",
            "the edge's own key beside its signature",
            json!({ "jwk": key }),
        )?,
        added(
            "header-jku",
            "the address of a key set",
            json!({"jku": "https://unefois.valbourg.example/.well-known/jwks.json"}),
        )?,
        added(
            "header-x5u",
            "the address of a certificate",
            json!({"x5u": "https://pki.valbourg.example/edge.pem"}),
        )?,
        added("header-x5c", "a certificate", json!({"x5c": ["AAAA"]}))?,
        added(
            "header-cty",
            "a content type, harmless and unknown",
            json!({"cty": "json"}),
        )?,
        added("kid-missing", "no name of a key", json!({"kid": null}))?,
        added(
            "kid-number",
            "a number for the name of a key",
            json!({"kid": 1}),
        )?,
        added(
            "kid-list",
            "a list of names of keys",
            json!({"kid": [Key::Edge.kid()]}),
        )?,
        stranger_brings_his_key()?,
    ])
}

/// A stranger signs under his own key, which he brings along.
fn stranger_brings_his_key() -> Result<Case> {
    let mut draft = Draft::usual("header-jwk-stranger");
    draft.key = Key::Stranger;
    let attestation =
        draft.with_header(json!({"jwk": Key::Stranger.public_jwk(), "kid": Key::Edge.kid()}))?;
    Ok(Case::refused(
        "header-jwk-stranger",
        "a stranger's key beside his signature",
        attestation,
        "header",
    ))
}

fn writings() -> Result<Vec<Case>> {
    let draft = Draft::usual("header-writings");
    let kid = Key::Edge.kid();
    let spaced = format!(
        "{{ \"typ\" : \"prefill-attestation+jwt\",\r\n \"kid\":\"{kid}\", \"alg\":\"ES\\u003256\" }}"
    );
    let last_is_none =
        format!(r#"{{"alg":"ES256","kid":"{kid}","typ":"prefill-attestation+jwt","alg":"none"}}"#);
    let both = json!({"alg": "none", "typ": "JWT", "jwk": {}});
    Ok(vec![
        Case::taken(
            "header-spaced",
            "the same header in another order, with spaces and an escape",
            draft.with_header_text(spaced)?,
        ),
        Case::refused(
            "header-alg-twice",
            "a member written twice counts as its last",
            draft.with_header_text(last_is_none)?,
            "algorithm",
        ),
        with_header(
            "header-all-wrong",
            "several faults: the reason is that of the first",
            both,
            "algorithm",
        )?,
        with_header(
            "header-type-and-member",
            "a wrong type and a member too many",
            json!({"typ": "JWT", "crit": ["b64"]}),
            "type",
        )?,
    ])
}

/// The usual attestation with members of its header changed, signed by the edge's key.
fn with_header(
    id: &'static str,
    title: &'static str,
    members: Value,
    reason: &'static str,
) -> Result<Case> {
    let attestation = Draft::usual(id).with_header(members)?;
    Ok(Case::refused(id, title, attestation, reason))
}

/// An attestation whose signature, made without any private key, is computed by `signature`.
fn unsigned(
    id: &'static str,
    title: &'static str,
    reason: &'static str,
    signature: fn(&[u8]) -> Vec<u8>,
) -> Result<Case> {
    let draft = Draft::usual(id);
    let alg = match () {
        () if id.contains("none") => "none",
        () if id.contains("hs512") => "HS512",
        () => "HS256",
    };
    let mut header = draft.header()?;
    header["alg"] = json!(alg);
    let input = format!(
        "{}.{}",
        base64url(header.to_string().as_bytes()),
        base64url(draft.payload()?.to_string().as_bytes())
    );
    let attestation = format!("{input}.{}", base64url(&signature(input.as_bytes())));
    Ok(Case::refused(id, title, attestation, reason))
}

fn hs256(message: &[u8]) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(&Key::Edge.public_bytes());
    mac.map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

fn hs512(message: &[u8]) -> Vec<u8> {
    let mac = Hmac::<Sha512>::new_from_slice(&Key::Edge.public_bytes());
    mac.map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}
