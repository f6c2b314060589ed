//! The edge killed between any two steps: the flow goes on, or fails cleanly.

use unefois_tests::capnp::GuardStorage;
use unefois_tests::journey::{Browser, QUOTIENT, ReleasePage, Tab, cookie_set, location};
use unefois_tests::stack::Options;

use crate::bench::Bench;

#[test]
fn edge_killed_between_any_two_steps_completes_the_flow() {
    let mut bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let callback = browser.reach_callback(&tab, QUOTIENT, "camille");
    bench.restart_edge().unwrap();
    let page = ReleasePage::of(&browser.client.get(&callback).unwrap());
    bench.restart_edge().unwrap();
    let more = browser.post("/v1/more-time", &[("sealed", &page.sealed)]);
    let page = ReleasePage::of(&more);
    bench.restart_edge().unwrap();
    let hand_off = browser.accept(&page);
    bench.restart_edge().unwrap();
    let redeemed = browser.redeem(&tab, &hand_off);
    assert_eq!(redeemed["champs"].as_array().unwrap().len(), 14);
    bench.restart_edge().unwrap();
    let answer = browser
        .client
        .get(redeemed["logout"].as_str().unwrap())
        .unwrap();
    assert!(location(&answer).starts_with(&bench.addresses().fc_issuer));
}

#[test]
fn rejects_replays_after_a_restart_when_the_guard_is_on_disk() {
    let folder = std::env::temp_dir().join(format!("unefois-guard-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let guard = GuardStorage::LocalDisk(folder.clone());
    let mut bench = Bench::private(Options {
        guard,
        ..Options::for_tests()
    });
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let start = browser
        .client
        .get(&browser.start_address(&tab, QUOTIENT))
        .unwrap();
    let (name, left_with) = cookie_set(&start).unwrap();
    let callback = browser.sign_in(&location(&start), "camille");
    let shown = browser.client.get(&callback).unwrap();
    let (_, waiting) = cookie_set(&shown).unwrap();
    let page = ReleasePage::of(&shown);
    bench.restart_edge().unwrap();
    // The callback again, as it came.
    browser.client.set_cookie(&name, &left_with);
    assert_eq!(browser.client.get(&callback).unwrap().status, 409);
    assert_eq!(bench.count_calls("franceconnect.token"), 1);
    // The decision twice.
    let mut person = Browser::new(&bench);
    let own = bench.addresses().edge_origin.clone();
    let send = |browser: &mut Browser| {
        let cookie = format!("{name}={waiting}");
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", own.as_str()),
            ("cookie", cookie.as_str()),
        ];
        let body = format!("sealed={}&decision=send&choix=identite", page.sealed);
        let url = browser.edge("/v1/release");
        browser
            .client
            .request("POST", &url, &headers, body.as_bytes())
            .unwrap()
    };
    let decided = send(&mut person);
    let hand_off = person.hand_off(&decided);
    bench.restart_edge().unwrap();
    assert_eq!(send(&mut person).status, 409);
    person.redeem(&tab, &hand_off);
    drop(bench);
    std::fs::remove_dir_all(folder).unwrap();
}
