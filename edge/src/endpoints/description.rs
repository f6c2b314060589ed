//! `GET /v1/demarches/{id}`: the public description of a démarche, for the widget.

use unefois_core::messages::FRENCH;
use unefois_wire::Description;
use worker::Response;

use super::Visit;
use crate::answer::{Answer, Audience};

/// The description, readable by the origins the démarche registers. Another origin does not learn
/// whether there is such a démarche.
pub fn description(visit: &Visit, id: &str) -> worker::Result<Response> {
    let deployment = &visit.settings.deployment;
    let origin = visit.incoming.origin.as_deref();
    let found = origin.and_then(|origin| Some((origin, deployment.demarche_for(id, origin)?)));
    let Some((origin, demarche)) = found else {
        return Answer::new(403, Audience::Nobody)?.empty();
    };
    let lang = visit.incoming.query_lang().unwrap_or(FRENCH);
    let description = Description {
        textes: demarche.widget_texts(lang),
        ..demarche
            .in_lang(lang)
            .description(visit.settings.deployment.origin())
    };
    Answer::new(200, Audience::Origin(origin))?
        .cached("private, max-age=60")?
        .json(&description)
}
