//! One JSON line an event, without any value, name, token or code of a person.

use serde_json::{Map, Value, json};
use worker::console_log;

/// Who must look at a line.
#[derive(Clone, Copy)]
pub enum Level {
    /// The ordinary course of things, a refusal by the person included.
    Info,
    /// Something was refused or an upstream failed.
    Warn,
    /// The operator must act: configuration, credentials, a fault of ours.
    Error,
}

/// An event being described. Field names are constants of the program; contents are codes, counts
/// and identifiers of configuration.
pub struct Event {
    fields: Map<String, Value>,
}

impl Event {
    /// Starts the description of `event`.
    pub fn new(level: Level, event: &'static str) -> Self {
        let level = match level {
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        };
        let mut fields = Map::new();
        fields.insert("time".to_owned(), json!(now()));
        fields.insert("level".to_owned(), json!(level));
        fields.insert("event".to_owned(), json!(event));
        Self { fields }
    }

    /// Adds a fact.
    pub fn with(mut self, name: &'static str, content: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), content.into());
        self
    }

    /// Writes the line.
    pub fn write(self) {
        write_line(&Value::Object(self.fields).to_string());
    }
}

/// The moment, as every line begins.
pub fn now() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}

/// Writes a line of the exchange trace, whose very bytes are signed. Everything else is an [`Event`].
pub fn write_line(line: &str) {
    console_log!("{line}");
}
