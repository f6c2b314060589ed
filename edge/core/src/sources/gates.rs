//! When a provider may be called: its quota, the delays it asked for, and a breaker for when it fails.
//!
//! A provider whose 429 is ignored bans the address of the edge for half a day, so nothing is sent
//! before the time it gave. States live as long as the process; nothing personal is in them.

use std::collections::{BTreeMap, VecDeque};

use crate::http::Exchange;

/// Requests a token may send each second. <https://particulier.api.gouv.fr/developpeurs>
const MAX_PER_SECOND: usize = 20;
/// Failures within [`FAILURE_WINDOW_MILLIS`] that open the breaker.
const MAX_FAILURES: usize = 5;
const FAILURE_WINDOW_MILLIS: u64 = 30_000;
/// Time an open breaker waits before it lets one request try.
const OPEN_MILLIS: u64 = 30_000;
/// Delay after a 429 that gives none.
const DEFAULT_HOLD_MILLIS: u64 = 60_000;
const SECOND_MILLIS: u64 = 1_000;

/// What a call is held against.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GateKey {
    /// The source.
    pub source: &'static str,
    /// SIRET of the collectivité in whose name it is asked.
    pub tenant: String,
    /// Name of the token whose requests are counted together; none for a person's own, which serves
    /// a handful of calls.
    pub token: Option<String>,
    /// Base address of the provider, which counts the requests of the whole edge too.
    pub base: String,
}

/// Whether a request may be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Yes, and it counts.
    Go,
    /// Not before this time, in milliseconds.
    Wait(u64),
    /// The breaker is open: no answer is to be expected.
    Open,
}

/// How a request ended, for the gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The provider answered, whatever it said.
    Answered,
    /// The provider failed.
    Failed,
    /// Too many requests: ask again after this many seconds, where it said how many.
    Throttled(Option<u32>),
}

/// Every gate of one process.
#[derive(Debug, Default)]
pub struct Gates {
    breakers: BTreeMap<(&'static str, String), Breaker>,
    sent: BTreeMap<String, VecDeque<u64>>,
    /// Until when nothing is sent with a token, or to a base address.
    held: BTreeMap<String, u64>,
}

#[derive(Debug, Default)]
struct Breaker {
    failures: VecDeque<u64>,
    open_until: Option<u64>,
}

impl GateKey {
    /// What a 429 holds. A person's own token sends too little to pass its quota: its 429 is about
    /// the address of the edge.
    fn throttled(&self) -> &String {
        self.token.as_ref().unwrap_or(&self.base)
    }
}

impl Ending {
    /// How an exchange that is no call of a source ended: a token asked for, an introspection.
    pub fn of(exchange: &Exchange) -> Self {
        match exchange {
            Ok(response) if response.status == 429 => Self::Throttled(response.retry_after_secs()),
            Ok(response) if response.status < 500 => Self::Answered,
            Ok(_) | Err(_) => Self::Failed,
        }
    }
}

impl Gates {
    /// Whether a request may be sent at `now_millis`.
    pub fn pass(&mut self, key: &GateKey, now_millis: u64) -> Pass {
        if let Some(wait) = self.held(key, now_millis) {
            return Pass::Wait(wait);
        }
        if self.breaker(key).is_open(now_millis) {
            return Pass::Open;
        }
        if let Some(wait) = self.count(key, now_millis) {
            return Pass::Wait(wait);
        }
        self.breaker(key).start(now_millis);
        Pass::Go
    }

    /// Time left, in milliseconds, of what a 429 holds; what was let through may be held since.
    pub fn held(&self, key: &GateKey, now_millis: u64) -> Option<u64> {
        let holds = [key.token.as_ref(), Some(&key.base)].into_iter().flatten();
        let until = holds.filter_map(|held| self.held.get(held)).max()?;
        remaining(*until, now_millis)
    }

    /// Notes how a request that [`Gates::pass`] let through ended.
    pub fn note(&mut self, key: &GateKey, ending: Ending, now_millis: u64) {
        match ending {
            Ending::Answered => *self.breaker(key) = Breaker::default(),
            Ending::Failed => self.breaker(key).fail(now_millis),
            Ending::Throttled(secs) => {
                let hold = secs.map_or(DEFAULT_HOLD_MILLIS, |secs| u64::from(secs) * SECOND_MILLIS);
                let held = self.held.entry(key.throttled().clone()).or_default();
                *held = now_millis.saturating_add(hold).max(*held);
            }
        }
    }

    fn breaker(&mut self, key: &GateKey) -> &mut Breaker {
        self.breakers
            .entry((key.source, key.tenant.clone()))
            .or_default()
    }

    /// Counts a request of a shared token, or says how long to wait for its next place.
    fn count(&mut self, key: &GateKey, now_millis: u64) -> Option<u64> {
        let sent = self.sent.entry(key.token.clone()?).or_default();
        while sent
            .front()
            .is_some_and(|at| at + SECOND_MILLIS <= now_millis)
        {
            sent.pop_front();
        }
        if sent.len() >= MAX_PER_SECOND {
            return remaining(sent.front()? + SECOND_MILLIS, now_millis);
        }
        sent.push_back(now_millis);
        None
    }
}

impl Breaker {
    fn is_open(&self, now_millis: u64) -> bool {
        self.open_until.is_some_and(|until| now_millis < until)
    }

    /// One request tries an open breaker; the others wait for what comes of it, or for the next
    /// trial if nothing ever does.
    fn start(&mut self, now_millis: u64) {
        if let Some(until) = &mut self.open_until {
            *until = now_millis.saturating_add(OPEN_MILLIS);
        }
    }

    fn fail(&mut self, now_millis: u64) {
        self.failures.push_back(now_millis);
        while self
            .failures
            .front()
            .is_some_and(|at| at + FAILURE_WINDOW_MILLIS <= now_millis)
        {
            self.failures.pop_front();
        }
        if self.open_until.is_some() || self.failures.len() >= MAX_FAILURES {
            self.open_until = Some(now_millis.saturating_add(OPEN_MILLIS));
        }
    }
}

fn remaining(until: u64, now_millis: u64) -> Option<u64> {
    until.checked_sub(now_millis).filter(|wait| *wait > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(source: &'static str, tenant: &str, token: Option<&str>) -> GateKey {
        GateKey {
            source,
            tenant: tenant.into(),
            token: token.map(str::to_owned),
            base: "https://gateway.example".into(),
        }
    }

    fn failed(gates: &mut Gates, key: &GateKey, times: usize, now_millis: u64) {
        for after in 0..times as u64 {
            gates.note(key, Ending::Failed, now_millis + after);
        }
    }

    #[test]
    fn breaker_opens_after_five_failures_in_thirty_seconds_and_lets_one_request_try() {
        let (mut gates, rsa) = (Gates::default(), key("rsa", "a", None));
        failed(&mut gates, &rsa, 4, 1_000);
        assert_eq!(gates.pass(&rsa, 1_000), Pass::Go);
        failed(&mut gates, &rsa, 1, 2_000);
        gates.note(&rsa, Ending::Failed, 2_000);
        assert_eq!(gates.pass(&rsa, 2_000), Pass::Open);
        assert_eq!(gates.pass(&rsa, 31_999), Pass::Open);
        assert_eq!(gates.pass(&rsa, 32_000), Pass::Go);
        assert_eq!(gates.pass(&rsa, 32_001), Pass::Open, "one trial at a time");
        gates.note(&rsa, Ending::Answered, 32_500);
        assert_eq!(gates.pass(&rsa, 32_500), Pass::Go);
        failed(&mut gates, &rsa, 4, 33_000);
        assert_eq!(
            gates.pass(&rsa, 33_000),
            Pass::Go,
            "an answer forgets failures"
        );
    }

    #[test]
    fn trial_that_fails_or_never_ends_keeps_the_breaker_open() {
        let (mut gates, rsa) = (Gates::default(), key("rsa", "a", None));
        failed(&mut gates, &rsa, 5, 0);
        assert_eq!(gates.pass(&rsa, 30_004), Pass::Go);
        gates.note(&rsa, Ending::Failed, 40_000);
        assert_eq!(gates.pass(&rsa, 69_999), Pass::Open);
        assert_eq!(gates.pass(&rsa, 70_000), Pass::Go);
        assert_eq!(gates.pass(&rsa, 99_999), Pass::Open);
        assert_eq!(gates.pass(&rsa, 100_000), Pass::Go);
    }

    #[test]
    fn failures_far_apart_do_not_add_up() {
        let (mut gates, rsa) = (Gates::default(), key("rsa", "a", None));
        for minute in 0..20 {
            failed(&mut gates, &rsa, 4, minute * 60_000);
            assert_eq!(gates.pass(&rsa, minute * 60_000), Pass::Go);
        }
    }

    #[test]
    fn breaker_of_one_source_or_tenant_stops_no_other() {
        let mut gates = Gates::default();
        failed(&mut gates, &key("rsa", "a", Some("t")), 5, 0);
        assert_eq!(gates.pass(&key("rsa", "a", Some("t")), 0), Pass::Open);
        assert_eq!(gates.pass(&key("rsa", "b", Some("t")), 0), Pass::Go);
        assert_eq!(gates.pass(&key("aah", "a", Some("t")), 0), Pass::Go);
    }

    #[test]
    fn nothing_is_sent_before_the_time_a_429_gave() {
        let (mut gates, rsa) = (Gates::default(), key("rsa", "a", Some("t")));
        gates.note(&rsa, Ending::Throttled(Some(120)), 1_000);
        assert_eq!(gates.pass(&rsa, 1_000), Pass::Wait(120_000));
        assert_eq!(gates.pass(&rsa, 120_999), Pass::Wait(1));
        assert_eq!(
            gates.pass(&key("aah", "b", Some("t")), 2_000),
            Pass::Wait(119_000),
            "same token"
        );
        assert_eq!(gates.pass(&key("aah", "b", None), 2_000), Pass::Go);
        assert_eq!(gates.pass(&rsa, 121_000), Pass::Go);
    }

    #[test]
    fn a_429_at_a_persons_own_token_is_the_address_of_the_edge_and_holds_everything_to_it() {
        let mut gates = Gates::default();
        gates.note(&key("rsa", "a", None), Ending::Throttled(Some(60)), 0);
        for other in [key("aah", "b", None), key("aah", "b", Some("t"))] {
            assert_eq!(gates.pass(&other, 59_999), Pass::Wait(1));
            assert_eq!(gates.pass(&other, 60_000), Pass::Go);
        }
        let elsewhere = GateKey {
            base: "https://taxes.example".into(),
            ..key("impots", "a", Some("u"))
        };
        assert_eq!(gates.pass(&elsewhere, 1), Pass::Go);
    }

    #[test]
    fn a_429_without_delay_is_obeyed_for_a_minute() {
        let (mut gates, rsa) = (Gates::default(), key("rsa", "a", None));
        gates.note(&rsa, Ending::Throttled(None), 0);
        assert_eq!(gates.pass(&rsa, 59_999), Pass::Wait(1));
        assert_eq!(gates.pass(&rsa, 60_000), Pass::Go);
    }

    #[test]
    fn a_token_sends_twenty_requests_a_second_whatever_the_source() {
        let mut gates = Gates::default();
        let sources = ["rsa", "aah", "asf"];
        for (index, source) in sources.into_iter().cycle().take(20).enumerate() {
            let at = index as u64;
            assert_eq!(gates.pass(&key(source, "a", Some("t")), at), Pass::Go);
        }
        assert_eq!(
            gates.pass(&key("rsa", "a", Some("t")), 500),
            Pass::Wait(500)
        );
        assert_eq!(
            gates.pass(&key("rsa", "a", Some("u")), 500),
            Pass::Go,
            "another token"
        );
        assert_eq!(gates.pass(&key("rsa", "a", Some("t")), 1_000), Pass::Go);
        assert_eq!(
            gates.pass(&key("rsa", "a", Some("t")), 1_000),
            Pass::Wait(1)
        );
    }
}
