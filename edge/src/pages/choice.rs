//! The choice of sources, for a person whose browser never received the widget.

use maud::{Markup, html};
use unefois_core::messages::{Catalogue, Form};
use unefois_wire::{Description, LibelleBouton};

/// What the page needs besides the description.
pub struct Departure<'a> {
    /// The form's address, already matched against the démarche.
    pub page: &'a str,
    /// S256 challenge of the form's tab.
    pub challenge: &'a str,
    /// Language of the page.
    pub lang: &'a str,
}

/// The boxes, unticked, what the law wants known before, and the FranceConnect button.
pub fn content(
    catalogue: Catalogue<'_>,
    description: &Description,
    departure: &Departure<'_>,
) -> Markup {
    let text = |id: &str| catalogue.text(id, &[]);
    html! {
        h1 { (text("panel.title")) }
        form method="get" action="/v1/start" {
            input type="hidden" name="demarche" value=(description.demarche);
            input type="hidden" name="page" value=(departure.page);
            input type="hidden" name="challenge" value=(departure.challenge);
            input type="hidden" name="lang" value=(departure.lang);
            input type="hidden" name="sources" value="";
            @if !description.sources.is_empty() { (sources(catalogue, description)) }
            p { (text("panel.identity")) }
            (notice(catalogue, description))
            p { (text("fc.phrase")) }
            (button(catalogue, description.libelle_bouton))
            p {
                a href="https://franceconnect.gouv.fr/" target="_blank" rel="noopener"
                    title=(text("fc.link_title")) { (text("fc.link")) }
            }
            p { (text("panel.or")) }
            a.button href=(departure.page) { (text("panel.by_hand")) }
        }
    }
}

fn sources(catalogue: Catalogue<'_>, description: &Description) -> Markup {
    html! {
        fieldset {
            legend { (catalogue.text("panel.legend", &[])) }
            p.muted { (catalogue.text("panel.hint", &[])) }
            @for source in &description.sources {
                @let id = format!("source-{}", source.id);
                @let hints = format!("{id}-aide");
                div.box {
                    input type="checkbox" name="source" value=(source.id) id=(id) aria-describedby=(hints);
                    label for=(id) { (catalogue.text(&format!("source.{}.label", source.id), &[])) }
                    div.hints id=(hints) {
                        p.origin {
                            (catalogue.text(
                                "panel.source_from",
                                &[("fournisseur_a", &catalogue.provider(&source.fournisseur, Form::A))],
                            ))
                        }
                        p.muted { (catalogue.text(&format!("source.{}.why", source.id), &[])) }
                        @if source.sante { p.muted { (catalogue.text("source.sensitive", &[])) } }
                    }
                }
            }
        }
    }
}

fn notice(catalogue: Catalogue<'_>, description: &Description) -> Markup {
    let town = &description.collectivite;
    let who = [
        ("nom_collectivite", town.nom_collectivite.as_str()),
        ("service", town.service.as_str()),
    ];
    html! {
        div.notice {
            p { (catalogue.text("notice.who", &who)) }
            p { (catalogue.text("notice.why", &[("finalite", &description.finalite)])) }
            p { (catalogue.text("notice.when", &[])) " " (catalogue.text("notice.refuse_short", &[])) }
            p { (catalogue.text("notice.rights_short", &[("dpo", &town.dpo)])) }
            p { a href=(description.information) { (catalogue.text("notice.more", &[])) } }
        }
    }
}

fn button(catalogue: Catalogue<'_>, libelle: LibelleBouton) -> Markup {
    let login = match libelle {
        LibelleBouton::Identifier => "fc.login",
        LibelleBouton::Recuperer => "fc.login_data",
    };
    html! {
        button.franceconnect {
            span.login { (catalogue.text(login, &[])) }
            span.brand { (catalogue.text("fc.brand", &[])) }
        }
    }
}
