//! A request as the endpoints read it: path, query, and the headers that matter.

use unefois_core::messages;
use worker::Request;

/// Prefix of the cookies that carry a flow; `__Host-` ties them to this exact host, over TLS.
pub const COOKIE_PREFIX: &str = "__Host-unefois-";

/// What an endpoint needs of a request. Untrusted.
pub struct Incoming {
    /// Method.
    pub method: worker::Method,
    /// Path, verbatim.
    pub path: String,
    /// Query without its question mark, verbatim.
    pub query: String,
    /// `Origin` header.
    pub origin: Option<String>,
    /// `Sec-Fetch-Site` header.
    pub fetch_site: Option<String>,
    /// `Sec-Fetch-Dest` header.
    pub fetch_dest: Option<String>,
    /// `Content-Type` header.
    pub content_type: String,
    /// `Accept-Encoding` header.
    pub accept_encoding: String,
    /// `User-Agent` header: it chooses an advice, and is never logged.
    pub user_agent: String,
    /// `Accept-Language` header.
    pub accept_language: String,
    /// Name, without prefix, and value of each cookie of a flow.
    pub cookies: Vec<(String, String)>,
}

impl Incoming {
    /// Reads `request`, not its body.
    pub fn read(request: &Request) -> Self {
        let header = |name| request.headers().get(name).ok().flatten();
        let (path, query) = split_address(&request.inner().url());
        Self {
            method: request.method(),
            path,
            query,
            origin: header("origin"),
            fetch_site: header("sec-fetch-site"),
            fetch_dest: header("sec-fetch-dest"),
            content_type: header("content-type").unwrap_or_default(),
            accept_encoding: header("accept-encoding").unwrap_or_default(),
            user_agent: header("user-agent").unwrap_or_default(),
            accept_language: header("accept-language").unwrap_or_default(),
            cookies: read_cookies(&header("cookie").unwrap_or_default()),
        }
    }

    /// Language the address asks for with `lang=`, where we write it.
    pub fn query_lang(&self) -> Option<&'static str> {
        let mut parameters = self.query.split('&');
        messages::language(parameters.find_map(|pair| pair.strip_prefix("lang="))?)
    }

    /// Language of the pages for a browser of which nothing else is known.
    pub fn lang(&self) -> &'static str {
        messages::preferred_language(&self.accept_language)
    }

    /// Whether a browser says it loads a whole page. One that says nothing is believed.
    pub fn is_navigation(&self) -> bool {
        self.fetch_dest
            .as_deref()
            .is_none_or(|dest| dest == "document")
    }

    /// Whether the browser reads brotli.
    pub fn accepts_brotli(&self) -> bool {
        let mut codings = self.accept_encoding.split(',');
        codings.any(|coding| coding.split(';').next().map(str::trim) == Some("br"))
    }

    /// Whether a form was sent by a page of the edge itself.
    ///
    /// A page with `Referrer-Policy: no-referrer` sends `Origin: null` even to itself; the browser's
    /// own `Sec-Fetch-Site`, which no page can write, then tells it from a stranger.
    pub fn is_from_own_page(&self, own_origin: &str) -> bool {
        let same_site = self.fetch_site.as_deref();
        match self.origin.as_deref() {
            Some(origin) if origin == own_origin => same_site.is_none_or(|it| it == "same-origin"),
            Some("null") => same_site == Some("same-origin"),
            _ => false,
        }
    }

    /// Whether the body is a form a browser sends by itself.
    pub fn is_form(&self) -> bool {
        media_type(&self.content_type) == "application/x-www-form-urlencoded"
    }

    /// Whether the body is JSON, which no page can send elsewhere without a preflight.
    pub fn is_json(&self) -> bool {
        media_type(&self.content_type) == "application/json"
    }
}

fn media_type(content_type: &str) -> String {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn split_address(url: &str) -> (String, String) {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path_and_query = after_scheme
        .find('/')
        .map_or("/", |at| after_scheme.get(at..).unwrap_or("/"));
    let path_and_query = path_and_query.split('#').next().unwrap_or("/");
    match path_and_query.split_once('?') {
        Some((path, query)) => (path.to_owned(), query.to_owned()),
        None => (path_and_query.to_owned(), String::new()),
    }
}

fn read_cookies(header: &str) -> Vec<(String, String)> {
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(|(name, value)| {
            let name = name.strip_prefix(COOKIE_PREFIX)?;
            Some((name.to_owned(), value.to_owned()))
        })
        .collect()
}
