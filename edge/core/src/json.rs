//! JSON from strangers: no duplicate member, bounded nesting, nothing after the text.
//!
//! Two members of one name are read differently by different parsers, so that what was checked may
//! not be what is used. RFC 8259 only advises against them; here they are refused.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Levels of arrays and objects allowed, the outermost included.
pub const MAX_DEPTH: usize = 32;

/// Why a text was not taken as JSON. Which rule it broke would only help who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonFault {
    /// Not JSON, or a duplicate member, too deep, or followed by something.
    Malformed,
    /// JSON, but not an object.
    NotAnObject,
}

/// Parses one JSON text. The caller has bounded its size.
///
/// # Errors
///
/// [`JsonFault::Malformed`].
pub fn parse(text: &[u8]) -> Result<Value, JsonFault> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let strict = Strict {
        levels_left: MAX_DEPTH,
    };
    let value = strict
        .deserialize(&mut deserializer)
        .map_err(|_| JsonFault::Malformed)?;
    deserializer.end().map_err(|_| JsonFault::Malformed)?;
    Ok(value)
}

/// Parses one JSON object, as [`parse`] does.
///
/// # Errors
///
/// As [`parse`], and [`JsonFault::NotAnObject`].
pub fn parse_object(text: &[u8]) -> Result<Map<String, Value>, JsonFault> {
    match parse(text)? {
        Value::Object(members) => Ok(members),
        _ => Err(JsonFault::NotAnObject),
    }
}

#[derive(Clone, Copy)]
struct Strict {
    levels_left: usize,
}

impl Strict {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        let levels_left = self.levels_left.checked_sub(1);
        let levels_left = levels_left.ok_or_else(|| E::custom("nested too deeply"))?;
        Ok(Self { levels_left })
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("not a finite number"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let deeper = self.deeper()?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(deeper)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let deeper = self.deeper()?;
        let mut members = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(deeper)?;
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom("duplicate member"));
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> String {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }

    #[test]
    fn ordinary_json_is_read_as_serde_json_reads_it() {
        let text = r#"{"a":[1,-2,0.5,true,false,null,"é\u0041"],"b":{"c":18446744073709551615}}"#;
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(parse(text.as_bytes()), Ok(expected));
    }

    #[test]
    fn thirty_two_levels_are_read_and_rejects_one_more() {
        assert!(parse(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(
            parse(nested(MAX_DEPTH + 1).as_bytes()),
            Err(JsonFault::Malformed)
        );
        assert_eq!(
            parse("[".repeat(100_000).as_bytes()),
            Err(JsonFault::Malformed)
        );
    }

    #[test]
    fn rejects_what_two_parsers_could_read_differently() {
        let texts: [&[u8]; 9] = [
            br#"{"sub":"a","sub":"b"}"#,
            br#"{"a":{"b":1,"\u0062":1}}"#,
            br#"[{"a":1,"a":1}]"#,
            b"{}{}",
            b"{} x",
            b"\xef\xbb\xbf{}",
            b"{\"a\":\"\xff\"}",
            br#"{"a":1e400}"#,
            br#"{"a":"\ud800"}"#,
        ];
        for text in texts {
            let shown = String::from_utf8_lossy(text);
            assert_eq!(parse(text), Err(JsonFault::Malformed), "{shown}");
        }
    }

    #[test]
    fn rejects_array_where_an_object_is_expected() {
        assert_eq!(parse_object(b"[]"), Err(JsonFault::NotAnObject));
        assert!(parse_object(b" {} ").is_ok());
    }
}
