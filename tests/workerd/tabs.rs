//! Several flows at once: nobody ever gets what belongs to another.

use serde_json::Value;
use unefois_tests::journey::{Browser, QUOTIENT, ReleasePage, Tab};

use crate::bench::Bench;

fn value<'a>(redeemed: &'a Value, chemin: &str) -> &'a Value {
    let fields = redeemed["champs"].as_array().unwrap();
    &fields
        .iter()
        .find(|field| field["chemin"] == chemin)
        .unwrap()["valeur"]
}

#[test]
fn two_tabs_of_one_browser_complete_with_their_own_choices() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let (first, second) = (Tab::open(), Tab::open());
    let to_first = browser.reach_callback(&first, QUOTIENT, "camille");
    let to_second = browser.reach_callback(&second, "", "camille");
    let page_two = ReleasePage::of(&browser.client.get(&to_second).unwrap());
    let page_one = ReleasePage::of(&browser.client.get(&to_first).unwrap());
    assert_eq!(page_one.ids().len(), 5);
    assert_eq!(page_two.ids().len(), 3);
    let one = browser.accept(&page_one);
    let two = browser.accept(&page_two);
    assert_eq!(browser.try_redeem(&second, &one).status, 403);
    assert_eq!(browser.try_redeem(&first, &two).status, 403);
    assert_eq!(
        browser.redeem(&second, &two)["champs"]
            .as_array()
            .unwrap()
            .len(),
        8
    );
    let redeemed = browser.redeem(&first, &one);
    assert_eq!(
        redeemed["champs"].as_array().unwrap().len(),
        14,
        "{redeemed}"
    );
}

#[test]
fn every_order_of_two_tabs_completes_both() {
    let bench = Bench::lease();
    // One digit a step: which of the two tabs moves on.
    for order in [
        "00001111", "01010101", "01100110", "00110011", "01011010", "10010110",
    ] {
        let mut browser = Browser::new(&bench);
        let mut flows = [Flow::new(), Flow::new()];
        for digit in order.bytes() {
            flows[usize::from(digit - b'0')].step(&mut browser);
        }
        for flow in &flows {
            assert_eq!(flow.redeemed, Some(8), "{order}");
        }
    }
}

/// A flow that moves on by one step at a time.
struct Flow {
    tab: Tab,
    callback: Option<String>,
    page: Option<ReleasePage>,
    hand_off: Option<String>,
    redeemed: Option<usize>,
}

impl Flow {
    fn new() -> Self {
        Self {
            tab: Tab::open(),
            callback: None,
            page: None,
            hand_off: None,
            redeemed: None,
        }
    }

    fn step(&mut self, browser: &mut Browser) {
        match (&self.callback, &self.page, &self.hand_off) {
            (None, ..) => self.callback = Some(browser.reach_callback(&self.tab, "", "camille")),
            (Some(callback), None, _) => {
                let answer = browser.client.get(callback).unwrap();
                self.page = Some(ReleasePage::of(&answer));
            }
            (_, Some(page), None) => self.hand_off = Some(browser.accept(page)),
            (_, _, Some(hand_off)) => {
                let redeemed = browser.redeem(&self.tab, hand_off);
                self.redeemed = redeemed["champs"].as_array().map(Vec::len);
            }
        }
    }
}

#[test]
fn release_page_of_one_tab_is_not_sent_by_the_end_of_the_other() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let (first, second) = (Tab::open(), Tab::open());
    let page_one = browser.reach_release(&first, QUOTIENT, "camille");
    let page_two = browser.reach_release(&second, QUOTIENT, "camille");
    browser.accept(&page_two);
    let hand_off = browser.accept(&page_one);
    browser.redeem(&first, &hand_off);
}

#[test]
fn release_page_loaded_again_in_one_tab_leaves_the_other_usable() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let (first, second) = (Tab::open(), Tab::open());
    browser.reach_release(&first, QUOTIENT, "camille");
    let page_two = browser.reach_release(&second, QUOTIENT, "camille");
    let again = browser.client.get(&browser.edge("/v1/release")).unwrap();
    assert_eq!(again.status, 410);
    let hand_off = browser.accept(&page_two);
    browser.redeem(&second, &hand_off);
}

#[test]
fn homonyms_in_two_browsers_at_once_each_get_their_own_file() {
    let bench = Bench::lease();
    let redeemed: Vec<Value> = std::thread::scope(|scope| {
        let people = ["paul-nantes", "paul-rennes", "paul-nantes", "paul-rennes"];
        let threads = people.map(|login| {
            let mut browser = Browser::new(&bench);
            scope.spawn(move || browser.complete(&Tab::open(), QUOTIENT, login))
        });
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    for (index, answer) in redeemed.iter().enumerate() {
        let (email, quotient) = [
            ("paul-nantes@courriel.example", 700),
            ("paul-rennes@courriel.example", 1400),
        ][index % 2];
        assert_eq!(value(answer, "identite.email"), email);
        assert_eq!(value(answer, "quotient_familial.valeur"), quotient);
    }
}

#[test]
fn second_person_on_the_same_browser_gets_nothing_of_the_first() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    browser.reach_release(&Tab::open(), QUOTIENT, "camille");
    // Another person signs in, FranceConnect's session of the first being over.
    let mut second = Browser::new(&bench);
    second.client = std::mem::take(&mut browser.client);
    let name = "fc_session_id";
    second.client.set_cookie(name, "over");
    let redeemed = second.complete(&Tab::open(), QUOTIENT, "thomas");
    let text = redeemed.to_string();
    assert!(
        text.contains("GARNIER") && !text.contains("LEFÈVRE"),
        "{text}"
    );
}
