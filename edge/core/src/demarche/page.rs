//! Pages where the widget may run, and the only addresses a person is ever sent back to.
//!
//! The address of the page comes from the page itself, so it is hostile until it matches a pattern
//! of the démarche file: a lenient comparison here is an open redirector.

use super::address;
use super::candidate::{Candidate, is_plain};
use crate::error::Refusal;

/// A page of the démarche, proven to match one of its patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    url: String,
    origin: String,
}

impl Page {
    /// Address to return to, without fragment.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Origin of the page, as browsers serialise it.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// An origin and a path, where `*` stands for one whole segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePattern {
    origin: String,
    segments: Vec<Segment>,
    requete: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Exact(String),
    Any,
}

impl PagePattern {
    /// Reads a pattern. `requete` says whether the page may have a query, which then never counts.
    ///
    /// # Errors
    ///
    /// What was expected instead, in French.
    pub fn parse(text: &str, requete: bool, http_local: bool) -> Result<Self, address::Expected> {
        let bare = !text.contains(['?', '#']);
        if !bare || !is_plain(text) {
            return Err("une adresse sans paramètre, sans fragment, en caractères simples");
        }
        let url = address::check_address(text, http_local)?;
        let origin = url.origin().ascii_serialization();
        if origin.contains('*') {
            return Err("une origine exacte : * ne remplace qu’un segment du chemin");
        }
        let Some(path) = text
            .strip_prefix(&origin)
            .and_then(|rest| rest.strip_prefix('/'))
        else {
            return Err("une origine exacte suivie d’un chemin qui commence par une barre");
        };
        let segments: Option<Vec<_>> = path.split('/').map(Segment::parse).collect();
        let segments = segments.ok_or("un chemin où * remplace un segment entier")?;
        Ok(Self {
            origin,
            segments,
            requete,
        })
    }

    /// Origin whose pages it describes.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Reads the address of a page, and keeps it if it is one of these.
    fn matches(&self, candidate: &Candidate) -> Option<Page> {
        let query_allowed = self.requete || candidate.query.is_none();
        let same_origin = candidate.origin == self.origin;
        let segments = candidate.path.split('/');
        let same_length = segments.clone().count() == self.segments.len();
        let same_path = segments
            .zip(&self.segments)
            .all(|(found, segment)| segment.matches(found));
        (query_allowed && same_origin && same_length && same_path).then(|| Page {
            url: candidate.url.to_owned(),
            origin: candidate.origin.clone(),
        })
    }
}

impl Segment {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "*" => Some(Self::Any),
            _ if text.contains('*') => None,
            _ => Some(Self::Exact(text.to_owned())),
        }
    }

    fn matches(&self, found: &str) -> bool {
        match self {
            Self::Exact(text) => text == found,
            Self::Any => {
                let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~%".contains(&byte);
                !found.is_empty() && !found.starts_with('.') && found.bytes().all(plain)
            }
        }
    }
}

/// Finds the page of `patterns` that `text` is the address of.
///
/// # Errors
///
/// `page_refused` when no pattern matches or when the address can be read in two ways.
pub fn match_page(patterns: &[PagePattern], text: &str) -> Result<Page, Refusal> {
    let candidate = Candidate::parse(text);
    let page = candidate.and_then(|candidate| {
        patterns
            .iter()
            .find_map(|pattern| pattern.matches(&candidate))
    });
    page.ok_or(PAGE_REFUSED)
}

/// The page named by the visitor is none of the démarche's.
const PAGE_REFUSED: Refusal = Refusal {
    code: "page_refused",
    status: 400,
    message_key: "wrong_page",
    alert: false,
};

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns() -> Vec<PagePattern> {
        let parse = |text, requete| PagePattern::parse(text, requete, true).expect(text);
        vec![
            parse("https://ville.fr/cantine/", false),
            parse("https://ville.fr/demarches/*/saisie", true),
            parse("http://ville.localhost:8790/", false),
        ]
    }

    fn check_refused(addresses: &[&str]) {
        for text in addresses {
            assert_eq!(match_page(&patterns(), text), Err(PAGE_REFUSED), "{text}");
        }
    }

    #[test]
    fn registered_pages_are_matched_whole() {
        let accepted = [
            ("https://ville.fr/cantine/", "https://ville.fr"),
            (
                "https://ville.fr/demarches/2026-11/saisie",
                "https://ville.fr",
            ),
            (
                "https://ville.fr/demarches/a/saisie?utm=1&x=//evil",
                "https://ville.fr",
            ),
            (
                "http://ville.localhost:8790/",
                "http://ville.localhost:8790",
            ),
        ];
        for (text, origin) in accepted {
            let page = match_page(&patterns(), text).expect(text);
            assert_eq!((page.url(), page.origin()), (text, origin));
        }
    }

    #[test]
    fn rejects_other_origins() {
        check_refused(&[
            "https://ville.fr.evil.test/cantine/",
            "https://evil-ville.fr/cantine/",
            "http://ville.fr/cantine/",
            "https://ville.fr:8443/cantine/",
            "https://ville.fr./cantine/",
            "https://xn--ville-.fr/cantine/",
            "https://www.ville.fr/cantine/",
            "null",
            "file:///cantine/",
            "",
        ]);
    }

    #[test]
    fn rejects_other_spellings_of_a_registered_page() {
        check_refused(&[
            "https://VILLE.fr/cantine/",
            "https://ville.fr:443/cantine/",
            "https:ville.fr/cantine/",
            "https:/ville.fr/cantine/",
            "https://ville.fr/./cantine/",
            "https://ville.fr/a/../cantine/",
            "https://ville.fr/cantine",
            "https://ville.fr/Cantine/",
            " https://ville.fr/cantine/",
            "https://ville.fr/can\ttine/",
            "https://ville.fr/cantine/\n",
            "https://ville.fr/cantine/#a",
            "https://ville.fr/cantine/#",
        ]);
    }

    #[test]
    fn rejects_return_target_tricks() {
        check_refused(&[
            "https://ville.fr@evil.test/cantine/",
            "https://a@ville.fr/cantine/",
            "https://a:b@c@ville.fr/cantine/",
            "//ville.fr/cantine/",
            "/cantine/",
            "/\\evil.test",
            "https:\\\\ville.fr\\cantine\\",
            "javascript:alert(1)",
            "data:text/html,a",
            "https://ville.fr/cantine/?a=1",
            "https://ville.fr/cantine/?",
            "https://ville.fr//cantine/",
            "https://ville.fr/demarches/a/saisie?x=<script>",
            "https://ville.fr/demarches/a/saisie?x=\"y",
        ]);
    }

    #[test]
    fn rejects_paths_that_a_wildcard_must_not_hide() {
        check_refused(&[
            "https://ville.fr/demarches//saisie",
            "https://ville.fr/demarches/a/b/saisie",
            "https://ville.fr/demarches/../saisie",
            "https://ville.fr/demarches/..;/saisie",
            "https://ville.fr/demarches/%2e%2e/saisie",
            "https://ville.fr/demarches/a%2Fb/saisie",
            "https://ville.fr/demarches/a%5cb/saisie",
            "https://ville.fr/demarches/%252e%252e/saisie",
            "https://ville.fr/demarches/a%00/saisie",
            "https://ville.fr/demarches/a@b/saisie",
            "https://ville.fr/demarches/é/saisie",
            "https://ville.fr/demarches/.git/saisie",
        ]);
        let long = format!("https://ville.fr/demarches/{}/saisie", "a".repeat(2048));
        check_refused(&[&long]);
    }

    #[test]
    fn rejects_patterns_broader_than_one_segment() {
        for text in [
            "https://*.ville.fr/",
            "https://ville.fr",
            "https://ville.fr/a*",
            "https://ville.fr/?a",
            "https://ville.fr/#a",
            "https://ville.fr:443/",
            "https://VILLE.fr/",
            "http://ville.fr/",
            "*",
            "https://ville.fr/a\\b",
        ] {
            assert!(PagePattern::parse(text, false, true).is_err(), "{text}");
        }
    }
}
