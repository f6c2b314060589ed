//! The skeleton made when a habilitation is granted: a démarche file with holes, and nobody in it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::Value;
use support::today;
use unefois_core::datapass::{HOLE, Webhook};
use unefois_core::demarche::{check, parse};

const FILE: &str = "squelette.toml";

fn raw_body(id: &str) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/datapass.json");
    let text = std::fs::read_to_string(path).expect("the vectors");
    let vectors: Value = serde_json::from_str(&text).expect("vectors");
    let cases = vectors["cases"].as_array().expect("cases");
    let case = cases.iter().find(|case| case["id"] == id).expect(id);
    case["raw_body"].as_str().expect("a body").to_owned()
}

fn skeleton_of(body: &str) -> String {
    let webhook = Webhook::read_unsigned(body.as_bytes()).expect("a body");
    webhook.effect().skeleton.expect("a skeleton")
}

fn table(skeleton: &str) -> toml::Table {
    skeleton
        .parse()
        .unwrap_or_else(|error| panic!("{error}\n{skeleton}"))
}

const GRANTED: [&str; 4] = [
    "approve",
    "approve of two habilitations",
    "approve of tax data",
    "approve that replaces",
];

/// Paths of what is empty in a file, as problems name them.
fn holes(prefix: &str, value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::String(text) if text.is_empty() => found.push(prefix.to_owned()),
        toml::Value::Integer(0) => found.push(prefix.to_owned()),
        toml::Value::Array(items) if items.is_empty() => found.push(prefix.to_owned()),
        toml::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                holes(&format!("{prefix}[{index}]"), item, found);
            }
        }
        toml::Value::Table(members) => {
            for (name, value) in members {
                let path = match prefix {
                    "" => name.clone(),
                    _ => format!("{prefix}.{name}"),
                };
                holes(&path, value, found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_hole_is_marked_and_refused_by_the_rules() {
    for id in GRANTED {
        let skeleton = skeleton_of(&raw_body(id));
        let table = table(&skeleton);
        let mut empty = Vec::new();
        holes("", &toml::Value::Table(table.clone()), &mut empty);
        let marked = skeleton
            .lines()
            .filter(|line| line.contains(&format!("# {HOLE} :")));
        assert_eq!(marked.count(), empty.len(), "{id}\n{skeleton}");
        let written = parse(table, FILE).expect("every key is one of a démarche file");
        let problems = check(written, FILE, today()).expect_err("it is not complete");
        for path in &empty {
            let is_told = problems.iter().any(|problem| problem.path == *path);
            assert!(is_told, "{id}: {path}\n{problems:#?}");
        }
    }
}

#[test]
fn what_datapass_knows_is_filled_in() {
    let skeleton = skeleton_of(&raw_body("approve"));
    let written = parse(table(&skeleton), FILE).expect("a démarche file");
    assert_eq!(written.titre, "Inscription à la cantine");
    assert_eq!(written.collectivite.siret, "21999999200015");
    assert_eq!(written.conservation.mois, 12);
    assert!(written.base_legale.texte.ends_with("article L. 2121-29"));
    assert_eq!(
        written.base_legale.adresse,
        "https://valbourg.example/deliberations/2026-05-12"
    );
    let [identity, data] = &written.habilitation[..] else {
        panic!("{skeleton}");
    };
    assert_eq!((&*identity.numero, identity.scopes.len()), ("H70001", 0));
    assert_eq!((&*data.numero, &*data.du), ("H70002", "2026-03-16"));
    assert_eq!(data.scopes, ["cnaf_adresse", "cnaf_quotient_familial"]);
    assert_eq!(format!("{:?}", data.modalite), "Some(FranceConnect)");
    assert_eq!(data.habilitation_franceconnect.as_deref(), Some("H70001"));
    let both = skeleton_of(&raw_body("approve of two habilitations"));
    let both = parse(table(&both), FILE).expect("a démarche file");
    assert_eq!(both.habilitation.len(), 2);
    assert!(both.habilitation[0].scopes.contains(&"openid".to_owned()));
    let taxes = skeleton_of(&raw_body("approve of tax data"));
    assert!(taxes.contains("\nmotif = "), "{taxes}");
    let taxes = parse(table(&taxes), FILE).expect("a démarche file");
    let homologation = taxes.homologation.expect("its homologation");
    assert_eq!(
        (&*homologation.du, &*homologation.au),
        ("2026-01-01", "2028-12-31")
    );
}

#[test]
fn withholds_whoever_is_named_in_the_request() {
    let names = [
        "Odile",
        "Quentin",
        "odile",
        "Brûlard",
        "maire@",
        "dpo@",
        "0199000199",
        "0699000199",
        "régies",
    ];
    for id in GRANTED {
        let skeleton = skeleton_of(&raw_body(id));
        for name in names {
            assert!(!skeleton.contains(name), "{id}: {name}\n{skeleton}");
        }
    }
}

#[test]
fn rejects_text_that_would_leave_its_string() {
    let hostile = [
        "x\"\nadresse = \"https://evil.example",
        "x\\",
        "\"\"\"",
        "# x\r\n[[page]]",
        "a\u{202e}b\u{0}c\u{7f}",
        "'",
        "\\u0022",
    ];
    for text in hostile {
        let mut body: Value = serde_json::from_str(&raw_body("approve")).expect("JSON");
        let granted = &mut body["data"]["authorizations"][0];
        granted["data"]["intitule"] = text.into();
        granted["data"]["cadre_juridique_nature"] = text.into();
        granted["data"]["cadre_juridique_url"] = format!("https://{text}").into();
        granted["data"]["scopes"] = [text, "cnaf_adresse"].into();
        granted["data"]["modalities"] = [text].into();
        granted["data"]["safety_certification_begin_date"] = text.into();
        granted["definition_id"] = text.into();
        body["data"]["form_uid"] = text.into();
        body["data"]["organization"]["siret"] = text.into();
        let skeleton = skeleton_of(&body.to_string());
        let found = table(&skeleton);
        assert_eq!(
            found["page"].as_array().map(Vec::len),
            Some(1),
            "{skeleton}"
        );
        assert_eq!(found["page"][0]["adresse"].as_str(), Some(""), "{skeleton}");
        let hidden = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!skeleton.contains(hidden), "{skeleton}");
    }
}
