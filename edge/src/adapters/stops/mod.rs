//! What DataPass told of the habilitations, remembered by one object: number → last word about it, and
//! for thirty days the skeleton made when it was granted. Nothing there is about a person.
//!
//! An edge without the webhook's secret never asks it. One that has it keeps the answer in memory for
//! [`FRESH_MILLIS`]: that long, at most, another process may go on after a stop.

mod habilitation_stops;

pub use habilitation_stops::HabilitationStops;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use unefois_core::datapass::{Effect, Standing, Standings, canonical};
use worker::{Delay, Env, Method, Request, RequestInit};

use super::clock;
use super::settings::Settings;

const TIMEOUT: Duration = Duration::from_secs(5);
const BINDING: &str = "STOPS";
const OBJECT: &str = "habilitations";
const FRESH_MILLIS: i64 = 3000;
const SKELETON_SECS: i64 = 30 * 24 * 3600;
/// The platform refuses a value of 128 KiB, in which a character may take two bytes; no file one would complete by
/// hand is half as long.
const MAX_SKELETON_BYTES: usize = 60 * 1024;

thread_local! {
    static KNOWN: RefCell<Option<(i64, Rc<Standings>)>> = const { RefCell::new(None) };
    static CHANGES: Cell<u64> = const { Cell::new(0) };
}

/// The object could not answer: nothing may be asked or released meanwhile.
#[derive(Debug)]
pub struct StopsFault;

/// A habilitation of which an event has the last word.
#[derive(Debug, Serialize, Deserialize)]
pub struct Taken {
    /// Its number.
    pub numero: String,
    /// Code of what it was, where anything was known.
    pub before: Option<String>,
    /// Code of what it is.
    pub after: String,
    /// Whether that very word was known already.
    pub is_again: bool,
}

/// What the object is asked.
#[derive(Serialize, Deserialize)]
enum Question {
    /// Takes what supersedes what is known, and what is known already: answers with [`Taken`].
    Remember {
        standings: BTreeMap<String, Standing>,
        skeleton: Option<Skeleton>,
    },
    /// Answers with the standings known of these numbers.
    Recall(BTreeSet<String>),
    /// Answers with the text of a skeleton, or null.
    Skeleton { numero: String, now: i64 },
}

#[derive(Serialize, Deserialize)]
struct Skeleton {
    text: String,
    expires_at: i64,
}

/// The standings of the habilitations of a deployment, as they were at most [`FRESH_MILLIS`] ago; all
/// whole where there is no webhook.
///
/// # Errors
/// [`StopsFault`] when the object did not answer.
pub async fn current(env: &Env, settings: &Settings) -> Result<Rc<Standings>, StopsFault> {
    if settings.datapass.is_none() {
        return Ok(Rc::default());
    }
    let now = clock::now_millis();
    let fresh = |(read_at, known): &(i64, Rc<Standings>)| {
        (0..FRESH_MILLIS)
            .contains(&(now - read_at))
            .then(|| Rc::clone(known))
    };
    if let Some(known) = KNOWN.with_borrow(|known| known.as_ref().and_then(fresh)) {
        return Ok(known);
    }
    let changes = CHANGES.get();
    let numbers = settings.deployment.habilitations();
    let numbers = numbers.into_iter().map(canonical).collect();
    let told: BTreeMap<String, Standing> = ask(env, &Question::Recall(numbers)).await?;
    let known = Rc::new(Standings::of(told));
    // What was read before a change of our own is not kept after it.
    if changes == CHANGES.get() {
        KNOWN.set(Some((now, Rc::clone(&known))));
    }
    Ok(known)
}

/// Remembers what a webhook changes; takes effect at once in this process.
///
/// # Errors
/// [`StopsFault`] when the object did not answer.
pub async fn remember(env: &Env, effect: Effect) -> Result<Vec<Taken>, StopsFault> {
    let expires_at = clock::now_secs() + SKELETON_SECS;
    // One that cannot be kept must not take a stop along.
    let skeleton = effect
        .skeleton
        .filter(|text| text.len() <= MAX_SKELETON_BYTES)
        .map(|text| Skeleton { text, expires_at });
    let question = Question::Remember {
        standings: effect.standings,
        skeleton,
    };
    let taken = ask(env, &question).await;
    CHANGES.set(CHANGES.get() + 1);
    KNOWN.set(None);
    taken
}

/// The skeleton made when `numero` was granted, if that was less than thirty days ago.
///
/// # Errors
/// [`StopsFault`] when the object did not answer.
pub async fn skeleton(env: &Env, numero: String) -> Result<Option<String>, StopsFault> {
    let now = clock::now_secs();
    ask(env, &Question::Skeleton { numero, now }).await
}

async fn ask<T: DeserializeOwned>(env: &Env, question: &Question) -> Result<T, StopsFault> {
    let stub = env
        .durable_object(BINDING)
        .and_then(|namespace| namespace.id_from_name(OBJECT)?.get_stub())
        .map_err(|_| StopsFault)?;
    let body = serde_json::to_string(question).map_err(|_| StopsFault)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(body.into()));
    let request = Request::new_with_init("https://stops/", &init).map_err(|_| StopsFault)?;
    let exchange = async {
        let mut response = stub.fetch_with_request(request).await.ok()?;
        if response.status_code() != 200 {
            return None;
        }
        response.json::<T>().await.ok()
    };
    // An object that fails leaves its caller without any answer.
    let too_late = Delay::from(TIMEOUT);
    match select(pin!(exchange), too_late).await {
        Either::Left((answer, _)) => answer.ok_or(StopsFault),
        Either::Right(_) => Err(StopsFault),
    }
}
