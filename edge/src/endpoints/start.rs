//! `GET /v1/start`: checks where the person comes from and what they ticked, then leads to
//! FranceConnect.

use unefois_core::demarche::{Choice, DemarcheChecked, Page};
use unefois_core::error::Refusal;
use unefois_core::messages::Catalogue;
use unefois_core::oidc::build_authorization_url;
use unefois_core::sealing::Context;
use unefois_core::start::{DEMARCHE_UNKNOWN, START_MALFORMED, StartChecked, StartRequest};
use unefois_core::transaction::{Departure, DepartureRandom, flow_id};
use worker::Response;

use super::problem::{Known, refuse};
use super::{Fault, Visit, cookie, health};
use crate::adapters::log::{Event, Level};
use crate::adapters::{clock, random};
use crate::answer::{Answer, Audience, see_other};
use crate::pages::{Frame, choice, footer};

/// Starts a flow, or shows the choice when it was not made.
pub async fn start(visit: &Visit) -> worker::Result<Response> {
    match try_start(visit).await? {
        Ok(response) => Ok(response),
        Err(refusal) => refuse(visit, refusal, &Known::default()),
    }
}

async fn try_start(visit: &Visit) -> worker::Result<Result<Response, Refusal>> {
    let (request, demarche, checked) = match check(visit) {
        Ok(checked) => checked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if health::prove_guard(&visit.env).await.is_err() {
        return Ok(Err(Fault {
            code: "guard_unavailable",
        }
        .into()));
    }
    match &checked.choice {
        None => choose(visit, &request, demarche, &checked.page).map(Ok),
        // For another adult nothing is asked: leaving for FranceConnect would be a useless trip.
        Some(choice) if choice.asks_nothing() => see_other(checked.page.url())?.empty().map(Ok),
        Some(choice) => {
            let departure = depart(visit, &request, demarche, &checked.page, choice);
            let (location, cookie) = match departure {
                Ok(departure) => departure,
                Err(fault) => return Ok(Err(fault.into())),
            };
            let mut answer = see_other(&location)?.with_cookie(&cookie)?;
            for handle in cookie::surplus(visit, clock::now_secs()) {
                answer = answer.with_cookie(&cookie::remove(&handle))?;
            }
            answer.empty().map(Ok)
        }
    }
}

fn check(visit: &Visit) -> Result<(StartRequest, &DemarcheChecked, StartChecked), Refusal> {
    if !visit.incoming.is_navigation() {
        return Err(START_MALFORMED);
    }
    let request = StartRequest::parse(&visit.incoming.query)?;
    let deployment = &visit.settings.deployment;
    let demarche = deployment
        .demarche(&request.demarche)
        .ok_or(DEMARCHE_UNKNOWN)?;
    let checked = request.check(demarche)?;
    Ok((request, demarche, checked))
}

/// The address to go to, and the cookie that waits meanwhile.
fn depart(
    visit: &Visit,
    request: &StartRequest,
    demarche: &DemarcheChecked,
    page: &Page,
    choice: &Choice,
) -> Result<(String, String), Fault> {
    let provider = visit.provider(demarche)?;
    let (state, nonce, code_verifier) = DepartureRandom {
        state: random::random_bytes()?,
        nonce: random::random_bytes()?,
        code_verifier: match provider.pkce_s256 {
            true => Some(random::random_bytes()?),
            false => None,
        },
    }
    .into_texts();
    let scopes = demarche.scopes_for(choice);
    let sources: Vec<String> = choice
        .sources()
        .iter()
        .map(|source| source.id.to_owned())
        .collect();
    let departure = Departure {
        state,
        nonce,
        code_verifier,
        sources: sources.clone(),
        challenge: request.challenge.clone(),
        concerne: choice.concerne(),
        lang: request.lang.to_owned(),
        origin: page.origin().to_owned(),
        issued_at: clock::now_secs(),
    };
    let location = build_authorization_url(&provider, &scopes, &departure);
    let flow = flow_id(random::random_bytes()?);
    let handle = flow_id(random::random_bytes()?);
    let context = Context {
        flow,
        demarche: request.demarche.clone(),
        page: page.url().to_owned(),
    };
    let cookie = cookie::set(&visit.settings.sealing, &handle, &context, &departure)?;
    Event::new(Level::Info, "started")
        .with("demarche", request.demarche.as_str())
        .with("origin", page.origin())
        .with("sources", sources)
        .write();
    Ok((location, cookie))
}

fn choose(
    visit: &Visit,
    request: &StartRequest,
    demarche: &DemarcheChecked,
    page: &Page,
) -> worker::Result<Response> {
    let demarche = &*demarche.in_lang(request.lang);
    let catalogue = Catalogue::of(request.lang).with_texts(&demarche.written().textes);
    let description = demarche.description(visit.settings.deployment.origin());
    let departure = choice::Departure {
        page: page.url(),
        challenge: &request.challenge,
        lang: request.lang,
    };
    let frame = Frame {
        catalogue,
        title: catalogue.text("panel.title", &[]),
        collectivite: Some(&description.collectivite.nom_collectivite),
        demarche: Some(&description.titre),
        footer: Some(footer(demarche)),
        main_class: "single",
    };
    let target = demarche.provider_origin();
    Answer::new(
        200,
        Audience::Page {
            form_targets: &[&target],
        },
    )?
    .html(frame.page(&choice::content(catalogue, &description, &departure)))
}
