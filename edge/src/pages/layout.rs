//! The frame every page shares: head, header with the collectivité's name, footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use unefois_core::demarche::{DemarcheChecked, EtatAccessibilite};
use unefois_core::messages::{self, Catalogue};

use crate::adapters::assets;

/// What surrounds the content of a page.
pub struct Frame<'a> {
    /// Language and texts.
    pub catalogue: Catalogue<'a>,
    /// Title of the document; it says what to do.
    pub title: String,
    /// Name of the collectivité, when the démarche is known.
    pub collectivite: Option<&'a str>,
    /// Title of the démarche, when it is known.
    pub demarche: Option<&'a str>,
    /// Address of the legal notice and state of accessibility, shown in the footer.
    pub footer: Option<Footer<'a>>,
    /// Address of this page up to the `lang` parameter, where it can be asked for in another language.
    pub address: Option<String>,
}

/// Links every page of a démarche carries.
pub struct Footer<'a> {
    /// Address of the legal notice.
    pub notice: &'a str,
    /// State of accessibility, and the address of the declaration that says more.
    pub accessibilite: Option<(EtatAccessibilite, Option<&'a str>)>,
}

/// The footer of a démarche's pages.
pub fn footer(demarche: &DemarcheChecked) -> Footer<'_> {
    let town = demarche.collectivite();
    Footer {
        notice: &town.mentions_legales,
        accessibilite: town
            .etat_accessibilite
            .map(|etat| (etat, town.accessibilite.as_deref())),
    }
}

/// The mention the law wants on every page: "Accessibilité : partiellement conforme".
fn accessibility(catalogue: Catalogue<'_>, etat: EtatAccessibilite) -> String {
    let id = match etat {
        EtatAccessibilite::TotalementConforme => "common.accessibility.total",
        EtatAccessibilite::PartiellementConforme => "common.accessibility.partiel",
        EtatAccessibilite::NonConforme => "common.accessibility.non",
    };
    let etat = catalogue.text(id, &[]);
    catalogue.text("common.footer_accessibility", &[("etat", &etat)])
}

impl Frame<'_> {
    /// The whole page around `content`.
    pub fn page(&self, content: &Markup) -> String {
        let mut page = self.opening();
        page.push_str(&content.0);
        page.push_str(&self.closing());
        page
    }

    /// Everything up to the content, for a page sent piece by piece.
    pub fn opening(&self) -> String {
        let head = html! {
            (DOCTYPE)
            (PreEscaped(format!("<html lang=\"{}\">", self.catalogue.lang())))
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (self.title) }
                link rel="stylesheet" href=(assets::path_of("pages.css"));
                script async src=(assets::path_of("pages.js")) {}
            }
            (PreEscaped("<body>"))
            (self.header())
            (PreEscaped("<main id=\"contenu\">"))
        };
        head.0
    }

    /// Everything after the content.
    pub fn closing(&self) -> String {
        let foot = html! {
            (PreEscaped("</main>"))
            footer.site {
                div {
                    @if let Some(footer) = &self.footer {
                        a href=(footer.notice) { (self.catalogue.text("common.footer_notice", &[])) }
                        @if let Some((etat, declaration)) = footer.accessibilite {
                            @let sentence = accessibility(self.catalogue, etat);
                            @if let Some(address) = declaration {
                                a href=(address) { (sentence) }
                            } @else {
                                span { (sentence) }
                            }
                        }
                    }
                }
            }
            (PreEscaped("</body></html>"))
        };
        foot.0
    }

    fn header(&self) -> Markup {
        html! {
            header.site {
                div {
                    @if let Some(name) = self.collectivite { (name) }
                    @if let Some(demarche) = self.demarche { span { (demarche) } }
                    @if let Some(address) = &self.address { (self.other_languages(address)) }
                }
            }
        }
    }

    /// A link to this page in each other language, named in that language.
    fn other_languages(&self, address: &str) -> Markup {
        let others = messages::languages().filter(|lang| *lang != self.catalogue.lang());
        html! {
            @for lang in others {
                a href=(format!("{address}lang={lang}")) lang=(lang) hreflang=(lang) {
                    (Catalogue::of(lang).text("common.language", &[]))
                }
            }
        }
    }
}
