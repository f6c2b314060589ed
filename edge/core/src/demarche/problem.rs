//! A rule the configuration breaks, told to the person who can correct it.

use std::fmt;

/// One broken rule of a démarche file or of the deployment. Exists at build and at start only.
///
/// It never holds a secret: the file only names them, and what is written in their place is hidden
/// in case somebody wrote the secret itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConfigProblem {
    /// File, as it was named by whoever read it.
    pub file: String,
    /// Path and index inside the file: `champ[3].chemin`.
    pub path: String,
    /// Stable name of the rule: `siret`.
    pub rule: &'static str,
    /// What was expected, in French.
    pub expected: String,
    /// What was found; hidden where it could be a secret.
    pub got: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            path,
            rule,
            expected,
            got,
        } = self;
        write!(
            formatter,
            "{file} : {path} : [{rule}] attendu : {expected} ; reçu : {got}"
        )
    }
}

impl std::error::Error for ConfigProblem {}

/// Paths whose content is never shown: they name secrets.
const HIDDEN: &[&str] = &[
    "franceconnect.client_secret",
    "dgfip.client_secret",
    "api_particulier.jeton",
    "attestation.cles",
    "trace.secret",
];
const MAX_SHOWN_CHARS: usize = 80;

/// Collects every problem of one file.
#[derive(Debug)]
pub struct Problems {
    file: String,
    found: Vec<ConfigProblem>,
}

impl Problems {
    /// No problem yet in `file`.
    pub fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            found: Vec::new(),
        }
    }

    /// Adds a problem. `got` is cut to one short line.
    pub fn push(
        &mut self,
        path: impl Into<String>,
        rule: &'static str,
        expected: impl Into<String>,
        got: impl AsRef<str>,
    ) {
        let path = path.into();
        let got = if HIDDEN.iter().any(|hidden| path.ends_with(hidden)) {
            "(caché)".to_owned()
        } else {
            shown(got.as_ref())
        };
        let file = self.file.clone();
        self.found.push(ConfigProblem {
            file,
            path,
            rule,
            expected: expected.into(),
            got,
        });
    }

    /// Every problem, in the order of the file's paths; empty when there is none.
    pub fn into_sorted(mut self) -> Vec<ConfigProblem> {
        self.found.sort();
        self.found.dedup();
        self.found
    }

    /// Whether none was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

fn shown(got: &str) -> String {
    if got.is_empty() {
        return "rien".to_owned();
    }
    let one_line: String = got
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    match one_line.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", one_line.get(..end).unwrap_or_default()),
        None => one_line,
    }
}
