//! The cookies that carry a flow: one a flow, so that two tabs never disturb each other.

use unefois_core::sealing::{Context, KeyRing, Opened};
use unefois_core::transaction::{Departure, Payload, open, seal};

use super::{Fault, Visit};
use crate::adapters::random;
use crate::incoming::COOKIE_PREFIX;

/// Cookies kept for one browser: abandoned flows beyond these are forgotten, oldest first.
const KEPT: usize = 4;
const MAX_AGE_SECS: u32 = 1800;

/// A departure found in a cookie, with the handle that names its cookie.
pub struct CookieDeparture {
    /// Name of the cookie, prefix aside.
    pub handle: String,
    /// The departure and the flow, démarche and page it is bound to.
    pub opened: Opened<Departure>,
}

/// Every departure of this browser that opens, in date or not.
pub fn departures(visit: &Visit) -> Vec<CookieDeparture> {
    let ring = &visit.settings.sealing;
    let cookies = visit.incoming.cookies.iter();
    cookies
        .filter_map(|(handle, value)| {
            let opened = open::<Departure>(ring, value).ok()?;
            let handle = handle.clone();
            Some(CookieDeparture { handle, opened })
        })
        .collect()
}

/// The departure of `flow`, when this browser holds it and it is in date.
pub fn departure_of(visit: &Visit, flow: &str, now: i64) -> Option<CookieDeparture> {
    departures(visit).into_iter().find(|departure| {
        departure.opened.context().flow == flow && !departure.opened.payload().is_expired(now)
    })
}

/// Handles of the cookies to drop before adding one: those that do not open, then the oldest.
pub fn surplus(visit: &Visit, now: i64) -> Vec<String> {
    let mut kept = departures(visit);
    kept.retain(|departure| !departure.opened.payload().is_expired(now));
    kept.sort_by_key(|departure| std::cmp::Reverse(departure.opened.payload().issued_at));
    kept.truncate(KEPT);
    let is_kept = |handle: &String| kept.iter().any(|departure| departure.handle == *handle);
    let handles = visit.incoming.cookies.iter().map(|(handle, _)| handle);
    handles.filter(|handle| !is_kept(handle)).cloned().collect()
}

/// Seals `payload` into the line that sets the cookie `handle`.
///
/// # Errors
/// [`Fault`] when the platform gives no randomness or the payload does not seal.
pub fn set<T: Payload>(
    ring: &KeyRing,
    handle: &str,
    context: &Context,
    payload: &T,
) -> Result<String, Fault> {
    let sealed = seal(ring, context, payload, random::random_bytes()?)?;
    Ok(format!(
        "{COOKIE_PREFIX}{handle}={sealed}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={MAX_AGE_SECS}"
    ))
}

/// The line that removes the cookie `handle`.
pub fn remove(handle: &str) -> String {
    format!("{COOKIE_PREFIX}{handle}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}
