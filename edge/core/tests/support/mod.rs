//! The example démarche and the day every test happens on.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeSet;
use std::sync::OnceLock;

use time::{Date, Month};
use unefois_core::datapass::{Standing, Standings, State};
use unefois_core::demarche::{
    ConfigProblem, DemarcheChecked, DemarcheWritten, ScopesInForce, check, parse,
};
use unefois_core::field::ObtainedField;
use unefois_wire::{Provenance, Value};

/// Name under which the example is read.
pub const FILE: &str = "cantine/demarche.toml";

/// Scopes of the whole pivot identity, written again here so that an error in the product's own list shows.
pub const PIVOT: [&str; 6] = [
    "family_name",
    "given_name",
    "birthdate",
    "gender",
    "birthplace",
    "birthcountry",
];

/// 21 November 2026.
pub fn today() -> Date {
    Date::from_calendar_date(2026, Month::November, 21).expect("a date")
}

/// The example as TOML, to be changed before it is read.
pub fn cantine_table() -> toml::Table {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../examples/cantine/demarche.toml"
    );
    let text = std::fs::read_to_string(path).expect("the example is there");
    text.parse().expect("the example is TOML")
}

/// The démarche of a folder of `examples`, as TOML.
fn example_table(name: &str) -> toml::Table {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let text = std::fs::read_to_string(format!("{folder}/{name}/demarche.toml"));
    text.expect(name).parse().expect(name)
}

/// The folders of `examples` that hold a démarche.
pub fn example_names() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let entries = std::fs::read_dir(folder).expect("the examples");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().join("demarche.toml").is_file())
        .map(|entry| entry.file_name().into_string().expect("a plain name"))
        .collect();
    names.sort();
    names
}

/// The démarche of a folder of `examples`, as written.
pub fn example_written(name: &str) -> DemarcheWritten {
    parse(example_table(name), name).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"))
}

/// The démarche of a folder of `examples`, changed, then read and checked today.
pub fn example(name: &str, change: impl Fn(&mut toml::Table)) -> DemarcheChecked {
    let mut table = example_table(name);
    change(&mut table);
    checked(table).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"))
}

/// What is wrong with the démarche of a folder of `examples` once it is changed.
pub fn example_problems(name: &str, change: impl Fn(&mut toml::Table)) -> Vec<ConfigProblem> {
    let mut table = example_table(name);
    change(&mut table);
    checked(table).err().unwrap_or_default()
}

/// The example as written.
pub fn cantine() -> DemarcheWritten {
    static READ: OnceLock<DemarcheWritten> = OnceLock::new();
    READ.get_or_init(|| parse(cantine_table(), FILE).expect("the example"))
        .clone()
}

/// A changed example, read and checked today.
pub fn checked(table: toml::Table) -> Result<DemarcheChecked, Vec<ConfigProblem>> {
    parse(table, FILE).and_then(|written| check(written, FILE, today()))
}

/// Scopes of habilitations that lost all but `granted` since the démarche was checked.
pub fn in_force(granted: &[&str]) -> ScopesInForce {
    static CHECKED: OnceLock<DemarcheChecked> = OnceLock::new();
    let demarche = CHECKED.get_or_init(|| checked(cantine_table()).expect("the example"));
    let granted = granted.iter().map(|scope| (*scope).to_owned()).collect();
    demarche.scopes_in_force(today(), &replaced(demarche, &granted))
}

/// Each habilitation of a démarche was replaced by one that grants no more than `granted`.
pub fn replaced(demarche: &DemarcheChecked, granted: &BTreeSet<String>) -> Standings {
    let habilitations = demarche.written().habilitation.iter();
    Standings::of(habilitations.map(|habilitation| {
        let standing = Standing {
            fired_at: 0,
            state: State::Replaced(granted.clone()),
        };
        (&habilitation.numero, standing)
    }))
}

/// A value of the CAF for this month.
pub fn obtained(chemin: &str, valeur: Value) -> ObtainedField {
    let provenance = Provenance {
        fournisseur: "caf".to_owned(),
        annee: Some(2026),
        mois: Some(11),
        saisies: Vec::new(),
    };
    ObtainedField {
        chemin: chemin.to_owned(),
        valeur,
        provenance,
    }
}
