//! Calls to FranceConnect's keys and to the sources, driven by the core's own steps.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use unefois_core::error::Refusal;
use unefois_core::jose::{JwkSet, JwksCache};
use unefois_core::oidc::{Provider, build_jwks_request, process_jwks_response};
use unefois_core::sources::{Action, Call, Engine, Event, SourceAnswer};
use worker::Delay;

use crate::adapters::{clock, fetch, random};

thread_local! {
    static KEYS: RefCell<HashMap<String, JwksCache>> = RefCell::new(HashMap::new());
}

/// The provider's keys: from memory while they are fresh, otherwise asked for.
///
/// # Errors
/// The refusal to answer with when no key can be had.
pub async fn keys(provider: &Provider) -> Result<JwkSet, Refusal> {
    let uri = &provider.jwks_uri;
    let now = clock::now_secs();
    let fresh = KEYS.with_borrow(|caches| caches.get(uri)?.fresh(now).cloned());
    match fresh {
        Some(keys) => Ok(keys),
        None => fetch_keys(provider).await,
    }
}

/// The provider's keys asked for again, when a token may have been signed by a newer one.
///
/// `None` when they were asked for less than a minute ago, or did not come.
pub async fn newer_keys(provider: &Provider) -> Option<JwkSet> {
    let granted = KEYS.with_borrow_mut(|caches| {
        let cache = caches.entry(provider.jwks_uri.clone()).or_default();
        cache.claim_refetch(clock::now_secs())
    });
    if !granted {
        return None;
    }
    fetch_keys(provider).await.ok()
}

async fn fetch_keys(provider: &Provider) -> Result<JwkSet, Refusal> {
    let exchange = fetch::carry(&build_jwks_request(provider)).await;
    let keys = process_jwks_response(&exchange).map_err(|fault| fault.refusal())?;
    KEYS.with_borrow_mut(|caches| {
        let cache = caches.entry(provider.jwks_uri.clone()).or_default();
        cache.store(keys.clone(), clock::now_secs());
    });
    Ok(keys)
}

/// Asks one source, as often and as long as the core says.
pub async fn ask(call: Call) -> SourceAnswer {
    let mut engine = Engine::new(call);
    let mut event = Event::Start;
    loop {
        // Spreading retries needs no secrecy: without randomness they are only less spread.
        let spread = random::random_bytes::<4>().map_or(0, u32::from_le_bytes);
        let now_millis = u64::try_from(clock::now_millis()).unwrap_or_default();
        event = match engine.step(event, now_millis, spread) {
            Action::Send(request) => Event::Answered(fetch::carry(&request).await),
            Action::Wait { millis } => {
                Delay::from(Duration::from_millis(millis.into())).await;
                Event::Elapsed
            }
            Action::Done(answer) => return answer,
        };
    }
}
