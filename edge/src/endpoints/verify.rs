//! `GET /v1/verify`: the page that verifies an attestation in the browser of who received it.

use serde_json::{Map, Value};
use unefois_core::messages::Catalogue;
use worker::Response;

use super::{Visit, host};
use crate::answer::{Answer, Audience};
use crate::pages::{Frame, verify as page};

/// The page, in the language of the query or of the browser, with the keys it will need.
pub fn verify(visit: &Visit) -> worker::Result<Response> {
    let lang = visit.incoming.query_lang();
    let catalogue = Catalogue::of(lang.unwrap_or_else(|| visit.incoming.lang()));
    let frame = Frame {
        catalogue,
        title: catalogue.text("verify.title", &[]),
        collectivite: Some(host(visit.settings.deployment.origin())),
        demarche: None,
        footer: None,
        address: Some("/v1/verify?".to_owned()),
    };
    let content = page::content(catalogue, &keys(visit));
    Answer::new(200, Audience::StillPage)?.html(frame.page(&content))
}

/// The public key set of each issuer this edge signs for, by the issuer's address.
fn keys(visit: &Visit) -> Value {
    let settings = &visit.settings;
    let own = settings.deployment.demarches().iter().filter_map(|it| {
        let signer = settings.signers.of(it)?;
        Some((settings.deployment.issuer(it), signer))
    });
    let of_edge = (
        settings.deployment.origin().to_owned(),
        settings.signers.of_edge(),
    );
    let all = std::iter::once(of_edge).chain(own);
    Value::Object(Map::from_iter(
        all.map(|(issuer, signer)| (issuer, signer.keys().public_document())),
    ))
}
