//! Method and path to endpoint.

use std::rc::Rc;

use worker::{Context, Env, Method, Request, Response};

use crate::adapters::settings::Settings;
use crate::answer::{Answer, Audience};
use crate::endpoints::{
    Visit, callback, cors, datapass, description, files, health, information, inputs, jwks, logout,
    redeem, release, start, verify,
};
use crate::incoming::Incoming;

/// Answers `request`.
pub async fn route(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    let incoming = Incoming::read(&request);
    if let Some(response) = route_public(&incoming, &env).await? {
        return Ok(response);
    }
    let settings = match Settings::load(&env) {
        Ok(settings) => settings,
        Err(problems) => return health::refuse(&problems),
    };
    let visit = Visit {
        incoming,
        settings,
        env,
        context: Rc::new(context),
    };
    route_flow(visit, request).await
}

/// What is served whether or not the configuration holds.
async fn route_public(incoming: &Incoming, env: &Env) -> worker::Result<Option<Response>> {
    if incoming.method != Method::Get {
        return Ok(None);
    }
    match incoming.path.as_str() {
        "/healthz" => health::alive().map(Some),
        "/readyz" => health::ready(env).await.map(Some),
        _ => files::file(incoming),
    }
}

async fn route_flow(visit: Visit, request: Request) -> worker::Result<Response> {
    let method = visit.incoming.method.clone();
    let path = visit.incoming.path.clone();
    match (method, path.as_str()) {
        (Method::Get, "/v1/start") => start::start(&visit).await,
        (Method::Post, "/v1/start") => start::posted(&visit, request).await,
        (Method::Post, "/v1/inputs") => inputs::inputs(&visit, request).await,
        (Method::Options, "/v1/inputs" | "/v1/redeem") => cors::preflight(&visit),
        (Method::Get, "/v1/callback") => callback::callback(visit).await,
        (Method::Get, "/v1/release") => release::reload(&visit),
        (Method::Post, "/v1/release") => release::decide(&visit, request).await,
        (Method::Post, "/v1/more-time") => release::renew(&visit, request).await,
        (Method::Post, "/v1/not-me") => release::not_me(&visit, request).await,
        (Method::Post, "/v1/redeem") => redeem::redeem(&visit, request).await,
        (Method::Post, "/v1/datapass") => datapass::receive(&visit, request).await,
        (_, "/v1/datapass") => match visit.settings.datapass {
            Some(_) => not_allowed(),
            None => not_found(),
        },
        (Method::Get, "/v1/logout") => logout::leave(&visit),
        (Method::Get, "/v1/logout/return") => logout::back(&visit),
        (Method::Get, "/v1/verify") => verify::verify(&visit),
        (Method::Get, "/.well-known/jwks.json") => jwks::of_edge(&visit),
        (Method::Get, path) if keys_of(path).is_some() => {
            jwks::of_collectivite(&visit, keys_of(path).unwrap_or_default())
        }
        (Method::Get, path) => route_named(&visit, &request, path).await,
        (_, path) if known(path) => not_allowed(),
        _ => not_found(),
    }
}

/// Addresses that end in a name.
async fn route_named(visit: &Visit, request: &Request, path: &str) -> worker::Result<Response> {
    if let Some(id) = path.strip_prefix("/v1/demarches/") {
        return description::description(visit, id);
    }
    if let Some(id) = path.strip_prefix("/v1/information/") {
        return information::information(visit, id);
    }
    match path.strip_prefix("/v1/datapass/skeleton/") {
        Some(numero) => datapass::skeleton(visit, request, numero).await,
        None => not_found(),
    }
}

fn known(path: &str) -> bool {
    matches!(
        path,
        "/v1/start"
            | "/v1/inputs"
            | "/v1/callback"
            | "/v1/release"
            | "/v1/more-time"
            | "/v1/not-me"
            | "/v1/redeem"
            | "/v1/logout"
            | "/v1/logout/return"
            | "/v1/verify"
            | "/.well-known/jwks.json"
            | "/v1/integrity.json"
            | "/healthz"
            | "/readyz"
    ) || path.starts_with("/v1/demarches/")
        || path.starts_with("/v1/information/")
        || keys_of(path).is_some()
}

/// The SIRET of an address of keys: `/collectivites/21999999200015/.well-known/jwks.json`.
fn keys_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/collectivites/")?;
    rest.strip_suffix("/.well-known/jwks.json")
}

fn not_allowed() -> worker::Result<Response> {
    Answer::new(405, Audience::Nobody)?.empty()
}

fn not_found() -> worker::Result<Response> {
    Answer::new(404, Audience::Nobody)?.empty()
}
