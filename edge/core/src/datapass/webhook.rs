//! The body of a webhook, and what follows from it.
//!
//! What decides is read strictly; what only informs is read where it has the form expected. The
//! applicant and the contacts are not read at all.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::content::{Content, short};
use super::signature::Authentic;
use super::skeleton;
use super::standing::{Standing, State, canonical};
use crate::json;

/// Largest body taken. DataPass sends about five kilobytes.
pub const MAX_BODY_BYTES: usize = 256 * 1024;

/// Most habilitations of one request: each reopening adds one.
const MAX_AUTHORIZATIONS: usize = 64;

/// Why a webhook is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookFault {
    /// Larger than [`MAX_BODY_BYTES`], or it did not arrive whole.
    TooLarge,
    /// The signature is missing, malformed, or of other bytes.
    Signature,
    /// Signed, and not the documented shape.
    Malformed,
    /// Something was approved or revoked, and the body names no habilitation.
    NamesNothing,
}

impl WebhookFault {
    /// Stable code for the operator's log.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Signature => "signature",
            Self::Malformed => "malformed",
            Self::NamesNothing => "names_nothing",
        }
    }

    /// HTTP status of the answer.
    pub fn status(self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::Signature => 401,
            Self::Malformed | Self::NamesNothing => 400,
        }
    }

    /// Whether DataPass itself sent what could not be used: the operator must look at it.
    pub fn alerts(self) -> bool {
        matches!(self, Self::Malformed | Self::NamesNothing)
    }
}

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

/// A habilitation of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorization {
    /// Number: `H456`.
    pub numero: String,
    /// Type: `api_particulier`.
    pub definition: Option<String>,
    /// Day it was given, `YYYY-MM-DD`.
    pub created_on: Option<String>,
    /// What was granted, and why.
    pub content: Content,
    mark: Mark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Active,
    Obsolete,
    Revoked,
}

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

    fn of(name: &str) -> Self {
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

impl Authorization {
    fn approved(&self) -> Approved {
        Approved {
            numero: self.numero.clone(),
            definition: self.definition.clone(),
        }
    }

    fn read(value: &Value, model: &str) -> Result<Self, WebhookFault> {
        let members = value.as_object().ok_or(WebhookFault::Malformed)?;
        let id = members.get("id").and_then(numero);
        let of_model = || model.strip_prefix("authorization_request/");
        let definition = text(members, "definition_id").or_else(of_model);
        let definition = definition.and_then(identifier);
        let mut content = Content::read(members.get("data"));
        if definition.as_deref() == Some("france_connect") {
            // FranceConnect grants it without its being asked.
            content.scopes.insert("openid".to_owned());
        }
        Ok(Self {
            numero: id.ok_or(WebhookFault::Malformed)?,
            definition,
            created_on: text(members, "created_at").and_then(super::content::day),
            content,
            mark: mark(members)?,
        })
    }
}

/// The boolean prevails, and a state nobody knows grants nothing.
fn mark(members: &Map<String, Value>) -> Result<Mark, WebhookFault> {
    let is_revoked = match members.get("revoked") {
        None | Some(Value::Null) => false,
        Some(value) => value.as_bool().ok_or(WebhookFault::Malformed)?,
    };
    Ok(match (is_revoked, optional_text(members, "state")?) {
        (false, None | Some("active")) => Mark::Active,
        (false, Some("obsolete")) => Mark::Obsolete,
        _ => Mark::Revoked,
    })
}

fn authorizations(
    data: &Map<String, Value>,
    model: &str,
) -> Result<Vec<Authorization>, WebhookFault> {
    let listed = match data.get("authorizations") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(listed)) if listed.len() <= MAX_AUTHORIZATIONS => listed,
        Some(_) => return Err(WebhookFault::Malformed),
    };
    let read: Result<Vec<_>, _> = listed
        .iter()
        .map(|value| Authorization::read(value, model))
        .collect();
    let read = read?;
    let numbers: BTreeSet<&str> = read.iter().map(|it| it.numero.as_str()).collect();
    match numbers.len() == read.len() {
        true => Ok(read),
        false => Err(WebhookFault::Malformed),
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

/// `456`, `"456"` or `"H456"`.
pub(super) fn numero(value: &Value) -> Option<String> {
    let written = match value {
        Value::Number(number) => number.as_u64()?.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let digits = written.strip_prefix('H').unwrap_or(&written);
    let is_number =
        (1..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let numero = is_number.then(|| canonical(digits))?;
    (numero.len() > 1).then_some(numero)
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str()
}

/// A text that may be absent or null, and nothing else.
fn optional_text<'a>(
    members: &'a Map<String, Value>,
    name: &str,
) -> Result<Option<&'a str>, WebhookFault> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(WebhookFault::Malformed),
    }
}

/// A name of DataPass's configuration: `api_particulier`, `api-impot-particulier-cantine`.
fn identifier(name: &str) -> Option<String> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let holds = (1..=100).contains(&name.len()) && name.bytes().all(allowed);
    holds.then(|| short(name, 100))
}
