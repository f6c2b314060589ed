//! Addresses written in configuration: https, or http to this very machine when allowed by name.

use url::{Host, Url};

/// Why an address is refused, as the sentence of what was expected.
pub type Expected = &'static str;

const SERIALISED: Expected = "une adresse absolue, écrite comme la montre un navigateur";
const NO_USERINFO: Expected = "une adresse sans nom ni mot de passe";
const HTTPS: Expected =
    "une adresse en https (http seulement vers localhost, avec autoriser_http_local)";
const BASE: Expected = "une adresse de base sans barre finale, ni paramètre, ni fragment";
const ORIGIN: Expected = "une origine seule, sans barre finale ni chemin";

/// Domain of FranceConnect's sandbox and integration platforms.
pub const FRANCECONNECT_SANDBOX: &str = ".dev-franceconnect.fr";

/// Checks the address of a page people may open.
///
/// # Errors
///
/// What was expected instead.
pub fn check_address(text: &str, autoriser_http_local: bool) -> Result<Url, Expected> {
    let url = Url::parse(text).map_err(|_| SERIALISED)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(NO_USERINFO);
    }
    // Another spelling of the same address would pass one comparison and fail the next.
    if url.as_str() != text && url.as_str().strip_suffix('/') != Some(text) {
        return Err(SERIALISED);
    }
    let secure = url.scheme() == "https";
    let local = autoriser_http_local && url.scheme() == "http" && is_local(&url);
    (secure || local).then_some(url).ok_or(HTTPS)
}

/// Checks an address that paths are appended to.
///
/// # Errors
///
/// What was expected instead.
pub fn check_base(text: &str, autoriser_http_local: bool) -> Result<Url, Expected> {
    let url = check_address(text, autoriser_http_local)?;
    let bare = url.query().is_none() && url.fragment().is_none() && !text.ends_with('/');
    bare.then_some(url).ok_or(BASE)
}

/// Checks an origin: scheme, host and port.
///
/// # Errors
///
/// What was expected instead.
pub fn check_origin(text: &str, autoriser_http_local: bool) -> Result<Url, Expected> {
    let url = check_base(text, autoriser_http_local)?;
    let alone = url.origin().ascii_serialization() == text;
    alone.then_some(url).ok_or(ORIGIN)
}

/// Whether the address stays on this machine.
pub fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(host)) => host == "localhost" || host.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_addresses_that_are_not_https() {
        for text in [
            "http://ville.fr/",
            "javascript:alert(1)",
            "ftp://ville.fr/",
            "//ville.fr",
            "ville.fr",
            "http://localhost.evil.test/",
            "http://127.0.0.1.evil.test/",
        ] {
            assert!(check_address(text, true).is_err(), "{text}");
        }
        assert_eq!(
            check_address("http://ville.localhost:8790/", false),
            Err(HTTPS)
        );
        assert!(check_address("http://ville.localhost:8790/", true).is_ok());
        assert!(check_address("http://127.0.0.1:8791/api/v2", true).is_ok());
    }

    #[test]
    fn rejects_other_spellings_of_an_address() {
        for text in [
            "https://VILLE.fr/",
            "https://ville.fr:443/",
            "https://ville.fr/a/../b",
            "https://ville.fr/\t",
            "https:ville.fr",
            "https://a@ville.fr/",
            "https://vílle.fr/",
        ] {
            assert!(check_address(text, false).is_err(), "{text}");
        }
    }

    #[test]
    fn rejects_bases_and_origins_with_more_than_their_part() {
        for text in [
            "https://a.fr/",
            "https://a.fr/b/",
            "https://a.fr?c",
            "https://a.fr#d",
        ] {
            assert!(check_base(text, false).is_err(), "{text}");
        }
        assert!(check_base("https://a.fr/api/v2", false).is_ok());
        assert_eq!(check_origin("https://a.fr/api", false), Err(ORIGIN));
        assert!(check_origin("https://a.fr:8443", false).is_ok());
    }
}
