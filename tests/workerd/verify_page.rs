//! The page that verifies an attestation: it carries the keys, and may send nothing.

use serde_json::{Map, Value};
use unefois_tests::client::Answer;
use unefois_tests::journey::Browser;

use crate::bench::Bench;

const PAGE: &str = "/v1/verify";

fn get(browser: &mut Browser, path: &str) -> Answer {
    browser.client.get(&browser.edge(path)).unwrap()
}

/// What an attribute of the page holds, as JSON.
fn data(html: &str, name: &str) -> Value {
    let start = format!(" {name}=\"");
    let text = html.split(&start).nth(1).unwrap().split('"').next();
    serde_json::from_str(&text.unwrap().replace("&quot;", "\"")).unwrap()
}

#[test]
fn verification_page_carries_the_published_keys_of_each_issuer_and_no_private_member() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let html = get(&mut browser, PAGE).text();
    let published = get(&mut browser, "/.well-known/jwks.json").json().unwrap();
    let origin = bench.addresses().edge_origin.clone();
    let expected = Map::from_iter([(origin, published)]);
    let keys = data(&html, "data-keys");
    assert_eq!(keys, Value::Object(expected));
    for set in keys.as_object().unwrap().values() {
        for key in set["keys"].as_array().unwrap() {
            let names: Vec<_> = key.as_object().unwrap().keys().collect();
            assert_eq!(names, ["alg", "crv", "kid", "kty", "use", "x", "y"]);
        }
    }
}

#[test]
fn verification_page_may_send_nothing() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let answer = get(&mut browser, PAGE);
    assert_eq!(answer.status, 200);
    let policy = answer.header("content-security-policy").unwrap();
    for directive in [
        "default-src 'none'",
        "connect-src 'none'",
        "form-action 'none'",
        "script-src 'self'",
    ] {
        assert!(policy.split("; ").any(|it| it == directive), "{policy}");
    }
    let html = answer.text();
    assert!(
        !html.contains("<form") && !html.contains("<iframe"),
        "{html}"
    );
    let own = ["/v1/assets/", "/v1/verify?lang="];
    for address in ["href=\"", "src=\""]
        .iter()
        .flat_map(|it| html.split(it).skip(1))
    {
        assert!(own.iter().any(|own| address.starts_with(own)), "{address}");
    }
}

#[test]
fn script_of_the_verification_page_is_whole_in_one_file() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let html = get(&mut browser, PAGE).text();
    let path = html
        .split("src=\"")
        .find(|it| it.starts_with("/v1/assets/verify-"));
    let path = path.unwrap().split('"').next().unwrap().to_owned();
    let script = get(&mut browser, &path);
    assert_eq!(
        script.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    let script = script.text();
    assert!(script.contains("prefill-attestation+jwt"), "{script}");
    for word in [
        "import ",
        "import(",
        "fetch",
        "XMLHttpRequest",
        "sendBeacon",
        "Storage",
        "cookie",
    ] {
        assert!(!script.contains(word), "{word}");
    }
}

#[test]
fn verification_page_is_written_in_the_language_of_the_browser_or_of_the_address() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    for (path, lang, word) in [
        ("/v1/verify", "fr", "Destinataire"),
        ("/v1/verify?lang=en", "en", "Recipient"),
    ] {
        let html = get(&mut browser, path).text();
        assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{path}");
        let texts = data(&html, "data-texts");
        assert_eq!(texts["verify.audience"], word);
        assert!(texts["provider.caf.name"].is_string());
        assert!(texts["field.identite.nom_naissance"].is_string());
        assert_eq!(texts.get("panel.title"), None);
    }
}

#[test]
fn rejects_every_other_method_of_the_verification_page() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    for method in ["POST", "PUT", "DELETE"] {
        let url = browser.edge(PAGE);
        let answer = browser.client.request(method, &url, &[], &[]).unwrap();
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.body.is_empty(), "{method}");
    }
}
