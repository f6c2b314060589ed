//! Reading the address of a page that a stranger gives.

use url::Url;

/// Longest address accepted.
const MAX_URL_BYTES: usize = 2048;

/// An address cut into parts that every program would cut alike.
pub struct Candidate<'a> {
    pub url: &'a str,
    pub origin: String,
    pub path: &'a str,
    pub query: Option<&'a str>,
}

impl<'a> Candidate<'a> {
    /// Reads an address that every program reads alike, or nothing.
    pub fn parse(text: &'a str) -> Option<Self> {
        if text.len() > MAX_URL_BYTES || !is_plain(text) || text.contains('#') {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let userinfo = !url.username().is_empty() || url.password().is_some();
        // Upper-case hosts, default ports, `..`, tabs: whatever parsing had to mend is refused.
        if userinfo || url.as_str() != text || !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let origin = url.origin().ascii_serialization();
        let rest = text.strip_prefix(&origin)?.strip_prefix('/')?;
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        path.split('/').all(is_unambiguous).then_some(Self {
            url: text,
            origin,
            path,
            query,
        })
    }
}

/// Visible ASCII without the backslash, which browsers read as a slash and servers do not.
pub fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// Servers disagree on encoded separators and on `..;/`, so no segment may hold one.
fn is_unambiguous(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    let encoded = ["%2e", "%2f", "%5c", "%25", "%00"]
        .iter()
        .any(|code| lower.contains(code));
    let before_parameters = segment.split(';').next().unwrap_or_default();
    !encoded && before_parameters != "." && before_parameters != ".."
}
