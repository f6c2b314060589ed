//! The engine of one source call: a state machine that never waits and never looks at a clock.
//!
//! The platform feeds it with what happened and obeys the [`Action`] it answers. Budgets are
//! constants here; nothing a provider says can stretch them.

use super::answer::{Pace, SourceAnswer, Verdict, judge};
use super::call::Call;
use super::outcome::{Breakdown, Outcome};
use crate::http::{Exchange, Request};

/// Time one exchange may take, body included.
pub const CALL_TIMEOUT_MILLIS: u64 = 15_000;
/// Time after the token response when the person gets their page, with or without this source.
pub const DEADLINE_MILLIS: u64 = 20_000;
/// Age of the access token, which lives 60 s, after which no call starts any more.
pub const LAST_START_MILLIS: u64 = 45_000;
/// An exchange that could not last this long is not worth sending.
const MIN_USEFUL_MILLIS: u64 = 1_000;
const MIN_JITTER_MILLIS: u64 = 150;
const MAX_JITTER_MILLIS: u64 = 600;
const MAX_LOCK_RETRIES: u8 = 3;

/// What happened since the last step.
pub enum Event {
    /// Nothing yet: the first step.
    Start,
    /// The time to wait is over.
    Elapsed,
    /// The request sent came back, or did not.
    Answered(Exchange),
}

/// What to do next.
pub enum Action {
    /// Send this request, then step with [`Event::Answered`].
    Send(Request),
    /// Wait, then step with [`Event::Elapsed`].
    Wait {
        /// Time to wait.
        millis: u32,
    },
    /// The source is done with.
    Done(SourceAnswer),
}

/// One call of one source, from the first request to its [`SourceAnswer`].
pub struct Engine {
    call: Call,
    /// What to answer if there is no time for another exchange.
    otherwise: Outcome,
    retried: bool,
    throttled: bool,
    lock_retries: u8,
}

impl Engine {
    /// Prepares a call; nothing happens before the first step.
    pub fn new(call: Call) -> Self {
        let otherwise = Outcome::Down(Breakdown::TimedOut);
        Self {
            call,
            otherwise,
            retried: false,
            throttled: false,
            lock_retries: 0,
        }
    }

    /// Moves on. `now_millis` is read on the clock of [`Call::token_received_millis`]; `random`
    /// spreads the retries and needs no secrecy.
    pub fn step(&mut self, event: Event, now_millis: u64, random: u32) -> Action {
        match event {
            Event::Start | Event::Elapsed => self.send(now_millis),
            Event::Answered(exchange) => match judge(&self.call, &exchange) {
                Verdict::Answer(answer) => Action::Done(answer),
                Verdict::AskAgain { otherwise, pace } => {
                    self.otherwise = otherwise;
                    self.ask_again(&pace, now_millis, random)
                }
            },
        }
    }

    fn send(&self, now_millis: u64) -> Action {
        if self.age_millis(now_millis) >= LAST_START_MILLIS {
            return self.give_up(Outcome::Down(Breakdown::TooLate));
        }
        let left = self.left_millis(now_millis);
        if left < MIN_USEFUL_MILLIS {
            return self.give_up(self.otherwise);
        }
        let timeout = left.min(CALL_TIMEOUT_MILLIS);
        Action::Send(
            self.call
                .build_request(u32::try_from(timeout).unwrap_or(u32::MAX)),
        )
    }

    fn ask_again(&mut self, pace: &Pace, now_millis: u64, random: u32) -> Action {
        let jitter = jitter_millis(random);
        let (allowed, wait_millis) = match pace {
            Pace::Once => (!std::mem::replace(&mut self.retried, true), jitter),
            Pace::Locked => {
                self.lock_retries = self.lock_retries.saturating_add(1);
                (self.lock_retries <= MAX_LOCK_RETRIES, jitter)
            }
            Pace::After { secs } => {
                let asked_millis = u64::from(*secs).saturating_mul(1_000);
                (
                    !std::mem::replace(&mut self.throttled, true),
                    asked_millis + jitter,
                )
            }
        };
        let fits = wait_millis.saturating_add(MIN_USEFUL_MILLIS) <= self.left_millis(now_millis);
        match u32::try_from(wait_millis) {
            Ok(millis) if allowed && fits => Action::Wait { millis },
            _ => self.give_up(self.otherwise),
        }
    }

    fn give_up(&self, outcome: Outcome) -> Action {
        Action::Done(SourceAnswer::without_value(self.call.source, outcome))
    }

    fn age_millis(&self, now_millis: u64) -> u64 {
        now_millis.saturating_sub(self.call.token_received_millis)
    }

    fn left_millis(&self, now_millis: u64) -> u64 {
        DEADLINE_MILLIS.saturating_sub(self.age_millis(now_millis))
    }
}

fn jitter_millis(random: u32) -> u64 {
    let width = MAX_JITTER_MILLIS - MIN_JITTER_MILLIS + 1;
    MIN_JITTER_MILLIS + u64::from(random) % width
}
