//! `POST /v1/inputs`: seals what a person typed in the form's page, so that no address holds it.

use unefois_core::error::Refusal;
use unefois_core::paris;
use unefois_core::sealing::Context;
use unefois_core::sources::Saisie;
use unefois_core::start::{DEMARCHE_UNKNOWN, START_MALFORMED, StartRequest};
use unefois_core::transaction::{Inputs, flow_id, seal};
use unefois_wire::{InputsRefusal, InputsRequest, InputsResponse};
use worker::{Request, Response};

use super::{Fault, Visit, cors};
use crate::adapters::log::{Event, Level};
use crate::adapters::{clock, random};
use crate::answer::{Answer, Audience};
use crate::body;

const MAX_BODY_BYTES: usize = 16 * 1024;

/// Seals the inputs, or names those to write again.
pub async fn inputs(visit: &Visit, mut request: Request) -> worker::Result<Response> {
    let Some(origin) = cors::registered_origin(visit) else {
        return Answer::new(403, Audience::Nobody)?.empty();
    };
    if !visit.incoming.is_json() {
        return refuse(&origin, 415, "unsupported_media_type", Vec::new());
    }
    let Some(bytes) = body::read(&mut request, MAX_BODY_BYTES).await else {
        return refuse(&origin, 413, "too_large", Vec::new());
    };
    let Ok(asked) = serde_json::from_slice::<InputsRequest>(&bytes) else {
        return refuse(&origin, 400, "malformed", Vec::new());
    };
    match try_seal(visit, &origin, asked) {
        Ok(Ok(sealed)) => {
            let response = InputsResponse { saisies: sealed };
            Answer::new(200, Audience::Origin(&origin))?.json(&response)
        }
        Ok(Err(refusees)) => refuse(&origin, 422, "inputs_refused", refusees),
        Err(refusal) => refuse(&origin, refusal.status, refusal.code, Vec::new()),
    }
}

/// The sealed inputs, or those to write again.
fn try_seal(
    visit: &Visit,
    origin: &str,
    asked: InputsRequest,
) -> Result<Result<String, Vec<String>>, Refusal> {
    let request = StartRequest::parse(asked.depart.trim_start_matches('?'))?;
    let deployment = &visit.settings.deployment;
    let demarche = deployment
        .demarche_for(&request.demarche, origin)
        .ok_or(DEMARCHE_UNKNOWN)?;
    let checked = request.check(demarche)?;
    let choice = checked.choice.ok_or(START_MALFORMED)?;
    if checked.page.origin() != origin {
        return Err(START_MALFORMED);
    }
    let now = clock::now_secs();
    let typed: Vec<_> = asked.saisies.into_iter().collect();
    let typed = demarche.check_typed(&choice, &typed, paris::today(now));
    if !typed.refusees.is_empty() {
        return Ok(Err(typed.refusees));
    }
    let place = (request.demarche, checked.page.url().to_owned());
    let sealed = sealed(visit, place, request.challenge, typed.saisies)?;
    Ok(Ok(sealed))
}

/// What was typed, sealed now for one démarche and one of its pages, and for one tab.
///
/// # Errors
/// [`Fault`] when the platform gives no randomness or the inputs do not seal.
pub fn sealed(
    visit: &Visit,
    (demarche, page): (String, String),
    challenge: String,
    saisies: Vec<Saisie>,
) -> Result<String, Fault> {
    let context = Context {
        flow: flow_id(random::random_bytes()?),
        demarche,
        page,
    };
    let inputs = Inputs {
        challenge,
        saisies,
        issued_at: clock::now_secs(),
    };
    let nonce = random::random_bytes()?;
    Ok(seal(&visit.settings.sealing, &context, &inputs, nonce)?)
}

fn refuse(
    origin: &str,
    status: u16,
    code: &'static str,
    refusees: Vec<String>,
) -> worker::Result<Response> {
    let level = if status >= 500 {
        Level::Error
    } else {
        Level::Info
    };
    Event::new(level, "inputs_refused")
        .with("code", code)
        .with("origin", origin)
        .with("inputs", refusees.clone())
        .write();
    let body = InputsRefusal {
        error: code.to_owned(),
        refusees,
    };
    Answer::new(status, Audience::Origin(origin))?.json(&body)
}
