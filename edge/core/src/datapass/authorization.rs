//! A habilitation, as a request lists it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::content::Content;
use super::fault::WebhookFault;
use super::members::{day, identifier, numero, optional_text, text};
use super::webhook::Approved;

/// Most habilitations of one request: each reopening adds one.
const MAX_AUTHORIZATIONS: usize = 64;

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
    pub(super) mark: Mark,
}

/// What DataPass says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Active,
    Obsolete,
    Revoked,
}

impl Authorization {
    pub(super) fn approved(&self) -> Approved {
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
            created_on: text(members, "created_at").and_then(day),
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

/// The habilitations of a request, each once.
pub(super) fn authorizations(
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
