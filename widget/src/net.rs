//! The two calls to the edge: what the démarche asks, and what the person released.

use gloo_net::http::{Request, Response};
use js_sys::encode_uri_component;
use unefois_wire::{Description, RedeemRequest, RedeemResponse};
use web_sys::{RequestCache, RequestCredentials};

use crate::dom::sleep;
use crate::json;
use crate::state::Failure;

/// The same hand-off may be presented again until it expires, which an answer lost on the way makes useful.
const RETRY_AFTER_MILLIS: [i32; 2] = [700, 2500];

/// `GET /v1/demarches/{id}`: the description, and the collectivité's own texts in one language.
///
/// # Errors
/// The edge cannot be reached, does not know this démarche, or does not serve this page.
pub async fn description(
    edge: &str,
    demarche: &str,
    lang: &str,
) -> Result<(Description, Vec<(String, String)>), Failure> {
    let id: String = encode_uri_component(demarche).into();
    let url = [edge, "/v1/demarches/", &id, "?lang=", lang].concat();
    let answer = Request::get(&url)
        .credentials(RequestCredentials::Omit)
        .send()
        .await;
    let answer = answer.map_err(|_| config("unreachable"))?;
    if !answer.ok() {
        return Err(config("description_refused"));
    }
    let text = answer.text().await.map_err(|_| config("unreachable"))?;
    let json = json::parse(&text).ok_or_else(|| config("description_unreadable"))?;
    let description = json::description(&json).ok_or_else(|| config("description_unreadable"))?;
    Ok((description, json::own_texts(&json, lang)))
}

/// `POST /v1/redeem`, tried again when the network or the edge falters.
///
/// # Errors
/// The hand-off was refused, or no answer came.
pub async fn redeem(edge: &str, request: &RedeemRequest) -> Result<RedeemResponse, Failure> {
    let mut delays = RETRY_AFTER_MILLIS.into_iter();
    loop {
        match (redeem_once(edge, request).await, delays.next()) {
            (Ok(response), _) => return Ok(response),
            (Err(Attempt::Again(_)), Some(millis)) => sleep(millis).await,
            (Err(Attempt::Again(failure) | Attempt::Final(failure)), _) => return Err(failure),
        }
    }
}

enum Attempt {
    Again(Failure),
    Final(Failure),
}

async fn redeem_once(edge: &str, request: &RedeemRequest) -> Result<RedeemResponse, Attempt> {
    let unreadable = || Attempt::Final(config("answer_unreadable"));
    let body = json::write_redeem_request(request).ok_or_else(unreadable)?;
    let request = Request::post(&[edge, "/v1/redeem"].concat())
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .header("content-type", "application/json")
        .body(body)
        .map_err(|_| unreadable())?;
    let answer = request
        .send()
        .await
        .map_err(|_| Attempt::Again(unreachable()))?;
    let text = answer
        .text()
        .await
        .map_err(|_| Attempt::Again(unreachable()))?;
    if answer.ok() {
        return json::parse(&text)
            .and_then(|json| json::redeem_response(&json))
            .ok_or_else(unreadable);
    }
    Err(refusal(&answer, &text))
}

fn refusal(answer: &Response, text: &str) -> Attempt {
    let code = json::parse(text)
        .and_then(|json| json::refusal(&json))
        .unwrap_or_default();
    match answer.status() {
        429 => Attempt::Final(Failure::TooMany),
        500.. => Attempt::Again(config("edge_unavailable")),
        _ if code.starts_with("hand_off") => Attempt::Final(Failure::ReturnExpired),
        _ => Attempt::Final(Failure::Config { code }),
    }
}

fn unreachable() -> Failure {
    let is_online = web_sys::window().is_none_or(|window| window.navigator().on_line());
    if is_online {
        config("unreachable")
    } else {
        Failure::Offline
    }
}

fn config(code: &str) -> Failure {
    Failure::Config {
        code: code.to_owned(),
    }
}
