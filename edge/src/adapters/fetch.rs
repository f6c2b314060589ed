//! Carries the core's requests to their destination, within the limits each one states.

use futures_util::StreamExt;
use unefois_core::http::{Exchange, Method, Request, Response, TransportFailure};
use worker::{AbortSignal, Fetch, Headers, RequestInit, RequestRedirect};

const USER_AGENT: &str = concat!("unefois/", env!("CARGO_PKG_VERSION"));

/// Sends `request` once. Redirects are not followed and nothing is retried.
///
/// # Errors
/// A [`TransportFailure`] when no whole answer came within the request's limits.
pub async fn carry(request: &Request) -> Exchange {
    let signal = AbortSignal::from(web_sys::AbortSignal::timeout_with_u32(
        request.timeout_millis,
    ));
    let exchange = send(request, &signal).await;
    match exchange {
        // The runtime gives one text for every failure, so the cause is read from the signal.
        Err(TransportFailure::Unreachable) if signal.aborted() => Err(TransportFailure::TimedOut),
        exchange => exchange,
    }
}

async fn send(request: &Request, signal: &AbortSignal) -> Exchange {
    let outgoing = build(request).map_err(|_| TransportFailure::Unreachable)?;
    let mut incoming = Fetch::Request(outgoing)
        .send_with_signal(signal)
        .await
        .map_err(|_| TransportFailure::Unreachable)?;
    let header = |name| incoming.headers().get(name).ok().flatten();
    let content_type = header("content-type").unwrap_or_default();
    let retry_after = header("retry-after");
    let status = incoming.status_code();
    let body = read_body(&mut incoming, request.max_body_bytes).await?;
    Ok(Response {
        status,
        content_type,
        retry_after,
        body,
    })
}

fn build(request: &Request) -> worker::Result<worker::Request> {
    let headers = Headers::new();
    headers.set("accept", request.accept)?;
    headers.set("user-agent", USER_AGENT)?;
    if let Some(bearer) = &request.bearer {
        // The token is shown to the provider it was issued for, in the header only.
        headers.set("authorization", &format!("Bearer {}", bearer.expose()))?;
    }
    if let Some(basic) = &request.basic {
        // The pair is shown to the server it authenticates us with, in the header only.
        headers.set("authorization", &format!("Basic {}", basic.expose()))?;
    }
    for (name, value) in &request.headers {
        // The citizen's token is shown to the provider FranceConnect issued it for.
        headers.set(name, value.expose())?;
    }
    if request.no_cache {
        headers.set("cache-control", "no-cache")?;
    }
    let mut init = RequestInit::new();
    init.with_redirect(RequestRedirect::Manual);
    if let Some(form) = &request.form {
        headers.set("content-type", "application/x-www-form-urlencoded")?;
        // The code and the client secret go to the token endpoint, in the body only.
        init.with_body(Some(form.expose().into()));
    }
    if let Some(json) = &request.json {
        headers.set("content-type", "application/json")?;
        // The trace goes to the collectivité it belongs to.
        init.with_body(Some(json.expose().into()));
    }
    init.with_method(match request.method {
        Method::Get => worker::Method::Get,
        Method::Post => worker::Method::Post,
    });
    init.with_headers(headers);
    worker::Request::new_with_init(&request.url, &init)
}

async fn read_body(
    response: &mut worker::Response,
    max_body_bytes: usize,
) -> Result<Vec<u8>, TransportFailure> {
    let mut body = Vec::new();
    let Ok(mut stream) = response.stream() else {
        // A status that carries no body has no stream to read.
        return Ok(body);
    };
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| TransportFailure::Unreachable)?;
        if body.len() + chunk.len() > max_body_bytes {
            return Err(TransportFailure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
