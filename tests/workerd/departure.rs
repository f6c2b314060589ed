//! Leaving the form: what `GET /v1/start` believes, and what it ignores.

use unefois_tests::client::Answer;
use unefois_tests::journey::{
    Browser, QUOTIENT, Tab, encoded, hidden, links, parameters, with_parameter,
};

use crate::bench::Bench;

/// An address that must be refused on a page, with this code in the log.
fn check_refused(bench: &mut Bench, url: &str, status: u16, code: &str) {
    let answer = Browser::new(bench).client.get(url).unwrap();
    assert_eq!(answer.status, status, "{url}");
    assert_leads_nowhere(&answer);
    assert_eq!(bench.event("refused")["code"], code, "{url}");
}

fn assert_leads_nowhere(answer: &Answer) {
    assert_eq!(answer.header("location"), None);
    assert_eq!(answer.header("set-cookie"), None);
    let away = links(&answer.text())
        .into_iter()
        .filter(|link| !link.starts_with("/v1/assets/"));
    assert_eq!(away.collect::<Vec<_>>(), Vec::<String>::new());
    assert!(answer.text().contains("Ce lien n’est plus valable"));
}

#[test]
fn rejects_page_that_the_demarche_does_not_name() {
    let mut bench = Bench::lease();
    let browser = Browser::new(&bench);
    let form = browser.form();
    let host = form
        .strip_prefix("http://")
        .unwrap()
        .strip_suffix("/cantine/")
        .unwrap()
        .to_owned();
    let pages = [
        format!("http://{host}/autre/"),
        format!("http://{host}/cantine"),
        format!("http://{host}/cantine//"),
        format!("http://{host}/cantine/x"),
        format!("http://{host}/cantine/../cantine/"),
        format!("http://{host}/cantine/%2e%2e/"),
        format!("http://{host}/cantine/..;/"),
        format!("http://{host}/cantine/?a=b"),
        format!("http://{host}/cantine/#a"),
        format!("http://{host}.evil.test/cantine/"),
        format!("http://evil-{host}/cantine/"),
        format!("https://{host}/cantine/"),
        String::from("http://ville.localhost:8443/cantine/"),
        "http://ville.localhost/cantine/".to_owned(),
        format!("http://{}/cantine/", host.to_uppercase()),
        format!(
            "http://{}/cantine/",
            host.replace("localhost:", "localhost.:")
        ),
        format!("http://xn--{host}/cantine/"),
        format!("http://a@{host}/cantine/"),
        format!("http://evil.test@{host}/cantine/"),
        format!("http://{host}@evil.test/cantine/"),
        format!("http://a@b@{host}/cantine/"),
        format!("//{host}/cantine/"),
        format!("/\\{host}/cantine/"),
        format!("http:{host}/cantine/"),
        format!("http:\\\\{host}\\cantine\\"),
        format!(" {form}"),
        format!("{form} "),
        form.replace("/cantine/", "/can\ttine/"),
        form.replace("/cantine/", "/can\r\ntine/"),
        "javascript:alert(1)".to_owned(),
        "data:text/html,x".to_owned(),
        "/cantine/".to_owned(),
        "null".to_owned(),
    ];
    let start = browser.start_address(&Tab::open(), "");
    for page in pages {
        let url = with_parameter(&start, "page", Some(&encoded(&page)));
        check_refused(&mut bench, &url, 400, "page_refused");
    }
}

#[test]
fn rejects_start_that_the_loader_would_not_write() {
    let mut bench = Bench::lease();
    let start = Browser::new(&bench).start_address(&Tab::open(), "");
    for (name, value) in [
        ("challenge", None),
        ("challenge", Some("short")),
        (
            "challenge",
            Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM="),
        ),
        ("page", None),
        ("page", Some("")),
        ("demarche", None),
        ("concerne", Some("tous")),
        ("x", Some(&"y".repeat(9000))),
    ] {
        let url = with_parameter(&start, name, value);
        check_refused(&mut bench, &url, 400, "start_malformed");
    }
    check_refused(
        &mut bench,
        &format!("{start}&lang=en"),
        400,
        "start_malformed",
    );
    let unknown = with_parameter(&start, "demarche", Some("creche-autreville"));
    check_refused(&mut bench, &unknown, 404, "demarche_unknown");
    let self_service = format!("{start}&concerne=usager");
    check_refused(&mut bench, &self_service, 400, "choice_refused");
}

#[test]
fn rejects_start_that_is_not_a_navigation() {
    let mut bench = Bench::lease();
    for dest in ["image", "iframe", "empty", "script"] {
        let mut browser = Browser::new(&bench);
        let url = browser.start_address(&Tab::open(), "");
        let answer = browser
            .client
            .request("GET", &url, &[("sec-fetch-dest", dest)], &[])
            .unwrap();
        assert_eq!(answer.status, 400, "{dest}");
        assert_leads_nowhere(&answer);
        bench.event("refused");
    }
}

#[test]
fn parameters_of_the_protocol_in_the_address_change_nothing() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let fixed = |url: &str| {
        let mut kept = parameters(url);
        kept.retain(|(name, _)| name != "state" && name != "nonce");
        kept
    };
    let plain = fixed(&browser.depart(&tab, QUOTIENT));
    let evil = "redirect_uri=https%3A%2F%2Fevil.test&scope=cnaf_enfants&client_id=x&return_url=x&acr_values=eidas3&prompt=none&state=x&nonce=x";
    let url = format!("{}&{evil}", browser.start_address(&tab, QUOTIENT));
    let answer = browser.client.get(&url).unwrap();
    assert_eq!(fixed(answer.header("location").unwrap()), plain);
}

#[test]
fn headers_of_proxies_change_nothing() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let url = browser.start_address(&Tab::open(), "");
    for (name, value) in [
        ("x-forwarded-host", "evil.test"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-uri", "/v1/logout"),
        ("forwarded", "host=evil.test;proto=https"),
        ("x-original-url", "/healthz"),
        ("x-rewrite-url", "/healthz"),
        ("x-http-method-override", "POST"),
    ] {
        let answer = browser
            .client
            .request("GET", &url, &[(name, value)], &[])
            .unwrap();
        let location = answer.header("location").unwrap_or_default();
        assert!(
            location.starts_with(&bench.addresses().fc_issuer),
            "{name}: {location}"
        );
        assert!(!location.contains("evil"), "{name}: {location}");
    }
}

#[test]
fn rejects_path_that_only_looks_like_one_of_ours() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    for path in [
        "//v1/start",
        "/v1%2fstart",
        "/v1/start/",
        "/v1/start;x",
        "/V1/start",
        "/v1/start%23",
        "/vectors",
    ] {
        let url = browser
            .start_address(&Tab::open(), "")
            .replacen("/v1/start", path, 1);
        let answer = browser.client.get(&url).unwrap();
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer.body.is_empty() && answer.header("location").is_none(),
            "{path}"
        );
    }
}

#[test]
fn start_without_a_choice_shows_one_with_nothing_ticked() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let url = with_parameter(&browser.start_address(&tab, ""), "sources", None);
    let answer = browser.client.get(&url).unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("set-cookie"), None);
    let html = answer.text();
    assert!(
        html.contains("name=\"source\" value=\"quotient_familial\"") && !html.contains(" checked")
    );
    assert_eq!(hidden(&html, "challenge"), tab.challenge);
    assert_eq!(hidden(&html, "page"), browser.form());
}

#[test]
fn form_of_the_choice_page_leads_to_franceconnect_with_the_box_ticked() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let url = format!(
        "{}&source={QUOTIENT}",
        browser.start_address(&Tab::open(), "")
    );
    let answer = browser.client.get(&url).unwrap();
    assert!(
        answer
            .header("location")
            .unwrap()
            .contains("cnaf_quotient_familial")
    );
}

#[test]
fn request_about_another_adult_goes_straight_back_to_the_form() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let url = format!(
        "{}&concerne=autre",
        browser.start_address(&Tab::open(), QUOTIENT)
    );
    let answer = browser.client.get(&url).unwrap();
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some(browser.form().as_str()))
    );
    assert_eq!(answer.header("set-cookie"), None);
}

#[test]
fn rejects_source_the_demarche_does_not_have() {
    let mut bench = Bench::lease();
    for sources in [
        "revenu_fiscal",
        "__proto__",
        "quotient_familial,revenu_fiscal",
    ] {
        let url = Browser::new(&bench).start_address(&Tab::open(), sources);
        check_refused(&mut bench, &url, 400, "choice_refused");
    }
}

#[test]
fn oversized_requests_are_refused_and_the_next_one_is_served() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let long = format!(
        "{}&x={}",
        browser.start_address(&Tab::open(), ""),
        "y".repeat(16_000)
    );
    assert!((400..500).contains(&browser.client.get(&long).unwrap().status));
    let cookies: Vec<_> = (0..40)
        .map(|index| format!("__Host-unefois-c{index}=99999999"))
        .collect();
    let url = browser.start_address(&Tab::open(), "");
    let headers = [("cookie", cookies.join("; "))];
    let headers = headers
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let answer = browser.client.request("GET", &url, &headers, &[]).unwrap();
    assert_eq!(answer.status, 303);
    browser.complete(&Tab::open(), "", "camille");
}

#[test]
fn abandoned_flows_leave_at_most_five_cookies() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let mut removed = 0;
    for _ in 0..12 {
        let url = browser.start_address(&Tab::open(), QUOTIENT);
        let answer = browser.client.get(&url).unwrap();
        assert_eq!(answer.status, 303);
        let lines: Vec<_> = answer.headers_named("set-cookie").collect();
        assert!(lines.iter().all(|line| line.len() < 1100), "{lines:?}");
        removed += lines
            .iter()
            .filter(|line| line.contains("Max-Age=0"))
            .count();
    }
    assert_eq!(removed, 12 - 5);
    browser.complete(&Tab::open(), "", "camille");
}
