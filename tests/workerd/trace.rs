//! The exchange trace: two signed lines a flow, to the collectivité or to the journal.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use unefois_core::trace::{ATTEMPTS, TraceLine};
use unefois_tests::client::Client;
use unefois_tests::journey::{Browser, DEMARCHE, QUOTIENT, Tab};
use unefois_tests::stack::{Options, bind_free};

use crate::bench::Bench;
use crate::nominal::{part, verified};
use crate::sink::{Received, Reply, SECRET, Sink, edge_sending_to};

fn published_keys(bench: &Bench) -> Value {
    let url = format!("{}/.well-known/jwks.json", bench.addresses().edge_base);
    Client::new().get(&url).unwrap().json().unwrap()
}

/// The trace of a line, its signature, type, content and schema checked.
fn believed(line: &Value, keys: &Value) -> Value {
    let jws = line["jws"].as_str().unwrap();
    let header = part(jws, 0);
    assert_eq!(header["typ"], "exchange-trace+jwt");
    assert_eq!(header.as_object().unwrap().len(), 3, "{header}");
    assert_eq!(verified(jws, keys), line["trace"]);
    let read: TraceLine = serde_json::from_value(line.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), *line);
    line["trace"].clone()
}

fn sources_of(trace: &Value, step: &str) -> Vec<String> {
    let entries = trace[step].as_array().unwrap().iter();
    entries
        .map(|entry| entry["source"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn address_receives_exactly_two_lines_a_flow() {
    let (sink, bench) = Sink::with_edge(Reply::Status(204));
    let redeemed = Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    sink.wait(2);
    let other = Browser::new(&bench).complete(&Tab::open(), "", "thomas");
    let keys = published_keys(&bench);
    let traces: Vec<Value> = sink
        .lines(4)
        .iter()
        .map(|line| believed(line, &keys))
        .collect();
    assert_eq!(traces.len(), 4);
    let steps: Vec<_> = traces
        .iter()
        .map(|trace| trace["step"].as_str().unwrap())
        .collect();
    assert_eq!(steps, ["obtained", "released", "obtained", "released"]);
    let same =
        |left: usize, right: usize| traces[left]["correlation"] == traces[right]["correlation"];
    assert!(same(0, 1) && same(2, 3) && !same(1, 2));
    for (trace, redeemed) in [(&traces[1], &redeemed), (&traces[3], &other)] {
        assert_eq!(trace["reference"], redeemed["reference"]);
    }
    assert_eq!(sources_of(&traces[0], "obtained"), ["identite", QUOTIENT]);
    assert_eq!(sources_of(&traces[1], "released"), ["identite", QUOTIENT]);
    assert_eq!(sources_of(&traces[3], "released"), ["identite"]);
    let scopes = |at: usize| traces[0]["obtained"][at]["scopes"].as_array().unwrap();
    assert!(scopes(0).contains(&json!("family_name")));
    assert!(scopes(1).contains(&json!("cnaf_quotient_familial")));
    for (trace, opened_by) in traces.iter().zip([2, 2, 1, 1]) {
        let habilitations = &["H70001", "H70002"][..opened_by];
        assert_eq!(trace["habilitations"], json!(habilitations));
    }
    assert_eq!(traces[0]["demarche"]["id"], DEMARCHE);
    assert_eq!(traces[0]["issuer"], bench.addresses().edge_origin);
    let journal: Vec<String> = bench.lines();
    assert!(
        journal.iter().all(|line| !line.contains("exchange_trace")),
        "{journal:#?}"
    );
}

#[test]
fn line_comes_as_json_with_the_secret_of_the_address() {
    let (sink, bench) = Sink::with_edge(Reply::Status(200));
    Browser::new(&bench).complete(&Tab::open(), "", "camille");
    for received in sink.wait(2) {
        let first = received.head.lines().next().unwrap();
        assert_eq!(first, "post /traces?flux=1 http/1.1");
        assert!(received.head.contains("content-type: application/json"));
        assert!(
            received
                .head
                .contains(&format!("authorization: bearer {SECRET}"))
        );
        assert!(!received.line.contains('\n'));
    }
}

#[test]
fn identifiers_of_a_line_are_those_of_nothing_else() {
    let (sink, bench) = Sink::with_edge(Reply::Status(204));
    let redeemed = Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    let attestation = part(redeemed["attestation"].as_str().unwrap(), 1);
    for line in sink.lines(2) {
        let correlation = line["trace"]["correlation"].as_str().unwrap();
        assert_ne!(attestation["jti"], correlation);
        let told = line["trace"].to_string();
        assert!(!told.contains(attestation["jti"].as_str().unwrap()));
        assert!(!redeemed.to_string().contains(correlation));
    }
}

#[test]
fn rejects_attestation_given_as_a_trace_and_trace_altered_in_a_byte() {
    let (sink, bench) = Sink::with_edge(Reply::Status(204));
    let redeemed = Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    let keys = published_keys(&bench);
    let line = sink.lines(2).remove(0);
    let is_believed = |line: Value| {
        let check = || believed(&line, &keys);
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(check)).is_ok()
    };
    assert!(is_believed(line.clone()));
    let attestation = redeemed["attestation"].as_str().unwrap();
    assert_eq!(part(attestation, 0)["typ"], "prefill-attestation+jwt");
    let as_trace = json!({ "trace": part(attestation, 1), "jws": attestation });
    assert!(!is_believed(as_trace));
    let mut other = line.clone();
    other["trace"]["time"] = json!("2020-01-01T00:00:00Z");
    assert!(!is_believed(other));
    let jws = line["jws"].as_str().unwrap();
    for at in [jws.len() / 2, jws.len() - 20] {
        let replaced = if jws.as_bytes()[at] == b'A' { "B" } else { "A" };
        let altered = [&jws[..at], replaced, &jws[at + 1..]].concat();
        assert!(!is_believed(
            json!({ "trace": line["trace"], "jws": altered })
        ));
    }
}

#[test]
fn journal_receives_the_lines_when_the_file_names_no_address() {
    let bench = Bench::private(Options::for_tests());
    let redeemed = Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    let keys = published_keys(&bench);
    let lines = bench.traces(2);
    for line in &lines {
        assert_eq!(
            (&line["level"], &line["event"]),
            (&json!("info"), &json!("exchange_trace"))
        );
        believed(
            &json!({ "trace": line["trace"], "jws": line["jws"] }),
            &keys,
        );
    }
    assert_eq!(lines.len(), 2);
    let released = lines
        .iter()
        .find(|line| line["trace"]["step"] == "released");
    assert_eq!(
        released.unwrap()["trace"]["reference"],
        redeemed["reference"]
    );
}

#[test]
fn person_who_sends_nothing_leaves_an_empty_list() {
    let (sink, bench) = Sink::with_edge(Reply::Status(204));
    let mut browser = Browser::new(&bench);
    let page = browser.reach_release(&Tab::open(), QUOTIENT, "camille");
    browser.refuse(&page);
    let lines = sink.lines(2);
    assert_eq!(lines[1]["trace"]["released"], json!([]));
    assert!(lines[1]["trace"]["reference"].is_string());
}

#[test]
fn unticked_box_leaves_no_word_in_the_line() {
    let (sink, bench) = Sink::with_edge(Reply::Status(204));
    let mut browser = Browser::new(&bench);
    let page = browser.reach_release(&Tab::open(), QUOTIENT, "camille");
    browser.send(&page, &["quotient_familial"]);
    let released = sink.lines(2)[1]["trace"]["released"].clone();
    let fields = ["annee", "mois", "valeur"].map(|end| format!("quotient_familial.{end}"));
    let expected = json!([{ "source": QUOTIENT, "provider": "caf_msa", "fields": fields }]);
    assert_eq!(released, expected);
}

#[test]
fn flow_given_up_before_the_callback_leaves_nothing() {
    let (sink, bench) = Sink::with_edge(Reply::Status(204));
    let mut browser = Browser::new(&bench);
    let authorize = browser.depart(&Tab::open(), QUOTIENT);
    let callback = browser.give_up(&authorize);
    assert_eq!(browser.client.get(&callback).unwrap().status, 303);
    browser.complete(&Tab::open(), "", "camille");
    let lines = sink.lines(2);
    assert_eq!(lines.len(), 2);
    assert_eq!(
        lines[0]["trace"]["correlation"],
        lines[1]["trace"]["correlation"]
    );
}

#[test]
fn identity_that_cannot_be_believed_leaves_what_was_asked() {
    let (sink, bench) = Sink::with_edge(Reply::Status(204));
    bench.set_faults(&["userinfo_sub_mismatch"]).unwrap();
    let mut browser = Browser::new(&bench);
    let callback = browser.reach_callback(&Tab::open(), QUOTIENT, "camille");
    assert_eq!(browser.client.get(&callback).unwrap().status, 502);
    let trace = sink.lines(1)[0]["trace"].clone();
    for asked in trace["obtained"].as_array().unwrap() {
        assert_eq!(
            (&asked["outcome"], &asked["fields"]),
            (&json!("failed"), &json!([]))
        );
    }
}

#[test]
fn source_without_a_file_and_source_in_breakdown_are_told_apart() {
    for (fault, outcome) in [
        ("source_404_35003", "nothing"),
        ("source_502_35000", "failed"),
    ] {
        let (sink, bench) = Sink::with_edge(Reply::Status(204));
        bench.set_faults(&[fault]).unwrap();
        Browser::new(&bench).reach_release(&Tab::open(), QUOTIENT, "camille");
        let trace = sink.lines(1)[0]["trace"].clone();
        assert_eq!(trace["obtained"][1]["outcome"], outcome, "{fault}");
    }
}

#[test]
fn browser_that_goes_away_in_the_middle_of_the_page_does_not_take_the_line_along() {
    let (sink, bench) = Sink::with_edge(Reply::Status(204));
    bench.set_fault_with("source_slow", &json!({ "delay_ms": 2000 }));
    let mut browser = Browser::new(&bench);
    let (callback, (name, value)) =
        browser.reach_callback_with_cookie(&Tab::open(), QUOTIENT, "camille");
    drop(first_bytes(&callback, &format!("{name}={value}")));
    let lines = sink.lines(1);
    assert_eq!(
        sources_of(&lines[0]["trace"], "obtained"),
        ["identite", QUOTIENT]
    );
    assert_eq!(lines[0]["trace"]["obtained"][0]["outcome"], "obtained");
}

/// A page of which only the beginning is read.
fn first_bytes(url: &str, cookie: &str) -> TcpStream {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let port = host.split_once(':').unwrap().1;
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    stream.read_exact(&mut [0; 64]).unwrap();
    stream
}

/// Everything the journal has of two lines that nobody took, and the alerts about them.
fn fallen_back(mut bench: Bench) -> (Vec<Value>, Vec<Value>) {
    let redeemed = Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    assert!(redeemed["attestation"].is_string());
    let lines = bench.traces(2);
    let keys = published_keys(&bench);
    for line in &lines {
        believed(
            &json!({ "trace": line["trace"], "jws": line["jws"] }),
            &keys,
        );
    }
    let mut alerts = bench.events_until("trace_undelivered");
    alerts.retain(|event| event["event"] == "trace_undelivered");
    (lines, alerts)
}

#[test]
fn line_nobody_takes_is_in_the_journal_with_an_alert() {
    // No other test is given a port that was given once.
    let free = bind_free().unwrap().local_addr().unwrap();
    let (lines, alerts) = fallen_back(edge_sending_to(free.port()));
    assert_eq!((lines.len(), alerts.len()), (2, 2));
    for alert in alerts {
        assert_eq!(alert["code"], "receiver_unreachable");
        assert_eq!(
            (&alert["level"], &alert["demarche"]),
            (&json!("error"), &json!(DEMARCHE))
        );
    }
}

#[test]
fn address_in_breakdown_is_tried_three_times_and_one_that_refuses_once() {
    for (status, code, tries) in [
        (503, "receiver_failed", 6),
        (403, "receiver_forbids", 2),
        (307, "receiver_refuses", 2),
    ] {
        let (sink, bench) = Sink::with_edge(Reply::Status(status));
        let (lines, alerts) = fallen_back(bench);
        assert_eq!((lines.len(), alerts.len()), (2, 2), "{status}");
        assert!(
            alerts.iter().all(|alert| alert["code"] == code),
            "{alerts:?}"
        );
        let received = sink.wait(tries);
        assert_eq!(received.len(), tries, "{status}");
        for step in ["obtained", "released"] {
            check_pauses(&received, step);
        }
    }
}

/// The tries of one line come one after another, each after its pause.
fn check_pauses(received: &[Received], step: &str) {
    let is_of_step = |received: &&Received| {
        let line: Value = serde_json::from_str(&received.line).unwrap();
        line["trace"]["step"] == step
    };
    let tries: Vec<_> = received.iter().filter(is_of_step).collect();
    for (pair, attempt) in tries.windows(2).zip(&ATTEMPTS[1..]) {
        let pause = Duration::from_millis(attempt.pause_millis.into());
        assert!(pair[1].at - pair[0].at >= pause, "{step} {attempt:?}");
    }
}

#[test]
fn person_does_not_wait_for_an_address_that_never_answers() {
    let (sink, bench) = Sink::with_edge(Reply::Never);
    let redeemed = Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    assert!(redeemed["attestation"].is_string());
    // The two lines are still on their way: the address has them and has said nothing.
    sink.wait(2);
    assert!(
        bench
            .lines()
            .iter()
            .all(|line| !line.contains("trace_undelivered"))
    );
    // Nor does a line wait for ever: its time over, it is sent again.
    sink.wait(4);
}
