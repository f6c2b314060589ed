use serde::{Deserialize, Serialize};

/// The value of one field, as the provider gave it.
///
/// Dates are text, `YYYY-MM-DD`, with `00` for a month or a day the provider does not know; codes
/// (postcode, INSEE code) are text. Zero, `false` and empty text are values: an unknown value is the
/// absence of the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number; amounts are in euros unless the field's name says otherwise.
    Integer(i64),
    /// Text, byte for byte as received.
    Text(String),
}

impl Value {
    /// The value as a person would type it, without any formatting.
    pub fn to_plain_text(&self) -> String {
        match self {
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Text(value) => value.clone(),
        }
    }
}
