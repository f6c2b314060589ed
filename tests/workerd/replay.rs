//! The callback sent again, or by a browser that did not leave.

use unefois_tests::journey::{Browser, QUOTIENT, ReleasePage, Tab, cookie_set, location};

use crate::bench::Bench;
use crate::callback::{Way, check_page};

#[test]
fn rejects_callback_in_a_browser_without_its_cookie() {
    let mut bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let callback = browser.reach_callback(&Tab::open(), QUOTIENT, "camille");
    let mut stranger = Browser::new(&bench);
    let answer = stranger.client.get(&callback).unwrap();
    check_page(&stranger, &answer, 400, Way::Nowhere);
    assert_eq!(bench.event("refused")["code"], "cookie_missing");
    stranger.depart(&Tab::open(), QUOTIENT);
    let answer = stranger.client.get(&callback).unwrap();
    check_page(&stranger, &answer, 403, Way::Nowhere);
    assert_eq!(bench.event("refused")["code"], "state_mismatch");
    assert_eq!(bench.count_calls("franceconnect.token"), 0);
    ReleasePage::of(&browser.client.get(&callback).unwrap());
}

#[test]
fn rejects_cookie_that_was_altered_or_sealed_for_something_else() {
    let mut bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    let hand_off = browser.accept(&page);
    let start = browser
        .client
        .get(&browser.start_address(&tab, ""))
        .unwrap();
    let (name, value) = cookie_set(&start).unwrap();
    let callback = browser.sign_in(&location(&start), "camille");
    bench.events_until("released");
    bench.take_calls().unwrap();
    let middle = value.len() / 2;
    let flipped = if value.as_bytes()[middle] == b'A' {
        "B"
    } else {
        "A"
    };
    let altered = format!("{}{flipped}{}", &value[..middle], &value[middle + 1..]);
    for foreign in [
        altered.as_str(),
        &value[1..],
        &page.sealed,
        &page.logout,
        &hand_off,
        "",
        "99999999",
    ] {
        browser.client.set_cookie(&name, foreign);
        let answer = browser.client.get(&callback).unwrap();
        check_page(&browser, &answer, 400, Way::Nowhere);
    }
    assert_eq!(bench.count_calls("franceconnect.token"), 0);
    browser.client.set_cookie(&name, &value);
    ReleasePage::of(&browser.client.get(&callback).unwrap());
}

#[test]
fn callback_loaded_again_exchanges_nothing_and_leaves_the_page_usable() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let callback = browser.reach_callback(&tab, QUOTIENT, "camille");
    let page = ReleasePage::of(&browser.client.get(&callback).unwrap());
    let again = browser.client.get(&callback).unwrap();
    assert!(
        !again.text().contains("name=\"sealed\""),
        "{}",
        again.text()
    );
    assert_eq!(bench.count_calls("franceconnect.token"), 1);
    let hand_off = browser.accept(&page);
    assert_eq!(
        browser.redeem(&tab, &hand_off)["champs"]
            .as_array()
            .unwrap()
            .len(),
        14
    );
}

#[test]
fn rejects_callback_replayed_with_the_cookie_it_came_with() {
    let mut bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let (callback, (name, value)) =
        browser.reach_callback_with_cookie(&Tab::open(), QUOTIENT, "camille");
    ReleasePage::of(&browser.client.get(&callback).unwrap());
    browser.client.set_cookie(&name, &value);
    let replayed = browser.client.get(&callback).unwrap();
    check_page(&browser, &replayed, 409, Way::Back);
    // The page of the first answer may still be open: its cookie must not end here.
    assert_eq!(replayed.header("set-cookie"), None);
    assert_eq!(bench.event("refused")["code"], "code_already_exchanged");
    assert_eq!(bench.count_calls("franceconnect.token"), 1);
}

#[test]
fn rejects_callback_that_is_not_a_navigation_and_keeps_its_flow() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let callback = browser.reach_callback(&Tab::open(), QUOTIENT, "camille");
    let mut ask = |method: &str, headers: &[(&str, &str)]| {
        browser
            .client
            .request(method, &callback, headers, &[])
            .unwrap()
    };
    for dest in ["image", "iframe", "empty", "embed"] {
        let answer = ask("GET", &[("sec-fetch-dest", dest)]);
        assert_eq!(
            (answer.status, answer.header("set-cookie")),
            (400, None),
            "{dest}"
        );
    }
    for method in ["POST", "HEAD", "PUT"] {
        let answer = ask(method, &[]);
        assert_eq!(
            (answer.status, answer.header("set-cookie")),
            (405, None),
            "{method}"
        );
    }
    assert_eq!(bench.count_calls("franceconnect.token"), 0);
    ReleasePage::of(&browser.client.get(&callback).unwrap());
}
