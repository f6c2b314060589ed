//! The engine of one source call: a state machine that never waits and never looks at a clock.
//!
//! The platform feeds it with what happened and obeys the [`Action`] it answers. Budgets are
//! constants here; nothing a provider says can stretch them.

use super::answer::{Pace, SourceAnswer, Verdict, judge};
use super::call::{Call, Credential};
use super::dgfip::client_token::TokenFault;
use super::gates::{Ending, Gates, Pass};
use super::outcome::{Breakdown, Misconfiguration, Outcome};
use crate::http::{Exchange, Request};
use crate::secret::Secret;

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
    /// The service's own token came, or why it did not.
    Authorized(Result<Secret, TokenFault>),
    /// The request sent came back, or did not.
    Answered(Exchange),
    /// The same request, sent for another source, came back or did not: it counts for that one.
    Shared(Exchange),
}

/// What to do next.
pub enum Action {
    /// Get the service's own token, then step with [`Event::Authorized`].
    Authorize {
        /// Whether the one that is kept was refused: another must be asked for.
        is_refused: bool,
        /// Time the exchange may take.
        timeout_millis: u32,
    },
    /// Send this request, then step with [`Event::Answered`] or [`Event::Shared`].
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
    service_token: Option<Secret>,
    is_renewed: bool,
    no_cache: bool,
    retried: bool,
    throttled: bool,
    lock_retries: u8,
}

impl Engine {
    /// Prepares a call; nothing happens before the first step.
    pub fn new(call: Call) -> Self {
        // The provider's cache forgets the month in its key: asking for one must bypass it.
        let no_cache = call.periode.is_some();
        Self {
            call,
            otherwise: Outcome::Down(Breakdown::TimedOut),
            service_token: None,
            is_renewed: false,
            no_cache,
            retried: false,
            throttled: false,
            lock_retries: 0,
        }
    }

    /// What is asked, for who must get the service's own token.
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Moves on. `now_millis` is read on the clock of [`Call::token_received_millis`]; `random`
    /// spreads the retries and needs no secrecy.
    pub fn step(
        &mut self,
        event: Event,
        now_millis: u64,
        random: u32,
        gates: &mut Gates,
    ) -> Action {
        match event {
            Event::Start | Event::Elapsed => self.send(now_millis, gates),
            Event::Authorized(Ok(token)) => {
                self.service_token = Some(token);
                // Another call of the same account may have been told to wait meanwhile.
                match gates.held(&self.call.gate, now_millis) {
                    Some(millis) => self.wait(millis, Outcome::Throttled, now_millis),
                    None => self.send_let_through(now_millis),
                }
            }
            Event::Authorized(Err(fault)) => {
                if let Some(ending) = fault.ending {
                    gates.note(&self.call.gate, ending, now_millis);
                }
                self.give_up(fault.outcome)
            }
            Event::Answered(exchange) => {
                let verdict = judge(&self.call, &exchange, self.no_cache);
                gates.note(&self.call.gate, verdict.ending(), now_millis);
                self.follow(verdict, now_millis, random, gates)
            }
            Event::Shared(exchange) => {
                let verdict = judge(&self.call, &exchange, self.no_cache);
                // A breakdown counts once, for who sent it; an answer closes the breaker of both.
                if verdict.ending() == Ending::Answered {
                    gates.note(&self.call.gate, Ending::Answered, now_millis);
                }
                self.follow(verdict, now_millis, random, gates)
            }
        }
    }

    fn follow(
        &mut self,
        verdict: Verdict,
        now_millis: u64,
        random: u32,
        gates: &mut Gates,
    ) -> Action {
        match verdict {
            Verdict::Answer(answer) => Action::Done(answer),
            Verdict::AskAgain { otherwise, pace } => {
                self.otherwise = otherwise;
                self.ask_again(&pace, now_millis, random)
            }
            Verdict::Renew if !std::mem::replace(&mut self.is_renewed, true) => {
                self.service_token = None;
                self.send(now_millis, gates)
            }
            Verdict::Renew => self.give_up(Outcome::Unavailable(Misconfiguration::TokenRefused)),
        }
    }

    fn send(&self, now_millis: u64, gates: &mut Gates) -> Action {
        if let Some(late) = self.is_too_late(now_millis) {
            return self.give_up(late);
        }
        match gates.pass(&self.call.gate, now_millis) {
            Pass::Go => {}
            Pass::Open => return self.give_up(Outcome::Down(Breakdown::Suspended)),
            Pass::Wait(millis) => return self.wait(millis, Outcome::Throttled, now_millis),
        }
        let wants_token = matches!(self.call.credential, Credential::Dgfip { .. });
        if wants_token && self.service_token.is_none() {
            return Action::Authorize {
                is_refused: self.is_renewed,
                timeout_millis: timeout_millis(self.left_millis(now_millis)),
            };
        }
        self.send_let_through(now_millis)
    }

    /// Sends what the gates let through, once the service's token is there.
    fn send_let_through(&self, now_millis: u64) -> Action {
        if let Some(late) = self.is_too_late(now_millis) {
            return self.give_up(late);
        }
        let timeout = timeout_millis(self.left_millis(now_millis));
        let token = self.service_token.as_ref();
        Action::Send(self.call.build_request(token, self.no_cache, timeout))
    }

    /// Why no exchange is worth starting any more, if so.
    fn is_too_late(&self, now_millis: u64) -> Option<Outcome> {
        let is_stale = self.age_millis(now_millis) >= LAST_START_MILLIS;
        let is_short = self.left_millis(now_millis) < MIN_USEFUL_MILLIS;
        match (is_stale, is_short) {
            (true, _) => Some(Outcome::Down(Breakdown::TooLate)),
            (false, true) => Some(self.otherwise),
            (false, false) => None,
        }
    }

    fn ask_again(&mut self, pace: &Pace, now_millis: u64, random: u32) -> Action {
        let jitter = jitter_millis(random);
        let (allowed, wait_millis) = match pace {
            Pace::Once => (!std::mem::replace(&mut self.retried, true), jitter),
            Pace::PastTheCache => (!std::mem::replace(&mut self.no_cache, true), 0),
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
        if allowed {
            self.wait(wait_millis, self.otherwise, now_millis)
        } else {
            self.give_up(self.otherwise)
        }
    }

    /// Waits if another exchange still fits afterwards.
    fn wait(&self, wait_millis: u64, otherwise: Outcome, now_millis: u64) -> Action {
        let fits = wait_millis.saturating_add(MIN_USEFUL_MILLIS) <= self.left_millis(now_millis);
        match u32::try_from(wait_millis) {
            Ok(millis) if fits => Action::Wait { millis },
            _ => self.give_up(otherwise),
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

fn timeout_millis(left: u64) -> u32 {
    u32::try_from(left.min(CALL_TIMEOUT_MILLIS)).unwrap_or(u32::MAX)
}

fn jitter_millis(random: u32) -> u64 {
    let width = MAX_JITTER_MILLIS - MIN_JITTER_MILLIS + 1;
    MIN_JITTER_MILLIS + u64::from(random) % width
}
