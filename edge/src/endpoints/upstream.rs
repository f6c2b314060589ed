//! Calls to FranceConnect's keys and to the sources, driven by the core's own steps.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{LocalBoxFuture, Shared};
use futures_util::stream::{FuturesUnordered, select};
use futures_util::{FutureExt, StreamExt};
use unefois_core::demarche::{Choice, Moment, ScopesInForce};
use unefois_core::error::Refusal;
use unefois_core::http::{Exchange, Request};
use unefois_core::identite::Pivot;
use unefois_core::jose::{JwkSet, JwksCache};
use unefois_core::oidc::{Provider, build_jwks_request, process_jwks_response};
use unefois_core::paris;
use unefois_core::secret::Secret;
use unefois_core::sources::companion::Companion;
use unefois_core::sources::dgfip::client_token::{
    Client, ClientToken, TokenFault, build_client_token_request, process_client_token_response,
};
use unefois_core::sources::gates::{Ending, GateKey, Pass};
use unefois_core::sources::{
    Action, Call, Engine, Event, Gates, Outcome, ProvenAnswer, Saisie, Saisies, SourceAnswer,
    SourceSpec,
};
use worker::Delay;

use super::release_page::LocalStream;
use crate::adapters::settings::Settings;
use crate::adapters::{clock, fetch, random};

thread_local! {
    static KEYS: RefCell<HashMap<String, JwksCache>> = RefCell::new(HashMap::new());
    static CLIENT_TOKENS: RefCell<HashMap<String, ClientToken>> = RefCell::new(HashMap::new());
    static GATES: RefCell<Gates> = RefCell::default();
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

/// What the sources of one callback are asked with.
pub struct Asking {
    /// The deployment and its secrets.
    pub settings: Rc<Settings>,
    /// The démarche.
    pub demarche: String,
    /// Scopes FranceConnect granted.
    pub granted: Vec<String>,
    /// Scopes the habilitations grant now.
    pub in_force: ScopesInForce,
    /// The citizen's access token.
    pub access_token: Secret,
    /// What the person typed.
    pub saisies: Vec<Saisie>,
    /// When the token came.
    pub token_received_millis: u64,
    /// Moment of the callback, in Unix seconds.
    pub now_secs: i64,
    /// What was sent to the sources, or is on its way.
    pub exchanges: Exchanges,
}

/// Exchanges under way or done, by request and by attempt. Two sources of one endpoint, asked about one
/// person, are one request: the provider would refuse the second while the first runs.
pub type Exchanges = Rc<RefCell<HashMap<(String, u32), SharedExchange>>>;
type SharedExchange = Shared<LocalBoxFuture<'static, Exchange>>;

/// Who sent a request.
enum Sent {
    /// The caller.
    Now(SharedExchange),
    /// Another source of the same callback.
    Already(SharedExchange),
}

/// A source ready to be asked, or the answer that is already known.
struct Ready {
    source: &'static SourceSpec,
    companion: Option<(&'static Companion, Result<Call, Outcome>)>,
    call: Result<Call, Outcome>,
    client: Option<Client>,
    saisies: Saisies,
}

/// Every source that the citizen's token opens, at once: it lives for a minute.
pub fn ask_by_token(asking: &Asking, choice: &Choice) -> LocalStream<SourceAnswer> {
    let nobody = Pivot::default();
    let ready = asking.ready(choice, &nobody, false);
    let calls: FuturesUnordered<_> = ready
        .into_iter()
        .map(|ready| {
            let exchanges = Rc::clone(&asking.exchanges);
            async move {
                match ready.call {
                    Ok(call) => ask(call, ready.client, &exchanges).await,
                    Err(outcome) => SourceAnswer::without_value(ready.source, outcome),
                }
            }
        })
        .collect();
    Box::pin(calls)
}

/// The sources under way, and those that can only be asked now that the identity is proven.
pub fn ask_about(
    asking: &Asking,
    choice: &Choice,
    person: &Rc<Pivot>,
    by_token: LocalStream<SourceAnswer>,
) -> LocalStream<ProvenAnswer> {
    let calls = FuturesUnordered::new();
    for ready in asking.ready(choice, person, true) {
        let (person, exchanges) = (Rc::clone(person), Rc::clone(&asking.exchanges));
        calls.push(async move { ask_proven(ready, &person, &exchanges).await });
    }
    let person = Rc::clone(person);
    let by_token = by_token.map(move |answer| answer.prove(&person));
    Box::pin(select(by_token, calls))
}

impl Asking {
    /// The sources to ask before the identity is proven, or after it.
    fn ready(&self, choice: &Choice, person: &Pivot, waits: bool) -> Vec<Ready> {
        let Some(demarche) = self.settings.deployment.demarche(&self.demarche) else {
            return Vec::new();
        };
        let secret = |name: &str| self.settings.secret(name);
        let today = paris::today(self.now_secs);
        let moment = Moment {
            granted: &self.granted,
            in_force: &self.in_force,
            access_token: &self.access_token,
            saisies: &self.saisies,
            token_received_millis: self.token_received_millis,
            today,
            secret: &secret,
        };
        let planned = demarche.planned(choice).into_iter();
        let due = planned.filter(|planned| planned.waits_for_identity() == waits);
        due.map(|planned| {
            // A correlation identifier needs no secrecy.
            let random = || random::random_bytes().unwrap_or_default();
            let source = planned.source().spec;
            Ready {
                source,
                companion: planned.companion(&moment, person, random()),
                call: planned.call(&moment, person, random()),
                client: demarche.dgfip_client(&secret),
                saisies: Saisies::of(planned.source(), &self.saisies),
            }
        })
        .collect()
    }
}

/// Asks the companion first, where there is one, and the source only if that one agrees.
async fn ask_proven(ready: Ready, person: &Pivot, exchanges: &Exchanges) -> ProvenAnswer {
    let refused = |outcome| ProvenAnswer::without_value(ready.source, outcome);
    let call = match ready.call {
        Ok(call) => call,
        Err(outcome) => return refused(outcome),
    };
    if let Some((companion, first)) = ready.companion {
        let first = match first {
            Ok(first) => first,
            Err(outcome) => return refused(outcome),
        };
        let answer = ask(first, ready.client.clone(), exchanges).await;
        let answer = answer.prove(person);
        if let Err(outcome) = (companion.check)(&answer, &ready.saisies) {
            return refused(outcome);
        }
    }
    ask(call, ready.client, exchanges).await.prove(person)
}

/// Asks one source, as often and as long as the core says.
async fn ask(call: Call, client: Option<Client>, exchanges: &Exchanges) -> SourceAnswer {
    let mut engine = Engine::new(call);
    let mut event = Event::Start;
    let mut attempt = 0;
    loop {
        // Spreading retries needs no secrecy: without randomness they are only less spread.
        let spread = random::random_bytes::<4>().map_or(0, u32::from_le_bytes);
        let now_millis = now_millis();
        let action = GATES.with_borrow_mut(|gates| engine.step(event, now_millis, spread, gates));
        event = match action {
            Action::Send(request) => {
                attempt += 1;
                let url = request.url.clone();
                match share(url, request, attempt, exchanges) {
                    Sent::Now(exchange) => Event::Answered(exchange.await),
                    Sent::Already(exchange) => Event::Shared(exchange.await),
                }
            }
            Action::Authorize {
                is_refused,
                timeout_millis,
            } => {
                let resource = engine.call().access.resource;
                let client = client.as_ref();
                let token = authorize(client, resource, is_refused, timeout_millis, exchanges);
                Event::Authorized(token.await)
            }
            Action::Wait { millis } => {
                Delay::from(Duration::from_millis(millis.into())).await;
                Event::Elapsed
            }
            Action::Done(answer) => return answer,
        };
    }
}

/// Sends a request, or waits for the same one that another source of this callback has sent.
fn share(name: String, request: Request, attempt: u32, exchanges: &Exchanges) -> Sent {
    match exchanges.borrow_mut().entry((name, attempt)) {
        Entry::Occupied(entry) => Sent::Already(entry.get().clone()),
        Entry::Vacant(entry) => {
            let send = async move { fetch::carry(&request).await };
            Sent::Now(entry.insert(send.boxed_local().shared()).clone())
        }
    }
}

/// The service's own token: from memory while it is fresh and not refused, otherwise asked for.
async fn authorize(
    client: Option<&Client>,
    resource: &'static str,
    is_refused: bool,
    timeout_millis: u32,
    exchanges: &Exchanges,
) -> Result<Secret, TokenFault> {
    let client = client.ok_or(TokenFault::NO_CLIENT)?;
    let key = [client.base.as_str(), &client.client_id, resource].join(" ");
    let kept = CLIENT_TOKENS.with_borrow(|tokens| {
        let token: &ClientToken = tokens.get(&key)?;
        token.fresh(now_millis()).cloned()
    });
    if let Some(token) = kept.filter(|_| !is_refused) {
        return Ok(token);
    }
    let request = build_client_token_request(client, resource, timeout_millis);
    let exchange = match share(key.clone(), request, is_refused.into(), exchanges) {
        Sent::Now(exchange) | Sent::Already(exchange) => exchange.await,
    };
    let token = process_client_token_response(&exchange, now_millis())?;
    let secret = token.token().clone();
    CLIENT_TOKENS.with_borrow_mut(|tokens| tokens.insert(key, token));
    Ok(secret)
}

/// Carries a request that is no call of a source, if the gates let it through; `None` when they do not.
pub async fn carry_through_gates(key: &GateKey, request: &Request) -> Option<Exchange> {
    let pass = GATES.with_borrow_mut(|gates| gates.pass(key, now_millis()));
    if pass != Pass::Go {
        return None;
    }
    let exchange = fetch::carry(request).await;
    GATES.with_borrow_mut(|gates| gates.note(key, Ending::of(&exchange), now_millis()));
    Some(exchange)
}

fn now_millis() -> u64 {
    u64::try_from(clock::now_millis()).unwrap_or_default()
}
