//! The back-office over HTTP, with the vectors' keys and at the vectors' time.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use axum::response::Redirect;
use axum::routing::get as at;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use unefois_verify::back_office::{BackOffice, Fetch, Outside, fetch, router};
use ureq::Agent;

const NONCE: &str = "k3-Tq_9pVbX2mN8sLw0aZg";

/// How long a test waits for another thread.
const WAIT: Duration = Duration::from_secs(10);

/// A back-office on a free port, for as long as the test lives.
struct Running {
    address: SocketAddr,
    log: Arc<Mutex<String>>,
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../vectors.json")).unwrap()
}

fn now() -> i64 {
    vectors()["now"].as_i64().unwrap()
}

fn attestation(id: &str) -> String {
    let vectors = vectors();
    let mut cases = vectors["cases"].as_array().unwrap().iter();
    let case = cases.find(|case| case["id"] == id).unwrap();
    case["attestation"].as_str().unwrap().to_owned()
}

/// Starts one, which draws `texts` and then texts of no use.
fn start(nonce: bool, texts: &'static [&str]) -> Running {
    let set = vectors()["jwks"].to_string().into_bytes();
    start_with(nonce, texts, Box::new(move || Some(set.clone())))
}

fn start_with(nonce: bool, texts: &'static [&str], fetch: Fetch) -> Running {
    let vectors = vectors();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cantine/index.html");
    let configuration = json!({
        "issuer": vectors["issuer"], "audience": vectors["audience"], "forms": vectors["forms"],
        "page": page, "written_edge": "http://unefois.localhost:8787", "edge": "https://edge.example",
        "nonce": nonce,
        "fields": [
            {"path": "identite.nom_naissance", "name": "nom_naissance"},
            {"path": "identite.sexe", "name": "civilite_sexe", "values": {"M": "1", "F": "2"}},
            {"path": "identite.date_naissance", "names": {"day": "jour", "month": "mois", "year": "annee"}},
            {"path": "quotient_familial.valeur", "name": "quotient_familial"},
        ],
    });
    let log = Arc::new(Mutex::new(String::new()));
    let (written, texts) = (Arc::clone(&log), Mutex::new(texts.iter()));
    let outside = Outside {
        fetch,
        now,
        random_text: Box::new(move || texts.lock().unwrap().next().unwrap_or(&"-").to_string()),
        log: Box::new(move |line| written.lock().unwrap().push_str(line)),
    };
    let configuration = serde_json::from_value(configuration).unwrap();
    let address = serve(router(BackOffice::new(configuration, outside)));
    Running { address, log }
}

fn serve(router: Router) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_io().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

/// What the page says: the reason, then each path with its verdict.
fn submit(address: SocketAddr, cookie: &str, fields: &[(&str, &str)]) -> Vec<String> {
    let mut response = Agent::new_with_defaults()
        .post(format!("http://{address}/cantine/recu"))
        .header("Cookie", cookie)
        .send_form(fields.iter().copied())
        .unwrap();
    let page = response.body_mut().read_to_string().unwrap();
    let between = |text: &str, start: &str, end: &str| {
        let (_, rest) = text.split_once(start)?;
        Some(rest.split_once(end)?.0.to_owned())
    };
    let reason = between(&page, "data-reason>", "<").unwrap();
    let rows = page.split("<tr data-path=\"").skip(1);
    let verdict = |row: &str| {
        let (path, _) = row.split_once('"').unwrap();
        format!("{path} {}", between(row, "data-verdict=\"", "\"").unwrap())
    };
    std::iter::once(reason).chain(rows.map(verdict)).collect()
}

fn get(address: SocketAddr, path: &str) -> (String, String) {
    get_as(address, path, "")
}

/// The page and the cookie it sets, asked for with a cookie.
fn get_as(address: SocketAddr, path: &str, cookie: &str) -> (String, String) {
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let request = agent.get(format!("http://{address}{path}"));
    let mut response = request.header("Cookie", cookie).call().unwrap();
    let cookie = response.headers().get("Set-Cookie");
    let cookie = cookie.map(|cookie| cookie.to_str().unwrap().to_owned());
    let page = response.body_mut().read_to_string().unwrap();
    (page, cookie.unwrap_or_default())
}

#[test]
fn form_that_was_filled_is_received_with_a_verdict_on_each_field() {
    let Running { address, log } = start(false, &[]);
    let attestation = attestation("nominal");
    let fields = [
        ("nom_naissance", "Lebreton-d’Œuvre"),
        ("civilite_sexe", "2"),
        ("jour", "5"),
        ("mois", "3"),
        ("annee", "1987"),
        ("quotient_familial", "900"),
        ("unefois_attestation", &attestation),
    ];
    let verdicts = [
        "",
        "identite.nom_naissance verified",
        "identite.sexe verified",
        "identite.date_naissance verified",
        "quotient_familial.valeur edited",
    ];
    assert_eq!(submit(address, "", &fields), verdicts);
    assert_eq!(submit(address, "", &fields)[0], "replayed");
    let log = log.lock().unwrap();
    assert!(log.contains("cantine-valbourg") && log.contains("\"replayed\""));
    for value in ["ebreton", "1987", "900", &*attestation] {
        assert!(!log.contains(value), "{log}");
    }
}

#[test]
fn page_and_its_files_are_served_with_the_address_of_the_edge() {
    let Running { address, .. } = start(false, &[]);
    let (page, cookie) = get(address, "/cantine/");
    assert!(page.contains("\"https://edge.example/v1/unefois.js\" data-demarche="));
    assert_eq!(cookie, "");
    assert!(get(address, "/cantine/cantine.css").0.contains('{'));
    assert!(!get(address, "/cantine/demarche.toml").0.contains("siret"));
}

#[test]
fn nonce_of_the_session_is_written_into_the_page_and_spent_by_one_submission() {
    let Running { address, .. } = start(true, &["session", NONCE]);
    let (page, cookie) = get(address, "/cantine/");
    let tag = format!("data-submission-nonce=\"{NONCE}\" data-demarche=\"cantine-valbourg\"");
    assert!(page.contains(&tag));
    let expected = "dossier=session; Path=/cantine/; HttpOnly; SameSite=Lax";
    assert_eq!(cookie, expected);
    let attestation = attestation("nonce-equal");
    let fields = [
        ("quotient_familial", "1234"),
        ("unefois_attestation", attestation.as_str()),
    ];
    let reason = || submit(address, "autre=1; dossier=session", &fields)[0].clone();
    assert_eq!(reason(), "");
    assert_eq!(reason(), "submission_nonce");
}

#[test]
fn rejects_attestation_without_the_nonce_whatever_the_session() {
    let Running { address, .. } = start(true, &["session", NONCE]);
    let attestation = attestation("nominal");
    let fields = [("unefois_attestation", attestation.as_str())];
    get(address, "/cantine/");
    for cookie in ["", "dossier=session", "dossier=unknown"] {
        assert_eq!(submit(address, cookie, &fields)[0], "submission_nonce");
    }
}

#[test]
fn session_is_one_this_server_drew_and_no_other() {
    let Running { address, .. } = start(true, &["session", NONCE, "second", "other-nonce"]);
    let cookie = |named: &str| get_as(address, "/cantine/", named).1;
    assert!(cookie("dossier=planted").starts_with("dossier=session;"));
    assert!(cookie("dossier=session").starts_with("dossier=session;"));
    assert!(cookie("dossier=planted").starts_with("dossier=second;"));
}

#[test]
fn form_is_received_and_its_values_declared_while_keys_cannot_be_read() {
    let Running { address, .. } = start_with(false, &[], Box::new(|| None));
    let attestation = attestation("nominal");
    let fields = [
        ("nom_naissance", "LEBRETON-D'ŒUVRE"),
        ("unefois_attestation", attestation.as_str()),
    ];
    let received = submit(address, "", &fields);
    assert_eq!(received[0], "keys_unavailable");
    assert_eq!(received[1], "identite.nom_naissance declared");
}

#[test]
fn forms_are_served_and_received_while_keys_are_being_read() {
    let (answer, is_answered) = mpsc::channel::<()>();
    let (asked, is_asked) = mpsc::channel();
    let fetch = move || {
        asked.send(()).unwrap();
        is_answered.recv_timeout(WAIT).unwrap();
        None
    };
    let Running { address, .. } = start_with(true, &["session", NONCE], Box::new(fetch));
    let (_, cookie) = get(address, "/cantine/");
    let attestation = attestation("nonce-equal");
    let waiting =
        thread::spawn(move || submit(address, &cookie, &[("unefois_attestation", &attestation)]));
    is_asked.recv_timeout(WAIT).unwrap();
    let others = thread::spawn(move || {
        assert_ne!(get(address, "/cantine/").1, "");
        submit(address, "", &[])
    });
    let until = Instant::now() + WAIT / 2;
    while !others.is_finished() && Instant::now() < until {
        thread::sleep(Duration::from_millis(1));
    }
    let are_answered_meanwhile = others.is_finished();
    answer.send(()).unwrap();
    assert!(are_answered_meanwhile);
    assert_eq!(others.join().unwrap()[0], "absent");
    assert_eq!(waiting.join().unwrap()[0], "keys_unavailable");
}

#[test]
fn form_without_attestation_is_received_all_the_same() {
    let Running { address, .. } = start(false, &[]);
    let received = submit(address, "", &[("nom_naissance", "<b>Zoé</b>")]);
    assert_eq!(received[0], "absent");
    assert_eq!(received[1], "identite.nom_naissance declared");
}

#[test]
fn keys_are_read_from_their_address_and_through_no_redirection() {
    let issuer = Router::new()
        .route("/jwks.json", at(async || "{}"))
        .route("/moved", at(async || Redirect::temporary("/jwks.json")))
        .route("/large", at(async || " ".repeat(70_000)));
    let address = serve(issuer);
    let read = |path: &str| fetch(&format!("http://{address}/{path}"));
    assert_eq!(read("jwks.json"), Some(b"{}".to_vec()));
    for path in ["moved", "large", "missing"] {
        assert_eq!(read(path), None, "{path}");
    }
}
