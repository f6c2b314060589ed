//! The widget's own files, the pages' stylesheet and script, and their integrity hashes.

use worker::{EncodeBody, Response};

use crate::adapters::assets;
use crate::answer::{Answer, Audience};
use crate::incoming::Incoming;

/// The file at the path of the request, if there is one.
pub fn file(incoming: &Incoming) -> worker::Result<Option<Response>> {
    let Some(asset) = assets::asset(&incoming.path) else {
        return Ok(None);
    };
    let answer = Answer::new(200, Audience::Anyone)?
        .cached(&asset.cache)?
        .with("content-type", &asset.content_type)?
        .with("vary", "Accept-Encoding")?;
    match asset.brotli().filter(|_| incoming.accepts_brotli()) {
        // Already compressed: the runtime would do it a second time.
        Some(compressed) => answer
            .with("content-encoding", "br")?
            .bytes(compressed)
            .map(|response| response.with_encode_body(EncodeBody::Manual))
            .map(Some),
        None => answer.bytes(asset.raw()).map(Some),
    }
}
