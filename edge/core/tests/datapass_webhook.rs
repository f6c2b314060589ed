//! The DataPass webhook: whose signature is believed, what is read, what follows, in whatever order.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use hmac::{Hmac, Mac};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;
use support::{cantine_table, checked, example, today};
use unefois_core::datapass::{
    MAX_BODY_BYTES, Standing, Standings, State, Webhook, WebhookFault, WebhookSecrets,
};
use unefois_core::demarche::HABILITATION_STOPPED;

/// Signed by another program than ours.
#[derive(Deserialize)]
struct Vectors {
    secret: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    raw_body: String,
    signature: Option<String>,
    expect: Value,
}

fn vectors() -> Vectors {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/datapass.json");
    let text = std::fs::read_to_string(path).expect("the vectors");
    serde_json::from_str(&text).expect("vectors")
}

impl Vectors {
    fn secret(&self) -> WebhookSecrets {
        WebhookSecrets::parse(&self.secret).expect("a secret")
    }

    fn case(&self, id: &str) -> &Case {
        self.cases.iter().find(|case| case.id == id).expect(id)
    }
}

fn take(secret: &WebhookSecrets, case: &Case) -> Result<Webhook, WebhookFault> {
    let body = case.raw_body.as_bytes();
    Webhook::read(secret.authenticate(case.signature.as_deref(), body)?)
}

/// What follows, as the vectors write it.
fn told(webhook: &Webhook) -> Value {
    let effect = webhook.effect();
    let standings = effect.standings.iter().map(|(numero, standing)| {
        let scopes = match &standing.state {
            State::Replaced(scopes) => scopes.iter().map(|scope| format!(" {scope}")).collect(),
            _ => String::new(),
        };
        (numero.clone(), format!("{}{scopes}", standing.state.code()))
    });
    let standings: BTreeMap<_, _> = standings.collect();
    let mut told = json!({ "standings": standings });
    if !effect.approved.is_empty() {
        let numbers = effect.approved.iter().map(|it| it.numero.clone());
        told["approved"] = numbers.collect();
    }
    if effect.skeleton.is_some() {
        told["skeleton"] = json!(true);
    }
    told
}

#[test]
fn signed_and_broken_vectors_give_what_they_say() {
    let vectors = vectors();
    let secret = vectors.secret();
    for case in &vectors.cases {
        let found = match take(&secret, case) {
            Ok(webhook) => told(&webhook),
            Err(fault) => json!(fault.code()),
        };
        assert_eq!(found, case.expect, "{}", case.id);
    }
}

#[test]
fn published_vectors_are_judged_as_they_say() {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures/datapass");
    let read = |name: &str| -> Option<Value> {
        serde_json::from_str(&std::fs::read_to_string(folder.join(name)).ok()?).ok()
    };
    let (Some(approve), Some(cases)) = (
        read("webhook-approve-signed.json"),
        read("webhook-cases.json"),
    ) else {
        println!("skipped: ../shared/fixtures/datapass is not there");
        return;
    };
    let secret = |file: &Value| WebhookSecrets::parse(file["secret"].as_str().unwrap()).unwrap();
    let judge = |secret: &WebhookSecrets, body: &Value, signature: &Value| {
        let body = body.as_str().unwrap().as_bytes();
        let authentic = secret.authenticate(signature.as_str(), body)?;
        Webhook::read(authentic).map(|webhook| told(&webhook))
    };
    let signature = &approve["headers"]["X-Hub-Signature-256"];
    let found = judge(&secret(&approve), &approve["raw_body"], signature);
    let expected =
        json!({ "standings": { "H70002": "active" }, "approved": ["H70002"], "skeleton": true });
    assert_eq!(found, Ok(expected));
    let secret = secret(&cases);
    for case in cases["cases"].as_array().unwrap() {
        let found = judge(&secret, &case["raw_body"], &case["signature"]);
        let id = case["id"].as_str().unwrap();
        let expected = match id {
            "revoke" => Ok(json!({ "standings": { "H70002": "revoked" } })),
            "test-ping" => Ok(json!({ "standings": {} })),
            _ => Err(WebhookFault::Signature),
        };
        assert_eq!(found, expected, "{id}");
    }
}

#[test]
fn rejects_a_body_above_the_limit_before_its_signature_is_looked_at() {
    let secret = vectors().secret();
    let body = vec![b' '; MAX_BODY_BYTES + 1];
    let signature = sign(&vectors().secret, &body);
    let found = secret.authenticate(Some(&signature), &body);
    assert_eq!(found.err(), Some(WebhookFault::TooLarge));
    assert!(
        secret
            .authenticate(Some(&sign(&vectors().secret, &body[1..])), &body[1..])
            .is_ok()
    );
}

#[test]
fn rejects_a_secret_too_short_without_repeating_it() {
    let short = "quinze-signes-!";
    let problems = WebhookSecrets::parse(short).expect_err("too short");
    assert!(!problems.concat().contains(short), "{problems:?}");
    assert!(!format!("{:?}", vectors().secret()).contains("valbourg"));
    assert!(WebhookSecrets::parse("seize-signes-ok!").is_ok());
    for (secrets, count) in [
        ("", 1),
        ("seize-signes-ok!,", 1),
        ("court,seize-signes-ok!,x", 2),
        (&"seize-signes-ok!,".repeat(9), 2),
    ] {
        let problems = WebhookSecrets::parse(secrets).expect_err(secrets);
        assert_eq!(problems.len(), count, "{problems:?}");
    }
}

#[test]
fn each_webhook_is_believed_by_its_own_secret() {
    let (first, second) = ("secret-de-france-connect", "secret-d-api-particulier");
    let secrets = WebhookSecrets::parse(&format!("{first}, {second}")).expect("two secrets");
    let body = br#"{"test":true}"#;
    for secret in [first, second] {
        let signature = sign(secret, body);
        assert!(
            secrets.authenticate(Some(&signature), body).is_ok(),
            "{secret}"
        );
    }
    for other in [
        format!("{first}, {second}"),
        format!("{first},{second}"),
        " ".to_owned(),
    ] {
        let signature = sign(&other, body);
        assert!(
            secrets.authenticate(Some(&signature), body).is_err(),
            "{other}"
        );
    }
}

/// [RFC 4231](https://www.rfc-editor.org/rfc/rfc4231), case 6: a key longer than a block.
#[test]
fn hmac_is_that_of_the_standard() {
    let key = "\u{2a}".repeat(131);
    let secret = WebhookSecrets::parse(&key).expect("a secret");
    let body = b"Test Using Larger Than Block-Size Key - Hash Key First";
    assert!(secret.authenticate(Some(&sign(&key, body)), body).is_ok());
}

fn sign(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(body);
    let digest = mac.finalize().into_bytes();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={hex}")
}

#[test]
fn rejects_every_other_byte_in_the_signature() {
    let vectors = vectors();
    let (secret, case) = (vectors.secret(), vectors.case("approve"));
    let (body, signature) = (
        case.raw_body.as_bytes(),
        case.signature.clone().expect("signed"),
    );
    for at in 0..signature.len() {
        for bit in 0..7 {
            let mut altered = signature.clone().into_bytes();
            altered[at] ^= 1 << bit;
            let altered = String::from_utf8(altered).expect("ASCII");
            let found = secret.authenticate(Some(&altered), body);
            assert_eq!(found.err(), Some(WebhookFault::Signature), "{altered}");
        }
    }
}

proptest! {
    #[test]
    fn rejects_any_single_bit_changed_in_the_body(at: prop::sample::Index, bit in 0_u8..8) {
        let vectors = vectors();
        let (secret, case) = (vectors.secret(), vectors.case("revoke"));
        let mut body = case.raw_body.clone().into_bytes();
        let at = at.index(body.len());
        body[at] ^= 1 << bit;
        let found = secret.authenticate(case.signature.as_deref(), &body);
        prop_assert_eq!(found.err(), Some(WebhookFault::Signature));
    }

    #[test]
    fn never_panics_on_bytes_that_are_signed(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let vectors = vectors();
        let secret = vectors.secret();
        let signature = sign(&vectors.secret, &body);
        let authentic = secret.authenticate(Some(&signature), &body).expect("signed");
        prop_assert!(Webhook::read(authentic).is_err());
    }

    /// Every order, with repetitions, ends where the last word does.
    #[test]
    fn events_end_alike_in_whatever_order_they_come(
        told in prop::collection::vec((0_i64..4, 0_usize..4), 1..8),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..24),
    ) {
        let standing = |(fired_at, state): &(i64, usize)| Standing {
            fired_at: *fired_at,
            state: [
                State::Active,
                State::Replaced(["b".to_owned()].into()),
                State::Replaced(["a".to_owned()].into()),
                State::Revoked,
            ][*state].clone(),
        };
        let straight: Vec<_> = told.iter().map(standing).collect();
        let picked = order.iter().map(|at| straight[at.index(straight.len())].clone());
        let mixed: Vec<_> = picked.chain(straight.iter().rev().cloned()).collect();
        let (once, again) = (last(&straight), last(&mixed));
        prop_assert_eq!(&once, &again);
        let latest = straight.iter().map(|it| it.fired_at).max();
        prop_assert_eq!(once.as_ref().map(|it| it.fired_at), latest);
        let revoked = straight.iter().any(|it| Some(it.fired_at) == latest && it.state == State::Revoked);
        prop_assert_eq!(once.map(|it| it.state == State::Revoked), Some(revoked));
    }
}

/// What stays of events, as the object that remembers them does it.
fn last(told: &[Standing]) -> Option<Standing> {
    let mut known: Option<Standing> = None;
    for standing in told {
        if standing.supersedes(known.as_ref()) {
            known = Some(standing.clone());
        }
    }
    known
}

#[test]
fn late_event_undoes_no_newer_one_and_a_replay_changes_nothing() {
    let vectors = vectors();
    let secret = vectors.secret();
    let standing = |id: &str| {
        let webhook = take(&secret, vectors.case(id)).expect(id);
        webhook.effect().standings["H70002"].clone()
    };
    let (approve, revoke) = (standing("approve"), standing("revoke"));
    assert!(revoke.supersedes(Some(&approve)));
    assert!(!approve.supersedes(Some(&revoke)));
    assert!(!revoke.supersedes(Some(&revoke)));
    let again = Standing {
        fired_at: revoke.fired_at + 1,
        ..approve
    };
    assert!(again.supersedes(Some(&revoke)));
}

#[test]
fn only_the_reading_of_its_own_address_is_opened_by_its_hmac() {
    let vectors = vectors();
    let secret = vectors.secret();
    let path = "/v1/datapass/skeleton/H70002";
    let own = sign(&vectors.secret, format!("GET {path}").as_bytes());
    assert!(secret.opens(Some(&format!("HMAC {own}")), path));
    assert!(!secret.opens(Some(&format!("HMAC {own}")), "/v1/datapass/skeleton/H70001"));
    let of_body = vectors.case("approve").signature.clone().expect("signed");
    for other in [
        None,
        Some(String::new()),
        Some(own.clone()),
        Some(format!("Bearer {own}")),
        Some(format!("HMAC {of_body}")),
        Some(format!("HMAC {}", sign(&vectors.secret, path.as_bytes()))),
    ] {
        assert!(!secret.opens(other.as_deref(), path), "{other:?}");
    }
}

fn standings(known: &[(&str, State)]) -> Standings {
    Standings::of(known.iter().map(|(numero, state)| {
        let state = state.clone();
        (*numero, Standing { fired_at: 1, state })
    }))
}

#[test]
fn withholds_the_fields_of_a_habilitation_that_was_taken_back() {
    let demarche = checked(cantine_table()).expect("the example");
    for numero in ["H70002", "70002", "H070002"] {
        let stopped = standings(&[(numero, State::Revoked)]);
        let in_force = demarche.scopes_in_force(today(), &stopped);
        assert!(!in_force.cover("quotient_familial.valeur"), "{numero}");
        assert!(!in_force.cover("adresse.voie") && in_force.cover("identite.email"));
        let choice = demarche
            .parse_choice("enfant", "quotient_familial")
            .expect("a choice");
        let asked = demarche.scopes_asked(&choice, &in_force);
        assert!(
            asked.contains(&"openid") && asked.contains(&"email"),
            "{asked:?}"
        );
        assert!(
            !asked.iter().any(|scope| scope.starts_with("cnaf_")),
            "{asked:?}"
        );
        assert_eq!(demarche.check_in_force(Some(&choice), &in_force), Ok(()));
    }
    let other = standings(&[("H7000", State::Revoked), ("H70002", State::Active)]);
    assert_eq!(
        demarche.scopes_in_force(today(), &other),
        demarche.scopes_in_force(today(), &Standings::default())
    );
}

#[test]
fn habilitation_that_was_replaced_keeps_what_its_successor_grants() {
    let demarche = checked(cantine_table()).expect("the example");
    let state = State::Replaced(
        [
            "cnaf_quotient_familial".to_owned(),
            "cnaf_enfants".to_owned(),
        ]
        .into(),
    );
    let in_force = demarche.scopes_in_force(today(), &standings(&[("H70002", state)]));
    assert!(in_force.cover("quotient_familial.valeur") && !in_force.cover("adresse.voie"));
    assert!(
        !in_force.grants("cnaf_enfants"),
        "the file does not ask for it"
    );
}

#[test]
fn nothing_is_left_without_france_connect_or_without_any_field() {
    let demarche = checked(cantine_table()).expect("the example");
    let all = demarche
        .parse_choice("enfant", "quotient_familial")
        .expect("a choice");
    let none = demarche
        .parse_choice("autre", "quotient_familial")
        .expect("a choice");
    let in_force =
        |stopped: &[(&str, State)]| demarche.scopes_in_force(today(), &standings(stopped));
    let without = in_force(&[("H70001", State::Revoked)]);
    assert_eq!(
        demarche.check_in_force(Some(&all), &without),
        Err(HABILITATION_STOPPED)
    );
    assert_eq!(
        demarche.check_in_force(None, &without),
        Err(HABILITATION_STOPPED)
    );
    assert_eq!(demarche.check_in_force(Some(&none), &without), Ok(()));
    let only_openid = State::Replaced(["openid".to_owned()].into());
    let both = in_force(&[("H70001", only_openid), ("H70002", State::Revoked)]);
    assert_eq!(
        demarche.check_in_force(Some(&all), &both),
        Err(HABILITATION_STOPPED)
    );
    assert_eq!(demarche.check_in_force(None, &in_force(&[])), Ok(()));
}

#[test]
fn withholds_data_whose_france_connect_habilitation_lost_the_pivot_whatever_another_grants() {
    let two_identities = |table: &mut toml::Table| {
        let habilitations = table["habilitation"].as_array_mut().expect("habilitations");
        let mut another = habilitations[0].clone();
        another["numero"] = "H79999".into();
        habilitations.push(another);
    };
    let demarche = example("cantine", two_identities);
    let without_pivot = State::Replaced(["openid".to_owned(), "email".to_owned()].into());
    for (state, of_data) in [
        (State::Active, true),
        (State::Revoked, false),
        (without_pivot, false),
    ] {
        let told = standings(&[("H70001", state.clone())]);
        let in_force = demarche.scopes_in_force(today(), &told);
        assert!(in_force.cover("identite.nom_naissance"), "{state:?}");
        assert_eq!(
            in_force.cover("quotient_familial.valeur"),
            of_data,
            "{state:?}"
        );
        assert_eq!(in_force.has_habilitation("H70002"), of_data, "{state:?}");
        let is_named = in_force.has_habilitation("H70001");
        assert_eq!(is_named, state != State::Revoked, "{state:?}");
    }
}

#[test]
fn every_example_asks_what_it_asked_while_nothing_was_told() {
    for name in [
        "cantine",
        "creche",
        "transport-solidaire",
        "aide-etudiante",
        "vacances",
        "coupon-sport",
    ] {
        let demarche = example(name, |_| {});
        let ids: Vec<_> = demarche
            .sources()
            .iter()
            .map(|source| source.spec.id)
            .collect();
        let concerne = demarche.written().concerne[0];
        let in_force = demarche.scopes_in_force(today(), &Standings::default());
        for asked in [&ids[..], &ids[..1], &[]] {
            let choice = demarche.choose(concerne, asked).expect("a choice");
            assert_eq!(
                demarche.scopes_asked(&choice, &in_force),
                demarche.scopes_for(&choice),
                "{name}"
            );
            assert_eq!(
                demarche.check_in_force(Some(&choice), &in_force),
                Ok(()),
                "{name}"
            );
        }
    }
}
