use std::collections::BTreeMap;

/// Sessions kept before all are forgotten: a demonstration has no other bound on its memory.
const MAX_SESSIONS: usize = 10_000;

/// A session as its browser and its page receive it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Session {
    /// What the cookie holds.
    pub id: String,
    /// What the page holds: the same in all tabs.
    pub nonce: String,
}

/// Nonce of each session whose form has not come back.
#[derive(Default)]
pub(super) struct Sessions(BTreeMap<String, String>);

impl Sessions {
    /// The session called `named`, if it is one of these, or a new one: whoever planted an identifier
    /// in a browser would know the session it opens.
    pub fn open(&mut self, named: Option<&str>, draw: impl Fn() -> String) -> Session {
        if let Some((id, nonce)) = named.and_then(|named| self.0.get_key_value(named)) {
            return Session {
                id: id.clone(),
                nonce: nonce.clone(),
            };
        }
        if self.0.len() >= MAX_SESSIONS {
            self.0.clear();
        }
        let session = Session {
            id: draw(),
            nonce: draw(),
        };
        self.0.insert(session.id.clone(), session.nonce.clone());
        session
    }

    /// The nonce of a session, which is then good for no other submission.
    pub fn spend(&mut self, id: &str) -> Option<String> {
        self.0.remove(id)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn session_is_one_that_was_drawn_here_until_its_nonce_is_spent() {
        let drawn = Cell::new(0);
        let draw = || {
            drawn.set(drawn.get() + 1);
            format!("text-{}", drawn.get())
        };
        let mut sessions = Sessions::default();
        let session = sessions.open(Some("planted"), draw);
        assert_eq!(session.id, "text-1");
        assert_eq!(sessions.open(Some(&session.id), draw), session);
        assert_ne!(sessions.open(None, draw), session);
        assert_eq!(sessions.spend("planted"), None);
        assert_eq!(sessions.spend(&session.id), Some(session.nonce));
        assert_eq!(sessions.spend(&session.id), None);
        assert_ne!(sessions.open(Some(&session.id), draw).id, session.id);
    }
}
