//! Which pages may read an answer of the edge.

use serde_json::{Value, json};
use unefois_tests::client::Client;
use unefois_tests::journey::{Browser, DEMARCHE, QUOTIENT, Tab};
use unefois_tests::stack::Options;

use crate::bench::{Bench, demarche};

/// Origins nobody registered, near the one that is.
fn strangers(registered: &str) -> Vec<String> {
    let host = registered.strip_prefix("http://").unwrap();
    vec![
        format!("https://{host}"),
        format!("http://{host}.evil.test"),
        format!("http://evil-{host}"),
        format!("http://a@{host}"),
        format!("{registered}/"),
        format!("http://{}", host.to_uppercase()),
        format!("http://{}", host.replace("localhost:", "localhost.:")),
        format!("http://xn--{host}"),
        String::from("http://ville.localhost"),
        String::from("http://ville.localhost:8443"),
        String::from("null"),
        String::from("file://"),
        String::from("*"),
        format!("{registered}, http://evil.test"),
    ]
}

/// Asks with each origin, and with none; only the registered one may read the answer.
fn check(bench: &Bench, method: &str, path: &str, body: &str, status: u16) {
    let registered = bench.addresses().forms_origin.clone();
    let url = format!("{}{path}", bench.addresses().edge_base);
    let mut client = Client::new();
    let mut ask = |origin: Option<&str>| {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(origin.map(|origin| ("origin", origin)));
        client
            .request(method, &url, &headers, body.as_bytes())
            .unwrap()
    };
    let answer = ask(Some(&registered));
    assert_eq!(answer.status, status, "{method} {path}");
    assert_eq!(
        answer.header("access-control-allow-origin"),
        Some(registered.as_str())
    );
    assert_eq!(answer.header("vary"), Some("Origin"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    assert_eq!(
        answer.header("cross-origin-resource-policy"),
        Some("cross-origin")
    );
    let strangers = strangers(&registered);
    for origin in strangers
        .iter()
        .map(|origin| Some(origin.as_str()))
        .chain([None])
    {
        let answer = ask(origin);
        assert_eq!(answer.status, 403, "{method} {path} from {origin:?}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            None,
            "{origin:?}"
        );
        assert!(answer.body.is_empty(), "{origin:?}");
    }
}

#[test]
fn rejects_description_for_an_origin_nobody_registered() {
    let bench = Bench::lease();
    check(&bench, "GET", &format!("/v1/demarches/{DEMARCHE}"), "", 200);
}

#[test]
fn rejects_preflight_of_an_origin_nobody_registered() {
    let bench = Bench::lease();
    check(&bench, "OPTIONS", "/v1/redeem", "", 204);
}

#[test]
fn rejects_redeem_from_an_origin_nobody_registered() {
    let bench = Bench::lease();
    let body = json!({ "demarche": DEMARCHE, "hand_off": "x", "verifier": "x" });
    check(&bench, "POST", "/v1/redeem", &body.to_string(), 403);
}

#[test]
fn rejects_inputs_from_an_origin_nobody_registered() {
    let bench = Bench::lease();
    check(&bench, "OPTIONS", "/v1/inputs", "", 204);
    let body = json!({ "depart": "", "saisies": {} });
    check(&bench, "POST", "/v1/inputs", &body.to_string(), 400);
}

#[test]
fn preflight_allows_a_json_post_and_nothing_else() {
    let bench = Bench::lease();
    let url = format!("{}/v1/redeem", bench.addresses().edge_base);
    let headers = [("origin", bench.addresses().forms_origin.as_str())];
    let answer = Client::new()
        .request("OPTIONS", &url, &headers, &[])
        .unwrap();
    assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some("content-type")
    );
}

#[test]
fn description_holds_no_secret_and_no_address_of_a_provider() {
    let bench = Bench::lease();
    let at = bench.addresses();
    let url = format!("{}/v1/demarches/{DEMARCHE}", at.edge_base);
    let headers = [("origin", at.forms_origin.as_str())];
    let text = Client::new()
        .request("GET", &url, &headers, &[])
        .unwrap()
        .text();
    for hidden in [
        &at.fc_issuer,
        &at.fc_base,
        &at.sources_base,
        "FC_SECRET",
        "client_id",
        "H70001",
    ] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

/// A second démarche, of another site.
fn add_another_town(deployment: &mut Value) {
    let mut other = demarche(deployment, DEMARCHE).clone();
    other["id"] = json!("creche-autreville");
    let page = other["page"][0]["adresse"]
        .as_str()
        .unwrap()
        .replace("ville.", "autre.");
    other["page"][0]["adresse"] = json!(page);
    deployment["demarches"].as_array_mut().unwrap().push(other);
}

#[test]
fn rejects_origin_that_is_registered_for_another_demarche() {
    let bench = Bench::private(Options {
        amend: Some(add_another_town),
        ..Options::for_tests()
    });
    let mut browser = Browser::new(&bench);
    let other = bench.addresses().forms_origin.replace("ville.", "autre.");
    let url = browser.edge(&format!("/v1/demarches/{DEMARCHE}"));
    let description = browser
        .client
        .request("GET", &url, &[("origin", &other)], &[])
        .unwrap();
    assert_eq!(
        (
            description.status,
            description.header("access-control-allow-origin")
        ),
        (403, None)
    );
    let tab = Tab::open();
    let depart = browser.start_address(&tab, QUOTIENT);
    let body = json!({ "depart": depart.split_once('?').unwrap().1, "saisies": {} });
    for (origin, status) in [(&bench.addresses().forms_origin, 200), (&other, 404)] {
        let answer = browser.post_json("/v1/inputs", &[("origin", origin)], &body.to_string());
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    let hand_off = browser.accept(&page);
    for demarche in [DEMARCHE, "creche-autreville"] {
        for origin in [&bench.addresses().forms_origin, &other] {
            let body =
                json!({ "demarche": demarche, "hand_off": hand_off, "verifier": tab.verifier });
            let answer = browser.post_json("/v1/redeem", &[("origin", origin)], &body.to_string());
            let is_right = demarche == DEMARCHE && *origin == bench.addresses().forms_origin;
            assert_eq!(
                answer.status,
                if is_right { 200 } else { 403 },
                "{demarche} {origin}"
            );
            if !is_right {
                assert_eq!(
                    answer.json().unwrap(),
                    json!({ "error": "hand_off_refused" })
                );
            }
        }
    }
}

#[test]
fn public_files_may_be_read_by_anyone_and_kept() {
    let bench = Bench::lease();
    let mut client = Client::new();
    let base = &bench.addresses().edge_base;
    let integrity = client.get(&format!("{base}/v1/integrity.json")).unwrap();
    let files = integrity.json().unwrap();
    let paths = files.as_object().unwrap().keys().map(String::as_str);
    assert!(
        files.as_object().unwrap().contains_key("/v1/unefois.js"),
        "{files}"
    );
    for path in paths {
        let answer = client
            .request(
                "GET",
                &format!("{base}{path}"),
                &[("origin", "http://x.test")],
                &[],
            )
            .unwrap();
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some("*"),
            "{path}"
        );
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            Some("cross-origin"),
            "{path}"
        );
        assert_eq!(answer.header("set-cookie"), None, "{path}");
        let kept = answer.header("cache-control").unwrap();
        let is_hashed = path.starts_with("/v1/assets/");
        assert_eq!(kept.contains("immutable"), is_hashed, "{path}: {kept}");
    }
}
