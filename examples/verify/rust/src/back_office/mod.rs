//! A back-office of a few lines, to see the verdicts: it serves the canteen form of Valbourg, takes
//! what is sent, and shows what each value is worth. Its configuration is described in
//! `examples/verify/README.md`. A demonstration: sessions and identifiers stay in memory.

mod configuration;
mod jwks;
mod pages;
mod server;
mod sessions;

use std::sync::Mutex;

use serde_json::json;

pub use self::configuration::{Configuration, DateNames, FormField, Place};
pub use self::jwks::fetch;
pub use self::server::router;
use self::sessions::{Session, Sessions};
use crate::{Field, KeyCache, Report, SeenInMemory, SessionNonce, Submission, lock, verify};

/// What reads the keys of the configured issuer.
pub type Fetch = Box<dyn FnMut() -> Option<Vec<u8>> + Send>;

/// What draws a text nobody guesses, of letters, digits, `-` and `_`.
pub type RandomText = Box<dyn Fn() -> String + Send + Sync>;

/// What takes lines for the log; they hold no value.
pub type Log = Box<dyn Fn(&str) + Send + Sync>;

/// What surrounds a back-office, so that a test can stand in for it.
pub struct Outside {
    /// Reads the keys.
    pub fetch: Fetch,
    /// Unix time in seconds.
    pub now: fn() -> i64,
    /// Draws sessions and nonces.
    pub random_text: RandomText,
    /// Takes the log.
    pub log: Log,
}

/// A back-office with its keys, what it accepted, and its sessions.
pub struct BackOffice {
    configuration: Configuration,
    keys: KeyCache<Fetch>,
    seen: SeenInMemory,
    sessions: Mutex<Sessions>,
    now: fn() -> i64,
    random_text: RandomText,
    log: Log,
}

impl BackOffice {
    /// An empty one.
    pub fn new(configuration: Configuration, outside: Outside) -> Self {
        Self {
            configuration,
            keys: KeyCache::new(outside.fetch),
            seen: SeenInMemory::by(outside.now),
            sessions: Mutex::default(),
            now: outside.now,
            random_text: outside.random_text,
            log: outside.log,
        }
    }

    /// The session a browser names, or a new one.
    fn open_session(&self, named: Option<&str>) -> Session {
        lock(&self.sessions).open(named, &self.random_text)
    }

    /// Takes a form, whatever its attestation is worth. A real one keeps it here, with the
    /// attestation and the key of the report.
    fn receive(&self, form: &[(String, String)], session: Option<&str>) -> (Vec<Field>, Report) {
        let fields = self.configuration.read_fields(form);
        let left = session.and_then(|session| lock(&self.sessions).spend(session));
        let nonce = match self.configuration.nonce {
            true => SessionNonce::left(left.as_deref()),
            false => SessionNonce::Unused,
        };
        let submission = Submission::of(attestation(form), nonce, &fields, (self.now)());
        let settings = &self.configuration.settings;
        let report = verify(&submission, settings, &self.keys, &self.seen);
        self.log(&report);
        (fields, report)
    }

    fn log(&self, report: &Report) {
        let form = self.configuration.settings.forms.keys().next();
        let reason = report.reason.map(|reason| reason.code());
        let line = json!({"event": "received", "form": form, "reason": reason});
        (self.log)(&line.to_string());
    }
}

fn attestation(form: &[(String, String)]) -> Option<&str> {
    let field = form.iter().find(|(name, _)| name == "unefois_attestation");
    field.map(|(_, value)| value.as_str())
}
