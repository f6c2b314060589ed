//! The engine behind the gates: a provider that fails, and one that asks to wait.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/sources.rs"]
mod support;

use unefois_core::http::{Exchange, Response};
use unefois_core::sources::engine::{Action, Engine, Event};
use unefois_core::sources::gates::{GateKey, Pass};
use unefois_core::sources::{Call, Gates, Modalite, rsa};

fn call() -> Call {
    Call {
        token_received_millis: 1_000,
        ..support::call(&rsa::SOURCE, Modalite::FranceConnect)
    }
}

const FOUND: &str = r#"{"data":{"est_beneficiaire":false}}"#;

fn json(status: u16, body: &str) -> Exchange {
    Ok(Response {
        status,
        content_type: "application/vnd.api+json".to_owned(),
        retry_after: None,
        body: body.as_bytes().to_vec(),
    })
}

fn error(status: u16, code: &str) -> Exchange {
    json(status, &format!(r#"{{"errors":[{{"code":"{code}"}}]}}"#))
}

#[test]
fn provider_that_keeps_failing_is_left_alone() {
    let mut gates = Gates::default();
    let mut ask = |call: Call, exchange: Exchange| {
        let run = support::run(call, &[exchange], 100, 0, &mut gates);
        (run.answer.outcome.code(), run.sent.len())
    };
    for _ in 0..2 {
        assert_eq!(ask(call(), error(502, "35000")), ("down_upstream_error", 2));
    }
    // The fifth failure opens the breaker before its own retry.
    assert_eq!(ask(call(), error(502, "35000")), ("down_suspended", 1));
    assert_eq!(ask(call(), json(200, FOUND)), ("down_suspended", 0));
    let elsewhere = Call {
        gate: GateKey {
            tenant: "21888888200016".to_owned(),
            ..call().gate
        },
        ..call()
    };
    assert_eq!(
        ask(elsewhere, json(200, FOUND)),
        ("values", 1),
        "another collectivité"
    );
    let later = Call {
        token_received_millis: 40_000,
        ..call()
    };
    assert_eq!(
        ask(later, json(200, FOUND)),
        ("values", 1),
        "half a minute later"
    );
    assert_eq!(
        ask(call(), json(200, FOUND)),
        ("values", 1),
        "an answer closes it"
    );
}

#[test]
fn delay_of_a_429_holds_the_next_calls_of_the_collectivite() {
    let mut gates = Gates::default();
    let throttled = Ok(Response {
        status: 429,
        content_type: "application/json".to_owned(),
        retry_after: Some("120".to_owned()),
        body: b"{}".to_vec(),
    });
    let mut ask = |received_millis: u64, exchange: Exchange| {
        let call = Call {
            token_received_millis: received_millis,
            ..call()
        };
        let run = support::run(call, &[exchange], 100, 0, &mut gates);
        (run.answer.outcome.code(), run.sent.len(), run.waits_millis)
    };
    assert_eq!(ask(1_000, throttled), ("throttled", 1, vec![]));
    assert_eq!(ask(2_000, json(200, FOUND)), ("throttled", 0, vec![]));
    // The delay ends at 121 100 ms: it is waited for as soon as it fits.
    assert_eq!(ask(110_000, json(200, FOUND)), ("values", 1, vec![11_100]));
}

#[test]
fn answer_to_a_request_another_source_sent_closes_the_breaker() {
    let mut gates = Gates::default();
    for _ in 0..5 {
        support::run(call(), &[error(502, "35000")], 100, 0, &mut gates);
    }
    let later = Call {
        token_received_millis: 60_000,
        ..call()
    };
    let mut engine = Engine::new(later);
    let trial = engine.step(Event::Start, 60_000, 0, &mut gates);
    assert!(matches!(trial, Action::Send(_)), "one request tries");
    engine.step(Event::Shared(json(200, FOUND)), 60_100, 0, &mut gates);
    assert_eq!(gates.pass(&call().gate, 60_100), Pass::Go);
}

#[test]
fn failure_of_a_request_another_source_sent_is_told_and_not_counted() {
    let mut gates = Gates::default();
    for _ in 0..9 {
        let mut engine = Engine::new(call());
        let sent = engine.step(Event::Start, 1_000, 0, &mut gates);
        assert!(matches!(sent, Action::Send(_)), "the breaker stays closed");
        let exchange = error(500, "00500");
        let Action::Done(answer) = engine.step(Event::Shared(exchange), 1_001, 0, &mut gates)
        else {
            panic!("nothing more to do");
        };
        assert_eq!(answer.outcome.code(), "down_upstream_error");
    }
}
