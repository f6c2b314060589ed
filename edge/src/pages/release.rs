//! The release page: every value, its source, its date and a tick; nothing leaves before it is sent.
//!
//! The page is sent piece by piece: the identity as soon as it is proven, each source when it
//! answers, then the two buttons. Content is only ever appended, so that nothing moves under a
//! reader, and no script is needed.

use maud::{Markup, PreEscaped, html};
use unefois_core::consent::{Boite, Groupe, Liste, Manquant, Rang};
use unefois_core::demarche::CollectiviteWritten;
use unefois_core::messages::{Catalogue, Form};

use super::error_summary::{self, PageError};
use super::problem;

/// Minutes the page stays open between two renewals.
const MINUTES: &str = "10";
const WARN_BEFORE_MILLIS: i64 = 120_000;

/// What the first piece of the page says.
pub struct Opening<'a> {
    /// Texts.
    pub catalogue: Catalogue<'a>,
    /// Controller.
    pub collectivite: &'a CollectiviteWritten,
    /// Given names and birth name of the person who signed in.
    pub person: (&'a str, &'a str),
    /// Sealed logout, for "Ce n’est pas moi".
    pub sealed_logout: &'a str,
    /// Hosts of the edge and of the form, so that the person knows where they are.
    pub hosts: (&'a str, &'a str),
    /// What must be decided before anything can be sent.
    pub errors: Vec<PageError>,
    /// Whether the person has just been given more time.
    pub renewed: bool,
}

/// Title, whose name it is, and the start of the form.
pub fn opening(view: &Opening<'_>) -> String {
    let text = |id: &str, values: &[(&str, &str)]| view.catalogue.text(id, values);
    let a_collectivite = [("a_collectivite", view.collectivite.a_collectivite.as_str())];
    let markup = html! {
        (error_summary::content(view.catalogue, &view.errors))
        @if view.renewed {
            p.notice role="status" { (text("release.time.renewed", &[("minutes", MINUTES)])) }
        }
        h1 { (text("release.h1", &[])) }
        p.lead { (text("release.nothing_yet", &a_collectivite)) }
        div.connected {
            p { (connected(view.catalogue, view.person)) }
            form method="post" action="/v1/not-me" {
                input type="hidden" name="logout" value=(view.sealed_logout);
                button.small { (text("release.not_me", &[])) }
            }
        }
        p.muted {
            (text("release.where", &[("domaine_service", view.hosts.0), ("domaine", view.hosts.1)]))
        }
        div.visually-hidden id="announce" role="status" {}
        (PreEscaped("<form method=\"post\" action=\"/v1/release\" id=\"envoi\">"))
        p { (text("release.how", &[])) }
    };
    markup.0
}

/// The name is isolated, so that no character in it can reorder the sentence around it.
fn connected(catalogue: Catalogue<'_>, (prenom, nom): (&str, &str)) -> Markup {
    const MARK: &str = "\u{0}";
    let sentence = catalogue.text("release.connected", &[("prenom", MARK), ("nom", MARK)]);
    let parts: Vec<&str> = sentence.split(MARK).collect();
    let part = |index: usize| parts.get(index).copied().unwrap_or_default();
    html! { (part(0)) bdi { (prenom) } (part(1)) bdi { (nom) } (part(2)) }
}

/// Lines shown until every source has answered: one a provider, however many sources it has.
pub fn waiting(catalogue: Catalogue<'_>, fournisseurs: &[&str], seconds: u32) -> String {
    if fournisseurs.is_empty() {
        return String::new();
    }
    let mut asked: Vec<&str> = Vec::new();
    for fournisseur in fournisseurs {
        if !asked.contains(fournisseur) {
            asked.push(fournisseur);
        }
    }
    let seconds = seconds.to_string();
    let markup = html! {
        div.wait {
            span.spinner aria-hidden="true" {}
            div {
                p.lead { (catalogue.text("wait.title", &[])) }
                p.muted { (catalogue.text("wait.line", &[("secondes", &seconds)])) }
                @for fournisseur in asked {
                    p { (catalogue.text("wait.source", &[("fournisseur_a", &catalogue.provider(fournisseur, Form::A))])) }
                }
            }
        }
    };
    markup.0
}

/// What one source gave: its boxes, then its lists.
pub fn group(catalogue: Catalogue<'_>, groupe: &Groupe) -> String {
    let markup = html! {
        @if !groupe.boites.is_empty() {
            fieldset data-announce=(groupe.legende) {
                legend { (groupe.legende) }
                @if let Some(saisies) = &groupe.saisies { p.muted { bdi { (saisies) } } }
                @for boite in &groupe.boites { (choice_box(catalogue, boite)) }
            }
        }
        @for liste in &groupe.listes { (rows(catalogue, liste)) }
    };
    markup.0
}

/// Id of the first control of a list, where an error leads.
pub fn first_id(liste: &Liste) -> String {
    let first = liste.rangs.first().unwrap_or(&liste.aucun);
    control_id(&first.id)
}

/// Rows of which the person chooses one, or some; the last choice is none of them.
fn rows(catalogue: Catalogue<'_>, liste: &Liste) -> Markup {
    let error = control_id(&liste.nom) + "-erreur";
    html! {
        fieldset data-announce=(liste.legende)
            aria-describedby=[liste.erreur.is_some().then_some(&error)]
        {
            legend { (liste.legende) }
            p.muted { (liste.aide) }
            p.muted { (liste.provenance) }
            @if let Some(erreur) = &liste.erreur {
                p.error id=(error) {
                    span.visually-hidden { (catalogue.text("common.error_prefix", &[])) " " }
                    (erreur)
                }
            }
            @for rang in &liste.rangs { (row(liste, rang)) }
            (row(liste, &liste.aucun))
        }
    }
}

fn row(liste: &Liste, rang: &Rang) -> Markup {
    let id = control_id(&rang.id);
    let hint = rang.aide.as_ref().map(|_| format!("{id}-aide"));
    let name = format!("choix-{}", liste.nom);
    html! {
        div.box {
            input type=(if liste.une_seule { "radio" } else { "checkbox" }) name=(name) value=(rang.id)
                id=(id) checked[rang.cochee] aria-describedby=[hint.as_ref()];
            label for=(id) { bdi { (rang.libelle) } }
            @if let (Some(aide), Some(hint)) = (&rang.aide, &hint) {
                div.hints id=(hint) { p.muted { (aide) } }
            }
        }
    }
}

/// An id that a selector can name: `enfants[0]` gives `choix-enfants-0`.
fn control_id(id: &str) -> String {
    let plain = id.replace(['[', '.'], "-").replace(']', "");
    format!("choix-{plain}")
}

fn choice_box(catalogue: Catalogue<'_>, boite: &Boite) -> Markup {
    let id = control_id(&boite.id);
    let hints = format!("{id}-aide");
    let hint_keys = [
        (boite.verrouillee, "release.locked"),
        (boite.sante, "release.sensitive"),
        (boite.declaree, "release.old"),
        (boite.ecourtee, "release.rows_cut"),
    ];
    html! {
        div.box {
            input type="checkbox" name="choix" value=(boite.id) id=(id) checked[boite.cochee]
                aria-describedby=(hints);
            label for=(id) {
                (boite.libelle) (catalogue.colon()) span.value { bdi { (boite.valeur) } }
            }
            div.hints id=(hints) {
                p.origin { (boite.provenance) }
                @for (_, key) in hint_keys.iter().filter(|(shown, _)| *shown) {
                    p.muted { (catalogue.text(key, &[])) }
                }
            }
            @if boite.detail_is_shown {
                div.hints { (lines(boite)) }
            } @else if !boite.detail.is_empty() {
                (detail(catalogue, boite))
            }
        }
    }
}

fn detail(catalogue: Catalogue<'_>, boite: &Boite) -> Markup {
    html! {
        details.hints {
            summary {
                (catalogue.text("summary.show", &[]))
                span.visually-hidden { (catalogue.colon()) (boite.libelle) }
            }
            (lines(boite))
        }
    }
}

fn lines(boite: &Boite) -> Markup {
    html! {
        dl {
            @for (label, value) in &boite.detail {
                dt { (label) }
                dd { bdi { (value) } }
            }
        }
    }
}

/// What the last piece of the page says.
pub struct Closing<'a> {
    /// Texts.
    pub catalogue: Catalogue<'a>,
    /// Controller.
    pub collectivite: &'a CollectiviteWritten,
    /// Infinitive phrase: "calculer le tarif de la cantine".
    pub finalite: &'a str,
    /// `Reçu le 21 novembre 2026 à 14 h 30`.
    pub received: &'a str,
    /// Fields that did not come, and why.
    pub missing: &'a [Manquant],
    /// Everything that was obtained, sealed.
    pub sealed_release: &'a str,
    /// Whether at least one value can be sent.
    pub anything: bool,
    /// Time left before the values are erased.
    pub left_millis: i64,
    /// Whether more time can still be given.
    pub renewable: bool,
    /// The second level of information.
    pub information: &'a Markup,
}

/// What is missing, who receives what, and the two buttons.
pub fn closing(view: &Closing<'_>) -> String {
    let markup = html! {
        (missing(view))
        (notice(view))
        input type="hidden" name="sealed" value=(view.sealed_release);
        (actions(view))
        (PreEscaped("</form>"))
        (more_time(view))
        details {
            summary { (view.catalogue.text("notice.more", &[])) }
            (view.information)
        }
        div id="complete" hidden {}
    };
    markup.0
}

/// The end of a page that nothing can be sent from: announced like a source, and no longer waited for.
pub fn broken(catalogue: Catalogue<'_>, incident: &str) -> String {
    let values = [("incident", incident)];
    let markup = html! {
        div data-announce=(catalogue.text("err.technical.title", &[])) {
            (problem::content(catalogue, "technical", &values, &[]))
        }
        (PreEscaped("</form>"))
        div id="complete" hidden {}
    };
    markup.0
}

fn missing(view: &Closing<'_>) -> Markup {
    let text = |id: &str| view.catalogue.text(id, &[]);
    html! {
        @if !view.anything {
            div.notice {
                h2 { (text("release.nothing.title")) }
                p { (text("release.nothing.text")) }
            }
        }
        @if !view.missing.is_empty() {
            h2 { (text("release.missing_title")) }
            ul.missing {
                @for line in view.missing {
                    li {
                        (view.catalogue.text(
                            "release.missing_line",
                            &[("champ", &line.libelle), ("raison", &line.raison)],
                        ))
                        @if let Some(saisies) = &line.saisies { " " bdi { (saisies) } }
                    }
                }
            }
        }
    }
}

fn notice(view: &Closing<'_>) -> Markup {
    let text = |id: &str, values: &[(&str, &str)]| view.catalogue.text(id, values);
    let town = view.collectivite;
    let who = [
        ("nom_collectivite", town.nom_collectivite.as_str()),
        ("service", town.service.as_str()),
    ];
    html! {
        @if view.anything { p.muted { (view.received) } }
        div.notice {
            p { (text("notice.who", &who)) }
            p { (text("notice.why", &[("finalite", view.finalite)])) }
            p { (text("notice.refuse_short", &[])) }
            p { (text("notice.rights_short", &[("dpo", &town.dpo)])) }
        }
    }
}

fn actions(view: &Closing<'_>) -> Markup {
    let text = |id: &str, values: &[(&str, &str)]| view.catalogue.text(id, values);
    let a_collectivite = [("a_collectivite", view.collectivite.a_collectivite.as_str())];
    html! {
        @if view.anything {
            p { (text("release.send_static", &a_collectivite)) }
            div.actions {
                button.main name="decision" value="send" { (text("release.send", &[])) }
                button name="decision" value="refuse" { (text("release.refuse", &[])) }
            }
            p.muted { (text("release.then", &[])) }
        } @else {
            div.actions {
                button.main name="decision" value="refuse" { (text("common.back_to_form", &[])) }
            }
        }
    }
}

fn more_time(view: &Closing<'_>) -> Markup {
    let text = |id: &str, values: &[(&str, &str)]| view.catalogue.text(id, values);
    let warn_after = (view.left_millis - WARN_BEFORE_MILLIS).max(0).to_string();
    html! {
        form method="post" action="/v1/more-time" data-warn-after=(warn_after)
            data-warning=(text("release.time.warn", &[("minutes", "2")]))
        {
            input type="hidden" name="sealed" value=(view.sealed_release);
            p { (text("release.time.text", &[("minutes", MINUTES)])) }
            @if view.renewable { button.small { (text("release.time.more", &[])) } }
        }
    }
}
