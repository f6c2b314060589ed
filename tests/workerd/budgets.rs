//! What takes too long is given up, in the time a person waits.

use crate::bench::Bench;
use crate::{provider, sources};

#[test]
fn withholds_source_that_never_answers_and_shows_the_page_in_time() {
    std::thread::scope(|scope| {
        for fault in ["source_timeout", "source_drip"] {
            scope.spawn(move || sources::check(fault, "down_timed_out", sources::DOWN, 1));
        }
    });
}

#[test]
fn withholds_everything_when_the_provider_is_too_slow() {
    let mut bench = Bench::lease();
    // An edge that knows the keys would not ask for them.
    bench.restart_edge().unwrap();
    for fault in ["jwks_slow", "token_slow", "userinfo_slow"] {
        bench.set_faults(&[fault]).unwrap();
        provider::check_in(&mut bench, 504, "provider_timed_out");
    }
}
