//! A case, and what is expected of it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// What a verifier says of one field.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// What was submitted says the same as what was attested.
    Verified,
    /// It says something else, or less.
    Edited,
    /// Nothing was attested, or the attestation is worth nothing.
    Declared,
}

/// What the session holds where the form uses a nonce: one, or `null` when none is left.
type SessionNonce = Option<&'static str>;

/// Identifiers accepted before, or `null` for a store that fails.
type Seen = Option<Vec<String>>;

/// A submission, and what a verifier must make of it.
#[derive(Serialize)]
pub struct Case {
    id: &'static str,
    title: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attestation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jwks: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_nonce: Option<SessionNonce>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<Seen>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    file: BTreeMap<&'static str, &'static str>,
    fields: Vec<Field>,
    expect: Expect,
}

#[derive(Serialize)]
struct Field {
    path: String,
    submitted: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<BTreeMap<&'static str, &'static str>>,
}

#[derive(Serialize)]
struct Expect {
    reason: Option<&'static str>,
    fields: BTreeMap<String, Verdict>,
}

impl Case {
    /// An attestation that is taken. The verdict of each field is to be said.
    pub fn new(id: &'static str, title: &'static str, attestation: String) -> Self {
        Self {
            id,
            title,
            attestation: Some(attestation),
            now: None,
            jwks: None,
            session_nonce: None,
            seen: None,
            file: BTreeMap::new(),
            fields: Vec::new(),
            expect: Expect {
                reason: None,
                fields: BTreeMap::new(),
            },
        }
    }

    /// An attestation that is taken, with two fields as they were filled.
    pub fn taken(id: &'static str, title: &'static str, attestation: String) -> Self {
        Self::new(id, title, attestation).filled(Verdict::Verified)
    }

    /// An attestation that is worth nothing: the same two fields are declared.
    pub fn refused(
        id: &'static str,
        title: &'static str,
        attestation: String,
        reason: &'static str,
    ) -> Self {
        let mut case = Self::new(id, title, attestation).filled(Verdict::Declared);
        case.expect.reason = Some(reason);
        case
    }

    /// A form without its hidden field.
    pub fn without_attestation(id: &'static str, title: &'static str) -> Self {
        Self {
            attestation: None,
            ..Self::refused(id, title, String::new(), "absent")
        }
    }

    fn filled(self, verdict: Verdict) -> Self {
        self.field("identite.nom_naissance", "LEBRETON-D’ŒUVRE", verdict)
            .field("quotient_familial.valeur", "1234", verdict)
    }

    /// Submits a field.
    pub fn field(mut self, path: &str, submitted: &str, verdict: Verdict) -> Self {
        self.fields.push(Field {
            path: path.to_owned(),
            submitted: submitted.to_owned(),
            values: None,
        });
        self.expect.fields.insert(path.to_owned(), verdict);
        self
    }

    /// Gives the field submitted last a table of values.
    pub fn values(mut self, table: &[(&'static str, &'static str)]) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.values = Some(table.iter().copied().collect());
        }
        self
    }

    /// Submits the form at another time.
    pub fn at(self, now: i64) -> Self {
        let now = Some(now);
        Self { now, ..self }
    }

    /// Publishes another set of keys; `null` is one that cannot be read.
    pub fn jwks(self, jwks: Value) -> Self {
        let jwks = Some(jwks);
        Self { jwks, ..self }
    }

    /// The form uses a nonce, and the session has this one.
    pub fn session_nonce(self, nonce: &'static str) -> Self {
        let session_nonce = Some(Some(nonce));
        Self {
            session_nonce,
            ..self
        }
    }

    /// The form uses a nonce, and the session has none left.
    pub fn spent_nonce(self) -> Self {
        let session_nonce = Some(None);
        Self {
            session_nonce,
            ..self
        }
    }

    /// Identifiers accepted before.
    pub fn seen(self, seen: Vec<String>) -> Self {
        let seen = Some(Some(seen));
        Self { seen, ..self }
    }

    /// The store of identifiers fails.
    pub fn without_store(self) -> Self {
        let seen = Some(None);
        Self { seen, ..self }
    }

    /// Says who the file belongs to.
    pub fn file(mut self, path: &'static str, value: &'static str) -> Self {
        self.file.insert(path, value);
        self
    }

    /// The reason expected.
    #[cfg(test)]
    pub fn reason(&self) -> Option<&'static str> {
        self.expect.reason
    }

    /// The name of the case.
    #[cfg(test)]
    pub fn id(&self) -> &'static str {
        self.id
    }
}

/// A writing of an attested value: name and title of the case, what was submitted, the verdict.
pub type Writing = (&'static str, &'static str, &'static str, Verdict);

/// A case for each writing of the value that `attestation` holds at `path`.
pub fn writings(path: &str, attestation: &str, writings: &[Writing]) -> Vec<Case> {
    let case = |&(id, title, submitted, verdict): &Writing| {
        Case::new(id, title, attestation.to_owned()).field(path, submitted, verdict)
    };
    writings.iter().map(case).collect()
}
