//! The engine of a source call: budgets, retries, limits, and what it never does.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/sources.rs"]
mod support;

use support::Run;
use time::{Date, Month};
use unefois_core::http::{Exchange, Response, TransportFailure};
use unefois_core::secret::Secret;
use unefois_core::sources::{
    Action, Call, Engine, Event, Gates, Modalite, Periode, boursier, quotient_familial,
};

const NAMES: [&str; 2] = ["quotient_familial.valeur", "quotient_familial.mois"];
const FOUND: &str =
    r#"{"data":{"quotient_familial":{"fournisseur":"CNAF","valeur":650,"annee":2026,"mois":11}}}"#;

fn call() -> Call {
    Call {
        chemins: NAMES.map(str::to_owned).to_vec(),
        token_received_millis: 1_000,
        ..support::call(&quotient_familial::SOURCE, Modalite::FranceConnect)
    }
}

fn november(day: u8) -> Date {
    Date::from_calendar_date(2026, Month::November, day).expect("a date")
}

fn json(status: u16, body: &str) -> Exchange {
    answered(status, "application/vnd.api+json", body.as_bytes().to_vec())
}

fn error(status: u16, code: &str) -> Exchange {
    json(
        status,
        &format!(r#"{{"errors":[{{"code":"{code}","title":"…"}}]}}"#),
    )
}

fn answered(status: u16, content_type: &str, body: Vec<u8>) -> Exchange {
    Ok(Response {
        status,
        content_type: content_type.to_owned(),
        retry_after: None,
        body,
    })
}

/// Runs a call alone in its process.
fn run(call: Call, exchanges: Vec<Exchange>, took_millis: u64, random: u32) -> Run {
    support::run(call, &exchanges, took_millis, random, &mut Gates::default())
}

fn outcome(exchanges: Vec<Exchange>) -> (&'static str, usize) {
    let run = run(call(), exchanges, 100, 0);
    (run.answer.outcome.code(), run.sent.len())
}

#[test]
fn request_carries_the_recipient_the_token_and_the_limits() {
    let run = run(call(), vec![json(200, FOUND)], 100, 0);
    let [request] = run.sent.as_slice() else {
        panic!("one request")
    };
    let expected = "https://fournisseur.example/v3/dss/quotient_familial/france_connect?recipient=21999999200015";
    assert_eq!(request.url, expected);
    assert_eq!(request.bearer, Some(Secret::new("jeton/+=")));
    assert_eq!(
        (request.timeout_millis, request.max_body_bytes),
        (15_000, 262_144)
    );
    assert!(!request.no_cache && request.form.is_none());
}

#[test]
fn month_is_asked_past_the_cache_and_compared_with_the_answer() {
    let asked = |annee, mois| Call {
        periode: Some(Periode { annee, mois }),
        ..call()
    };
    let same = run(asked(2026, 11), vec![json(200, FOUND)], 100, 0);
    assert!(same.sent[0].no_cache && same.sent[0].url.ends_with("&annee=2026&mois=11"));
    assert_eq!(same.answer.outcome.code(), "values");
    let other = run(asked(2026, 10), vec![json(200, FOUND)], 100, 0);
    assert_eq!(other.answer.outcome.code(), "down_other_period");
    assert!(other.answer.fields.is_empty());
}

#[test]
fn month_typed_is_named_beside_what_depends_on_it() {
    let call = Call {
        chemins: vec![
            "quotient_familial.valeur".to_owned(),
            "adresse.voie".to_owned(),
        ],
        periode: Some(Periode {
            annee: 2026,
            mois: 11,
        }),
        saisies: vec!["mois".to_owned(), "autre".to_owned()],
        ..call()
    };
    let address = r#""adresse":{"numero_libelle_voie":"3 QUAI"},"quotient_familial""#;
    let found = FOUND.replace("\"quotient_familial\"", address);
    let answer = run(call, vec![json(200, &found)], 100, 0).answer;
    let typed: Vec<_> = answer
        .fields
        .iter()
        .map(|field| field.provenance.saisies.join(" "))
        .collect();
    assert_eq!(typed, ["mois autre", "autre"]);
    let dated: Vec<_> = answer
        .fields
        .iter()
        .map(|field| field.provenance.mois)
        .collect();
    assert_eq!(dated, [Some(11), None]);
}

#[test]
fn month_of_the_msa_is_that_of_its_computation() {
    let asked = |mois| Call {
        periode: Some(Periode { annee: 2026, mois }),
        ..call()
    };
    // The gateway writes the month it was asked for.
    let msa = |mois: u8| {
        let quotient = format!(
            r#"{{"fournisseur":"MSA","valeur":650,"annee":2026,"mois":{mois},"annee_calcul":2026,"mois_calcul":11}}"#
        );
        json(
            200,
            &format!(r#"{{"data":{{"quotient_familial":{quotient}}}}}"#),
        )
    };
    let other = run(asked(9), vec![msa(9)], 100, 0).answer;
    assert_eq!(other.outcome.code(), "month_unknown");
    assert!(other.fields.is_empty() && !other.outcome.alerts());
    let same = run(asked(11), vec![msa(11)], 100, 0).answer;
    assert_eq!((same.outcome.code(), same.fields.len()), ("values", 2));
    let cached = run(call(), vec![msa(4)], 100, 0);
    assert_eq!(cached.sent.len(), 1, "the quotient is of today");
    let months: Vec<_> = cached
        .answer
        .fields
        .iter()
        .map(|field| field.provenance.mois)
        .collect();
    assert_eq!(months, [Some(11), Some(11)]);
}

#[test]
fn grant_says_the_year_its_campaign_began_in() {
    let grant = r#"{"data":{"statut_boursier":{"est_boursier":true},"periode_versement_bourse":{"date_rentree":"2026-09-01"}}}"#;
    let february = Date::from_calendar_date(2027, Month::February, 10).expect("a date");
    for today in [november(21), february] {
        let call = Call {
            today,
            ..support::call(&boursier::SOURCE, Modalite::FranceConnect)
        };
        let answer = run(call, vec![json(200, grant)], 100, 0).answer;
        let years: Vec<_> = answer
            .fields
            .iter()
            .map(|field| (field.provenance.annee, field.provenance.mois))
            .collect();
        assert_eq!(years, [(Some(2026), None); 2], "{today}");
    }
}

#[test]
fn answer_of_another_month_is_asked_once_more_past_the_cache() {
    let october = FOUND.replace("\"mois\":11", "\"mois\":10");
    let stale = json(200, &october);
    let mended = run(call(), vec![stale.clone(), json(200, FOUND)], 100, 0);
    let past_the_cache: Vec<_> = mended.sent.iter().map(|request| request.no_cache).collect();
    assert_eq!(past_the_cache, [false, true]);
    assert_eq!(
        (mended.answer.outcome.code(), mended.answer.fields.len()),
        ("values", 2)
    );
    let again = run(call(), vec![stale.clone()], 100, 0);
    assert_eq!(
        (again.answer.outcome.code(), again.sent.len()),
        ("values", 2)
    );
    let late = run(call(), vec![stale], 19_500, 0);
    assert_eq!(
        (late.answer.outcome.code(), late.sent.len()),
        ("down_other_period", 1)
    );
}

#[test]
fn withholds_fields_that_were_not_asked() {
    let run = run(call(), vec![json(200, FOUND)], 100, 0);
    let chemins: Vec<_> = run
        .answer
        .fields
        .iter()
        .map(|field| field.chemin.as_str())
        .collect();
    assert_eq!(chemins, NAMES);
}

#[test]
fn passing_failures_are_asked_again_once() {
    for status in [502, 503, 504] {
        assert_eq!(
            outcome(vec![error(status, "35000"), json(200, FOUND)]),
            ("values", 2)
        );
        assert_eq!(
            outcome(vec![error(status, "35000")]),
            ("down_upstream_error", 2)
        );
    }
    let reset = || Err(TransportFailure::Unreachable);
    assert_eq!(outcome(vec![reset(), json(200, FOUND)]), ("values", 2));
    assert_eq!(outcome(vec![reset()]), ("down_unreachable", 2));
    assert_eq!(
        outcome(vec![reset(), error(502, "35000")]),
        ("down_upstream_error", 2)
    );
}

#[test]
fn business_answers_are_never_asked_again() {
    for (status, code, expected) in [
        (400, "00401", "unavailable_request_refused"),
        (401, "51502", "unavailable_token_expired"),
        (403, "00100", "unavailable_scope_missing"),
        (404, "23003", "no_file"),
        (409, "26015", "several"),
        (410, "", "unavailable_endpoint_gone"),
        (422, "35560", "not_recognised"),
        (500, "00500", "down_upstream_error"),
    ] {
        assert_eq!(
            outcome(vec![error(status, code)]),
            (expected, 1),
            "{status} {code}"
        );
    }
}

#[test]
fn lock_of_another_citizen_is_waited_for_with_jitter() {
    assert_eq!(
        outcome(vec![
            error(409, "00015"),
            error(409, "00015"),
            json(200, FOUND)
        ]),
        ("values", 3)
    );
    assert_eq!(outcome(vec![error(409, "00015")]), ("busy", 4));
    for random in [0, 450, 451, u32::MAX] {
        let run = run(call(), vec![error(409, "00015")], 100, random);
        assert!(
            run.waits_millis
                .iter()
                .all(|millis| (150..=600).contains(millis))
        );
    }
}

#[test]
fn throttling_is_waited_for_only_when_it_fits() {
    let throttled = |retry_after: Option<&str>| {
        Ok(Response {
            status: 429,
            content_type: "application/json".to_owned(),
            retry_after: retry_after.map(str::to_owned),
            body: b"{}".to_vec(),
        })
    };
    assert_eq!(
        outcome(vec![throttled(Some("1")), json(200, FOUND)]),
        ("values", 2)
    );
    assert_eq!(outcome(vec![throttled(Some("1"))]), ("throttled", 2));
    for refused in [
        None,
        Some("120"),
        Some("4294967295"),
        Some("-1"),
        Some("soon"),
        Some("Wed, 21 Oct 2026 07:28:00 GMT"),
    ] {
        assert_eq!(
            outcome(vec![throttled(refused)]),
            ("throttled", 1),
            "{refused:?}"
        );
    }
}

#[test]
fn declared_maintenance_is_told_and_not_asked_again() {
    let closed = json(
        503,
        r#"{"errors":[{"code":"35020","meta":{"retry_in":600}}]}"#,
    );
    assert_eq!(outcome(vec![closed]), ("maintenance", 1));
}

#[test]
fn slow_answers_leave_no_time_for_another_exchange() {
    let first = run(call(), vec![error(504, "35002")], 10_000, 0);
    assert_eq!(first.sent.len(), 2);
    let left = first.sent[1].timeout_millis;
    assert!(
        (9_000..10_000).contains(&left),
        "the second is bounded by the deadline: {left}"
    );
    let late = run(call(), vec![error(504, "35002")], 19_500, 0);
    assert_eq!(
        (late.sent.len(), late.answer.outcome.code()),
        (1, "down_upstream_error")
    );
    let timed_out = run(call(), vec![Err(TransportFailure::TimedOut)], 15_000, 0);
    assert_eq!(
        (timed_out.sent.len(), timed_out.answer.outcome.code()),
        (1, "down_timed_out")
    );
}

#[test]
fn nothing_is_sent_with_a_token_that_could_not_arrive() {
    for (age_millis, expected) in [
        (19_500, "down_timed_out"),
        (45_000, "down_too_late"),
        (58_000, "down_too_late"),
    ] {
        let action =
            Engine::new(call()).step(Event::Start, 1_000 + age_millis, 0, &mut Gates::default());
        let Action::Done(answer) = action else {
            panic!("nothing is sent at {age_millis}")
        };
        assert_eq!(answer.outcome.code(), expected);
    }
}

#[test]
fn rejects_answers_that_are_not_the_documented_json() {
    let html = "text/html; charset=utf-8";
    for (status, content_type, body) in [
        (200, html, "<h1>Maintenance</h1>"),
        (200, "", FOUND),
        (200, "application/json; charset=iso-8859-1", FOUND),
        (200, "application/json", ""),
        (200, "application/json", "[]"),
        (200, "application/json", "null"),
        (200, "application/json", r#"{"data":[]}"#),
        (200, "application/json", r#"{"data":{},"data":{}}"#),
        (
            200,
            "application/json",
            r#"{"data":{"quotient_familial":{"valeur":650"#,
        ),
        (204, "", ""),
        (206, "application/json", FOUND),
    ] {
        let exchange = answered(status, content_type, body.as_bytes().to_vec());
        assert_eq!(
            outcome(vec![exchange]),
            ("down_unexpected_body", 1),
            "{status} {content_type} {body}"
        );
    }
    let deep = format!(r#"{{"data":{}}}"#, "[".repeat(100_000));
    assert_eq!(outcome(vec![json(200, &deep)]), ("down_unexpected_body", 1));
    assert_eq!(
        outcome(vec![Err(TransportFailure::TooLarge)]),
        ("down_unexpected_body", 1)
    );
}

#[test]
fn rejects_redirections_and_unknown_statuses() {
    for status in [301, 302, 303, 307, 308, 418, 505] {
        assert_eq!(
            outcome(vec![json(status, FOUND)]),
            ("down_unexpected_status", 1),
            "{status}"
        );
    }
}

#[test]
fn errors_without_a_readable_body_keep_the_meaning_of_their_status() {
    let html = |status| answered(status, "text/html", b"<html>".to_vec());
    assert_eq!(outcome(vec![html(401)]), ("unavailable_token_refused", 1));
    assert_eq!(outcome(vec![html(404)]), ("unavailable_endpoint_gone", 1));
    assert_eq!(outcome(vec![html(409)]), ("busy", 4));
    assert_eq!(outcome(vec![html(502)]), ("down_upstream_error", 2));
}

#[test]
fn person_no_fund_knows_and_person_of_the_msa_are_not_told_to_come_back() {
    for (code, title) in [
        ("35003", "Allocataire non référencé"),
        ("10003", "Dossier allocataire absent MSA"),
    ] {
        let body = format!(r#"{{"errors":[{{"code":"{code}","title":"{title}"}}]}}"#);
        let call = Call {
            today: november(1),
            ..call()
        };
        let run = run(call, vec![json(404, &body)], 100, 0);
        assert_eq!(run.answer.outcome.code(), "no_file", "{title}");
    }
}

#[test]
fn missing_file_is_only_late_before_the_end_of_the_first_weekend() {
    // 1 November 2026 is a Sunday: the first whole weekend is 7 and 8.
    for (day, expected) in [
        (1, "too_early"),
        (7, "too_early"),
        (8, "too_early"),
        (9, "no_file"),
        (30, "no_file"),
    ] {
        let run = run(
            Call {
                today: november(day),
                ..call()
            },
            vec![error(404, "23003")],
            100,
            0,
        );
        assert_eq!(run.answer.outcome.code(), expected, "{day} November");
    }
    let past = Call {
        today: november(2),
        periode: Some(Periode {
            annee: 2026,
            mois: 10,
        }),
        ..call()
    };
    assert_eq!(
        run(past, vec![error(404, "23003")], 100, 0)
            .answer
            .outcome
            .code(),
        "no_file"
    );
}

#[test]
fn operator_is_alerted_of_what_only_they_can_mend() {
    let alerts = |exchange: Exchange| run(call(), vec![exchange], 100, 0).answer.outcome.alerts();
    for exchange in [
        error(401, "00101"),
        error(403, "00100"),
        error(422, "00203"),
        json(200, "[]"),
        json(302, ""),
    ] {
        assert!(
            alerts(exchange.clone()),
            "{:?}",
            exchange.map(|response| response.status)
        );
    }
    for exchange in [
        json(200, FOUND),
        error(404, "23003"),
        error(422, "35560"),
        error(502, "35000"),
        error(409, "00015"),
    ] {
        assert!(
            !alerts(exchange.clone()),
            "{:?}",
            exchange.map(|response| response.status)
        );
    }
}
