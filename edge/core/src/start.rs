//! What a form's page may say when it sends a person to FranceConnect, and what is believed of it.
//!
//! Everything in the address can have been written by anybody: it only selects among what the
//! démarche declares, and never widens it.

use std::fmt;

use unefois_wire::Concerne;

use crate::demarche::{Choice, DemarcheChecked, Page};
use crate::error::Refusal;
use crate::messages::{self, FRENCH};

const MAX_QUERY_BYTES: usize = 8192;
const CHALLENGE_LENGTH: usize = 43;

/// Parameter of the address that says how far the advice about applications went.
pub const ADVICE: &str = "appli";
/// Its value on the page of the advice.
pub const ADVICE_SHOWN: &str = "conseil";
/// Its value once the person has chosen to stay in the application.
pub const ADVICE_PASSED: &str = "rester";

/// How far the advice to leave the browser of an application went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Not given yet.
    Due,
    /// The address of its page.
    Shown,
    /// Read; the person goes on.
    Passed,
}

/// The address does not have the form the loader gives it.
pub const START_MALFORMED: Refusal = Refusal::new("start_malformed", 400, "wrong_page");
/// The démarche is not served here.
pub const DEMARCHE_UNKNOWN: Refusal = Refusal::new("demarche_unknown", 404, "wrong_page");

/// The query of `GET /v1/start`. Untrusted.
#[derive(Clone, PartialEq, Eq)]
pub struct StartRequest {
    /// Identifier of the démarche.
    pub demarche: String,
    /// Address of the form's page, not yet matched.
    pub page: String,
    /// S256 challenge of the form's tab: 43 base64url characters.
    pub challenge: String,
    /// Sources ticked; `None` when the choice was not made yet.
    pub sources: Option<Vec<String>>,
    /// Whom the request is about; the démarche's first possibility when absent.
    pub concerne: Option<Concerne>,
    /// Language of the pages: the one asked for, French when it is none of ours.
    pub lang: &'static str,
    /// How far the advice about applications went.
    pub advice: Advice,
    /// Sealed inputs, not yet opened.
    pub saisies: Option<String>,
    /// Inputs in clear, `provider.input` → text: from the edge's own page only, never from an address.
    pub typed: Vec<(String, String)>,
}

/// Names what was typed, and shows none of it.
impl fmt::Debug for StartRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = self.typed.iter().map(|(name, _)| name);
        f.debug_struct("StartRequest")
            .field("demarche", &self.demarche)
            .field("page", &self.page)
            .field("challenge", &self.challenge)
            .field("sources", &self.sources)
            .field("concerne", &self.concerne)
            .field("lang", &self.lang)
            .field("typed", &typed.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// A request that fits its démarche.
pub struct StartChecked {
    /// Page to come back to, matched against the démarche.
    pub page: Page,
    /// Sources ticked and whom the request is about; `None` when the choice was not made yet.
    pub choice: Option<Choice>,
}

impl StartRequest {
    /// Reads a query. Unknown parameters are ignored; a repeated one is refused, `source` aside,
    /// which a form without script repeats for each box ticked.
    ///
    /// # Errors
    /// [`START_MALFORMED`].
    pub fn parse(query: &str) -> Result<Self, Refusal> {
        let request = Self::parse_posted(query)?;
        Ok(Self {
            typed: Vec::new(),
            ..request
        })
    }

    /// Reads a form of the edge's own page, which also holds what the person typed.
    ///
    /// # Errors
    /// [`START_MALFORMED`].
    pub fn parse_posted(query: &str) -> Result<Self, Refusal> {
        if query.len() > MAX_QUERY_BYTES {
            return Err(START_MALFORMED);
        }
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let challenge = required(&pairs, "challenge")?;
        if !is_challenge(challenge) {
            return Err(START_MALFORMED);
        }
        Ok(Self {
            demarche: required(&pairs, "demarche")?.to_owned(),
            page: required(&pairs, "page")?.to_owned(),
            challenge: challenge.to_owned(),
            sources: read_sources(&pairs)?,
            concerne: once(&pairs, "concerne")?.map(read_concerne).transpose()?,
            lang: once(&pairs, "lang")?
                .and_then(messages::language)
                .unwrap_or(FRENCH),
            advice: match once(&pairs, ADVICE)? {
                None => Advice::Due,
                Some(ADVICE_SHOWN) => Advice::Shown,
                Some(_) => Advice::Passed,
            },
            saisies: once(&pairs, "saisies")?.map(str::to_owned),
            typed: read_typed(&pairs),
        })
    }

    /// Checks the request against its démarche.
    ///
    /// # Errors
    /// The refusal of the page, or of the choice.
    pub fn check(&self, demarche: &DemarcheChecked) -> Result<StartChecked, Refusal> {
        let page = demarche.match_page(&self.page)?;
        let concerne = self
            .concerne
            .or_else(|| demarche.written().concerne.first().copied());
        let concerne = concerne.ok_or(START_MALFORMED)?;
        let sources = self.sources.as_ref();
        let choice = sources
            .map(|ids| demarche.choose(concerne, ids))
            .transpose()?;
        Ok(StartChecked { page, choice })
    }
}

fn read_sources(pairs: &[(String, String)]) -> Result<Option<Vec<String>>, Refusal> {
    let listed = once(pairs, "sources")?;
    let boxes = pairs.iter().filter(|(name, _)| name == "source");
    let boxes: Vec<String> = boxes.map(|(_, value)| value.clone()).collect();
    Ok(listed.map(|listed| {
        let listed = listed.split(',').filter(|id| !id.is_empty());
        listed.map(ToOwned::to_owned).chain(boxes).collect()
    }))
}

/// The last text of each name: a group of buttons sends nothing until one is chosen, so that an empty
/// text goes before it to say that it was shown.
fn read_typed(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let mut typed: Vec<(String, String)> = Vec::new();
    for (name, text) in pairs {
        let Some(name) = name.strip_prefix("saisie.") else {
            continue;
        };
        match typed.iter_mut().find(|(other, _)| other == name) {
            Some((_, last)) => last.clone_from(text),
            None => typed.push((name.to_owned(), text.clone())),
        }
    }
    typed
}

/// Whom a request is about, as an address and a form say it.
pub fn concerne_word(concerne: Concerne) -> &'static str {
    match concerne {
        Concerne::Usager => "usager",
        Concerne::Enfant => "enfant",
        Concerne::Autre => "autre",
    }
}

fn read_concerne(text: &str) -> Result<Concerne, Refusal> {
    match text {
        "usager" => Ok(Concerne::Usager),
        "enfant" => Ok(Concerne::Enfant),
        "autre" => Ok(Concerne::Autre),
        _ => Err(START_MALFORMED),
    }
}

fn is_challenge(text: &str) -> bool {
    let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.len() == CHALLENGE_LENGTH && text.bytes().all(is_base64url)
}

fn required<'a>(pairs: &'a [(String, String)], name: &str) -> Result<&'a str, Refusal> {
    once(pairs, name)?
        .filter(|value| !value.is_empty())
        .ok_or(START_MALFORMED)
}

fn once<'a>(pairs: &'a [(String, String)], name: &str) -> Result<Option<&'a str>, Refusal> {
    let mut values = pairs.iter().filter(|(other, _)| other == name);
    let first = values.next().map(|(_, value)| value.as_str());
    match values.next() {
        None => Ok(first),
        Some(_) => Err(START_MALFORMED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn query(rest: &str) -> String {
        format!("demarche=cantine&page=https%3A%2F%2Fville.example%2F&challenge={CHALLENGE}{rest}")
    }

    #[test]
    fn sources_absent_and_empty_are_told_apart() {
        for (rest, expected) in [
            ("", None),
            ("&sources=", Some(vec![])),
            ("&sources=a,b", Some(vec!["a", "b"])),
            ("&sources=&source=a&source=b", Some(vec!["a", "b"])),
            ("&source=a", None),
        ] {
            let sources = StartRequest::parse(&query(rest)).unwrap().sources;
            let expected = expected.map(|ids| ids.into_iter().map(String::from).collect());
            assert_eq!(sources, expected, "{rest}");
        }
    }

    #[test]
    fn parameters_of_the_protocol_are_ignored() {
        let plain = StartRequest::parse(&query("")).unwrap();
        for rest in [
            "&redirect_uri=x",
            "&scope=x",
            "&client_id=x",
            "&return_url=x",
            "&acr_values=x",
            "&saisie.france_titres.immatriculation=AB-123-CD",
        ] {
            assert_eq!(StartRequest::parse(&query(rest)).unwrap(), plain, "{rest}");
        }
    }

    #[test]
    fn group_of_buttons_without_a_choice_was_shown_all_the_same() {
        let typed = |rest: &str| StartRequest::parse_posted(&query(rest)).unwrap().typed;
        let named = |text: &str| vec![("education.sexe".to_owned(), text.to_owned())];
        assert_eq!(typed("&saisie.education.sexe="), named(""));
        let chosen = "&saisie.education.sexe=&saisie.education.sexe=F";
        assert_eq!(typed(chosen), named("F"));
        assert_eq!(typed(""), []);
    }

    #[test]
    fn withholds_what_was_typed_from_every_trace() {
        let rest = "&saisies=scelle&saisie.france_titres.immatriculation=AB-123-CD";
        let shown = format!("{:?}", StartRequest::parse_posted(&query(rest)).unwrap());
        assert!(shown.contains("france_titres.immatriculation"), "{shown}");
        assert!(!shown.contains("AB-123"), "{shown}");
        assert!(!shown.contains("scelle"), "{shown}");
    }

    #[test]
    fn rejects_what_the_loader_would_not_write() {
        for rest in [
            "&demarche=other",
            "&page=x",
            "&challenge=x",
            "&concerne=tous",
            "&lang=fr&lang=en",
        ] {
            assert_eq!(
                StartRequest::parse(&query(rest)),
                Err(START_MALFORMED),
                "{rest}"
            );
        }
        for whole in ["", "demarche=a&page=b", "demarche=a&page=b&challenge=short"] {
            assert_eq!(StartRequest::parse(whole), Err(START_MALFORMED), "{whole}");
        }
        let long = query(&"&x=y".repeat(3000));
        assert_eq!(StartRequest::parse(&long), Err(START_MALFORMED));
    }
}
