//! `GET /.well-known/jwks.json`: the keys that verify attestations.

use worker::Response;

use super::Visit;
use crate::answer::{Answer, Audience};

/// The public keys, never a private member.
pub fn jwks(visit: &Visit) -> worker::Result<Response> {
    let document = visit.settings.signing.keys().public_document();
    Answer::new(200, Audience::Anyone)?
        .cached("public, max-age=600")?
        .json(&document)
}
