//! The exchange trace: written beside the answer, to the collectivité it belongs to.

use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use unefois_core::demarche::{ScopesInForce, TraceSink};
use unefois_core::field::ObtainedField;
use unefois_core::sources::{self, ProvenAnswer, SourceAnswer};
use unefois_core::trace::{
    ATTEMPTS, Answered, Delivery, ExchangeTrace, TraceContext, UnsignedTrace, build_trace_request,
    journal_line, process_trace_response,
};
use unefois_core::transaction::{Departure, HandOff, PendingRelease, flow_id};
use unefois_wire::Concerne;
use worker::Delay;

use super::{Fault, Visit};
use crate::adapters::log::{self, Event, Level};
use crate::adapters::settings::Settings;
use crate::adapters::{clock, fetch, random};

/// The flow a line is about.
#[derive(Clone)]
struct Flow {
    demarche: String,
    concerne: Concerne,
    sources: Vec<String>,
    correlation: String,
}

/// What a callback asked and got, as far as it is known. The line leaves when this is dropped, however the callback
/// ends: the page written whole, the identity refused, the browser gone.
pub struct Obtained {
    correlation: String,
    known: Known,
    end: Option<oneshot::Sender<Known>>,
}

#[derive(Default)]
struct Known {
    identity: Option<Vec<String>>,
    answers: Vec<Answered>,
}

impl Obtained {
    /// Begins the line, before the first provider is asked. The platform is told at once that it will have to wait
    /// for it: once the browser is gone it is too late to say so.
    ///
    /// # Errors
    /// [`Fault`] without randomness.
    pub fn begin(
        visit: &Visit,
        demarche: &str,
        departure: &Departure,
        in_force: ScopesInForce,
    ) -> Result<Self, Fault> {
        let flow = Flow {
            demarche: demarche.to_owned(),
            concerne: departure.concerne,
            sources: departure.sources.clone(),
            correlation: flow_id(random::random_bytes()?),
        };
        let correlation = flow.correlation.clone();
        let settings = Rc::clone(&visit.settings);
        let (end, ended) = oneshot::channel::<Known>();
        visit.context.wait_until(async move {
            let known = ended.await.unwrap_or_default();
            let now = clock::now_secs();
            let trace = flow.line(&settings, now, &in_force, &|context| known.line(context));
            deliver(&settings, &flow.demarche, trace).await;
        });
        Ok(Self {
            correlation,
            known: Known::default(),
            end: Some(end),
        })
    }

    /// Identifier of the two lines of the flow.
    pub fn correlation(&self) -> &str {
        &self.correlation
    }

    /// FranceConnect gave these.
    pub fn identity(&mut self, fields: &[ObtainedField]) {
        let chemins = fields.iter().map(|field| field.chemin.clone());
        self.known.identity = Some(chemins.collect());
    }

    /// A source answered, and nothing of it was kept: nobody's identity could be believed.
    pub fn dropped(&mut self, answer: &SourceAnswer) {
        if let Some(source) = sources::spec(answer.source) {
            self.answer(&ProvenAnswer::without_value(source, answer.outcome));
        }
    }

    /// A source gave this, or nothing.
    pub fn answer(&mut self, answer: &ProvenAnswer) {
        self.known.answers.push(answer.into());
    }
}

impl Drop for Obtained {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            let _ = end.send(std::mem::take(&mut self.known));
        }
    }
}

impl Known {
    fn line(&self, context: &TraceContext) -> ExchangeTrace {
        let identity = self.identity.as_ref();
        let identity = identity.map(|chemins| chemins.iter().map(String::as_str));
        ExchangeTrace::obtained(context, identity, &self.answers)
    }
}

/// Writes what the person decided to send: the paths of `sent`, or nothing.
pub fn released(
    visit: &Visit,
    demarche: &str,
    pending: &PendingRelease,
    hand_off: &HandOff,
    in_force: &ScopesInForce,
    sent: &[String],
) {
    let flow = Flow {
        demarche: demarche.to_owned(),
        concerne: pending.concerne,
        sources: pending.sources.clone(),
        correlation: pending.correlation.clone(),
    };
    let settings = Rc::clone(&visit.settings);
    let trace = flow.line(&settings, hand_off.issued_at, in_force, &|context| {
        ExchangeTrace::released(context, sent, &hand_off.reference)
    });
    visit
        .context
        .wait_until(async move { deliver(&settings, &flow.demarche, trace).await });
}

impl Flow {
    /// The line, unless the démarche is no longer served.
    fn line(
        &self,
        settings: &Settings,
        now_secs: i64,
        in_force: &ScopesInForce,
        write: &dyn Fn(&TraceContext) -> ExchangeTrace,
    ) -> Option<ExchangeTrace> {
        let demarche = settings.deployment.demarche(&self.demarche)?;
        let choice = demarche.choose(self.concerne, &self.sources).ok()?;
        Some(write(&TraceContext {
            demarche,
            choice: &choice,
            in_force,
            issuer: &settings.deployment.issuer(demarche),
            correlation: &self.correlation,
            now_secs,
        }))
    }
}

/// Signs a line and hands it to the collectivité. One that cannot be signed, or handed over, goes to the process's
/// own output, and the operator is told.
async fn deliver(settings: &Settings, id: &str, trace: Option<ExchangeTrace>) {
    let demarche = settings.deployment.demarche(id);
    let (Some(demarche), Some(trace)) = (demarche, trace) else {
        return undelivered(id, "demarche_gone");
    };
    let Some(key) = settings.signers.of(demarche) else {
        undelivered(id, "attestation_keys_missing");
        if let Ok(unsigned) = UnsignedTrace::new(&trace, "") {
            write_down(&unsigned.unsigned_line());
        }
        return;
    };
    let Ok(unsigned) = UnsignedTrace::new(&trace, &key.keys().kid()) else {
        return undelivered(id, "trace_failed");
    };
    let Ok(line) = unsigned.sign(key).await else {
        undelivered(id, "signature_unavailable");
        return write_down(&unsigned.unsigned_line());
    };
    match demarche.trace_sink() {
        TraceSink::Journal => write_down(&line),
        TraceSink::Address { url, secret } => {
            if let Err(code) = send(settings, url, secret, &line).await {
                undelivered(id, code);
                write_down(&line);
            }
        }
    }
}

async fn send(
    settings: &Settings,
    url: &str,
    secret: Option<&str>,
    line: &str,
) -> Result<(), &'static str> {
    let bearer = secret.map(|name| settings.secret(name).ok_or("secret_missing"));
    let bearer = bearer.transpose()?;
    let mut last = "receiver_unreachable";
    for attempt in ATTEMPTS {
        Delay::from(Duration::from_millis(attempt.pause_millis.into())).await;
        let request = build_trace_request(url, bearer.clone(), line, attempt);
        match process_trace_response(&fetch::carry(&request).await) {
            Delivery::Done => return Ok(()),
            Delivery::Again(code) => last = code,
            Delivery::GivenUp(code) => return Err(code),
        }
    }
    Err(last)
}

fn undelivered(demarche: &str, code: &'static str) {
    Event::new(Level::Error, "trace_undelivered")
        .with("demarche", demarche)
        .with("code", code)
        .write();
}

fn write_down(line: &str) {
    log::write_line(&journal_line(line, &log::now()));
}
