//! A back-office of a few lines, to see the verdicts: it serves the canteen form of Valbourg, takes
//! what is sent, and shows what each value is worth. Its configuration is described in
//! `examples/verify/README.md`. A demonstration: sessions and identifiers stay in memory.

mod configuration;
mod jwks;
mod pages;
mod server;
mod sessions;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::json;

pub use self::configuration::{Configuration, DateNames, FormField, Place};
pub use self::jwks::fetch;
pub use self::server::router;
use self::sessions::Nonces;
use crate::{Field, KeyCache, Report, SeenInMemory, Submission, verify};

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
    memory: Mutex<Memory>,
    now: fn() -> i64,
    random_text: RandomText,
    log: Log,
}

struct Memory {
    keys: KeyCache<Fetch>,
    seen: SeenInMemory,
    nonces: Nonces,
}

impl BackOffice {
    /// An empty one.
    pub fn new(configuration: Configuration, outside: Outside) -> Self {
        Self {
            configuration,
            memory: Mutex::new(Memory {
                keys: KeyCache::new(outside.fetch),
                seen: SeenInMemory::default(),
                nonces: Nonces::default(),
            }),
            now: outside.now,
            random_text: outside.random_text,
            log: outside.log,
        }
    }

    /// The nonce of a session, if the form uses one: the same for all its tabs.
    fn nonce_of(&self, session: &str) -> Option<String> {
        let draw = || self.memory().nonces.of(session, &self.random_text);
        self.configuration.nonce.then(draw)
    }

    /// Takes a form, whatever its attestation is worth. A real one keeps it here, with the
    /// attestation and the key of the report.
    fn receive(&self, form: &[(String, String)], session: Option<&str>) -> (Vec<Field>, Report) {
        let fields = self.configuration.read_fields(form);
        let mut memory = self.memory();
        // A session without a nonce left is no way around it: nothing equals one drawn now.
        let nonce = self.configuration.nonce.then(|| {
            let left = session.and_then(|session| memory.nonces.spend(session));
            left.unwrap_or_else(&self.random_text)
        });
        let submission = Submission {
            session_nonce: nonce.as_deref(),
            ..Submission::of(attestation(form), &fields, (self.now)())
        };
        let Memory { keys, seen, .. } = &mut *memory;
        let report = verify(&submission, &self.configuration.settings, keys, seen);
        self.log(&report);
        (fields, report)
    }

    fn log(&self, report: &Report) {
        let form = self.configuration.settings.forms.keys().next();
        let reason = report.reason.map(|reason| reason.code());
        let line = json!({"event": "received", "form": form, "reason": reason});
        (self.log)(&line.to_string());
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn attestation(form: &[(String, String)]) -> Option<&str> {
    let field = form.iter().find(|(name, _)| name == "unefois_attestation");
    field.map(|(_, value)| value.as_str())
}
