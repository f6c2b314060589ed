//! Answers of the edge, each with the headers that keep it from being framed, cached or sniffed.

use serde::Serialize;
use worker::{Headers, Response, ResponseBody};

/// An answer under construction: status, headers, then a body.
pub struct Answer {
    status: u16,
    headers: Headers,
}

/// What an answer may be used for, which decides most of its headers.
pub enum Audience<'a> {
    /// A page of the edge, shown at top level. Form submissions may lead to these origins only.
    Page {
        /// Origins, besides the edge's own, to which a submitted form may end up being redirected.
        form_targets: &'a [&'a str],
    },
    /// A page of the edge that sends nothing: neither its form nor its script may.
    StillPage,
    /// A program in a page of this origin, which the démarche registers.
    Origin(&'a str),
    /// Any page: public files and keys.
    Anyone,
    /// No page at all: a navigation that only redirects, a health check, a refusal.
    Nobody,
}

impl Answer {
    /// Starts an answer. Nothing is cached until [`Answer::cached`] says so.
    pub fn new(status: u16, audience: Audience<'_>) -> worker::Result<Self> {
        let headers = Headers::new();
        for (name, value) in COMMON {
            headers.set(name, value)?;
        }
        match audience {
            Audience::Page { form_targets } => {
                headers.set("content-security-policy", &page_policy(form_targets))?;
                headers.set("cross-origin-resource-policy", "same-origin")?;
            }
            Audience::StillPage => {
                headers.set("content-security-policy", STILL_PAGE)?;
                headers.set("cross-origin-resource-policy", "same-origin")?;
            }
            Audience::Origin(origin) => {
                headers.set("content-security-policy", NO_DOCUMENT)?;
                headers.set("access-control-allow-origin", origin)?;
                headers.set("vary", "Origin")?;
                headers.set("cross-origin-resource-policy", "cross-origin")?;
            }
            Audience::Anyone => {
                headers.set("content-security-policy", NO_DOCUMENT)?;
                headers.set("access-control-allow-origin", "*")?;
                headers.set("cross-origin-resource-policy", "cross-origin")?;
            }
            Audience::Nobody => {
                headers.set("content-security-policy", NO_DOCUMENT)?;
                headers.set("cross-origin-resource-policy", "same-origin")?;
            }
        }
        Ok(Self { status, headers })
    }

    /// Replaces the `no-store` every answer starts with.
    pub fn cached(self, policy: &str) -> worker::Result<Self> {
        self.with("cache-control", policy)
    }

    /// Sets a header.
    pub fn with(self, name: &str, value: &str) -> worker::Result<Self> {
        self.headers.set(name, value)?;
        Ok(self)
    }

    /// Adds a `Set-Cookie` line.
    pub fn with_cookie(self, cookie: &str) -> worker::Result<Self> {
        self.headers.append("set-cookie", cookie)?;
        Ok(self)
    }

    /// Ends with a page.
    pub fn html(self, html: String) -> worker::Result<Response> {
        let answer = self.with("content-type", "text/html; charset=utf-8")?;
        answer.bytes(html.into_bytes())
    }

    /// Ends with a JSON document.
    pub fn json(self, document: &impl Serialize) -> worker::Result<Response> {
        let answer = self.with("content-type", "application/json")?;
        answer.bytes(serde_json::to_vec(document)?)
    }

    /// Ends with bytes whose type is already said.
    pub fn bytes(self, bytes: Vec<u8>) -> worker::Result<Response> {
        let response = Response::from_body(ResponseBody::Body(bytes))?;
        Ok(response.with_status(self.status).with_headers(self.headers))
    }

    /// Ends with a page sent piece by piece.
    pub fn stream<S>(self, pieces: S) -> worker::Result<Response>
    where
        S: futures_util::Stream<Item = Vec<u8>> + 'static,
    {
        use futures_util::StreamExt;
        let answer = self.with("content-type", "text/html; charset=utf-8")?;
        // An error item would lose the pieces already sent, so the stream cannot carry one.
        let pieces = pieces.map(Ok::<_, worker::Error>);
        Ok(Response::from_stream(pieces)?
            .with_status(answer.status)
            .with_headers(answer.headers))
    }

    /// Ends with nothing.
    pub fn empty(self) -> worker::Result<Response> {
        Ok(Response::empty()?
            .with_status(self.status)
            .with_headers(self.headers))
    }
}

/// A redirection by `GET`, whatever the method was: a 307 would carry a form to another site.
pub fn see_other(location: &str) -> worker::Result<Answer> {
    Answer::new(303, Audience::Nobody)?.with("location", location)
}

const COMMON: [(&str, &str); 8] = [
    ("cache-control", "no-store"),
    (
        "strict-transport-security",
        "max-age=31536000; includeSubDomains",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("x-robots-tag", "noindex"),
];

const NO_DOCUMENT: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

const STILL_PAGE: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     connect-src 'none'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

fn page_policy(form_targets: &[&str]) -> String {
    let targets = form_targets.join(" ");
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; object-src 'none'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'self' {targets}"
    )
}
