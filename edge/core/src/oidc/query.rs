//! Addresses with a query, and queries that come back.

use url::form_urlencoded;

/// Appends a query to an endpoint, each value encoded once.
pub(super) fn address<'a>(
    endpoint: &str,
    parameters: impl IntoIterator<Item = (&'static str, &'a str)>,
) -> String {
    let separator = if endpoint.contains('?') { '&' } else { '?' };
    let query = encode(parameters);
    format!("{endpoint}{separator}{query}")
}

/// `application/x-www-form-urlencoded` text of `parameters`.
pub(super) fn encode<'a>(parameters: impl IntoIterator<Item = (&'static str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

/// Decoded parameters of a query, in order.
pub(super) fn decode(query: &str) -> impl Iterator<Item = (String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned()
}
