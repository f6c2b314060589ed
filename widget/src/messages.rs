//! Texts for people: a flat map from id to text with `{placeholders}`, one file a language.

/// The texts of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    lang: String,
    /// Id and text; the first of an id counts. Short enough for a plain search.
    texts: Vec<(String, String)>,
}

impl Messages {
    /// The texts of a message file.
    pub fn new(texts: Vec<(String, String)>, lang: &str) -> Self {
        Self {
            lang: lang.to_owned(),
            texts,
        }
    }

    /// These texts, some replaced by the collectivité's own.
    pub fn with(mut self, mut own: Vec<(String, String)>) -> Self {
        own.append(&mut self.texts);
        self.texts = own;
        self
    }

    /// Every id and text, the collectivité's own before ours.
    pub fn all(&self) -> &[(String, String)] {
        &self.texts
    }

    /// The language, as in the `lang` attribute.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The text, empty when the file does not have it: a sentence less is better than an id on the screen.
    pub fn get(&self, id: &str) -> &str {
        self.find(id).unwrap_or_default()
    }

    /// The text with its placeholders replaced, each value inserted as text.
    pub fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(id), values)
    }

    /// The plural form for `n`, with `{n}` replaced.
    pub fn count(&self, id: &str, n: usize) -> String {
        let zero = [id, ".zero"].concat();
        let form = if n == 0 && self.find(&zero).is_some() {
            zero
        } else {
            [id, if self.is_one(n) { ".one" } else { ".other" }].concat()
        };
        self.fill(&form, &[("n", &n.to_string())])
    }

    /// The plural form for `n` of a text without `{n}`.
    pub fn plural(&self, id: &str, n: usize, values: &[(&str, &str)]) -> String {
        let form = if self.is_one(n) { ".one" } else { ".other" };
        self.fill(&[id, form].concat(), values)
    }

    fn find(&self, id: &str) -> Option<&str> {
        self.texts
            .iter()
            .find(|(known, _)| known == id)
            .map(|(_, text)| text.as_str())
    }

    /// The language says what zero counts as.
    fn is_one(&self, n: usize) -> bool {
        n == 1 || (n == 0 && self.get("format.plural_of_zero") == "one")
    }
}

/// Replaces `{name}` once each, left to right, so that a value holding braces is never read as a placeholder.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            out.push_str(value);
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(lang: &str) -> Messages {
        let zero = if lang == "fr" { "one" } else { "other" };
        let texts = [
            ("format.plural_of_zero", zero),
            ("n.one", "{n} champ"),
            ("n.other", "{n} champs"),
            ("m.zero", "rien"),
            ("m.one", "un"),
        ];
        Messages::new(
            texts
                .map(|(id, text)| (id.to_owned(), text.to_owned()))
                .into(),
            lang,
        )
    }

    #[test]
    fn placeholder_is_replaced_by_its_value() {
        assert_eq!(fill("{a} : {b} !", &[("a", "A"), ("b", "B")]), "A : B !");
    }

    #[test]
    fn value_holding_a_placeholder_is_inserted_as_text() {
        assert_eq!(fill("{a}{b}", &[("a", "{b}"), ("b", "x")]), "{b}x");
    }

    #[test]
    fn unknown_placeholder_and_lone_brace_do_no_harm() {
        assert_eq!(fill("a{x}b{c", &[]), "ab{c");
    }

    #[test]
    fn french_says_zero_in_the_singular_and_english_in_the_plural() {
        assert_eq!(messages("fr").count("n", 0), "0 champ");
        assert_eq!(messages("en").count("n", 0), "0 champs");
        assert_eq!(messages("fr").count("n", 2), "2 champs");
    }

    #[test]
    fn zero_form_wins_when_it_exists() {
        assert_eq!(messages("fr").count("m", 0), "rien");
    }

    #[test]
    fn text_of_the_collectivite_replaces_ours() {
        let own = vec![("m.one".to_owned(), "autre".to_owned())];
        assert_eq!(messages("fr").with(own).get("m.one"), "autre");
        assert_eq!(messages("fr").with(Vec::new()).get("m.one"), "un");
    }

    #[test]
    fn missing_text_is_empty() {
        assert_eq!(messages("fr").get("absent"), "");
    }
}
