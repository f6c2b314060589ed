//! Ending the session of FranceConnect, from the form and back.

use unefois_tests::client::Answer;
use unefois_tests::journey::{
    Browser, QUOTIENT, Tab, between, encoded, hidden, links, location, parameters,
};

use crate::bench::Bench;

/// A person who redeemed everything, and the address that ends their session.
fn signed_out_address(browser: &mut Browser) -> String {
    let redeemed = browser.complete(&Tab::open(), QUOTIENT, "camille");
    redeemed["logout"].as_str().unwrap().to_owned()
}

/// Sends the only form of a page of FranceConnect, as its script would.
fn submit(browser: &mut Browser, page: &Answer) -> Answer {
    let html = page.text();
    let form =
        between(&html, "<form ", "</form>").unwrap_or_else(|| panic!("{}: {html}", page.status));
    let action = between(form, "action=\"", "\"").unwrap();
    let url = if action.starts_with('/') {
        browser.franceconnect(action)
    } else {
        action.to_owned()
    };
    let fields = form.split("<input type=\"hidden\" ").skip(1).map(|input| {
        let value = |name: &str| between(input, &format!("{name}=\""), "\"").unwrap();
        (value("name"), value("value"))
    });
    let fields: Vec<_> = fields.collect();
    if form.contains("method=\"post\"") {
        return browser.post_franceconnect(&url, &fields);
    }
    let query: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    browser
        .client
        .get(&format!("{url}?{}", query.join("&")))
        .unwrap()
}

/// Goes from FranceConnect's logout to the address it returns to.
fn go_through(browser: &mut Browser, at_franceconnect: &str) -> String {
    let page = browser.client.get(at_franceconnect).unwrap();
    let at_identity_provider = submit(browser, &page);
    let back = browser.follow(&at_identity_provider);
    location(&submit(browser, &back))
}

#[test]
fn logout_closes_franceconnect_and_leads_back_to_the_form() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let logout = signed_out_address(&mut browser);
    assert!(logout.starts_with(&browser.edge("/v1/logout?t=")));
    let left = browser.client.get(&logout).unwrap();
    let request = location(&left);
    let mut names: Vec<_> = parameters(&request)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["id_token_hint", "post_logout_redirect_uri", "state"]
    );
    let back = go_through(&mut browser, &request);
    assert!(
        back.starts_with(&browser.edge("/v1/logout/return?")),
        "{back}"
    );
    let page = browser.client.get(&back).unwrap();
    assert_eq!(page.status, 200);
    assert!(page.text().contains("FranceConnect est fermé"));
    assert!(links(&page.text()).contains(&browser.form()));
    assert!(page.header("set-cookie").unwrap().contains("Max-Age=0"));
    // The next person has to say who they are.
    let authorize = browser.depart(&Tab::open(), "");
    let interaction = browser.client.get(&authorize).unwrap();
    assert!(
        browser
            .follow(&interaction)
            .text()
            .contains("identite-camille")
    );
}

#[test]
fn return_with_another_state_gives_a_page_that_leads_nowhere() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let logout = signed_out_address(&mut browser);
    let request = location(&browser.client.get(&logout).unwrap());
    bench.set_faults(&["logout_state_altered"]).unwrap();
    let back = go_through(&mut browser, &request);
    for url in [
        back.as_str(),
        &browser.edge("/v1/logout/return"),
        &format!("{back}&state=x"),
    ] {
        let page = browser.client.get(url).unwrap();
        assert_eq!(page.status, 200, "{url}");
        assert!(!links(&page.text()).contains(&browser.form()), "{url}");
        assert_eq!(page.header("location"), None);
    }
}

#[test]
fn return_in_another_browser_leads_nowhere() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let logout = signed_out_address(&mut browser);
    let request = location(&browser.client.get(&logout).unwrap());
    let back = go_through(&mut browser, &request);
    let page = Browser::new(&bench).client.get(&back).unwrap();
    assert!(!links(&page.text()).contains(&browser.form()));
}

#[test]
fn rejects_logout_that_was_altered_or_sealed_for_something_else() {
    let mut bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    let hand_off = browser.accept(&page);
    let redeemed = browser.redeem(&tab, &hand_off);
    let logout = redeemed["logout"]
        .as_str()
        .unwrap()
        .split_once("?t=")
        .unwrap()
        .1
        .to_owned();
    bench.events_until("redeemed");
    for sealed in [&page.sealed, &hand_off, &logout[1..], "x", ""] {
        let answer = browser
            .client
            .get(&browser.edge(&format!("/v1/logout?t={sealed}")))
            .unwrap();
        assert_eq!(answer.header("location"), None);
        assert!((400..500).contains(&answer.status), "{}", answer.status);
        bench.event("refused");
    }
}

#[test]
fn logout_kept_by_franceconnect_leaves_the_form_usable() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let logout = signed_out_address(&mut browser);
    bench.set_faults(&["logout_never_returns"]).unwrap();
    let request = location(&browser.client.get(&logout).unwrap());
    assert_eq!(browser.client.get(&request).unwrap().status, 400);
    bench.set_faults(&[]).unwrap();
    browser.complete(&Tab::open(), "", "camille");
}

#[test]
fn not_me_ends_the_session_of_franceconnect_and_leads_back_to_the_form() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let page = browser.reach_release(&Tab::open(), QUOTIENT, "camille");
    let logout = hidden(&page.html, "logout");
    let request = location(&browser.post("/v1/not-me", &[("logout", &logout)]));
    let back = go_through(&mut browser, &request);
    let goodbye = browser.client.get(&back).unwrap();
    assert!(links(&goodbye.text()).contains(&browser.form()));
}
