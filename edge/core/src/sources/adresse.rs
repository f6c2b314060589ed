//! Postal addresses as the funds and the registers write them.

use unefois_wire::Value;

use super::answer::MissingCause;
use super::spec::Found;
use super::{Object, read};

/// Splits `44109 NANTES`, or `75002` alone, into postcode and town.
///
/// Only five leading digits, then nothing or a space, are understood: an address abroad gives
/// neither, rather than a guess.
pub fn split_code_postal_ville(text: &str) -> Option<(&str, Option<&str>)> {
    let (code_postal, rest) = text.split_at_checked(5)?;
    if !code_postal.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if rest.is_empty() {
        return Some((code_postal, None));
    }
    let ville = rest.strip_prefix(' ')?.trim();
    Some((code_postal, (!ville.is_empty()).then_some(ville)))
}

/// The line under `keys`, unless it is blank.
fn known(data: &Object, keys: &[&str]) -> Result<String, MissingCause> {
    let line = read::text(data, keys)?;
    match line.trim().is_empty() {
        true => Err(MissingCause::Unknown),
        false => Ok(line),
    }
}

/// The postcode of the line under `keys`.
///
/// # Errors
///
/// The line is missing or cannot be split.
pub fn code_postal(data: &Object, keys: &[&str]) -> Found {
    let line = known(data, keys)?;
    let (code_postal, _) = split_code_postal_ville(&line).ok_or(MissingCause::Malformed)?;
    Ok(Value::Text(code_postal.to_owned()))
}

/// The town of the line under `keys`.
///
/// # Errors
///
/// As [`code_postal`], and when the line is a postcode alone.
pub fn commune(data: &Object, keys: &[&str]) -> Found {
    let line = known(data, keys)?;
    let (_, commune) = split_code_postal_ville(&line).ok_or(MissingCause::Malformed)?;
    let commune = commune.ok_or(MissingCause::Unknown)?;
    Ok(Value::Text(commune.to_owned()))
}

/// The town under `keys`, without the postcode that may stand before it.
///
/// # Errors
///
/// The line is missing, or holds no town.
pub fn localite(data: &Object, keys: &[&str]) -> Found {
    let line = read::text(data, keys)?;
    let ville = match split_code_postal_ville(&line) {
        Some((_, ville)) => ville,
        None => Some(line.trim()).filter(|line| !line.is_empty()),
    };
    let ville = ville.ok_or(MissingCause::Unknown)?;
    Ok(Value::Text(ville.to_owned()))
}

/// The texts under `keys` that are known and not blank, joined.
///
/// # Errors
///
/// The first cause, when none is known.
pub fn joined(data: &Object, keys: &[&[&str]], separator: &str) -> Found {
    let parts: Vec<_> = keys.iter().map(|keys| known(data, keys)).collect();
    let first_cause = parts.iter().find_map(|part| part.as_ref().err().copied());
    let known: Vec<String> = parts.into_iter().flatten().collect();
    match known.is_empty() {
        true => Err(first_cause.unwrap_or(MissingCause::Unknown)),
        false => Ok(Value::Text(known.join(separator))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::split_code_postal_ville as split;
    use super::*;

    #[test]
    fn town_is_told_from_the_postcode_that_may_stand_before_it() {
        for (line, expected) in [
            ("31400 TOULOUSE", Ok("TOULOUSE")),
            (" Le Mêle-sur-Sarthe ", Ok("Le Mêle-sur-Sarthe")),
            ("31400", Err(MissingCause::Unknown)),
            ("", Err(MissingCause::Unknown)),
        ] {
            let data = json!({ "ville": line });
            let found = localite(data.as_object().unwrap(), &["ville"]);
            assert_eq!(
                found,
                expected.map(|ville| Value::Text(ville.to_owned())),
                "{line}"
            );
        }
    }

    #[test]
    fn blank_lines_are_no_address() {
        for (first, second, expected) in [
            (json!(""), json!(""), Err(MissingCause::Unknown)),
            (json!("  "), json!(null), Err(MissingCause::Unknown)),
            (json!(1), json!(""), Err(MissingCause::Malformed)),
            (json!(""), json!("APT 3"), Ok("APT 3")),
            (json!("BAT A"), json!("APT 3"), Ok("BAT A, APT 3")),
        ] {
            let data = json!({ "a": first, "b": second });
            let found = joined(data.as_object().unwrap(), &[&["a"], &["b"]], ", ");
            let expected = expected.map(|text| Value::Text(text.to_owned()));
            assert_eq!(found, expected, "{data}");
        }
        let data = json!({ "a": " " });
        let data = data.as_object().unwrap();
        assert_eq!(code_postal(data, &["a"]), Err(MissingCause::Unknown));
        assert_eq!(commune(data, &["a"]), Err(MissingCause::Unknown));
    }

    #[test]
    fn postcode_and_town_are_split_on_five_leading_digits() {
        assert_eq!(split("44109 NANTES"), Some(("44109", Some("NANTES"))));
        assert_eq!(
            split("20137 PORTO VECCHIO CEDEX 2"),
            Some(("20137", Some("PORTO VECCHIO CEDEX 2")))
        );
        assert_eq!(split("75002"), Some(("75002", None)));
        assert_eq!(split("75002 "), Some(("75002", None)));
    }

    #[test]
    fn withholds_postcode_and_town_when_they_cannot_be_told_apart() {
        for text in [
            "",
            "7500",
            "750021",
            "B-1000 BRUXELLES",
            "75002PARIS",
            "PARIS 75002",
            "７５００２ PARIS",
            "2A004 AJACCIO",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
