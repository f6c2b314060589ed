//! Answers to a refusal: one page, one log line, and a way back to the form.

use unefois_core::error::Refusal;
use unefois_core::messages::Catalogue;
use unefois_core::sealing::Context;
use unefois_core::sources::Saisie;
use unefois_core::start::concerne_word;
use unefois_core::transaction::{Departure, incident_number};
use worker::Response;

use super::cookie::CookieDeparture;
use super::{Visit, cookie, host, inputs};
use crate::adapters::log::{Event, Level};
use crate::adapters::random;
use crate::answer::{Answer, Audience};
use crate::pages::problem::{self, Way};
use crate::pages::{Frame, footer};

/// Told to the form's page when nothing comes back, whatever the reason.
pub const INCOMPLETE: &str = "#unefois=incomplete";

/// What is known of the flow a problem belongs to.
#[derive(Default)]
pub struct Known<'a> {
    /// What the flow is bound to: the way back to the form.
    pub context: Option<&'a Context>,
    /// The departure, which is enough to start again.
    pub departure: Option<&'a Departure>,
    /// What the person typed, so that they need not write it again.
    pub saisies: &'a [Saisie],
    /// Name of the cookie that ends with this page.
    pub handle: Option<&'a str>,
    /// Language, where it is known.
    pub lang: Option<&'a str>,
}

impl<'a> Known<'a> {
    /// Everything a cookie says of its flow.
    pub fn from_cookie(found: &'a CookieDeparture) -> Self {
        Self {
            context: Some(found.opened.context()),
            departure: Some(found.opened.payload()),
            saisies: &found.opened.payload().saisies,
            handle: Some(&found.handle),
            lang: Some(&found.opened.payload().lang),
        }
    }

    /// The same, for a page that does not end the flow: it may still be open elsewhere.
    pub fn keeping_cookie(self) -> Self {
        Self {
            handle: None,
            ..self
        }
    }
}

/// The page of `refusal`, and its line in the log.
pub fn refuse(visit: &Visit, refusal: Refusal, known: &Known<'_>) -> worker::Result<Response> {
    let lang = known.lang.unwrap_or_else(|| visit.incoming.lang());
    let catalogue = Catalogue::of(lang);
    let incident = random::random_bytes()
        .map(incident_number)
        .unwrap_or_default();
    log(visit, refusal, known, &incident);
    let values = [
        ("incident", incident.as_str()),
        ("domaine_service", host(visit.settings.deployment.origin())),
    ];
    let demarche = known
        .context
        .and_then(|context| visit.settings.deployment.demarche(&context.demarche))
        .map(|demarche| demarche.in_lang(lang));
    let demarche = demarche.as_deref();
    let back = known
        .context
        .map(|context| format!("{}{INCOMPLETE}", context.page));
    let retry = retry_label(refusal.message_key)
        .and_then(|label| Some((label, start_again(visit, known)?)));
    let ways: Vec<_> = retry
        .iter()
        .map(|(label, href)| (*label, href))
        .chain(back.iter().map(|href| ("common.back_to_form", href)))
        .map(|(label, href)| Way {
            href,
            label: catalogue.text(label, &[]),
        })
        .collect();
    let frame = Frame {
        catalogue,
        title: problem::title(catalogue, refusal.message_key),
        collectivite: demarche.map(|it| it.collectivite().nom_collectivite.as_str()),
        demarche: demarche.map(|it| it.written().titre.as_str()),
        footer: demarche.map(footer),
        address: None,
    };
    let content = problem::content(catalogue, refusal.message_key, &values, &ways);
    let mut answer = Answer::new(refusal.status, Audience::Page { form_targets: &[] })?;
    if let Some(handle) = known.handle {
        answer = answer.with_cookie(&cookie::remove(handle))?;
    }
    answer.html(frame.page(&content))
}

/// Starting again only helps where another try, or another account, may succeed.
fn retry_label(key: &str) -> Option<&'static str> {
    match key {
        "fc_refused" => Some("err.fc_refused.action"),
        "fc_down" | "technical" | "too_many" => Some("common.retry"),
        _ => None,
    }
}

/// The address of the same departure, with what was typed sealed in it once more.
fn start_again(visit: &Visit, known: &Known<'_>) -> Option<String> {
    let (context, departure) = known.context.zip(known.departure)?;
    let sources = departure.sources.join(",");
    let pairs = [
        ("demarche", context.demarche.as_str()),
        ("page", &context.page),
        ("challenge", &departure.challenge),
        ("sources", &sources),
        ("concerne", concerne_word(departure.concerne)),
        ("lang", &departure.lang),
    ];
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    if !known.saisies.is_empty() {
        let place = (context.demarche.clone(), context.page.clone());
        let challenge = departure.challenge.clone();
        let sealed = inputs::sealed(visit, place, challenge, known.saisies.to_vec());
        // What cannot be sealed is asked for again: it is never left out unseen.
        query.append_pair("saisies", &sealed.unwrap_or_default());
    }
    Some(format!("/v1/start?{}", query.finish()))
}

fn log(visit: &Visit, refusal: Refusal, known: &Known<'_>, incident: &str) {
    let level = if refusal.alert {
        Level::Error
    } else {
        Level::Warn
    };
    let event = Event::new(level, "refused")
        .with("code", refusal.code)
        .with("status", refusal.status)
        .with("path", known_path(&visit.incoming.path))
        .with("incident", incident);
    match known.context {
        Some(context) => event.with("demarche", context.demarche.as_str()).write(),
        None => event.write(),
    }
}

/// Only paths of ours are logged: an unknown one could hold anything.
fn known_path(path: &str) -> &str {
    match path {
        "/v1/start" | "/v1/callback" | "/v1/release" | "/v1/more-time" | "/v1/not-me"
        | "/v1/logout" | "/v1/logout/return" => path,
        _ => "other",
    }
}
