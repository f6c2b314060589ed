//! `POST /v1/datapass`: DataPass tells that a habilitation was granted or taken back. No cookie, no
//! page: the signature alone says who speaks.

use serde_json::json;
use unefois_core::datapass::{
    Effect, MAX_BODY_BYTES, Notice, Webhook, WebhookFault, WebhookSecrets, canonical,
};
use worker::{Request, Response};

use super::Visit;
use crate::adapters::log::{Event, Level};
use crate::adapters::stops::{self, Taken};
use crate::answer::{Answer, Audience};
use crate::body;

/// Takes a webhook.
pub async fn receive(visit: &Visit, mut request: Request) -> worker::Result<Response> {
    let Some(secret) = &visit.settings.datapass else {
        return Answer::new(404, Audience::Nobody)?.empty();
    };
    let signature = request.headers().get("x-hub-signature-256")?;
    let body = body::read(&mut request, MAX_BODY_BYTES).await;
    match read(secret, signature.as_deref(), body) {
        Ok(webhook) => take(visit, &webhook).await,
        Err(fault) => refuse(fault),
    }
}

fn read(
    secret: &WebhookSecrets,
    signature: Option<&str>,
    body: Option<Vec<u8>>,
) -> Result<Webhook, WebhookFault> {
    let body = body.ok_or(WebhookFault::TooLarge)?;
    Webhook::read(secret.authenticate(signature, &body)?)
}

async fn take(visit: &Visit, webhook: &Webhook) -> worker::Result<Response> {
    let effect = webhook.effect();
    let taken = match effect.standings.is_empty() {
        true => Ok(Vec::new()),
        false => stops::remember(&visit.env, effect.clone()).await,
    };
    match taken {
        Ok(taken) => {
            tell(visit, webhook, &effect, &taken);
            Answer::new(200, Audience::Nobody)?.json(&json!({}))
        }
        // DataPass counts a failure, and its operators see it too.
        Err(_) => {
            told(Level::Error, 503, "stops_unavailable");
            Answer::new(503, Audience::Nobody)?.empty()
        }
    }
}

fn refuse(fault: WebhookFault) -> worker::Result<Response> {
    let level = if fault.alerts() {
        Level::Error
    } else {
        Level::Warn
    };
    told(level, fault.status(), fault.code());
    Answer::new(fault.status(), Audience::Nobody)?.empty()
}

fn told(level: Level, status: u16, code: &'static str) {
    Event::new(level, "datapass_refused")
        .with("code", code)
        .with("status", status)
        .write();
}

fn tell(visit: &Visit, webhook: &Webhook, effect: &Effect, taken: &[Taken]) {
    let name = match webhook {
        Webhook::Test => "test",
        Webhook::Notice(notice) => notice.event.name(),
    };
    Event::new(Level::Info, "datapass")
        .with("name", name)
        .with("changed", taken.iter().filter(|it| !it.is_again).count())
        .write();
    if let Webhook::Notice(notice) = webhook {
        tell_approved(notice, effect);
    }
    for taken in taken {
        tell_taken(visit, taken);
    }
}

fn tell_approved(notice: &Notice, effect: &Effect) {
    for approved in &effect.approved {
        Event::new(Level::Info, "datapass_approved")
            .with("habilitation", approved.numero.as_str())
            .with("definition", approved.definition.clone())
            .with("siret", notice.siret.clone())
            .write();
    }
}

/// The operator must act where a démarche of theirs lost something. They are told again of what is sent again: the
/// first time may have been lost with the answer.
fn tell_taken(visit: &Visit, taken: &Taken) {
    let demarches = visit.settings.deployment.demarches_under(&taken.numero);
    let event = match (taken.before.as_deref(), taken.after.as_str()) {
        (_, "revoked") => "datapass_stop",
        (_, "replaced") => "datapass_replaced",
        (None | Some("active"), _) => return,
        (Some(_), _) => "datapass_resumed",
    };
    let level = match event {
        "datapass_resumed" => Level::Info,
        _ if demarches.is_empty() => Level::Info,
        _ => Level::Error,
    };
    Event::new(level, event)
        .with("habilitation", taken.numero.as_str())
        .with("demarches", demarches)
        .write();
}

/// `GET /v1/datapass/skeleton/{numero}`: the démarche file to complete, for whoever holds the secret.
pub async fn skeleton(visit: &Visit, request: &Request, numero: &str) -> worker::Result<Response> {
    let Some(secret) = &visit.settings.datapass else {
        return Answer::new(404, Audience::Nobody)?.empty();
    };
    let authorization = request.headers().get("authorization")?;
    if !secret.opens(authorization.as_deref(), &visit.incoming.path) {
        told(Level::Warn, 401, "signature");
        return Answer::new(401, Audience::Nobody)?.empty();
    }
    match stops::skeleton(&visit.env, canonical(numero)).await {
        Ok(Some(text)) => Answer::new(200, Audience::Nobody)?
            .with("content-type", "application/toml")?
            .bytes(text.into_bytes()),
        Ok(None) => Answer::new(404, Audience::Nobody)?.empty(),
        Err(_) => Answer::new(503, Audience::Nobody)?.empty(),
    }
}
