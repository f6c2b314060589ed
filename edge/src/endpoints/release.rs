//! What the person does with the release page: send, refuse, ask for time, say it is not them.

use unefois_core::consent::{Consent, Offer, ReleasedFields, RowsFault, release};
use unefois_core::demarche::{DemarcheChecked, ScopesInForce};
use unefois_core::error::Refusal;
use unefois_core::sealing::{Context, Opened};
use unefois_core::transaction::{
    HandOff, LogoutRequest, PendingRelease, Step, flow_id, guard_claim, open_current, reference,
    seal,
};
use worker::{Request, Response};

use super::cookie::{self, CookieDeparture};
use super::problem::{Known, refuse};
use super::release_page::{self, Again, Shown};
use super::{Fault, Visit, logout, trace};
use crate::adapters::guard::{self, Claim};
use crate::adapters::log::{Event, Level};
use crate::adapters::{clock, random};
use crate::answer::see_other;
use crate::body;
use crate::form::Form;

/// The sealed release, the choices, and room for their encoding.
const MAX_BODY_BYTES: usize = 96 * 1024;
/// Life of the guard's memory of a decision: longer than any release page.
const CLAIM_SECS: i64 = 3600;

const NOT_OUR_PAGE: Refusal = Refusal::new("release_not_our_page", 403, "wrong_page");
const NOT_THIS_BROWSER: Refusal = Refusal::new("release_cookie_missing", 403, "expired");
const MALFORMED: Refusal = Refusal::new("release_malformed", 400, "wrong_page");
const ALREADY_DECIDED: Refusal = Refusal::new("release_already_decided", 409, "twice");
const RELOADED: Refusal = Refusal::new("release_reloaded", 410, "expired");

/// `GET /v1/release`: the page was left or loaded again; its values are gone.
pub fn reload(visit: &Visit) -> worker::Result<Response> {
    let mut departures = cookie::departures(visit);
    departures.sort_by_key(|found| std::cmp::Reverse(found.opened.payload().issued_at));
    match departures.first() {
        // The same flow, or one of another tab, may still have its page.
        Some(found) => refuse(visit, RELOADED, &Known::from_cookie(found).keeping_cookie()),
        None => refuse(visit, RELOADED, &Known::default()),
    }
}

/// `POST /v1/release`: seals the hand-off of what was ticked, or of nothing.
pub async fn decide(visit: &Visit, mut request: Request) -> worker::Result<Response> {
    let submitted = match Submitted::read(visit, &mut request).await {
        Ok(submitted) => submitted,
        Err(stopped) => return stopped.answer(visit),
    };
    let (released, in_force) = match submitted.released(visit).await {
        Ok(Ok(decided)) => decided,
        Ok(Err(faults)) => {
            return submitted
                .ask_again(visit, Shown::RowsToDecide, faults)
                .await;
        }
        Err(refusal) => return refuse(visit, refusal, &submitted.known()),
    };
    if released.is_empty() && !submitted.refuses {
        return submitted
            .ask_again(visit, Shown::NoneTicked, Vec::new())
            .await;
    }
    if let Err(refusal) = claim(visit, &submitted.opened.context().flow).await {
        return refuse(visit, refusal, &submitted.known());
    }
    match hand_over(visit, &submitted.opened, released, &in_force) {
        Ok(location) => see_other(&location)?
            .with_cookie(&cookie::remove(&submitted.found.handle))?
            .empty(),
        Err(fault) => refuse(visit, fault.into(), &submitted.known()),
    }
}

/// `POST /v1/more-time`: the same page, ten minutes more.
pub async fn renew(visit: &Visit, mut request: Request) -> worker::Result<Response> {
    let submitted = match Submitted::read(visit, &mut request).await {
        Ok(submitted) => submitted,
        Err(stopped) => return stopped.answer(visit),
    };
    let (context, pending) = submitted.opened.into_parts();
    match pending.renew(clock::now_secs()) {
        Ok(pending) => {
            release_page::again(visit, context, pending, Shown::Renewed, Again::default()).await
        }
        Err(refusal) => refuse(visit, refusal, &Known::from_cookie(&submitted.found)),
    }
}

/// `POST /v1/not-me`: nothing is sent, and FranceConnect is closed.
pub async fn not_me(visit: &Visit, mut request: Request) -> worker::Result<Response> {
    if !visit
        .incoming
        .is_from_own_page(visit.settings.deployment.origin())
    {
        return refuse(visit, NOT_OUR_PAGE, &Known::default());
    }
    let form = read_form(visit, &mut request).await;
    let Some(sealed) = form.as_ref().and_then(|form| form.once("logout")) else {
        return refuse(visit, MALFORMED, &Known::default());
    };
    let opened = open_current::<LogoutRequest>(&visit.settings.sealing, sealed, clock::now_secs());
    let Ok(opened) = opened else {
        return refuse(visit, MALFORMED, &Known::default());
    };
    let flow = &opened.context().flow;
    let Some(found) = cookie::departure_of(visit, flow, clock::now_secs()) else {
        return refuse(visit, NOT_THIS_BROWSER, &Known::default());
    };
    // The values on the page can no longer be sent.
    if let Err(refusal) = claim(visit, flow).await {
        // Who says that it is not them has nothing to start again with.
        let known = Known {
            departure: None,
            ..Known::from_cookie(&found)
        };
        return refuse(visit, refusal, &known);
    }
    logout::end_session(visit, sealed, &[&found.handle])
}

/// A form of the release page, proven to come from the browser that holds its flow.
struct Submitted {
    opened: Opened<PendingRelease>,
    found: CookieDeparture,
    ticked: Vec<String>,
    refuses: bool,
}

/// Why a form is not taken, with what is known of its flow.
struct Stopped {
    refusal: Refusal,
    context: Option<Context>,
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            context: None,
        }
    }
}

impl Stopped {
    fn answer(&self, visit: &Visit) -> worker::Result<Response> {
        let known = Known {
            context: self.context.as_ref(),
            ..Known::default()
        };
        refuse(visit, self.refusal, &known)
    }
}

impl Submitted {
    async fn read(visit: &Visit, request: &mut Request) -> Result<Self, Stopped> {
        if !visit
            .incoming
            .is_from_own_page(visit.settings.deployment.origin())
        {
            return Err(NOT_OUR_PAGE.into());
        }
        let form = read_form(visit, request).await.ok_or(MALFORMED)?;
        let sealed = form.once("sealed").ok_or(MALFORMED)?;
        let now = clock::now_secs();
        let opened = open_current::<PendingRelease>(&visit.settings.sealing, sealed, now).map_err(
            |fault| Stopped {
                refusal: fault.refusal,
                context: fault.context,
            },
        )?;
        let found = cookie::departure_of(visit, &opened.context().flow, now);
        let found = found.ok_or_else(|| Stopped {
            refusal: NOT_THIS_BROWSER,
            context: Some(opened.context().clone()),
        })?;
        // Only the button that sends means sending; anything else withholds.
        let refuses = form.once("decision") != Some("send");
        let ticked = if refuses {
            Vec::new()
        } else {
            form.all_starting("choix")
        };
        Ok(Self {
            opened,
            found,
            ticked,
            refuses,
        })
    }

    /// What is known of its flow. What was typed is in the form: the cookie no longer holds it.
    fn known(&self) -> Known<'_> {
        Known {
            saisies: &self.opened.payload().saisies,
            ..Known::from_cookie(&self.found)
        }
    }

    /// Shows the page once more, with what the person had ticked.
    async fn ask_again(
        self,
        visit: &Visit,
        shown: Shown,
        faults: Vec<RowsFault>,
    ) -> worker::Result<Response> {
        let (context, pending) = self.opened.into_parts();
        let ticked = Some(self.ticked);
        release_page::again(visit, context, pending, shown, Again { ticked, faults }).await
    }

    /// What the person releases, with the scopes it was decided under, or the lists they must decide about
    /// first. Refusing decides of all.
    async fn released(
        &self,
        visit: &Visit,
    ) -> Result<Result<(ReleasedFields, ScopesInForce), Vec<RowsFault>>, Refusal> {
        let pending = self.opened.payload();
        let id = &self.opened.context().demarche;
        let demarche = visit.settings.deployment.demarche(id);
        if self.refuses {
            // A refusal must not fail where habilitations cannot be read: the trace then names none.
            let in_force = match demarche {
                Some(demarche) => visit.in_force(demarche).await.unwrap_or_default(),
                None => ScopesInForce::default(),
            };
            return Ok(Ok((ReleasedFields::default(), in_force)));
        }
        let demarche = demarche.ok_or(Fault {
            code: "demarche_gone",
        })?;
        let choice = demarche.choose(pending.concerne, &pending.sources)?;
        let in_force = visit.in_force(demarche).await?;
        demarche.check_in_force(Some(&choice), &in_force)?;
        let offer = Offer {
            demarche,
            choice: &choice,
            obtained: &pending.fields,
            in_force: &in_force,
            saisies: &pending.saisies,
        };
        let released = Consent::new(&offer, &self.ticked).map(|consent| {
            if consent.ignored() > 0 {
                Event::new(Level::Warn, "choices_ignored")
                    .with("demarche", id.as_str())
                    .with("count", consent.ignored())
                    .write();
            }
            release(&offer, &consent)
        });
        Ok(released.map(|released| (released, in_force)))
    }
}

async fn read_form(visit: &Visit, request: &mut Request) -> Option<Form> {
    if !visit.incoming.is_form() {
        return None;
    }
    body::read(request, MAX_BODY_BYTES)
        .await
        .map(|bytes| Form::parse(&bytes))
}

async fn claim(visit: &Visit, flow: &str) -> Result<(), Refusal> {
    let claim = guard_claim(flow, Step::Release);
    let expires_at = clock::now_secs() + CLAIM_SECS;
    match guard::claim(&visit.env, &claim, expires_at)
        .await
        .map_err(Fault::from)?
    {
        Claim::First => Ok(()),
        Claim::Seen => Err(ALREADY_DECIDED),
    }
}

/// Seals the hand-off into the address of the form's page.
fn hand_over(
    visit: &Visit,
    opened: &Opened<PendingRelease>,
    released: ReleasedFields,
    in_force: &ScopesInForce,
) -> Result<String, Fault> {
    let context = opened.context();
    let demarche = visit.settings.deployment.demarche(&context.demarche);
    let fields = demarche
        .map(|demarche| demarche.loggable(released.fields()))
        .unwrap_or_default();
    let jti = flow_id(random::random_bytes()?);
    let prefix = demarche
        .map(DemarcheChecked::reference_prefix)
        .unwrap_or_default();
    let reference = reference(&prefix, random::random_bytes()?);
    let hand_off = HandOff::new(
        opened.payload().clone(),
        released,
        jti,
        reference,
        clock::now_secs(),
    );
    let nonce = random::random_bytes()?;
    let sealed = seal(&visit.settings.sealing, context, &hand_off, nonce)?;
    let id = context.demarche.as_str();
    trace::released(visit, id, opened.payload(), &hand_off, in_force, &fields);
    Event::new(Level::Info, "released")
        .with("demarche", id)
        .with("origin", hand_off.origin.as_str())
        .with("fields", fields)
        .write();
    Ok(format!("{}#unefois={sealed}", context.page))
}
