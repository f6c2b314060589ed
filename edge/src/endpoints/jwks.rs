//! The keys that verify attestations: `GET /.well-known/jwks.json` for those the edge signs, and
//! `GET /collectivites/{siret}/.well-known/jwks.json` for those of a collectivité with its own keys.

use worker::Response;

use super::Visit;
use crate::adapters::webcrypto::SigningKey;
use crate::answer::{Answer, Audience};

/// The edge's public keys, never a private member nor a key of a collectivité.
pub fn of_edge(visit: &Visit) -> worker::Result<Response> {
    publish(visit.settings.signers.of_edge())
}

/// The public keys of a collectivité, and of no other.
pub fn of_collectivite(visit: &Visit, siret: &str) -> worker::Result<Response> {
    match visit.settings.signers.of_siret(siret) {
        Some(signer) => publish(signer),
        None => Answer::new(404, Audience::Nobody)?.empty(),
    }
}

fn publish(signer: &SigningKey) -> worker::Result<Response> {
    Answer::new(200, Audience::Anyone)?
        .cached("public, max-age=600")?
        .json(&signer.keys().public_document())
}
