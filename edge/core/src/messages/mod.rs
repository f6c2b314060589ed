//! Texts for people, as data: one file a language, keyed by identifier.
//!
//! Values are inserted as text, never as markup, and never searched again for placeholders.

mod display;
mod format;
mod places;

pub use display::Form;

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Texts of one language: identifier → text with `{placeholders}`.
type Texts = BTreeMap<String, String>;

/// Texts a démarche puts in place of ours: language → identifier → text.
pub type OwnTexts = BTreeMap<String, Texts>;

/// Languages we write in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lang {
    Fr,
    En,
}

/// Every text of one language, with the collectivité's own where the démarche gives some.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue<'a> {
    lang: Lang,
    texts: &'static Texts,
    own: Option<&'a Texts>,
}

impl<'a> Catalogue<'a> {
    /// French.
    pub fn fr() -> Self {
        Self::in_lang(Lang::Fr)
    }

    /// English.
    pub fn en() -> Self {
        Self::in_lang(Lang::En)
    }

    /// The language of tag `lang`, French when we do not write it.
    pub fn of(lang: &str) -> Self {
        match lang {
            "en" => Self::en(),
            _ => Self::fr(),
        }
    }

    /// The same language with the texts a démarche puts in place of ours.
    pub fn with_texts(self, own: &'a OwnTexts) -> Self {
        Self {
            own: own.get(self.lang()),
            ..self
        }
    }

    /// Language tag, for the `lang` attribute.
    pub fn lang(&self) -> &'static str {
        match self.lang {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }

    /// Whether there is a text of this identifier.
    pub fn has(&self, id: &str) -> bool {
        self.find(id).is_some()
    }

    /// Every identifier, in alphabetical order.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.texts.keys().map(String::as_str)
    }

    /// The text of `id`, each `{name}` replaced by its value. An unknown identifier reads as itself:
    /// an ugly page is still a page.
    pub fn text(&self, id: &str, values: &[(&str, &str)]) -> String {
        let template = self.find(id).unwrap_or(id);
        fill(template, values)
    }

    /// Whether `values` fill every placeholder of the text of `id`.
    pub fn can_fill(&self, id: &str, values: &[(&str, &str)]) -> bool {
        let template = self.find(id).unwrap_or_default();
        let names = template.split('{').skip(1);
        let mut names = names.map(|rest| rest.split('}').next().unwrap_or_default());
        names.all(|name| values.iter().any(|(known, _)| *known == name))
    }

    /// The form of `id` for the number `n`, which also replaces `{n}`: `.zero` where it is written,
    /// then `.one` and `.other` by the plural of the language.
    pub fn plural(&self, id: &str, n: usize, values: &[(&str, &str)]) -> String {
        let singular = match self.lang {
            Lang::Fr => n < 2,
            Lang::En => n == 1,
        };
        let by_number = format!("{id}.{}", if singular { "one" } else { "other" });
        let zero = format!("{id}.zero");
        let id = if n == 0 && self.has(&zero) {
            zero
        } else {
            by_number
        };
        let number = n.to_string();
        let mut all = vec![("n", number.as_str())];
        all.extend_from_slice(values);
        self.text(&id, &all)
    }

    fn find(&self, id: &str) -> Option<&str> {
        let own = self.own.and_then(|own| own.get(id));
        own.or_else(|| self.texts.get(id)).map(String::as_str)
    }

    fn in_lang(lang: Lang) -> Self {
        static FR: OnceLock<Texts> = OnceLock::new();
        static EN: OnceLock<Texts> = OnceLock::new();
        let texts = match lang {
            Lang::Fr => FR.get_or_init(|| parse(include_str!("../../../wire/messages/fr.json"))),
            Lang::En => EN.get_or_init(|| parse(include_str!("../../../wire/messages/en.json"))),
        };
        Self {
            lang,
            texts,
            own: None,
        }
    }
}

/// The files are ours and a test reads them: nothing is left to refuse at run time.
fn parse(json: &str) -> Texts {
    serde_json::from_str(json).unwrap_or_default()
}

/// Replaces placeholders in one pass, so that a value holding `{nom}` stays as it is.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, following)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.extend(["{", name, "}"]),
        }
        rest = following;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_inserted_once_and_never_searched_again() {
        let values = [("a", "{b}"), ("b", "x")];
        assert_eq!(fill("{a} et {b}", &values), "{b} et x");
        assert_eq!(fill("{c} { {b", &values), "{c} { {b");
    }

    #[test]
    fn plural_of_french_starts_at_two() {
        let fr = Catalogue::fr();
        let towards = [("a_collectivite", "à Valbourg")];
        assert!(
            fr.plural("release.send_help", 0, &towards)
                .contains("information cochée")
        );
        assert!(
            fr.plural("release.send_help", 1, &towards)
                .contains("information cochée")
        );
        assert!(
            fr.plural("release.send_help", 2, &towards)
                .contains("informations cochées")
        );
        assert_eq!(
            fr.plural("panel.count", 0, &[]),
            fr.text("panel.count.zero", &[])
        );
    }

    #[test]
    fn own_texts_replace_ours_in_their_language_only() {
        let own = OwnTexts::from([(
            "fr".to_owned(),
            Texts::from([("notice.why".to_owned(), "Pour la cantine.".to_owned())]),
        )]);
        assert_eq!(
            Catalogue::fr().with_texts(&own).text("notice.why", &[]),
            "Pour la cantine."
        );
        assert_ne!(
            Catalogue::en().with_texts(&own).text("notice.why", &[]),
            "Pour la cantine."
        );
    }

    #[test]
    fn unknown_language_reads_french_and_unknown_text_reads_its_identifier() {
        assert_eq!(Catalogue::of("br").lang(), "fr");
        assert_eq!(Catalogue::of("en").lang(), "en");
        assert_eq!(Catalogue::fr().text("no.such", &[]), "no.such");
    }
}
