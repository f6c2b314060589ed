//! Ending the FranceConnect session, from the form or from the release page.

use unefois_core::messages::Catalogue;
use unefois_core::oidc::{build_logout_url, check_logout_return};
use unefois_core::sealing::{Context, Opened};
use unefois_core::secret::Secret;
use unefois_core::transaction::{LogoutRequest, LogoutReturn, flow_id, open_current, random_text};
use worker::Response;

use super::problem::{Known, refuse};
use super::{Fault, Visit, cookie};
use crate::adapters::log::{Event, Level};
use crate::adapters::{clock, random};
use crate::answer::{Answer, Audience, see_other};
use crate::pages::{Frame, footer, goodbye};

/// `GET /v1/logout?t=<sealed>`: leads to FranceConnect's own logout.
pub fn leave(visit: &Visit) -> worker::Result<Response> {
    let sealed = visit.incoming.query.strip_prefix("t=").unwrap_or_default();
    end_session(visit, sealed, &[])
}

/// Ends the FranceConnect session a sealed logout names, and drops the cookies `ended`.
pub fn end_session(visit: &Visit, sealed: &str, ended: &[&str]) -> worker::Result<Response> {
    let opened = open_current::<LogoutRequest>(&visit.settings.sealing, sealed, clock::now_secs());
    let opened = match opened {
        Ok(opened) => opened,
        Err(fault) => {
            let known = Known {
                context: fault.context.as_ref(),
                ..Known::default()
            };
            return refuse(visit, fault.refusal, &known);
        }
    };
    let (location, cookie) = match depart(visit, &opened) {
        Ok(departure) => departure,
        Err(fault) => return refuse(visit, fault.into(), &Known::default()),
    };
    // Shown to the browser, which carries it to FranceConnect.
    let mut answer = see_other(location.expose())?.with_cookie(&cookie)?;
    for handle in ended {
        answer = answer.with_cookie(&cookie::remove(handle))?;
    }
    answer.empty()
}

fn depart(visit: &Visit, opened: &Opened<LogoutRequest>) -> Result<(Secret, String), Fault> {
    let context = opened.context();
    let deployment = &visit.settings.deployment;
    let demarche = deployment.demarche(&context.demarche).ok_or(Fault {
        code: "demarche_gone",
    })?;
    let provider = visit.provider(demarche)?;
    let state = random_text(random::random_bytes()?);
    let location = build_logout_url(&provider, &opened.payload().id_token, &state);
    let handle = flow_id(random::random_bytes()?);
    let waiting = LogoutReturn {
        state,
        issued_at: clock::now_secs(),
    };
    let cookie = cookie::set(&visit.settings.sealing, &handle, context, &waiting)?;
    Event::new(Level::Info, "logout")
        .with("demarche", context.demarche.as_str())
        .write();
    Ok((location, cookie))
}

/// `GET /v1/logout/return`: FranceConnect has closed its session.
///
/// A return that cannot be tied to a departure of this browser gives the same page without a way
/// back: it proves nothing and leads nowhere.
pub fn back(visit: &Visit) -> worker::Result<Response> {
    let departure = find(visit);
    let context = departure.as_ref().map(|(_, context)| context);
    let demarche =
        context.and_then(|context| visit.settings.deployment.demarche(&context.demarche));
    let catalogue = Catalogue::of(visit.incoming.lang());
    let town = demarche.map(|it| it.collectivite().nom_collectivite.as_str());
    let frame = Frame {
        catalogue,
        title: catalogue.text(
            "goodbye.page_title",
            &[("nom_collectivite", town.unwrap_or("FranceConnect"))],
        ),
        collectivite: town,
        demarche: demarche.map(|it| it.written().titre.as_str()),
        footer: demarche.map(footer),
        address: None,
    };
    let content = goodbye::content(catalogue, context.map(|context| context.page.as_str()));
    let mut answer = Answer::new(200, Audience::Page { form_targets: &[] })?;
    if let Some((handle, _)) = &departure {
        answer = answer.with_cookie(&cookie::remove(handle))?;
    }
    answer.html(frame.page(&content))
}

/// The departure whose state this is, found among the cookies of this browser.
fn find(visit: &Visit) -> Option<(String, Context)> {
    let now = clock::now_secs();
    visit.incoming.cookies.iter().find_map(|(handle, value)| {
        let opened = open_current::<LogoutReturn>(&visit.settings.sealing, value, now).ok()?;
        check_logout_return(&visit.incoming.query, &opened.payload().state).ok()?;
        Some((handle.clone(), opened.context().clone()))
    })
}
