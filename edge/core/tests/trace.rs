//! What the exchange trace says of a flow, and what it keeps to itself.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use support::{cantine_table, checked, example, example_problems, obtained};
use unefois_core::datapass::Standings;
use unefois_core::demarche::{DemarcheChecked, TraceSink};
use unefois_core::field::ObtainedField;
use unefois_core::paris;
use unefois_core::sources::outcome::{Breakdown, Misconfiguration};
use unefois_core::sources::{Outcome, ProvenAnswer, spec};
use unefois_core::trace::{
    Answered, ExchangeTrace, OutcomeClass, TraceContext, TraceStep, TracedSource,
};
use unefois_wire::{Concerne, Value};

/// 30 November 2026, 14:03:11 in UTC.
const NOW: i64 = 1_796_047_391;
const CORRELATION: &str = "AAECAwQFBgcICQoLDA0ODw";
const CANARY: &str = "C4N4RY";

fn answered(source: &str, outcome: Outcome, chemins: &[&str]) -> Answered {
    let source = spec(source).expect("a source");
    let value = |chemin: &&str| obtained(chemin, Value::Text(CANARY.to_owned()));
    let fields: Vec<ObtainedField> = chemins.iter().map(value).collect();
    Answered::from(&ProvenAnswer {
        fields,
        ..ProvenAnswer::without_value(source, outcome)
    })
}

/// A line about a person who chose these sources.
fn line(
    demarche: &DemarcheChecked,
    concerne: Concerne,
    sources: &[&str],
    write: impl Fn(&TraceContext) -> ExchangeTrace,
) -> ExchangeTrace {
    let choice = demarche.choose(concerne, sources).expect("a choice");
    write(&TraceContext {
        demarche,
        choice: &choice,
        in_force: &demarche.scopes_in_force(paris::today(NOW), &Standings::default()),
        issuer: "https://unefois.valbourg.example",
        correlation: CORRELATION,
        now_secs: NOW,
    })
}

fn obtained_line(
    demarche: &DemarcheChecked,
    concerne: Concerne,
    sources: &[&str],
    answers: &[Answered],
) -> ExchangeTrace {
    let identity = ["identite.nom_naissance", "identite.prenoms"];
    line(demarche, concerne, sources, |context| {
        ExchangeTrace::obtained(context, Some(identity.into_iter()), answers)
    })
}

fn of<'a>(trace: &'a ExchangeTrace, source: &str) -> &'a TracedSource {
    let asked = trace.obtained.as_ref().expect("what was asked");
    let found = asked.iter().find(|asked| asked.source == source);
    found.unwrap_or_else(|| panic!("{source} in {asked:#?}"))
}

#[test]
fn line_says_who_asked_what_of_whom_and_by_what_right() {
    let cantine = checked(cantine_table()).expect("the example");
    let answers = [answered(
        "quotient_familial",
        Outcome::Values,
        &["quotient_familial.valeur", "adresse.voie"],
    )];
    let trace = obtained_line(&cantine, Concerne::Enfant, &["quotient_familial"], &answers);
    let written = serde_json::to_value(&trace).expect("JSON");
    let expected = serde_json::json!({
        "version": 1,
        "step": "obtained",
        "time": "2026-11-30T14:03:11Z",
        "issuer": "https://unefois.valbourg.example",
        "collectivite": cantine.collectivite().siret,
        "demarche": { "id": "cantine-valbourg", "version": cantine.version() },
        "habilitations": written["habilitations"],
        "obtained": [
            {
                "source": "identite",
                "provider": "franceconnect",
                "scopes": written["obtained"][0]["scopes"],
                "fields": ["identite.nom_naissance", "identite.prenoms"],
                "outcome": "obtained",
            },
            {
                "source": "quotient_familial",
                "provider": "caf_msa",
                "scopes": ["cnaf_adresse", "cnaf_quotient_familial"],
                "fields": ["adresse.voie", "quotient_familial.valeur"],
                "outcome": "obtained",
            },
        ],
        "correlation": CORRELATION,
        "retention_months": 36,
    });
    assert_eq!(written, expected);
    let numbers: Vec<_> = cantine.written().habilitation.iter().collect();
    assert_eq!(trace.habilitations.len(), numbers.len());
    let scopes = &of(&trace, "identite").scopes;
    assert!(scopes.contains(&"family_name".to_owned()), "{scopes:?}");
    assert!(!scopes.contains(&"cnaf_adresse".to_owned()), "{scopes:?}");
}

#[test]
fn habilitations_are_those_that_open_what_was_chosen_on_that_day() {
    let mut table = cantine_table();
    let all = table["habilitation"].as_array_mut().expect("a list");
    let mut old = all[0].as_table().expect("a table").clone();
    old.extend(
        [("numero", "H1"), ("du", "2025-01-01"), ("au", "2026-11-25")]
            .map(|(key, value)| (key.to_owned(), value.into())),
    );
    all.push(old.into());
    let cantine = checked(table).expect("the example");
    let of_choice = |sources: &[&str]| {
        let trace = obtained_line(&cantine, Concerne::Enfant, sources, &[]);
        trace.habilitations
    };
    let with_quotient = of_choice(&["quotient_familial"]);
    let identity_alone = of_choice(&[]);
    assert_eq!((with_quotient.len(), identity_alone.len()), (2, 1));
    assert!(
        !with_quotient.contains(&"H1".to_owned()),
        "{with_quotient:?}"
    );
    assert!(with_quotient.contains(&identity_alone[0]));
}

#[test]
fn what_did_not_come_is_told_by_its_class_and_never_why() {
    let cantine = checked(cantine_table()).expect("the example");
    for (outcome, class) in [
        (Outcome::NoFile, OutcomeClass::Nothing),
        (Outcome::NotRecognised, OutcomeClass::Nothing),
        (Outcome::NotYours, OutcomeClass::Nothing),
        (
            Outcome::Unavailable(Misconfiguration::ScopeMissing),
            OutcomeClass::Refused,
        ),
        (Outcome::Down(Breakdown::TimedOut), OutcomeClass::Failed),
    ] {
        let answers = [answered("quotient_familial", outcome, &[])];
        let sources = ["quotient_familial"];
        let trace = obtained_line(&cantine, Concerne::Enfant, &sources, &answers);
        let asked = of(&trace, "quotient_familial");
        assert_eq!((asked.outcome, asked.fields.len()), (class, 0));
    }
}

#[test]
fn source_that_did_not_answer_in_time_and_identity_nobody_could_believe_have_failed() {
    let cantine = checked(cantine_table()).expect("the example");
    let sources = ["quotient_familial"];
    let trace = line(&cantine, Concerne::Enfant, &sources, |context| {
        ExchangeTrace::obtained(context, None::<std::iter::Empty<&str>>, &[])
    });
    for id in ["identite", "quotient_familial"] {
        assert_eq!(of(&trace, id).outcome, OutcomeClass::Failed, "{id}");
    }
}

#[test]
fn source_that_only_a_proven_identity_opens_was_not_asked_without_one() {
    let transport = example("transport-solidaire", |_| {});
    let by_towns_token = |source: &&str| {
        let declared = transport.source(source).expect("a source");
        !declared.is_by_france_connect()
    };
    let all: Vec<&str> = transport.sources().iter().map(|it| it.spec.id).collect();
    assert!(all.iter().any(by_towns_token) && !all.iter().all(by_towns_token));
    let trace = line(&transport, Concerne::Usager, &all, |context| {
        ExchangeTrace::obtained(context, None::<std::iter::Empty<&str>>, &[])
    });
    for source in &all {
        let expected = match by_towns_token(source) {
            true => OutcomeClass::NotAsked,
            false => OutcomeClass::Failed,
        };
        assert_eq!(of(&trace, source).outcome, expected, "{source}");
    }
}

#[test]
fn line_is_the_same_whatever_a_source_about_health_answered() {
    let transport = example("transport-solidaire", |_| {});
    let told = |answer: Answered| {
        let trace = obtained_line(&transport, Concerne::Usager, &["c2s"], &[answer]);
        serde_json::to_string(&trace).expect("JSON")
    };
    let beneficiary = told(answered("c2s", Outcome::Values, &["c2s.statut"]));
    assert!(
        beneficiary.contains(r#""outcome":"answered""#),
        "{beneficiary}"
    );
    assert!(!beneficiary.contains("c2s."), "{beneficiary}");
    for outcome in [Outcome::NoFile, Outcome::Absent, Outcome::NotRecognised] {
        assert_eq!(told(answered("c2s", outcome, &[])), beneficiary);
    }
    let down = Outcome::Down(Breakdown::UpstreamError);
    assert!(told(answered("c2s", down, &[])).contains(r#""outcome":"failed""#));
}

#[test]
fn number_of_children_is_not_told() {
    let cantine = example("periscolaire", |_| {});
    let one = ["enfants[0].prenoms"];
    let two = ["enfants[0].prenoms", "enfants[1].prenoms"];
    let told = |chemins: &[&str]| {
        let sent: Vec<String> = chemins.iter().map(|chemin| (*chemin).to_owned()).collect();
        let answers = [answered("quotient_familial", Outcome::Values, chemins)];
        let id = "quotient_familial";
        (
            obtained_line(&cantine, Concerne::Enfant, &[id], &answers),
            line(&cantine, Concerne::Enfant, &[id], |context| {
                ExchangeTrace::released(context, &sent, "CR-7KQ2-M4XD")
            }),
        )
    };
    assert_eq!(told(&one), told(&two));
    let (asked, _) = told(&two);
    assert_eq!(
        of(&asked, "quotient_familial").fields,
        ["enfants[].prenoms"]
    );
}

#[test]
fn source_that_another_must_prove_says_which() {
    let scolarite = example("coupon-sport", |_| {});
    let sources: Vec<&str> = scolarite.sources().iter().map(|it| it.spec.id).collect();
    let trace = obtained_line(&scolarite, Concerne::Enfant, &sources, &[]);
    let proven = trace.obtained.expect("what was asked");
    let proofs: Vec<_> = proven.into_iter().filter_map(|it| it.proof).collect();
    assert!(!proofs.is_empty());
    for proof in proofs {
        assert_eq!(proof.source, "quotient_familial");
        assert!(!proof.scopes.is_empty());
    }
}

#[test]
fn release_names_what_was_sent_by_source_and_the_reference() {
    let cantine = checked(cantine_table()).expect("the example");
    let sent = ["adresse.voie", "identite.prenoms"].map(str::to_owned);
    let trace = line(
        &cantine,
        Concerne::Enfant,
        &["quotient_familial"],
        |context| ExchangeTrace::released(context, &sent, "CA-7KQ2-M4XD"),
    );
    assert_eq!(trace.step, TraceStep::Released);
    assert_eq!(trace.reference.as_deref(), Some("CA-7KQ2-M4XD"));
    let released = serde_json::to_value(trace.released).expect("JSON");
    let expected = serde_json::json!([
        { "source": "identite", "provider": "franceconnect", "fields": ["identite.prenoms"] },
        { "source": "quotient_familial", "provider": "caf_msa", "fields": ["adresse.voie"] },
    ]);
    assert_eq!(released, expected);
}

#[test]
fn refusal_is_told_by_an_empty_list() {
    let cantine = checked(cantine_table()).expect("the example");
    let trace = line(&cantine, Concerne::Enfant, &[], |context| {
        ExchangeTrace::released(context, &[], "CA-7KQ2-M4XD")
    });
    let written = serde_json::to_value(trace).expect("JSON");
    assert_eq!(written["released"], serde_json::json!([]));
    assert_eq!(written.get("obtained"), None);
}

#[test]
fn no_line_holds_a_value() {
    let cantine = checked(cantine_table()).expect("the example");
    let chemins = cantine.chemins_of("quotient_familial");
    let answers = [answered("quotient_familial", Outcome::Values, &chemins)];
    let sources = ["quotient_familial"];
    let trace = obtained_line(&cantine, Concerne::Enfant, &sources, &answers);
    let text = serde_json::to_string(&trace).expect("JSON");
    assert!(!text.contains(CANARY), "{text}");
}

fn with_trace(written: &str) -> toml::Table {
    let mut table = cantine_table();
    let section: toml::Table = written.parse().expect("TOML");
    table.insert("trace".to_owned(), section.into());
    table
}

#[test]
fn line_goes_to_the_journal_unless_the_file_gives_an_address() {
    let silent = checked(cantine_table()).expect("the example");
    assert_eq!(silent.trace_sink(), TraceSink::Journal);
    let journal = checked(with_trace(r#"sortie = "journal""#)).expect("a journal");
    assert_eq!(journal.trace_sink(), TraceSink::Journal);
    let url = "https://traces.valbourg.example/unefois?flux=1";
    let written = format!("adresse = \"{url}\"\nsecret = \"TRACE_SECRET\"");
    let address = checked(with_trace(&written)).expect("an address");
    let secret = Some("TRACE_SECRET");
    assert_eq!(address.trace_sink(), TraceSink::Address { url, secret });
    assert!(
        address
            .secrets()
            .contains(&("trace.secret", "TRACE_SECRET"))
    );
}

#[test]
fn rejects_place_of_the_trace_that_is_none_or_two_or_in_the_clear() {
    for (written, rule) in [
        ("", "trace_une_place"),
        (
            "adresse = \"https://a.example/\"\nsortie = \"journal\"",
            "trace_une_place",
        ),
        ("sortie = \"journal\"\nsecret = \"TRACE\"", "trace_secret"),
        ("adresse = \"http://traces.example/\"", "adresse"),
        ("adresse = \"https://u:p@traces.example/\"", "adresse"),
        (
            "adresse = \"https://a.example/\"\nsecret = \"s3cret-itself\"",
            "nom_de_secret",
        ),
    ] {
        let problems = checked(with_trace(written)).expect_err(written);
        assert!(
            problems.iter().any(|problem| problem.rule == rule),
            "{written}: {problems:?}"
        );
        let told = format!("{problems:?}");
        assert!(!told.contains("s3cret"), "{told}");
    }
    let problems = example_problems("cantine", |table| {
        let section: toml::Table = "sink = \"x\"".parse().expect("TOML");
        table.insert("trace".to_owned(), section.into());
    });
    assert!(!problems.is_empty());
}
