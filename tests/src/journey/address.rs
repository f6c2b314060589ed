//! Addresses and cookies, as an answer gives them.

use crate::client::Answer;

/// Address a redirection leads to.
pub fn location(answer: &Answer) -> String {
    let location = answer.header("location");
    location
        .unwrap_or_else(|| panic!("{}: {}", answer.status, answer.text()))
        .to_owned()
}

/// Name and value of the cookie an answer sets and does not remove.
pub fn cookie_set(answer: &Answer) -> Option<(String, String)> {
    let kept = answer
        .headers_named("set-cookie")
        .find(|line| !line.contains("Max-Age=0"))?;
    let (name, value) = kept.split(';').next()?.split_once('=')?;
    Some((name.to_owned(), value.to_owned()))
}

/// A value of a query, every reserved character escaped.
pub fn encoded(text: &str) -> String {
    let escaped = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    escaped.collect()
}

/// Names and values of the query of an address, as they are written.
pub fn parameters(url: &str) -> Vec<(String, String)> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The address with a parameter replaced, or removed when there is no value.
pub fn with_parameter(url: &str, name: &str, value: Option<&str>) -> String {
    let (base, _) = url.split_once('?').unwrap();
    let mut kept = parameters(url);
    kept.retain(|(other, _)| other != name);
    kept.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    let pairs: Vec<String> = kept
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{base}?{}", pairs.join("&"))
}

/// The value of a parameter.
pub fn parameter(url: &str, name: &str) -> String {
    let found = parameters(url).into_iter().find(|(other, _)| other == name);
    found.unwrap_or_else(|| panic!("no {name} in {url}")).1
}
