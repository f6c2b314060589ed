//! What a program in a form's page may call, and from where.

use worker::Response;

use super::Visit;
use crate::answer::{Answer, Audience};

/// Answers the preflight of a registered origin.
pub fn preflight(visit: &Visit) -> worker::Result<Response> {
    let Some(origin) = registered_origin(visit) else {
        return Answer::new(403, Audience::Nobody)?.empty();
    };
    Answer::new(204, Audience::Origin(&origin))?
        .with("access-control-allow-methods", "POST")?
        .with("access-control-allow-headers", "content-type")?
        .with("access-control-max-age", "600")?
        .empty()
}

/// The origin of the request, when at least one démarche registers it, byte for byte.
pub fn registered_origin(visit: &Visit) -> Option<String> {
    let origin = visit.incoming.origin.as_ref()?;
    visit
        .settings
        .deployment
        .has_origin(origin)
        .then(|| origin.clone())
}
