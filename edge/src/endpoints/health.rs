//! Whether the process lives, and whether it may be given visitors.

use std::cell::Cell;

use serde_json::json;
use unefois_core::transaction::{Step, flow_id, guard_claim};
use worker::{Env, Response};

use crate::adapters::guard::{self, Claim, GuardFault};
use crate::adapters::log::{Event, Level};
use crate::adapters::settings::Settings;
use crate::adapters::{clock, random, stops};
use crate::answer::{Answer, Audience};

const TRIAL_SECS: i64 = 60;

thread_local! {
    static GUARD_PROVEN: Cell<bool> = const { Cell::new(false) };
}

/// `GET /healthz`: the process answers.
pub fn alive() -> worker::Result<Response> {
    Answer::new(200, Audience::Nobody)?.json(&json!({ "status": "ok" }))
}

/// `GET /readyz`: the configuration holds, the guard remembers, and the stops can be read.
pub async fn ready(env: &Env) -> worker::Result<Response> {
    let settings = match Settings::load(env) {
        Ok(settings) => settings,
        Err(problems) => return refuse(&problems),
    };
    if prove_guard(env).await.is_err() {
        return refuse(&["guard: a first claim failed; check the GUARD binding".to_owned()]);
    }
    if stops::current(env, &settings).await.is_err() {
        return refuse(&["stops: reading them failed; check the STOPS binding".to_owned()]);
    }
    Answer::new(200, Audience::Nobody)?.json(&json!({ "status": "ready" }))
}

/// The answer while the configuration does not hold: the operator reads why in the log.
pub fn refuse(problems: &[String]) -> worker::Result<Response> {
    Event::new(Level::Error, "not_ready")
        .with("problems", problems.to_vec())
        .write();
    Answer::new(503, Audience::Nobody)?.json(&json!({ "status": "not ready" }))
}

/// Checks once in the life of a process that a claim is granted, then remembered.
///
/// A misspelt class name only makes the runtime warn; without this trial the fault would show at the
/// first exchange of a real person.
///
/// # Errors
/// [`GuardFault`] when the guard does not answer, or forgets.
pub async fn prove_guard(env: &Env) -> Result<(), GuardFault> {
    if GUARD_PROVEN.get() {
        return Ok(());
    }
    let flow = flow_id(random::random_bytes().map_err(|_| GuardFault)?);
    let trial = guard_claim(&flow, Step::CodeExchange);
    let expires_at = clock::now_secs() + TRIAL_SECS;
    let first = guard::claim(env, &trial, expires_at).await?;
    let second = guard::claim(env, &trial, expires_at).await?;
    if (first, second) != (Claim::First, Claim::Seen) {
        return Err(GuardFault);
    }
    GUARD_PROVEN.set(true);
    Ok(())
}
