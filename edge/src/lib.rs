//! The Worker: routes, adapters and pages. It takes no decision.
//!
//! `router` names the endpoint, an endpoint reads the request and calls the core, `adapters` act,
//! `answer` and `pages` reply.

mod adapters;
mod answer;
mod body;
mod endpoints;
mod form;
mod incoming;
mod pages;
mod router;
#[cfg(feature = "vectors")]
mod vectors;

use wasm_bindgen::prelude::*;
use worker::{Context, Env, Request, Response, event};

use crate::adapters::log::{Event, Level};
use crate::adapters::settings::Settings;
use crate::answer::{Answer, Audience};
use crate::endpoints::{endings, rights};

pub use crate::adapters::guard::FlowGuard;
pub use crate::adapters::stops::HabilitationStops;

/// Answers every request.
#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    #[cfg(feature = "vectors")]
    if request.path() == "/vectors" {
        return vectors::answer(request).await;
    }
    if rights::is_moment(&request.path()) {
        endings::watch(&env);
        context.wait_until(rights::watch(env.clone()));
    }
    match router::route(request, env, context).await {
        Ok(response) => Ok(response),
        // The runtime would print the error's text, which is not ours to vouch for.
        Err(_) => {
            Event::new(Level::Error, "fault")
                .with("code", "answer_failed")
                .write();
            Answer::new(500, Audience::Nobody)?.empty()
        }
    }
}

/// Checks a deployment against its environment before the first request.
///
/// The main module calls this while it loads and stops the process when there is a problem. Each
/// line of the result is one problem; an empty text means that there is none.
#[wasm_bindgen]
pub fn check_start(deployment: &str, environment: &JsValue) -> String {
    match Settings::check(deployment, environment) {
        Ok(_) => String::new(),
        Err(problems) => problems.join("\n"),
    }
}
