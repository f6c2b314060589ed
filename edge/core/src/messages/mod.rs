//! Texts for people, as data: one file a language, keyed by identifier.
//!
//! Values are inserted as text, never as markup, and never searched again for placeholders.

mod display;
mod format;
mod places;

pub use display::Form;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::cog::Names;

/// Texts of one language: identifier → text with `{placeholders}`.
type Texts = BTreeMap<String, String>;

/// Texts a démarche puts in place of ours: language → identifier → text.
pub type OwnTexts = BTreeMap<String, Texts>;

// `FILES`: the tag and the text of each message file, by tag.
include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// The language of the démarche files, and of whoever reads none of ours.
pub const FRENCH: &str = "fr";

/// Tags of the languages we write, in alphabetical order: the names of the message files.
pub fn languages() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(code, _)| *code)
}

/// The language we write that a tag asks for, whatever its region: `de` for `de-AT`.
pub fn language(tag: &str) -> Option<&'static str> {
    let primary = tag.trim().split('-').next().unwrap_or_default();
    languages().find(|code| code.eq_ignore_ascii_case(primary))
}

/// The first language we write of an `Accept-Language` header, in its order; French when there is none.
pub fn preferred_language(header: &str) -> &'static str {
    let tags = header.split([',', ';']);
    tags.into_iter().find_map(language).unwrap_or(FRENCH)
}

/// Every text of one language, with the collectivité's own where the démarche gives some.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue<'a> {
    lang: &'static str,
    texts: &'static Texts,
    own: Option<&'a Texts>,
    places: Option<&'a Names>,
}

impl<'a> Catalogue<'a> {
    /// French.
    pub fn fr() -> Self {
        Self::of(FRENCH)
    }

    /// The language of tag `lang`, French when we do not write it.
    pub fn of(lang: &str) -> Self {
        let lang = language(lang).unwrap_or(FRENCH);
        Self {
            lang,
            texts: texts_of(lang),
            own: None,
            places: None,
        }
    }

    /// The same language with the texts a démarche puts in place of ours.
    pub fn with_texts(self, own: &'a OwnTexts) -> Self {
        Self {
            own: own.get(self.lang()),
            ..self
        }
    }

    /// The same texts with names for the codes of communes and countries.
    pub fn with_places(self, places: &'a Names) -> Self {
        Self {
            places: Some(places),
            ..self
        }
    }

    /// Language tag, for the `lang` attribute.
    pub fn lang(&self) -> &'static str {
        self.lang
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
    /// then `.one` and `.other`; `format.plural_of_zero` says which of the two zero takes.
    pub fn plural(&self, id: &str, n: usize, values: &[(&str, &str)]) -> String {
        let form = match n {
            0 => self.format("plural_of_zero"),
            1 => "one",
            _ => "other",
        };
        let by_number = format!("{id}.{form}");
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

    /// The text of `id` with its placeholders, the démarche's own first.
    pub fn template(&self, id: &str) -> Option<&str> {
        self.find(id)
    }

    fn find(&self, id: &str) -> Option<&str> {
        let own = self.own.and_then(|own| own.get(id));
        own.or_else(|| self.texts.get(id)).map(String::as_str)
    }

    /// How the language writes dates, numbers and lists: the text of `format.<id>`.
    fn format(&self, id: &str) -> &'static str {
        let text = self.texts.get(&["format.", id].concat());
        text.map_or("", String::as_str)
    }
}

/// The texts of one of [`languages`], read at their first use.
fn texts_of(lang: &str) -> &'static Texts {
    static READ: [OnceLock<Texts>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    static NONE: Texts = Texts::new();
    let file = FILES.iter().zip(&READ).find(|((code, _), _)| *code == lang);
    file.map_or(&NONE, |((_, json), read)| read.get_or_init(|| parse(json)))
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
            Catalogue::of("en").with_texts(&own).text("notice.why", &[]),
            "Pour la cantine."
        );
    }

    #[test]
    fn unknown_language_reads_french_and_unknown_text_reads_its_identifier() {
        assert_eq!(Catalogue::of("zz").lang(), "fr");
        assert_eq!(Catalogue::of("en").lang(), "en");
        assert_eq!(Catalogue::fr().text("no.such", &[]), "no.such");
    }

    #[test]
    fn languages_are_the_message_files_and_nothing_else() {
        let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../wire/messages");
        let folder = option_env!("UNEFOIS_MESSAGES").unwrap_or(own);
        let entries = std::fs::read_dir(folder).expect("the folder is there");
        let mut files: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.to_string_lossy().replace(".json", ""))
            .collect();
        files.sort();
        assert_eq!(languages().collect::<Vec<_>>(), files);
        for code in languages() {
            assert_eq!(Catalogue::of(code).lang(), code);
            assert!(Catalogue::of(code).has("panel.title"), "{code}");
        }
    }

    #[test]
    fn language_of_a_browser_is_its_first_that_we_write() {
        for (header, expected) in [
            ("en-GB,en;q=0.9,fr;q=0.8", "en"),
            ("zz,fr;q=0.9,en;q=0.8", "fr"),
            ("zz-ZZ, EN;q=0.9", "en"),
            ("enx", "fr"),
            ("", "fr"),
        ] {
            assert_eq!(preferred_language(header), expected, "{header}");
        }
    }
}
