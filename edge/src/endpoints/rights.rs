//! The rights of the collectivités' tokens, looked at when the edge starts and then every hour.

use std::cell::RefCell;
use std::collections::HashMap;

use unefois_core::paris;
use unefois_core::sources::gates::GateKey;
use unefois_core::sources::rights::{
    PERIOD_SECS, RightsFault, Watched, build_introspection_request, process_introspection_response,
};
use worker::Env;

use super::upstream;
use crate::adapters::clock;
use crate::adapters::log::{Event, Level};
use crate::adapters::settings::Settings;

thread_local! {
    static LOOKED_AT: RefCell<HashMap<GateKey, i64>> = RefCell::default();
}

/// Whether requests to `path` keep the watch: the probes of the operator and the departures of
/// people, so that the rights are looked at before and while they serve.
pub fn is_moment(path: &str) -> bool {
    matches!(path, "/readyz" | "/v1/start")
}

/// Looks at every token that was not looked at for an hour, and tells the operator what differs from
/// the démarche files.
pub async fn watch(env: Env) {
    let Ok(settings) = Settings::load(&env) else {
        return;
    };
    let today = paris::today(clock::now_secs());
    for watched in settings.deployment.watched_tokens(today) {
        let gate = watched.gate();
        if claim(&gate, clock::now_secs()) {
            look_at(&settings, &watched, &gate).await;
        }
    }
}

/// Takes the turn of a token at one gateway, so that two requests at once do not both ask.
fn claim(gate: &GateKey, now_secs: i64) -> bool {
    LOOKED_AT.with_borrow_mut(|looked_at| {
        let last = looked_at.get(gate).copied();
        let is_due = last.is_none_or(|last| now_secs - last >= PERIOD_SECS);
        if is_due {
            looked_at.insert(gate.clone(), now_secs);
        }
        is_due
    })
}

async fn look_at(settings: &Settings, watched: &Watched, gate: &GateKey) {
    let Some(token) = settings.secret(&watched.secret) else {
        return;
    };
    let request = build_introspection_request(&watched.base, token);
    let Some(exchange) = upstream::carry_through_gates(gate, &request).await else {
        // Nothing was sent, so nothing is known: the next moment tries again.
        LOOKED_AT.with_borrow_mut(|looked_at| looked_at.remove(gate));
        return;
    };
    match process_introspection_response(&exchange) {
        Ok(scopes) => report(watched, &scopes),
        Err(fault) => warn(watched, fault),
    }
}

fn report(watched: &Watched, scopes: &std::collections::BTreeSet<String>) {
    let mismatches = watched.mismatches(scopes);
    Event::new(Level::Info, "rights")
        .with("token", watched.secret.as_str())
        .with("scopes", scopes.len())
        .with("mismatches", mismatches.len())
        .write();
    for (demarches, mismatch) in mismatches {
        Event::new(Level::Warn, "rights_mismatch")
            .with("token", watched.secret.as_str())
            .with("demarches", demarches)
            .with("code", mismatch.kind.code())
            .with("scope", mismatch.scope)
            .write();
    }
}

fn warn(watched: &Watched, fault: RightsFault) {
    let level = match fault {
        RightsFault::TokenRefused => Level::Error,
        RightsFault::Unavailable => Level::Warn,
    };
    Event::new(level, "rights_unknown")
        .with("token", watched.secret.as_str())
        .with("code", fault.code())
        .write();
}
