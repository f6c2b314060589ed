//! `GET /v1/start`: checks where the person comes from and what they ticked, then leads to
//! FranceConnect.

use unefois_core::demarche::{Choice, DemarcheChecked, Page, ScopesInForce, Typed};
use unefois_core::error::Refusal;
use unefois_core::in_app::{InApp, in_app};
use unefois_core::messages::Catalogue;
use unefois_core::oidc::build_authorization_url;
use unefois_core::paris;
use unefois_core::sealing::Context;
use unefois_core::sources::Saisie;
use unefois_core::start::{
    ADVICE, ADVICE_PASSED, ADVICE_SHOWN, Advice, DEMARCHE_UNKNOWN, START_MALFORMED, StartChecked,
    StartRequest, concerne_word,
};
use unefois_core::transaction::{Departure, DepartureRandom, Inputs, flow_id, open_current};
use unefois_wire::Concerne;
use worker::{Request, Response};

use super::problem::{Known, refuse};
use super::{Fault, Visit, cookie, health};
use crate::adapters::log::{Event, Level};
use crate::adapters::{clock, random};
use crate::answer::{Answer, Audience, see_other};
use crate::body;
use crate::pages::{self, Frame, choice, error_summary, footer};

/// A form of the choice page: a few ids, the page's address and what was typed.
const MAX_BODY_BYTES: usize = 8 * 1024;

/// Starts a flow, or shows the choice when it was not made.
pub async fn start(visit: &Visit) -> worker::Result<Response> {
    let request = match visit.incoming.is_navigation() {
        true => StartRequest::parse(&visit.incoming.query),
        false => Err(START_MALFORMED),
    };
    answer(visit, request).await
}

/// Starts a flow from the edge's own choice page, where the person may have typed something.
pub async fn posted(visit: &Visit, mut request: Request) -> worker::Result<Response> {
    let own_origin = visit.settings.deployment.origin();
    let is_ours = visit.incoming.is_from_own_page(own_origin) && visit.incoming.is_form();
    let body = match is_ours {
        true => body::read(&mut request, MAX_BODY_BYTES).await,
        false => None,
    };
    let form = body.and_then(|bytes| String::from_utf8(bytes).ok());
    let request = form
        .ok_or(START_MALFORMED)
        .and_then(|form| StartRequest::parse_posted(&form));
    answer(visit, request).await
}

async fn answer(visit: &Visit, request: Result<StartRequest, Refusal>) -> worker::Result<Response> {
    let outcome = match request {
        Ok(request) => try_start(visit, request).await?,
        Err(refusal) => Err(refusal),
    };
    match outcome {
        Ok(response) => Ok(response),
        Err(refusal) => refuse(visit, refusal, &Known::default()),
    }
}

async fn try_start(
    visit: &Visit,
    request: StartRequest,
) -> worker::Result<Result<Response, Refusal>> {
    let (demarche, checked) = match check(visit, &request) {
        Ok(checked) => checked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if health::prove_guard(&visit.env).await.is_err() {
        return Ok(Err(Fault {
            code: "guard_unavailable",
        }
        .into()));
    }
    let in_force = match may_ask(visit, demarche, checked.choice.as_ref()).await {
        Ok(in_force) => in_force,
        Err(refusal) => return stop(visit, &request, &checked.page, refusal).map(Ok),
    };
    if let Some(response) = advise(visit, &request, demarche, &checked.page)? {
        return Ok(Ok(response));
    }
    match &checked.choice {
        None => choose(visit, &request, demarche, &checked.page, &Typed::default()).map(Ok),
        // For another adult nothing is asked: leaving for FranceConnect would be a useless trip.
        Some(choice) if choice.asks_nothing() => see_other(checked.page.url())?.empty().map(Ok),
        Some(choice) => {
            let saisies = match typed(visit, &request, demarche, choice, &checked.page) {
                Ok(saisies) => saisies,
                Err(typed) => {
                    return choose(visit, &request, demarche, &checked.page, &typed).map(Ok);
                }
            };
            let scopes = demarche.scopes_asked(choice, &in_force);
            let page = &checked.page;
            let departure = depart(visit, &request, demarche, page, choice, (scopes, saisies));
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

/// What may be asked today, of a choice for which something is left to ask.
async fn may_ask(
    visit: &Visit,
    demarche: &DemarcheChecked,
    choice: Option<&Choice>,
) -> Result<ScopesInForce, Refusal> {
    let in_force = visit.in_force(demarche).await?;
    demarche.check_in_force(choice, &in_force)?;
    Ok(in_force)
}

/// The page of a refusal that comes once the form's page is proven: it leads back there.
fn stop(
    visit: &Visit,
    request: &StartRequest,
    page: &Page,
    refusal: Refusal,
) -> worker::Result<Response> {
    let context = Context {
        flow: String::new(),
        demarche: request.demarche.clone(),
        page: page.url().to_owned(),
    };
    let known = Known {
        context: Some(&context),
        lang: Some(request.lang),
        ..Known::default()
    };
    refuse(visit, refusal, &known)
}

/// The advice to leave the browser of an application, once. It has an address of its own, because the
/// application's menu opens that one in the person's browser: they begin at the form again there,
/// where a trip begun here would come back without its verifier.
fn advise(
    visit: &Visit,
    request: &StartRequest,
    demarche: &DemarcheChecked,
    page: &Page,
) -> worker::Result<Option<Response>> {
    let address = |value: &str| {
        let shown = format!("&{ADVICE}={ADVICE_SHOWN}");
        let query = &visit.incoming.query;
        let query = query.strip_suffix(&shown).unwrap_or(query);
        format!("/v1/start?{query}&{ADVICE}={value}")
    };
    match (in_app(&visit.incoming.user_agent), request.advice) {
        (_, Advice::Passed) | (None, Advice::Due) => Ok(None),
        (None, Advice::Shown) => see_other(page.url())?.empty().map(Some),
        (Some(_), Advice::Due) => see_other(&address(ADVICE_SHOWN))?.empty().map(Some),
        (Some(app), Advice::Shown) => {
            let onward = address(ADVICE_PASSED);
            advice_page(request, demarche, app, page.url(), &onward).map(Some)
        }
    }
}

fn advice_page(
    request: &StartRequest,
    demarche: &DemarcheChecked,
    app: InApp,
    form: &str,
    onward: &str,
) -> worker::Result<Response> {
    let demarche = &*demarche.in_lang(request.lang);
    let catalogue = Catalogue::of(request.lang).with_texts(&demarche.written().textes);
    let frame = Frame {
        catalogue,
        title: catalogue.text("err.in_app.title", &[]),
        collectivite: Some(&demarche.collectivite().nom_collectivite),
        demarche: Some(&demarche.written().titre),
        address: None,
        footer: Some(footer(demarche)),
    };
    let content = pages::in_app::content(catalogue, app, form, onward);
    Answer::new(200, Audience::Page { form_targets: &[] })?.html(frame.page(&content))
}

/// What the person typed: in the edge's own page, or sealed on its way from the form's.
///
/// # Errors
/// What to ask for again, here. Sealed inputs that do not open, are too old or belong elsewhere are,
/// even those that may be left empty: without its month, a source would be asked for another.
fn typed(
    visit: &Visit,
    request: &StartRequest,
    demarche: &DemarcheChecked,
    choice: &Choice,
    page: &Page,
) -> Result<Vec<Saisie>, Typed> {
    let now = clock::now_secs();
    if let Some(sealed) = request.saisies.as_deref() {
        let opened = open_current::<Inputs>(&visit.settings.sealing, sealed, now).ok();
        let saisies = opened
            .as_ref()
            .and_then(|opened| opened.of(&request.demarche, page.url(), &request.challenge));
        let saisies = saisies.filter(|saisies| !demarche.lacks_input(choice, saisies));
        return saisies.map(<[Saisie]>::to_vec).ok_or_else(Typed::default);
    }
    let typed = demarche.check_typed(choice, &request.typed, paris::today(now));
    match typed.refusees.is_empty() {
        true => Ok(typed.saisies),
        false => Err(typed),
    }
}

fn check<'a>(
    visit: &'a Visit,
    request: &StartRequest,
) -> Result<(&'a DemarcheChecked, StartChecked), Refusal> {
    let deployment = &visit.settings.deployment;
    let demarche = deployment
        .demarche(&request.demarche)
        .ok_or(DEMARCHE_UNKNOWN)?;
    let checked = request.check(demarche)?;
    Ok((demarche, checked))
}

/// The address to go to, and the cookie that waits meanwhile.
fn depart(
    visit: &Visit,
    request: &StartRequest,
    demarche: &DemarcheChecked,
    page: &Page,
    choice: &Choice,
    (scopes, saisies): (Vec<&str>, Vec<Saisie>),
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
        saisies,
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
    typed: &Typed,
) -> worker::Result<Response> {
    let demarche = &*demarche.in_lang(request.lang);
    let catalogue = Catalogue::of(request.lang).with_texts(&demarche.written().textes);
    let description = demarche.description(visit.settings.deployment.origin());
    let departure = choice::Departure {
        page: page.url(),
        challenge: &request.challenge,
        lang: request.lang,
        concerne: concerne_word(concerne(request, demarche)),
        ticked: request.sources.as_deref().unwrap_or_default(),
        typed: &request.typed,
        refusees: &typed.refusees,
    };
    let has_erred = departure.has_erred();
    let title = catalogue.text("panel.title", &[]);
    let frame = Frame {
        catalogue,
        title: match has_erred {
            true => error_summary::title(catalogue, &title),
            false => title,
        },
        collectivite: Some(&description.collectivite.nom_collectivite),
        demarche: Some(&description.titre),
        footer: Some(footer(demarche)),
        // What was typed stays out of addresses: then the page keeps its language.
        address: request
            .typed
            .is_empty()
            .then(|| address(request, &departure)),
    };
    let target = demarche.provider_origin();
    Answer::new(
        if has_erred { 422 } else { 200 },
        Audience::Page {
            form_targets: &[&target],
        },
    )?
    .html(frame.page(&choice::content(catalogue, &description, &departure)))
}

/// The address of the choice, up to its language. What was typed is asked for again, sealed or not.
fn address(request: &StartRequest, departure: &choice::Departure<'_>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs([
        ("demarche", request.demarche.as_str()),
        ("page", departure.page),
        ("challenge", departure.challenge),
        ("concerne", departure.concerne),
    ]);
    if let Some(sources) = &request.sources {
        query.append_pair("sources", &sources.join(","));
    }
    if request.advice == Advice::Passed {
        query.append_pair(ADVICE, ADVICE_PASSED);
    }
    format!("/v1/start?{}&", query.finish())
}

/// Whom the page's form is about: somebody for whom there is something to choose, unless the address
/// says otherwise.
fn concerne(request: &StartRequest, demarche: &DemarcheChecked) -> Concerne {
    let own = demarche.written().concerne.iter().copied();
    let mut own = own.filter(|concerne| *concerne != Concerne::Autre);
    request
        .concerne
        .or_else(|| own.next())
        .unwrap_or(Concerne::Usager)
}
