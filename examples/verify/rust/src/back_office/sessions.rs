use std::collections::BTreeMap;

/// Sessions kept before all are forgotten: a demonstration has no other bound on its memory.
const MAX_SESSIONS: usize = 10_000;

/// Nonce of each session whose form has not come back.
#[derive(Default)]
pub(super) struct Nonces(BTreeMap<String, String>);

impl Nonces {
    /// The nonce of `session`, drawn if it has none.
    pub fn of(&mut self, session: &str, draw: impl Fn() -> String) -> String {
        if self.0.len() >= MAX_SESSIONS {
            self.0.clear();
        }
        self.0
            .entry(session.to_owned())
            .or_insert_with(draw)
            .clone()
    }

    /// The nonce of `session`, which is then good for no other submission.
    pub fn spend(&mut self, session: &str) -> Option<String> {
        self.0.remove(session)
    }
}
