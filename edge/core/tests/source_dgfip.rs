//! The engine before the tax office: two tokens a call, the year in the address or in the answer.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/sources.rs"]
mod support;

use support::Run;
use unefois_core::http::{Exchange, Response};
use unefois_core::secret::Secret;
use unefois_core::sources::dgfip::TOKEN_DOWN;
use unefois_core::sources::dgfip::client_token::TokenFault;
use unefois_core::sources::gates::Ending;
use unefois_core::sources::outcome::{Breakdown, Outcome};
use unefois_core::sources::{Action, AnneeRevenus, Call, Engine, Event, Gates, impots};

const RETURN: &str = r#"{"rfr":0,"nmNaiDec1":"LEFÈVRE","prnmDec1":"ZOÉ","annRevenu":2025}"#;

fn tax_call() -> Call {
    support::call_of_year(&impots::SOURCE, AnneeRevenus::DeuxAns)
}

#[test]
fn tax_office_is_asked_with_a_token_of_the_service_beside_the_citizens() {
    let run = run(tax_call(), vec![json(200, RETURN)]);
    assert_eq!(run.authorized, [false]);
    let [request] = run.sent.as_slice() else {
        panic!("one request")
    };
    assert_eq!(
        request.url,
        "https://fournisseur.example/dernieresituation/ir/assiettes/deuxans"
    );
    assert_eq!(request.bearer, Some(Secret::new("service-1")));
    assert_eq!(
        request.headers,
        [
            ("x-franceconnect-oauth", Secret::new("jeton/+=")),
            (
                "x-correlation-id",
                Secret::new("00000000-0000-4000-8000-000000000000")
            ),
            ("id_teleservice", Secret::new("valbourg-essai")),
        ]
    );
    assert_eq!(run.answer.outcome.code(), "values");
}

#[test]
fn year_of_a_fixed_route_is_in_its_address() {
    for (annee, expected) in [
        (
            AnneeRevenus::NMoins1,
            "/situations/ir/assiettes/annrev/2025",
        ),
        (
            AnneeRevenus::NMoins3,
            "/situations/ir/assiettes/annrev/2023",
        ),
    ] {
        let call = support::call_of_year(&impots::SOURCE, annee);
        let run = run(call, vec![json(200, RETURN)]);
        assert_eq!(
            run.sent[0].url,
            format!("https://fournisseur.example{expected}")
        );
    }
}

#[test]
fn token_of_the_service_that_is_refused_is_renewed_once() {
    let refused = || json(401, "");
    let renewed = run(tax_call(), vec![refused(), json(200, RETURN)]);
    assert_eq!(renewed.authorized, [false, true]);
    assert_eq!(renewed.sent[1].bearer, Some(Secret::new("service-2")));
    assert_eq!(renewed.answer.outcome.code(), "values");
    let twice = run(tax_call(), vec![refused()]);
    assert_eq!(twice.authorized, [false, true]);
    assert_eq!(
        (twice.answer.outcome.code(), twice.sent.len()),
        ("unavailable_token_refused", 2)
    );
}

#[test]
fn nothing_is_sent_without_a_token_of_the_service() {
    let (mut engine, mut gates) = (Engine::new(tax_call()), Gates::default());
    let first = engine.step(Event::Start, 0, 0, &mut gates);
    assert!(matches!(
        first,
        Action::Authorize {
            is_refused: false,
            timeout_millis: 15_000
        }
    ));
    let fault = TokenFault::NO_CLIENT;
    let Action::Done(answer) = engine.step(Event::Authorized(Err(fault)), 100, 0, &mut gates)
    else {
        panic!("nothing is sent")
    };
    assert_eq!(answer.outcome, fault.outcome);
}

/// A person's callback whose token of the service does not come; whether one was asked for.
fn without_token(fault: TokenFault, now_millis: u64, gates: &mut Gates) -> (bool, Outcome) {
    let call = Call {
        token_received_millis: now_millis,
        ..tax_call()
    };
    let mut engine = Engine::new(call);
    let (first, is_asked) = match engine.step(Event::Start, now_millis, 0, gates) {
        Action::Authorize { .. } => {
            let refused = Event::Authorized(Err(fault));
            (engine.step(refused, now_millis, 0, gates), true)
        }
        other => (other, false),
    };
    let Action::Done(answer) = first else {
        panic!("nothing else to do")
    };
    (is_asked, answer.outcome)
}

#[test]
fn no_token_is_asked_for_before_the_time_a_429_gave() {
    let mut gates = Gates::default();
    let fault = TokenFault {
        outcome: Outcome::Throttled,
        ending: Some(Ending::Throttled(Some(120))),
    };
    for (at, is_asked) in [(0, true), (1_000, false), (90_000, false), (120_000, true)] {
        let found = without_token(fault, at, &mut gates);
        assert_eq!(found, (is_asked, Outcome::Throttled), "at {at} ms");
    }
}

#[test]
fn call_whose_token_comes_late_waits_for_the_429_of_another() {
    let (mut engine, mut gates) = (Engine::new(tax_call()), Gates::default());
    let first = engine.step(Event::Start, 0, 0, &mut gates);
    assert!(matches!(first, Action::Authorize { .. }));
    gates.note(&tax_call().gate, Ending::Throttled(Some(5)), 1_000);
    let token = Event::Authorized(Ok(Secret::new("late")));
    let held = engine.step(token, 2_000, 0, &mut gates);
    assert!(matches!(held, Action::Wait { millis: 4_000 }));
    let sent = engine.step(Event::Elapsed, 6_000, 0, &mut gates);
    assert!(matches!(sent, Action::Send(_)));
}

#[test]
fn no_token_is_asked_for_while_the_breaker_is_open() {
    let mut gates = Gates::default();
    let fault = TokenFault {
        outcome: TOKEN_DOWN,
        ending: Some(Ending::Failed),
    };
    for _ in 0..5 {
        assert_eq!(without_token(fault, 0, &mut gates), (true, TOKEN_DOWN));
    }
    let suspended = Outcome::Down(Breakdown::Suspended);
    assert_eq!(without_token(fault, 0, &mut gates), (false, suspended));
}

fn json(status: u16, body: &str) -> Exchange {
    Ok(Response {
        status,
        content_type: "application/json".to_owned(),
        retry_after: None,
        body: body.as_bytes().to_vec(),
    })
}

fn run(call: Call, exchanges: Vec<Exchange>) -> Run {
    support::run(call, &exchanges, 100, 0, &mut Gates::default())
}
