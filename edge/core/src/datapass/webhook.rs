//! The body of a webhook, and what follows from it.
//!
//! What decides is read strictly; what only informs is read where it has the form expected. The
//! applicant and the contacts are not read at all.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::authorization::{Authorization, Mark, authorizations};
use super::event::Event;
use super::fault::{MAX_BODY_BYTES, WebhookFault};
use super::members::{identifier, optional_text, text};
use super::signature::Authentic;
use super::skeleton;
use super::standing::{Standing, State};
use crate::json;

/// What DataPass sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Webhook {
    /// The trial of an address just declared.
    Test,
    /// An event in the life of a request.
    Notice(Notice),
}

/// An event in the life of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub event: Event,
    /// When, in Unix seconds.
    pub fired_at: i64,
    /// SIRET of the organisation: 14 digits.
    pub siret: Option<String>,
    /// Template the request was written with.
    pub form_uid: Option<String>,
    /// Its habilitations, past and present.
    pub authorizations: Vec<Authorization>,
    is_revoked: bool,
}

/// What a webhook changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Standing of each habilitation it speaks of, by number: to be remembered where it supersedes
    /// what is known.
    pub standings: BTreeMap<String, Standing>,
    /// What was just granted.
    pub approved: Vec<Approved>,
    /// A démarche file to complete, where something was granted.
    pub skeleton: Option<String>,
}

/// A habilitation just granted, for the operator's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    /// Number: `H456`.
    pub numero: String,
    /// Type, where it is said.
    pub definition: Option<String>,
}

impl Webhook {
    /// Reads a body whose signature holds.
    ///
    /// # Errors
    ///
    /// [`WebhookFault::Malformed`], [`WebhookFault::NamesNothing`].
    pub fn read(body: Authentic<'_>) -> Result<Self, WebhookFault> {
        Self::read_unsigned(body.bytes())
    }

    /// Reads a body that whoever runs the command vouches for: a file of theirs. The edge never does.
    ///
    /// # Errors
    ///
    /// As [`Webhook::read`], and [`WebhookFault::TooLarge`].
    pub fn read_unsigned(body: &[u8]) -> Result<Self, WebhookFault> {
        if body.len() > MAX_BODY_BYTES {
            return Err(WebhookFault::TooLarge);
        }
        let members = json::parse_object(body).map_err(|_| WebhookFault::Malformed)?;
        match (members.get("test"), members.contains_key("event")) {
            (Some(Value::Bool(true)), false) => Ok(Self::Test),
            (None | Some(Value::Bool(false)), true) => Notice::read(&members).map(Self::Notice),
            _ => Err(WebhookFault::Malformed),
        }
    }

    /// What it changes.
    pub fn effect(&self) -> Effect {
        match self {
            Self::Test => Effect::default(),
            Self::Notice(notice) => notice.effect(),
        }
    }
}

impl Notice {
    fn read(members: &Map<String, Value>) -> Result<Self, WebhookFault> {
        let malformed = WebhookFault::Malformed;
        let event = Event::of(text(members, "event").ok_or(malformed)?);
        let fired_at = members.get("fired_at").and_then(Value::as_i64);
        let fired_at = fired_at.filter(|secs| *secs > 0).ok_or(malformed)?;
        let model = text(members, "model_type").ok_or(malformed)?;
        let data = members.get("data").and_then(Value::as_object);
        let data = data.ok_or(malformed)?;
        let is_revoked = optional_text(data, "state")? == Some("revoked");
        let authorizations = authorizations(data, model)?;
        let decides = matches!(event, Event::Approve | Event::Revoke);
        if decides && authorizations.is_empty() {
            return Err(WebhookFault::NamesNothing);
        }
        Ok(Self {
            event,
            fired_at,
            siret: siret(data)?,
            form_uid: text(data, "form_uid").and_then(identifier),
            authorizations,
            is_revoked,
        })
    }

    /// The habilitations that are in force after it.
    pub fn active(&self) -> impl Iterator<Item = &Authorization> {
        let authorizations = self.authorizations.iter();
        authorizations.filter(|authorization| self.mark(authorization) == Mark::Active)
    }

    fn effect(&self) -> Effect {
        let standings = self.authorizations.iter();
        let standings = standings.filter_map(|authorization| self.standing(authorization));
        let is_approved = self.event == Event::Approve;
        let approved = self.active().filter(|_| is_approved);
        let approved: Vec<_> = approved.map(Authorization::approved).collect();
        Effect {
            standings: standings.collect(),
            skeleton: (!approved.is_empty()).then(|| skeleton::skeleton(self)),
            approved,
        }
    }

    /// Only an approval gives anything back: any event may take away.
    fn standing(&self, authorization: &Authorization) -> Option<(String, Standing)> {
        let state = match self.mark(authorization) {
            Mark::Active if self.event == Event::Approve => State::Active,
            Mark::Active => return None,
            Mark::Obsolete => State::Replaced(self.scopes_of_successor(authorization)),
            Mark::Revoked => State::Revoked,
        };
        let fired_at = self.fired_at;
        Some((authorization.numero.clone(), Standing { fired_at, state }))
    }

    /// A revocation takes all, unless the request itself stands and says which of them.
    fn mark(&self, authorization: &Authorization) -> Mark {
        let is_marked = |other: &Authorization| other.mark == Mark::Revoked;
        let takes_all = self.is_revoked || !self.authorizations.iter().any(is_marked);
        match self.event == Event::Revoke && takes_all {
            true => Mark::Revoked,
            false => authorization.mark,
        }
    }

    fn scopes_of_successor(&self, replaced: &Authorization) -> BTreeSet<String> {
        let same = |other: &&Authorization| other.definition == replaced.definition;
        let successors = self.active().filter(same);
        successors
            .flat_map(|successor| successor.content.scopes.iter().cloned())
            .collect()
    }
}

/// The OpenAPI file and the serializer do not spell the organisation alike.
fn siret(data: &Map<String, Value>) -> Result<Option<String>, WebhookFault> {
    let spelt = ["organization", "organisation"].map(|name| {
        let siret = data.get(name)?.get("siret")?.as_str()?;
        let digits = siret.len() == 14 && siret.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| siret.to_owned())
    });
    match spelt {
        [Some(one), Some(other)] if one != other => Err(WebhookFault::Malformed),
        [one, other] => Ok(one.or(other)),
    }
}
