//! A small HTTP client for tests: it never leaves this machine, follows nothing by itself, and keeps
//! cookies as a browser would.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context as _, Result};
use serde_json::Value;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// Largest body read.
const MAX_BODY_BYTES: u64 = 16 * 1024 * 1024;

/// An answer, read whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Names in lower case, with their values, in order.
    pub headers: Vec<(String, String)>,
    /// Body bytes.
    pub body: Vec<u8>,
}

impl Answer {
    /// First header of that name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every header of that name, in lower case.
    pub fn headers_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// It is not JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body).with_context(|| format!("not JSON: {}", self.text()))
    }
}

/// A client with its cookies. Names under `.localhost` lead to this machine, as in a browser.
pub struct Client {
    agent: Agent,
    cookies: Vec<Cookie>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Cookie {
    host: String,
    path: String,
    name: String,
    value: String,
}

impl Default for Client {
    fn default() -> Self {
        Self::new()
    }
}

impl Client {
    /// A client without cookies.
    pub fn new() -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(std::time::Duration::from_secs(60)))
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Loopback);
        Self {
            agent,
            cookies: Vec::new(),
        }
    }

    /// `GET`, with the cookies of the host.
    ///
    /// # Errors
    ///
    /// No answer came.
    pub fn get(&mut self, url: &str) -> Result<Answer> {
        self.request("GET", url, &[], &[])
    }

    /// Posts a form, as a browser on the page of `origin` would.
    ///
    /// # Errors
    ///
    /// No answer came.
    pub fn post_form(
        &mut self,
        url: &str,
        origin: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer> {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", origin),
        ];
        self.request("POST", url, &headers, body.join("&").as_bytes())
    }

    /// Sends any request, with the cookies of the host.
    ///
    /// # Errors
    ///
    /// No answer came.
    pub fn request(
        &mut self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer> {
        let uri: Uri = url
            .parse()
            .with_context(|| format!("not an address: {url}"))?;
        let mut request = ureq::http::Request::builder().method(method).uri(&uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookies) = self.cookies_for(&uri) {
            request = request.header("cookie", cookies);
        }
        let mut response = self.agent.run(request.body(body)?)?;
        let body = response
            .body_mut()
            .with_config()
            .limit(MAX_BODY_BYTES)
            .read_to_vec()?;
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.to_string(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let answer = Answer {
            status: response.status().as_u16(),
            headers,
            body,
        };
        for cookie in answer.headers_named("set-cookie") {
            self.keep(&uri, cookie);
        }
        Ok(answer)
    }

    /// Forgets every cookie.
    pub fn clear_cookies(&mut self) {
        self.cookies.clear();
    }

    /// Value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies
            .iter()
            .find(|cookie| cookie.name == name)
            .map(|cookie| cookie.value.as_str())
    }

    /// Sets the value of a cookie this client has, as a tampering person would.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        for cookie in self.cookies.iter_mut().filter(|cookie| cookie.name == name) {
            value.clone_into(&mut cookie.value);
        }
    }

    fn cookies_for(&self, uri: &Uri) -> Option<String> {
        let host = uri.host()?;
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .filter(|cookie| cookie.host == host && uri.path().starts_with(&cookie.path))
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// Keeps a `Set-Cookie`; one that has expired removes what it names.
    fn keep(&mut self, uri: &Uri, header: &str) {
        let mut parts = header.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let attributes: Vec<String> = parts.map(str::to_owned).collect();
        let attribute = |wanted: &str| {
            attributes.iter().find_map(|attribute| {
                let (name, value) = attribute.split_once('=')?;
                name.eq_ignore_ascii_case(wanted).then_some(value)
            })
        };
        let cookie = Cookie {
            host: uri.host().unwrap_or_default().to_owned(),
            path: attribute("path").unwrap_or("/").to_owned(),
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let is_gone = attribute("max-age") == Some("0")
            || attribute("expires").is_some_and(|date| date.contains("1970"));
        self.cookies.retain(|known| {
            (&known.host, &known.path, &known.name) != (&cookie.host, &cookie.path, &cookie.name)
        });
        if !is_gone {
            self.cookies.push(cookie);
        }
    }
}

/// Resolves every name to this machine, and refuses those that are elsewhere.
#[derive(Debug)]
struct Loopback;

impl Resolver for Loopback {
    fn resolve(
        &self,
        uri: &Uri,
        _config: &Config,
        _timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().unwrap_or_default();
        if host != "127.0.0.1" && host != "localhost" && !host.ends_with(".localhost") {
            return Err(Error::HostNotFound);
        }
        let mut addresses = self.empty();
        addresses.push(SocketAddr::from((
            Ipv4Addr::LOCALHOST,
            uri.port_u16().unwrap_or(80),
        )));
        Ok(addresses)
    }
}

/// `application/x-www-form-urlencoded`, every reserved character escaped.
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client_after(url: &str, set_cookie: &str) -> Client {
        let mut client = Client::new();
        client.keep(&url.parse().unwrap(), set_cookie);
        client
    }

    #[test]
    fn cookie_goes_back_to_its_host_and_path_only() {
        let client = client_after("http://a.localhost:1/x", "sid=1; Path=/x; Secure; HttpOnly");
        let sent = |url: &str| client.cookies_for(&url.parse().unwrap());
        assert_eq!(sent("http://a.localhost:2/x/y").as_deref(), Some("sid=1"));
        assert_eq!(sent("http://a.localhost:1/"), None);
        assert_eq!(sent("http://b.localhost:1/x"), None);
    }

    #[test]
    fn expired_cookie_removes_the_one_of_its_name() {
        let mut client = client_after("http://a.localhost/", "sid=1; Path=/");
        client.keep(
            &"http://a.localhost/".parse().unwrap(),
            "sid=; Path=/; Max-Age=0",
        );
        assert_eq!(client.cookie("sid"), None);
    }

    #[test]
    fn rejects_host_that_is_elsewhere() {
        let error = Client::new().get("http://example.org/").unwrap_err();
        assert!(error.to_string().contains("host not found"), "{error}");
    }
}
