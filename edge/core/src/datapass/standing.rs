//! What stands of a habilitation, as far as DataPass told.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The last word about a habilitation. The greater of two is the later one and, within one second, the
/// one that grants less: in whatever order they come, the same one stays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Standing {
    /// When DataPass said so, in Unix seconds.
    pub fired_at: i64,
    /// What it said.
    pub state: State,
}

/// What a habilitation still grants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// All it was granted.
    Active,
    /// What the one that replaced it grants too: DataPass calls it obsolete.
    Replaced(BTreeSet<String>),
    /// Nothing.
    Revoked,
}

impl State {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Replaced(_) => "replaced",
            Self::Revoked => "revoked",
        }
    }

    fn keeps(&self, scope: &str) -> bool {
        match self {
            Self::Active => true,
            Self::Replaced(scopes) => scopes.contains(scope),
            Self::Revoked => false,
        }
    }
}

/// The greater grants less; of two that keep as many scopes, one and the same in whatever order.
impl Ord for State {
    fn cmp(&self, other: &Self) -> Ordering {
        let kept = |state: &Self| match state {
            Self::Active => (0, Reverse(0)),
            Self::Replaced(scopes) => (1, Reverse(scopes.len())),
            Self::Revoked => (2, Reverse(0)),
        };
        kept(self)
            .cmp(&kept(other))
            .then_with(|| match (self, other) {
                (Self::Replaced(own), Self::Replaced(others)) => own.cmp(others),
                _ => Ordering::Equal,
            })
    }
}

impl PartialOrd for State {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Standing {
    /// Whether it is to be remembered in the place of `known`: a late event undoes none that is newer,
    /// and the same one changes nothing.
    pub fn supersedes(&self, known: Option<&Self>) -> bool {
        known.is_none_or(|known| self > known)
    }
}

/// What is known of the habilitations a deployment names; those of which nothing was told stand whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings(BTreeMap<String, State>);

impl Standings {
    /// From numbers, `H456` or `456`, and their standings.
    pub fn of<N: AsRef<str>>(known: impl IntoIterator<Item = (N, Standing)>) -> Self {
        let known = known.into_iter();
        Self(
            known
                .map(|(numero, standing)| (canonical(numero.as_ref()), standing.state))
                .collect(),
        )
    }

    /// Whether the habilitation `numero` still grants `scope`, of those it was granted.
    pub fn keep(&self, numero: &str, scope: &str) -> bool {
        let state = self.0.get(&canonical(numero));
        state.is_none_or(|state| state.keeps(scope))
    }
}

/// The one way a number is written among standings: `H456`.
pub fn canonical(numero: &str) -> String {
    let digits = numero.strip_prefix('H').unwrap_or(numero);
    format!("H{}", digits.trim_start_matches('0'))
}
