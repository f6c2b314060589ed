//! Reading a request's body within a limit.

use futures_util::StreamExt;
use worker::Request;

/// The body, or `None` when it is larger than `max_bytes` or did not arrive whole.
pub async fn read(request: &mut Request, max_bytes: usize) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut stream = request.stream().ok()?;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.ok()?;
        if body.len() + chunk.len() > max_bytes {
            return None;
        }
        body.extend_from_slice(&chunk);
    }
    Some(body)
}
