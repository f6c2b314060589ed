//! `GET /v1/callback`: FranceConnect answers; everything that needs its token happens here.

use std::rc::Rc;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use unefois_core::error::Refusal;
use unefois_core::field::ObtainedField;
use unefois_core::identite::{self, Pivot};
use unefois_core::oidc::{
    Authentication, COOKIE_MISSING, CallbackOutcome, CallbackParams, IdTokenExpectations, Provider,
    TokenResponse, UserinfoExpectations, build_token_request, build_userinfo_request,
    process_authorization_response, process_token_response, process_userinfo_response,
    validate_id_token,
};
use unefois_core::sealing::Opened;
use unefois_core::secret::Secret;
use unefois_core::sources::SourceAnswer;
use unefois_core::start::START_MALFORMED;
use unefois_core::transaction::{Departure, Step, guard_claim};
use worker::Response;

use super::cookie::{self, CookieDeparture};
use super::problem::{INCOMPLETE, Known, refuse};
use super::release_page::{self, Arrived, LocalStream};
use super::trace::Obtained;
use super::upstream::{Asking, Exchanges};
use super::{Fault, Visit, upstream};
use crate::adapters::guard::{self, Claim};
use crate::adapters::log::{Event, Level};
use crate::adapters::webcrypto::WebCrypto;
use crate::adapters::{clock, fetch};
use crate::answer::see_other;

/// A code that comes back is the page being loaded again: its values were erased with the page.
const ALREADY_EXCHANGED: Refusal = Refusal::new("code_already_exchanged", 409, "expired");
/// The departure names a démarche this edge no longer serves.
const DEMARCHE_GONE: Refusal = Refusal::alerting("demarche_gone", 503);

/// Longest life of a departure: after it a code cannot come back anyway.
const CLAIM_SECS: i64 = 3600;

/// Judges the callback, then streams the release page.
pub async fn callback(visit: Visit) -> worker::Result<Response> {
    if !visit.incoming.is_navigation() {
        return refuse(&visit, START_MALFORMED, &Known::default());
    }
    let (handle, outcome) = match judge(&visit) {
        Ok(judged) => judged,
        Err(refusal) => return refuse(&visit, refusal, &Known::default()),
    };
    match outcome {
        CallbackOutcome::Cancelled { departure } => cancelled(&handle, &departure),
        CallbackOutcome::Refused { departure, refusal } => {
            let found = CookieDeparture {
                handle,
                opened: departure,
            };
            refuse(&visit, refusal, &Known::from_cookie(&found))
        }
        CallbackOutcome::Code { departure, code } => {
            let found = CookieDeparture {
                handle,
                opened: departure,
            };
            match exchange(&visit, &found, &code).await {
                Ok(arrived) => release_page::stream(visit, found, arrived),
                // The first answer to this code is on its way, or on the screen.
                Err(refusal) if refusal == ALREADY_EXCHANGED => refuse(
                    &visit,
                    refusal,
                    &Known::from_cookie(&found).keeping_cookie(),
                ),
                Err(refusal) => refuse(&visit, refusal, &Known::from_cookie(&found)),
            }
        }
    }
}

/// Finds which departure of this browser is answered, and what the answer is.
fn judge(visit: &Visit) -> Result<(String, CallbackOutcome), Refusal> {
    let now = clock::now_secs();
    let query = &visit.incoming.query;
    // Without a departure there is no provider to compare with, and nothing to say of any page.
    let mut refusal = CallbackParams::parse(query).err().unwrap_or(COOKIE_MISSING);
    for found in cookie::departures(visit) {
        let params = CallbackParams::parse(query)?;
        let handle = found.handle.clone();
        let outcome = provider_of(visit, &found).and_then(|provider| {
            process_authorization_response(&provider, vec![found.opened], params, now)
        });
        match outcome {
            Ok(outcome) => return Ok((handle, outcome)),
            Err(other) => refusal = other,
        }
    }
    Err(refusal)
}

/// The provider a departure went to. One that is gone stops its own departure, and no other of this browser.
fn provider_of(visit: &Visit, found: &CookieDeparture) -> Result<Provider, Refusal> {
    let id = &found.opened.context().demarche;
    let demarche = visit.settings.deployment.demarche(id);
    Ok(visit.provider(demarche.ok_or(DEMARCHE_GONE)?)?)
}

fn cancelled(handle: &str, departure: &Opened<Departure>) -> worker::Result<Response> {
    let context = departure.context();
    Event::new(Level::Info, "cancelled")
        .with("demarche", context.demarche.as_str())
        .write();
    see_other(&format!("{}{INCOMPLETE}", context.page))?
        .with_cookie(&cookie::remove(handle))?
        .empty()
}

/// Exchanges the code, proves the identity, and starts every source without waiting for it.
async fn exchange(
    visit: &Visit,
    found: &CookieDeparture,
    code: &Secret,
) -> Result<Arrived, Refusal> {
    let context = found.opened.context();
    let departure = found.opened.payload();
    let deployment = &visit.settings.deployment;
    let demarche = deployment
        .demarche(&context.demarche)
        .ok_or(DEMARCHE_GONE)?;
    let choice = demarche.choose(departure.concerne, &departure.sources)?;
    let in_force = visit.in_force(demarche).await?;
    demarche.check_in_force(Some(&choice), &in_force)?;
    claim(visit, &context.flow).await?;
    let provider = visit.provider(demarche)?;
    let request = build_token_request(&provider, code, departure.code_verifier.as_deref());
    let exchange = fetch::carry(&request).await;
    let token = process_token_response(&exchange, &demarche.scopes_asked(&choice, &in_force))?;
    let token_received_millis = clock::now_millis();
    let authentication = authenticate(&provider, departure, &token).await?;
    let asking = Asking {
        settings: Rc::clone(&visit.settings),
        demarche: demarche.id().to_owned(),
        granted: token.scopes.clone(),
        in_force,
        access_token: token.access_token.clone(),
        saisies: departure.saisies.clone(),
        token_received_millis: u64::try_from(token_received_millis).unwrap_or_default(),
        now_secs: clock::now_secs(),
        exchanges: Exchanges::default(),
    };
    let mut obtained = Obtained::begin(visit, demarche.id(), departure, asking.in_force.clone())?;
    let sources = upstream::ask_by_token(&asking, &choice);
    let identity = prove_identity(&provider, &token, &authentication);
    let (identity, early, by_token) = wait_identity(Box::pin(identity), sources).await;
    let identity = match identity {
        Ok(identity) => identity,
        Err(refusal) => {
            early.iter().for_each(|answer| obtained.dropped(answer));
            return Err(refusal);
        }
    };
    obtained.identity(&identity);
    let person = Rc::new(Pivot::of(&identity));
    let early = early
        .into_iter()
        .map(|answer| answer.prove(&person))
        .collect();
    let sources = upstream::ask_about(&asking, &choice, &person, by_token);
    Ok(Arrived {
        in_force: asking.in_force,
        authentication,
        identity,
        early,
        sources,
        obtained,
    })
}

async fn claim(visit: &Visit, flow: &str) -> Result<(), Refusal> {
    let claim = guard_claim(flow, Step::CodeExchange);
    let expires_at = clock::now_secs() + CLAIM_SECS;
    match guard::claim(&visit.env, &claim, expires_at)
        .await
        .map_err(Fault::from)?
    {
        Claim::First => Ok(()),
        Claim::Seen => Err(ALREADY_EXCHANGED),
    }
}

async fn authenticate(
    provider: &Provider,
    departure: &Departure,
    token: &TokenResponse,
) -> Result<Authentication, Refusal> {
    let expected = IdTokenExpectations {
        from: provider.expected_issuer(),
        nonce: &departure.nonce,
        acr_values: &provider.acr_values,
        access_token: &token.access_token,
    };
    let keys = upstream::keys(provider).await?;
    let now = clock::now_secs();
    let validated =
        match validate_id_token(&token.id_token, &expected, &keys, now, &WebCrypto).await {
            Err(fault) if fault.suggests_stale_keys() => {
                let keys = upstream::newer_keys(provider)
                    .await
                    .ok_or(fault.refusal())?;
                validate_id_token(&token.id_token, &expected, &keys, now, &WebCrypto).await
            }
            validated => validated,
        };
    validated
        .map_err(|fault| fault.refusal())?
        .into_authentication()
}

async fn prove_identity(
    provider: &Provider,
    token: &TokenResponse,
    authentication: &Authentication,
) -> Result<Vec<ObtainedField>, Refusal> {
    let exchange = fetch::carry(&build_userinfo_request(provider, &token.access_token)).await;
    let expected = UserinfoExpectations {
        from: provider.expected_issuer(),
        policy: provider.userinfo,
        authentication,
        scopes: &token.scopes,
    };
    let keys = upstream::keys(provider).await?;
    let now = clock::now_secs();
    let claims = match process_userinfo_response(&exchange, &expected, &keys, now, &WebCrypto).await
    {
        Err(fault) if fault.suggests_stale_keys() => {
            let keys = upstream::newer_keys(provider)
                .await
                .ok_or(fault.refusal())?;
            process_userinfo_response(&exchange, &expected, &keys, now, &WebCrypto).await
        }
        claims => claims,
    };
    let claims = claims.map_err(|fault| fault.refusal())?;
    Ok(identite::obtained_fields(&claims))
}

/// Waits for the identity while the sources go on, and keeps those that answer first.
async fn wait_identity<T>(
    mut identity: std::pin::Pin<Box<impl Future<Output = T>>>,
    mut sources: LocalStream<SourceAnswer>,
) -> (T, Vec<SourceAnswer>, LocalStream<SourceAnswer>) {
    let mut early = Vec::new();
    loop {
        match select(identity, sources.next()).await {
            Either::Left((proven, _)) => return (proven, early, sources),
            Either::Right((Some(answer), waiting)) => {
                early.push(answer);
                identity = waiting;
            }
            Either::Right((None, waiting)) => return (waiting.await, early, sources),
        }
    }
}
