use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::*;

const DAY: i64 = KEPT_SECS;

/// How long a test waits for another thread.
const WAIT: Duration = Duration::from_secs(10);

/// A point everybody knows: the base point of the curve.
const X: &str = "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY";
const Y: &str = "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

/// An issuer: what it answers, and how often it was asked.
#[derive(Default)]
struct Issuer {
    answer: RefCell<Option<Vec<u8>>>,
    asked: Cell<usize>,
}

impl Issuer {
    fn publishing(kids: &[&str]) -> Self {
        let issuer = Self::default();
        issuer.publish(kids);
        issuer
    }

    fn publish(&self, kids: &[&str]) {
        let key = |kid| json!({"kty": "EC", "crv": "P-256", "kid": kid, "x": X, "y": Y});
        let keys: Vec<_> = kids.iter().map(key).collect();
        let set = json!({ "keys": keys }).to_string();
        *self.answer.borrow_mut() = Some(set.into_bytes());
    }

    fn answer(&self, text: &str) {
        *self.answer.borrow_mut() = Some(text.into());
    }

    fn fail(&self) {
        *self.answer.borrow_mut() = None;
    }

    fn cache(&self) -> KeyCache<impl FnMut() -> Option<Vec<u8>>> {
        KeyCache::new(|| {
            self.asked.set(self.asked.get() + 1);
            self.answer.borrow().clone()
        })
    }
}

impl<F: FnMut() -> Option<Vec<u8>>> KeyCache<F> {
    fn find_at(&self, kid: &str, now: i64) -> Result<Arc<PublicKey>, Reason> {
        self.find_by(|| now, kid)
    }
}

#[test]
fn keys_are_asked_for_once_a_day() {
    let issuer = Issuer::publishing(&["a"]);
    let cache = issuer.cache();
    for now in [0, 1, DAY - 1] {
        assert!(cache.find_at("a", now).is_ok());
    }
    assert_eq!(issuer.asked.get(), 1);
    assert!(cache.find_at("a", DAY).is_ok());
    assert_eq!(issuer.asked.get(), 2);
}

#[test]
fn key_published_since_is_found_by_one_more_request() {
    let issuer = Issuer::publishing(&["a"]);
    let cache = issuer.cache();
    assert!(cache.find_at("a", 0).is_ok());
    issuer.publish(&["a", "b"]);
    assert!(cache.find_at("b", 100).is_ok());
    assert!(cache.find_at("a", 100).is_ok());
    assert_eq!(issuer.asked.get(), 2);
}

#[test]
fn rejects_key_that_was_removed_once_the_set_is_read_again() {
    let issuer = Issuer::publishing(&["a", "b"]);
    let cache = issuer.cache();
    assert!(cache.find_at("a", 0).is_ok());
    issuer.publish(&["b"]);
    assert_eq!(cache.find_at("c", 100).err(), Some(Reason::UnknownKey));
    assert_eq!(cache.find_at("a", 200).err(), Some(Reason::UnknownKey));
}

#[test]
fn made_up_names_of_keys_make_one_request_a_minute() {
    let issuer = Issuer::publishing(&["a"]);
    let cache = issuer.cache();
    for now in 0..120 {
        let kid = format!("made-up-{now}");
        assert_eq!(cache.find_at(&kid, now).err(), Some(Reason::UnknownKey));
        assert!(cache.find_at("a", now).is_ok());
    }
    assert_eq!(issuer.asked.get(), 2);
}

#[test]
fn kept_keys_verify_for_a_day_while_the_issuer_is_unreachable_and_no_longer() {
    let issuer = Issuer::publishing(&["a"]);
    let cache = issuer.cache();
    assert!(cache.find_at("a", 0).is_ok());
    issuer.fail();
    assert!(cache.find_at("a", DAY - 1).is_ok());
    assert_eq!(cache.find_at("b", DAY - 1).err(), Some(Reason::UnknownKey));
    for now in [DAY, DAY + 59, 2 * DAY] {
        assert_eq!(cache.find_at("a", now).err(), Some(Reason::KeysUnavailable));
    }
}

#[test]
fn rejects_everything_while_no_key_was_ever_read_and_asks_once_a_minute() {
    let issuer = Issuer::default();
    let cache = issuer.cache();
    for now in 0..60 {
        assert_eq!(cache.find_at("a", now).err(), Some(Reason::KeysUnavailable));
    }
    assert_eq!(issuer.asked.get(), 1);
    issuer.publish(&["a"]);
    assert!(cache.find_at("a", 60).is_ok());
}

#[test]
fn answer_that_is_no_set_of_keys_never_takes_the_place_of_one() {
    let issuer = Issuer::publishing(&["a"]);
    let cache = issuer.cache();
    assert!(cache.find_at("a", 0).is_ok());
    for (minute, answer) in (1..).zip(["", "[]", "{\"keys\":[1e400]}", "{\"keys\":{}}", "<html>"]) {
        issuer.answer(answer);
        let now = minute * 60;
        assert_eq!(cache.find_at("b", now).err(), Some(Reason::UnknownKey));
        assert!(cache.find_at("a", now).is_ok(), "{answer}");
    }
    assert_eq!(issuer.asked.get(), 6);
}

#[test]
fn clock_that_was_put_back_makes_the_keys_be_read_again() {
    let issuer = Issuer::publishing(&["a"]);
    let cache = issuer.cache();
    assert!(cache.find_at("a", 10 * DAY).is_ok());
    assert!(cache.find_at("a", 0).is_ok());
    assert_eq!(issuer.asked.get(), 2);
}

#[test]
fn known_key_is_found_while_another_is_being_asked_for() {
    let (asked, is_asked) = mpsc::channel();
    let (answer, is_answered) = mpsc::channel::<()>();
    let set = json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "a", "x": X, "y": Y}]});
    let mut is_first = true;
    let cache = KeyCache::new(move || {
        if !std::mem::take(&mut is_first) {
            asked.send(()).unwrap();
            is_answered.recv_timeout(WAIT).unwrap();
        }
        Some(set.to_string().into_bytes())
    });
    assert!(cache.find_at("a", 0).is_ok());
    thread::scope(|scope| {
        let made_up = scope.spawn(|| cache.find_at("made-up", 100).err());
        is_asked.recv_timeout(WAIT).unwrap();
        let known = scope.spawn(|| cache.find_at("a", 100).is_ok());
        let until = Instant::now() + WAIT / 2;
        while !known.is_finished() && Instant::now() < until {
            thread::sleep(Duration::from_millis(1));
        }
        let is_found_meanwhile = known.is_finished();
        answer.send(()).unwrap();
        assert!(is_found_meanwhile && known.join().unwrap());
        assert_eq!(made_up.join().unwrap(), Some(Reason::UnknownKey));
    });
}

#[test]
fn forms_that_come_together_wait_for_one_answer() {
    let asked = AtomicUsize::new(0);
    let set = json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "a", "x": X, "y": Y}]});
    let cache = KeyCache::new(|| {
        asked.fetch_add(1, Ordering::Relaxed);
        thread::sleep(Duration::from_millis(50));
        Some(set.to_string().into_bytes())
    });
    thread::scope(|scope| {
        let found = [(); 8].map(|()| scope.spawn(|| cache.find_at("a", 0).is_ok()));
        assert!(found.into_iter().all(|found| found.join().unwrap()));
    });
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[test]
fn form_that_waited_for_keys_takes_those_that_were_read_meanwhile() {
    let issuer = Issuer::publishing(&["a"]);
    let cache = issuer.cache();
    assert!(cache.find_at("a", 101).is_ok());
    let time = Cell::new(100);
    let clock = || time.replace(101);
    assert!(cache.find_by(clock, "a").is_ok());
    assert_eq!(issuer.asked.get(), 1);
}
