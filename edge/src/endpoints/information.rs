//! `GET /v1/information/{id}`: the page "Vos données et vos droits" of a démarche.

use unefois_core::messages::Catalogue;
use worker::Response;

use super::Visit;
use crate::answer::{Answer, Audience};
use crate::pages::{Frame, footer, information as page};

/// The page, in the language of the query or of the browser.
pub fn information(visit: &Visit, id: &str) -> worker::Result<Response> {
    let Some(demarche) = visit.settings.deployment.demarche(id) else {
        return Answer::new(404, Audience::Nobody)?.empty();
    };
    let lang = visit.incoming.query_lang();
    let lang = lang.unwrap_or_else(|| visit.incoming.lang());
    let demarche = &*demarche.in_lang(lang);
    let written = demarche.written();
    let catalogue = Catalogue::of(lang).with_texts(&written.textes);
    let title = catalogue.text("info2.title", &[]);
    let frame = Frame {
        catalogue,
        title: format!("{title} – {}", written.titre),
        collectivite: Some(&demarche.collectivite().nom_collectivite),
        demarche: Some(&written.titre),
        footer: Some(footer(demarche)),
        address: Some(format!("/v1/information/{id}?")),
    };
    Answer::new(200, Audience::Page { form_targets: &[] })?.html(frame.page(&page::content(
        catalogue,
        demarche,
        page::Place::Page,
    )))
}
