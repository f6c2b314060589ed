//! The calls to the edge: what the démarche asks, what the person typed, and what they released.

use gloo_net::http::Response;
use js_sys::{JSON, Reflect, encode_uri_component};
use unefois_wire::{Description, RedeemRequest, RedeemResponse};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::dom::sleep;
use crate::json;
use crate::state::{Failure, Input};

/// How something is asked of the edge.
const GET: &str = r#"{"credentials":"omit"}"#;

/// How something is sent to it.
const POST: &str = r#"{"method":"POST","credentials":"omit","cache":"no-store","headers":{"content-type":"application/json"}}"#;

/// The same hand-off may be presented again until it expires, which an answer lost on the way makes useful.
const RETRY_AFTER_MILLIS: [i32; 2] = [700, 2500];

/// `GET /v1/demarches/{id}`: the description, the collectivité's own texts in one language, and the answer as it came.
///
/// # Errors
/// The edge cannot be reached, does not know this démarche, or does not serve this page.
pub async fn description(
    edge: &str,
    demarche: &str,
    lang: &str,
) -> Result<(Description, Vec<(String, String)>, JsValue), Failure> {
    let id: String = encode_uri_component(demarche).into();
    let url = [edge, "/v1/demarches/", &id, "?lang=", lang].concat();
    let answer = send(url, None).await;
    let (status, text) = answer.ok_or_else(|| config("unreachable"))?;
    if !is_ok(status) {
        return Err(config("description_refused"));
    }
    let json = json::parse(&text).ok_or_else(|| config("description_unreadable"))?;
    let description = json::description(&json).ok_or_else(|| config("description_unreadable"))?;
    let own = json::own_texts(&json, lang);
    Ok((description, own, json))
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
    let answer = send([edge, "/v1/redeem"].concat(), Some(body)).await;
    let (status, text) = answer.ok_or_else(|| Attempt::Again(unreachable()))?;
    let json = json::parse(&text);
    if is_ok(status) {
        return json
            .and_then(|json| json::redeem_response(&json))
            .ok_or_else(unreadable);
    }
    let code = json.and_then(|json| json::refusal(&json));
    Err(refusal(status, code.unwrap_or_default()))
}

fn refusal(status: u16, code: String) -> Attempt {
    match status {
        429 => Attempt::Final(Failure::TooMany),
        500.. => Attempt::Again(config("edge_unavailable")),
        _ if code.starts_with("hand_off") => Attempt::Final(Failure::ReturnExpired),
        _ => Attempt::Final(Failure::Config { code }),
    }
}

/// `POST /v1/inputs`: what was typed, sealed; nothing when it could not be, which the edge makes good on a page of its
/// own.
///
/// # Errors
/// The names of the inputs that are not in their form.
pub async fn seal(edge: &str, depart: &str, inputs: &[Input]) -> Result<String, Vec<String>> {
    let answer = match json::write_inputs_request(depart, inputs) {
        Some(body) => send([edge, "/v1/inputs"].concat(), Some(body)).await,
        None => None,
    };
    let (status, text) = answer.unwrap_or_default();
    let json = json::parse(&text).unwrap_or_default();
    match status {
        422 => Err(json::inputs_refusal(&json).unwrap_or_default()),
        200 => Ok(json::inputs_response(&json).unwrap_or_default()),
        _ => Ok(String::new()),
    }
}

/// Asks the edge: with a body it is a POST. Gives the status and the text, when there is an answer.
async fn send(url: String, body: Option<String>) -> Option<(u16, String)> {
    // The builder of gloo-net parses the address and formats a query anew, and its sending looks for a worker: a
    // thirtieth of the panel.
    let options = JSON::parse(if body.is_some() { POST } else { GET }).ok()?;
    if let Some(body) = body {
        Reflect::set(&options, &"body".into(), &body.into()).ok()?;
    }
    let answer = web_sys::window()?.fetch_with_str_and_init(&url, options.unchecked_ref());
    let answer = Response::from(
        JsFuture::from(answer)
            .await
            .ok()?
            .unchecked_into::<web_sys::Response>(),
    );
    let text = answer.text().await.ok()?;
    Some((answer.status(), text))
}

fn is_ok(status: u16) -> bool {
    (200..300).contains(&status)
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
