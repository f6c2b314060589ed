//! The published situations of habilitations, each refused by the rule that says so. They are not
//! ours: our own are in `demarche_habilitations.rs` and `demarche_usages.rs`, one test a situation.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/sources.rs"]
mod fixtures;
mod support;

use std::path::Path;

use serde_json::Value as Json;
use support::{FILE, cantine_table};
use time::Date;
use toml::{Table, Value};
use unefois_core::demarche::{check, parse};
use unefois_core::paris;
use unefois_core::sources::{SourceSpec, impots, vehicule};

/// The rule that answers each published situation; none where it is accepted.
const RULES: &[(&str, &str)] = &[
    ("ok", ""),
    // No field of the registry comes from that scope, so nothing can ask for it.
    ("scope-not-granted", "champ_inconnu"),
    ("no-year", "annee_absente"),
    ("year-not-granted", "source_non_habilitee"),
    ("incompatible-years", "annees_incompatibles"),
    ("lep-mixed", "lep"),
    ("other-siret", "autre_siret"),
    ("no-france-connect", "habilitation_franceconnect"),
    ("eaje", "usage_interdit"),
    ("parking-control", "usage_refuse"),
    ("expired-homologation", "homologation_expiree"),
];

/// Use cases that are spelt otherwise.
const USAGES: &[(&str, &str)] = &[("tarif_creche_psu", "tarif_creche")];

/// What a démarche asks of DataPass, or what DataPass granted it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scopes {
    Requested,
    Granted,
}

struct Published {
    cases: Vec<Json>,
    habilitations: Vec<Json>,
}

fn published() -> Option<Published> {
    let folder = fixtures::published("datapass")?;
    let read = |name: &str| fixtures::read(&folder.join(Path::new(name)));
    let checks = read("demarche-checks.json");
    let list = read(text(&checks["habilitations"]));
    let items = |json: &Json| json.as_array().expect("a list").clone();
    Some(Published {
        cases: items(&checks["cases"]),
        habilitations: items(&list["body"]),
    })
}

fn text(json: &Json) -> &str {
    json.as_str().expect("a text")
}

fn texts(json: &Json) -> Vec<&str> {
    json.as_array().expect("a list").iter().map(text).collect()
}

#[test]
fn every_published_situation_is_told_by_its_rule() {
    let Some(published) = published() else {
        return;
    };
    for case in &published.cases {
        let id = text(&case["id"]);
        let rule = RULES.iter().find(|(known, _)| *known == id);
        let (_, rule) = rule.unwrap_or_else(|| panic!("{id}: no rule is known for it"));
        let is_accepted = case["verdict"] == "accept";
        assert_eq!(is_accepted, rule.is_empty(), "{id}");
        let found =
            [Scopes::Requested, Scopes::Granted].map(|scopes| broken(case, &published, scopes));
        let found = found.concat();
        match is_accepted {
            true => assert!(found.is_empty(), "{id}: {found:?}"),
            false => assert!(found.contains(rule), "{id}: {found:?}"),
        }
    }
    assert_eq!(published.cases.len(), RULES.len());
}

fn broken(case: &Json, published: &Published, scopes: Scopes) -> Vec<&'static str> {
    let demarche = &case["demarche"];
    let day = demarche["as_of"].as_str().unwrap_or("2026-11-21");
    let table = translated(demarche, published, scopes);
    let written = parse(table, FILE).unwrap_or_else(|problems| panic!("{problems:?}"));
    let day: Date = paris::parse_date(day).expect("a day");
    let problems = check(written, FILE, day).err().unwrap_or_default();
    problems.into_iter().map(|problem| problem.rule).collect()
}

/// A situation as a démarche file would state it.
fn translated(demarche: &Json, published: &Published, scopes: Scopes) -> Table {
    let mut table = cantine_table();
    for key in ["textes", "api_particulier"] {
        table.remove(key);
    }
    let requested = texts(&demarche["requested_scopes"]);
    let usage = text(&demarche["use_case"]);
    let ours = USAGES.iter().find(|(theirs, _)| *theirs == usage);
    table.insert(
        "usage".to_owned(),
        ours.map_or(usage, |(_, ours)| ours).into(),
    );
    table["collectivite"]["siret"] = text(&demarche["siret"]).into();
    table.insert("source".to_owned(), source(&requested).into());
    table.insert("champ".to_owned(), champs(&requested).into());
    table.extend(toml::toml! {
        [dgfip]
        adresse = "http://127.0.0.1:8792/dgfip"
        client_id = "compte"
        client_secret = "DGFIP_SECRET_VALBOURG"
    });
    let named = demarche["habilitations"].as_array().expect("a list");
    let mut habilitations = Vec::new();
    for named in named {
        let id = text(&named["id"]);
        let mut all = published.habilitations.iter();
        let found = all
            .find(|it| it["id"].as_u64() == id.parse().ok())
            .expect("in the list");
        let is_data = text(&named["definition_id"]) != "france_connect";
        let asked = (is_data && scopes == Scopes::Requested).then_some(&requested);
        habilitations.push(Value::Table(habilitation(found, asked)));
        if is_data {
            table.insert(
                "homologation".to_owned(),
                homologation(&found["data"]).into(),
            );
        }
    }
    table.insert("habilitation".to_owned(), habilitations.into());
    table
}

fn habilitation(found: &Json, asked: Option<&Vec<&str>>) -> Table {
    let data = &found["data"];
    let scopes = asked.cloned().unwrap_or_else(|| texts(&data["scopes"]));
    let organisation = [&found["organisation"], &found["organization"]];
    let siret = organisation.into_iter().find_map(|it| it["siret"].as_str());
    let du = text(&found["created_at"]).get(..10).expect("a day");
    let mut table = toml::toml! { fournisseur = "franceconnect" };
    let mut set = |key: &str, value: Value| drop(table.insert(key.to_owned(), value));
    set("numero", format!("H{}", found["id"]).into());
    set("siret", siret.expect("a SIRET").into());
    set("scopes", scopes.into());
    set("du", du.into());
    if text(&found["definition_id"]) == "api_impot_particulier" {
        assert_eq!(texts(&data["modalities"]), ["with_france_connect"]);
        set("fournisseur", "api_impot_particulier".into());
        set("modalite", "france_connect".into());
        set(
            "habilitation_franceconnect",
            text(&data["france_connect_authorization_id"]).into(),
        );
    }
    table
}

fn homologation(data: &Json) -> Table {
    let mut table = Table::new();
    for (key, theirs) in [
        ("autorite", "safety_certification_authority_name"),
        ("du", "safety_certification_begin_date"),
        ("au", "safety_certification_end_date"),
    ] {
        table.insert(key.to_owned(), text(&data[theirs]).into());
    }
    table
}

/// The source that the scopes are of, and the year they name.
fn source(requested: &[&str]) -> Vec<Value> {
    let mut table = Table::new();
    let of_vehicle = requested.iter().any(|scope| scope.starts_with("ants_"));
    let spec: &SourceSpec = if of_vehicle {
        &vehicule::SOURCE
    } else {
        &impots::SOURCE
    };
    table.insert("id".to_owned(), spec.id.into());
    if !of_vehicle {
        table.insert("titulaire_non_verifie".to_owned(), true.into());
    }
    let year = requested
        .iter()
        .find_map(|scope| scope.strip_prefix("dgfip_annee_"));
    if let Some(year) = year {
        table.insert("annee".to_owned(), year.into());
    }
    vec![table.into()]
}

/// The field that each scope lets come; one that no registry knows, for the others.
fn champs(requested: &[&str]) -> Vec<Value> {
    let known = || vehicule::SOURCE.fields.iter().chain(impots::SOURCE.fields);
    let asked = requested
        .iter()
        .filter(|scope| !scope.starts_with("dgfip_annee_"));
    let chemin = |scope: &&str| {
        let field = known().find(|field| field.spec.scopes == [*scope]);
        field.map_or_else(|| (*scope).to_owned(), |field| field.spec.chemin.to_owned())
    };
    let champ = |chemin: String| Table::from_iter([("chemin".to_owned(), chemin.into())]).into();
    asked.map(chemin).map(champ).collect()
}
