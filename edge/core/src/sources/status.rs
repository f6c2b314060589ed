//! What a status and its code mean: rules as data.
//!
//! The HTTP status comes first, then the last three digits of the code; the prefix names a provider
//! and differs between production and staging, but `00` is always the gateway itself. Two
//! catalogues of codes are in service; the rules read both.
//!
//! The tax office numbers its errors its own way, in four digits whose last three are enough.

use super::outcome::Outcome;
use super::spec::Gateway;
use super::{Object, SourceSpec, api_particulier, dgfip};

/// One rule. Rules are tried in order and the first that matches gives the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusRule {
    status: u16,
    ending: Option<&'static str>,
    author: Option<Author>,
    title: Option<&'static str>,
    meaning: Meaning,
}

/// Who wrote the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// The gateway itself.
    Gateway,
    /// A provider behind the gateway.
    Provider,
}

/// What an error answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// That is the answer: asking again would not change it.
    Final(Outcome),
    /// No file, which early in the month or in the school year may only be a late one.
    NoFile,
    /// The service's own token is refused: ask for another, once.
    StaleToken,
    /// The same request is already running, maybe for somebody else: ask again shortly.
    Locked,
    /// Too many requests: ask again when told to, if there is time.
    Throttled,
    /// A passing failure: ask again once.
    Transient,
    /// Closed for a while when the answer says how long, a passing failure otherwise.
    Closed,
}

impl StatusRule {
    /// A rule for every answer of `status`.
    pub const fn new(status: u16, meaning: Meaning) -> Self {
        Self {
            status,
            ending: None,
            author: None,
            title: None,
            meaning,
        }
    }

    /// Narrows the rule to codes that end in these three digits.
    pub const fn ending(mut self, digits: &'static str) -> Self {
        self.ending = Some(digits);
        self
    }

    /// Narrows the rule to errors of the gateway itself.
    pub const fn by_gateway(mut self) -> Self {
        self.author = Some(Author::Gateway);
        self
    }

    /// Narrows the rule to errors of a provider behind the gateway.
    pub const fn by_provider(mut self) -> Self {
        self.author = Some(Author::Provider);
        self
    }

    /// Narrows the rule to errors so titled, where one code means two things.
    pub const fn titled(mut self, title: &'static str) -> Self {
        self.title = Some(title);
        self
    }

    /// HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Last three digits of the code, where they matter.
    pub fn digits(&self) -> Option<&'static str> {
        self.ending
    }

    /// Who must have written the error, where it matters.
    pub fn author(&self) -> Option<Author> {
        self.author
    }

    /// Title of the error, where one code means two things.
    pub fn title(&self) -> Option<&'static str> {
        self.title
    }

    /// What it means.
    pub fn meaning(&self) -> Meaning {
        self.meaning
    }

    fn matches(&self, status: u16, error: &ErrorBody) -> bool {
        self.status == status
            && self.ending.is_none_or(|digits| error.ends_with(digits))
            && self
                .author
                .is_none_or(|author| error.author() == Some(author))
            && self.title.is_none_or(|title| error.title == title)
    }
}

/// Finds the meaning of an error answer: the rules of its source, then those of its gateway.
pub fn meaning(source: &SourceSpec, status: u16, error: &ErrorBody) -> Option<Meaning> {
    rules(source)
        .find(|rule| rule.matches(status, error))
        .map(|rule| rule.meaning)
}

/// Every rule that applies to a source, the first that matches winning.
pub fn rules(source: &SourceSpec) -> impl Iterator<Item = &'static StatusRule> {
    let own = source.statuses.iter().flat_map(|table| table.iter());
    let of_gateway = match source.gateway {
        Gateway::ApiParticulier => api_particulier::STATUSES,
        Gateway::Dgfip => dgfip::STATUSES,
    };
    own.chain(of_gateway.iter().flat_map(|table| table.iter()))
}

/// First error of an error body; empty when the body is not the documented one. Untrusted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ErrorBody {
    /// Two digits of the author and three of the error.
    pub code: String,
    /// Short title.
    pub title: String,
    /// Seconds to wait, when the provider knows.
    pub retry_in_secs: Option<u32>,
}

impl ErrorBody {
    /// Reads `{"errors":[{"code":…,"title":…,"meta":{"retry_in":…}}]}` of API Particulier, or
    /// `{"erreur":{"code":…}}` of the DGFiP.
    pub fn read(body: &Object) -> Self {
        let errors = body.get("errors").and_then(|errors| errors.as_array());
        let Some(first) = errors
            .and_then(|errors| errors.first())
            .or(body.get("erreur"))
        else {
            return Self::default();
        };
        let text = |key| {
            first
                .get(key)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
        };
        let retry_in = first.get("meta").and_then(|meta| meta.get("retry_in"));
        Self {
            code: text("code").to_owned(),
            title: text("title").to_owned(),
            retry_in_secs: retry_in.and_then(|secs| secs.as_u64()?.try_into().ok()),
        }
    }

    fn ends_with(&self, digits: &str) -> bool {
        matches!(self.code.len(), 4 | 5) && self.code.ends_with(digits)
    }

    fn author(&self) -> Option<Author> {
        match self.code.get(..2)? {
            "00" => Some(Author::Gateway),
            _ => Some(Author::Provider),
        }
    }
}
