//! Step 5, the kinds of the claims. Read only once the signature was found good.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use crate::token::json_object;

/// Largest whole number that every language holds (RFC 8259 §6): 2^53 − 1.
const MAX_WHOLE: f64 = 9_007_199_254_740_991.0;

/// What an attestation says. Its issuer vouches for it; for whom it is, is still to be checked.
pub(crate) struct Claims {
    pub issuer: String,
    pub audience: String,
    pub jti: String,
    pub form_id: String,
    pub form_version: String,
    /// Attested values, by path.
    pub data: BTreeMap<String, Attested>,
    /// The other claims, whose kinds later steps look at.
    members: Map<String, Value>,
}

/// A value a provider gave.
pub(crate) struct Attested {
    pub value: AttestedValue,
    /// Official name of what the value is the code of.
    pub label: Option<String>,
}

pub(crate) enum AttestedValue {
    Boolean(bool),
    Integer(i64),
    Text(String),
}

impl Claims {
    pub fn parse(payload: &[u8]) -> Option<Self> {
        let members = json_object(payload)?;
        let form = members.get("form")?.as_object()?;
        let data = members.get("data")?.as_object()?;
        let entries = data
            .iter()
            .map(|(path, entry)| Some((path.clone(), Attested::parse(entry)?)));
        Some(Self {
            issuer: text(&members, "iss")?,
            audience: text(&members, "aud")?,
            jti: text(&members, "jti")?,
            form_id: text(form, "id")?,
            form_version: text(form, "version")?,
            data: entries.collect::<Option<_>>()?,
            members,
        })
    }

    /// When it begins and ends, in Unix seconds, if both are whole numbers in this order.
    pub fn period(&self) -> Option<(i64, i64)> {
        let time = |name| whole(self.members.get(name)?.as_number()?);
        let (begins_at, ends_at) = (time("iat")?, time("exp")?);
        (begins_at < ends_at).then_some((begins_at, ends_at))
    }

    /// Nonce of the submission it was made for.
    pub fn submission_nonce(&self) -> Option<&Value> {
        self.members.get("submission_nonce")
    }
}

impl Attested {
    fn parse(entry: &Value) -> Option<Self> {
        let entry = entry.as_object()?;
        let label = match entry.contains_key("label") {
            true => Some(text(entry, "label")?),
            false => None,
        };
        Some(Self {
            value: AttestedValue::parse(entry.get("value")?)?,
            label,
        })
    }
}

impl AttestedValue {
    fn parse(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(Self::Boolean(*value)),
            Value::Number(value) => whole(value).map(Self::Integer),
            Value::String(value) => Some(Self::Text(value.clone())),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// The value written plainly, as the tables of a démarche file name it.
    pub fn to_plain_text(&self) -> String {
        match self {
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Text(value) => value.clone(),
        }
    }
}

/// A whole number that every language holds, however it is written: its nearest double counts.
fn whole(number: &Number) -> Option<i64> {
    let double = number.as_f64()?;
    let is_whole = double.fract() == 0.0 && double.abs() <= MAX_WHOLE;
    is_whole.then_some(double as i64)
}

fn text(members: &Map<String, Value>, name: &str) -> Option<String> {
    members.get(name)?.as_str().map(str::to_owned)
}
