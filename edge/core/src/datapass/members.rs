//! Members of a body, each in the one form it is taken in.

use serde_json::{Map, Value};

use super::fault::WebhookFault;
use super::standing::canonical;
use crate::paris;

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

/// A text, if it is one.
pub(super) fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str()
}

/// A text that may be absent or null, and nothing else.
pub(super) fn optional_text<'a>(
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
pub(super) fn identifier(name: &str) -> Option<String> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let holds = (1..=100).contains(&name.len()) && name.bytes().all(allowed);
    holds.then(|| name.to_owned())
}

/// One line without anything that could hide or turn what is written, cut to `max_chars`.
pub(super) fn short(text: &str, max_chars: usize) -> String {
    let is_shown = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let spaced = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    let shown: String = spaced.filter(is_shown).take(max_chars).collect();
    shown.trim().to_owned()
}

/// The day of a date, or of a moment.
pub(super) fn day(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    paris::parse_date(day)?;
    Some(day.to_owned())
}
