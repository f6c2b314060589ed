//! What is left to ask when a habilitation ended or was taken back.

use super::checked::{ChampChecked, DemarcheChecked};
use super::choice::Choice;
use super::scopes::ScopesInForce;
use crate::error::Refusal;
use crate::field;

/// Nothing that was chosen may be asked any more. The operator is alerted: only they can correct it.
pub const HABILITATION_STOPPED: Refusal = Refusal {
    code: "habilitation_stopped",
    status: 503,
    message_key: "stopped",
    alert: true,
};

impl DemarcheChecked {
    /// Whether something of `choice` may still be asked and released; of everything the démarche asks
    /// while the choice is not made.
    ///
    /// # Errors
    ///
    /// [`HABILITATION_STOPPED`].
    pub fn check_in_force(
        &self,
        choice: Option<&Choice>,
        in_force: &ScopesInForce,
    ) -> Result<(), Refusal> {
        if choice.is_some_and(Choice::asks_nothing) {
            return Ok(());
        }
        let is_chosen = |champ: &&ChampChecked| {
            choice.is_none_or(|choice| {
                champ.source == field::IDENTITE || choice.has_source(champ.source)
            })
        };
        let mut chosen = self.champs().iter().filter(is_chosen).peekable();
        let asks_fields = chosen.peek().is_some();
        let is_left = !asks_fields || chosen.any(|champ| in_force.cover(champ.spec.chemin));
        match in_force.has_identity() && is_left {
            true => Ok(()),
            false => Err(HABILITATION_STOPPED),
        }
    }

    /// The scopes of [`DemarcheChecked::scopes_for`] that a habilitation in force grants; `openid`,
    /// without which there is no sign-in, whatever grants it.
    pub fn scopes_asked(&self, choice: &Choice, in_force: &ScopesInForce) -> Vec<&'static str> {
        let scopes = self.scopes_for(choice).into_iter();
        scopes
            .filter(|scope| *scope == "openid" || in_force.grants(scope))
            .collect()
    }
}
