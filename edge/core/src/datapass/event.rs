//! What may happen to a request.

/// What happened to a request. Names are DataPass's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The request was granted.
    Approve,
    /// What was granted is taken back.
    Revoke,
    /// Anything else, by its name; `other` when it is not one we know.
    Other(&'static str),
}

const OTHER_EVENTS: &[&str] = &[
    "create",
    "update",
    "create_by_api",
    "update_by_api",
    "submit",
    "refuse",
    "request_changes",
    "archive",
    "reopen",
    "cancel_reopening",
    "transfer",
];

impl Event {
    /// Its name, from a closed list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Revoke => "revoke",
            Self::Other(name) => name,
        }
    }

    pub(super) fn of(name: &str) -> Self {
        match name {
            "approve" => Self::Approve,
            "revoke" => Self::Revoke,
            _ => {
                let known = OTHER_EVENTS.iter().find(|known| **known == name);
                Self::Other(known.copied().unwrap_or("other"))
            }
        }
    }
}
