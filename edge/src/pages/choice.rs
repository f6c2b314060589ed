//! The choice of sources, for a person whose browser never received the widget.

use maud::{Markup, html};
use unefois_core::messages::{Catalogue, Form};
use unefois_core::sources::saisie::choice_label;
use unefois_core::start::{ADVICE, ADVICE_PASSED};
use unefois_wire::{Description, LibelleBouton, Saisie};

use super::error_summary::{self, PageError};

/// What the page needs besides the description.
pub struct Departure<'a> {
    /// The form's address, already matched against the démarche.
    pub page: &'a str,
    /// S256 challenge of the form's tab.
    pub challenge: &'a str,
    /// Language of the page.
    pub lang: &'a str,
    /// Whom the request is about: `usager`, `enfant`, `autre`.
    pub concerne: &'a str,
    /// Sources the person ticked already.
    pub ticked: &'a [String],
    /// What they typed already, `provider.input` → text.
    pub typed: &'a [(String, String)],
    /// Inputs to write, or to write again.
    pub refusees: &'a [String],
}

impl Departure<'_> {
    /// Whether something was written wrong; otherwise the page only asks for more.
    pub fn has_erred(&self) -> bool {
        self.refusees.iter().any(|name| self.is_wrong(name))
    }

    fn typed(&self, name: &str) -> Option<&str> {
        let typed = self.typed.iter().find(|(other, _)| other == name);
        typed.map(|(_, text)| text.as_str())
    }

    /// Whether an input was written wrong, or left empty where it cannot be. What the form did not
    /// send was not shown yet, and what was not shown cannot be wrong.
    fn is_wrong(&self, name: &str) -> bool {
        let is_refused = self.refusees.iter().any(|refused| refused == name);
        is_refused && self.typed(name).is_some()
    }
}

/// The boxes, unticked, what the law wants known before, and the FranceConnect button.
pub fn content(
    catalogue: Catalogue<'_>,
    description: &Description,
    departure: &Departure<'_>,
) -> Markup {
    let text = |id: &str| catalogue.text(id, &[]);
    // What is typed must stay out of addresses; without any, the address alone says everything.
    let shown = shown_inputs(description, departure);
    let asks_input = !shown.is_empty();
    let groups =
        shown.chunk_by(|(_, one), (_, next)| question(catalogue, one) == question(catalogue, next));
    html! {
        (error_summary::content(catalogue, &errors(catalogue, &shown, departure)))
        h1 { (text("panel.title")) }
        form method=(if asks_input { "post" } else { "get" }) action="/v1/start" {
            input type="hidden" name="demarche" value=(description.demarche);
            input type="hidden" name="page" value=(departure.page);
            input type="hidden" name="challenge" value=(departure.challenge);
            input type="hidden" name="lang" value=(departure.lang);
            input type="hidden" name="concerne" value=(departure.concerne);
            input type="hidden" name="sources" value="";
            // Whoever reads this has had the advice, if it was for them.
            input type="hidden" name=(ADVICE) value=(ADVICE_PASSED);
            @if !description.sources.is_empty() { (sources(catalogue, description, departure)) }
            @for group in groups { (inputs(catalogue, group, departure)) }
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

/// What the person writes: what the sources they ticked cannot do without, and what may be left empty.
/// Sources of one provider ask once.
fn shown_inputs<'a>(
    description: &'a Description,
    departure: &Departure<'_>,
) -> Vec<(String, &'a Saisie)> {
    let mut shown: Vec<(String, &Saisie)> = Vec::new();
    for source in &description.sources {
        let is_ticked = departure.ticked.contains(&source.id);
        for saisie in source
            .saisies
            .iter()
            .filter(|saisie| is_ticked || !saisie.requise)
        {
            let name = format!("{}.{}", source.fournisseur, saisie.id);
            if shown.iter().all(|(other, _)| *other != name) {
                shown.push((name, saisie));
            }
        }
    }
    shown
}

/// The question above an input, where it has one of its own.
fn question(catalogue: Catalogue<'_>, saisie: &Saisie) -> Option<String> {
    Some(saisie.legend()).filter(|legend| catalogue.has(legend))
}

/// Inputs under one question, or under the sentence that serves all others.
fn inputs(
    catalogue: Catalogue<'_>,
    group: &[(String, &Saisie)],
    departure: &Departure<'_>,
) -> Markup {
    let [(name, first), rest @ ..] = group else {
        return html! {};
    };
    let common = match rest {
        [] => "input.intro",
        _ => "input.intro_many",
    };
    let question = question(catalogue, first).unwrap_or_else(|| common.to_owned());
    let id = control_id(name) + "-groupe";
    html! {
        div.inputs role="group" aria-labelledby=(id) {
            p id=(id) { (catalogue.text(&question, &[])) }
            @for (name, saisie) in group { (input(catalogue, name, saisie, departure)) }
        }
    }
}

/// Each input to write again, at the control where the person does it.
fn errors(
    catalogue: Catalogue<'_>,
    shown: &[(String, &Saisie)],
    departure: &Departure<'_>,
) -> Vec<PageError> {
    let wrong = shown.iter().filter(|(name, _)| departure.is_wrong(name));
    let error = |(name, saisie): &(String, &Saisie)| PageError {
        sentence: catalogue.text(&format!("{}.error", saisie.texte), &[]),
        control: match saisie.choix.first() {
            Some(choix) => choice_id(name, choix),
            None => control_id(name),
        },
    };
    wrong.map(error).collect()
}

fn control_id(name: &str) -> String {
    format!("saisie-{}", name.replace('.', "-"))
}

fn choice_id(name: &str, choix: &str) -> String {
    format!("{}-{choix}", control_id(name))
}

fn input(
    catalogue: Catalogue<'_>,
    name: &str,
    saisie: &Saisie,
    departure: &Departure<'_>,
) -> Markup {
    let id = control_id(name);
    let (hint, error) = (format!("{id}-aide"), format!("{id}-erreur"));
    let is_wrong = departure.is_wrong(name);
    let typed = departure.typed(name).unwrap_or_default();
    let text = |end: &str| catalogue.text(&format!("{}.{end}", saisie.texte), &[]);
    let described = if is_wrong {
        format!("{hint} {error}")
    } else {
        hint.clone()
    };
    html! {
        @if saisie.choix.is_empty() {
            label for=(id) {
                (text("label"))
                @if !saisie.requise { " " span.muted { "(" (catalogue.text("common.optional", &[])) ")" } }
            }
            p.muted id=(hint) { (text("hint")) }
            (error_line(catalogue, is_wrong, &error, &text("error")))
            input type="text" id=(id) name={ "saisie." (name) } value=(typed)
                aria-describedby=(described) aria-invalid=[is_wrong.then_some("true")]
                inputmode=[saisie.chiffres.then_some("numeric")] autocomplete="off" spellcheck="false";
        } @else {
            fieldset.plain id=(id) aria-describedby=(described) {
                legend { (text("label")) }
                p.muted id=(hint) { (text("hint")) }
                (error_line(catalogue, is_wrong, &error, &text("error")))
                // A group without a choice sends nothing; this says that it was shown.
                input type="hidden" name={ "saisie." (name) } value="";
                @for choix in &saisie.choix {
                    @let choice = choice_id(name, choix);
                    div.box {
                        input type="radio" id=(choice) name={ "saisie." (name) } value=(choix)
                            checked[typed == choix];
                        label for=(choice) { (catalogue.text(&choice_label(&saisie.texte, choix), &[])) }
                    }
                }
            }
        }
    }
}

fn error_line(catalogue: Catalogue<'_>, is_wrong: bool, id: &str, text: &str) -> Markup {
    html! {
        @if is_wrong {
            p.error id=(id) {
                span.visually-hidden { (catalogue.text("common.error_prefix", &[])) " " }
                (text)
            }
        }
    }
}

fn sources(
    catalogue: Catalogue<'_>,
    description: &Description,
    departure: &Departure<'_>,
) -> Markup {
    html! {
        fieldset {
            legend { (catalogue.text("panel.legend", &[])) }
            p.muted { (catalogue.text("panel.hint", &[])) }
            @for source in &description.sources {
                @let id = format!("source-{}", source.id);
                @let hints = format!("{id}-aide");
                div.box {
                    input type="checkbox" name="source" value=(source.id) id=(id)
                        checked[departure.ticked.contains(&source.id)] aria-describedby=(hints);
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
