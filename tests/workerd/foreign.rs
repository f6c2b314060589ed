//! What a page of another origin may ask about a démarche: it learns not even whether there is one.

use serde_json::json;
use unefois_tests::client::Answer;
use unefois_tests::journey::{Browser, DEMARCHE, QUOTIENT, Tab, encoded};

use crate::apart::moved;
use crate::bench::Bench;
use crate::towns::{options, other_browser};

/// What is asked of the edge about a démarche, by whoever can name it.
struct Question {
    method: &'static str,
    path: String,
    content_type: &'static str,
    body: String,
}

/// Every way to name a démarche to the edge that a program of a page has.
fn questions(demarche: &str, page: &str, sealed: &str) -> Vec<Question> {
    let tab = Tab::open();
    let (form, json) = ("application/x-www-form-urlencoded", "application/json");
    let depart = format!(
        "demarche={demarche}&page={}&challenge={}&sources=&lang=fr",
        encoded(page),
        tab.challenge
    );
    let ask = |method, path: &str, content_type, body: String| Question {
        method,
        path: path.to_owned(),
        content_type,
        body,
    };
    let sealed = moved(sealed, demarche, page);
    let redeem = json!({ "demarche": demarche, "hand_off": sealed, "verifier": tab.verifier });
    let inputs = json!({ "depart": depart, "saisies": {} });
    let mut questions = vec![
        ask(
            "GET",
            &format!("/v1/demarches/{demarche}"),
            json,
            String::new(),
        ),
        ask("OPTIONS", "/v1/redeem", json, String::new()),
        ask("OPTIONS", "/v1/inputs", json, String::new()),
        ask("POST", "/v1/redeem", json, redeem.to_string()),
        ask("POST", "/v1/inputs", json, inputs.to_string()),
        ask("POST", "/v1/start", form, depart.clone()),
    ];
    for path in ["/v1/release", "/v1/more-time", "/v1/not-me"] {
        let body = format!("sealed={sealed}&logout={sealed}&decision=send");
        questions.push(ask("POST", path, form, body));
    }
    questions
}

/// The answer without what is another each time.
fn told(answer: &Answer) -> (u16, String) {
    let text = answer.text();
    let mut parts = text.split("E-");
    let mut told = parts.next().unwrap_or_default().to_owned();
    parts.for_each(|part| told.push_str(part.get(7..).unwrap_or(part)));
    (answer.status, told)
}

#[test]
fn page_of_another_origin_learns_not_even_which_demarches_there_are() {
    let bench = Bench::private(options());
    let (mut one, two) = (Browser::new(&bench), other_browser(&bench));
    let page = one.reach_release(&Tab::open(), QUOTIENT, "camille");
    let foreign = [two.form_origin(), "https://ailleurs.example", "null"];
    let known = questions(DEMARCHE, &one.form(), &page.sealed);
    let unknown = questions("cantine-nulle-part", &one.form(), &page.sealed);
    for (known, unknown) in known.iter().zip(&unknown) {
        for origin in foreign {
            let mut ask = |question: &Question| {
                let headers = [("content-type", question.content_type), ("origin", origin)];
                let url = one.edge(&question.path);
                let body = question.body.as_bytes();
                let answer = one.client.request(question.method, &url, &headers, body);
                told(&answer.unwrap())
            };
            let (of_known, of_unknown) = (ask(known), ask(unknown));
            let asked = format!("{} {} from {origin}", known.method, known.path);
            assert_eq!(of_known, of_unknown, "{asked}");
            let is_preflight = known.method == "OPTIONS" && origin == two.form_origin();
            assert_eq!(of_known.0 >= 400, !is_preflight, "{asked}: {of_known:?}");
        }
    }
}

#[test]
fn every_post_of_the_router_is_asked_from_other_origins() {
    let path = unefois_tests::workspace::root().join("edge/src/router.rs");
    let router = std::fs::read_to_string(path).unwrap();
    let posts = router.split("(Method::Post, \"").skip(1);
    let posts = posts.map(|rest| rest.split('"').next().unwrap());
    let asked = questions("x", "http://x.localhost/", "e30.x");
    // DataPass signs what it sends, and no browser sends it.
    let is_asked = |post: &&str| {
        let mut asked = asked.iter().filter(|question| question.method == "POST");
        *post == "/v1/datapass" || asked.any(|question| question.path == **post)
    };
    let (found, missing): (Vec<_>, Vec<_>) = posts.partition(is_asked);
    assert!(found.len() >= 6 && missing.is_empty(), "{missing:?}");
}
