//! The table from the values received to those of a menu, of buttons, of a box.

use std::collections::BTreeMap;

use unefois_core::field::{FieldSpec, Kind as Nature};
use unefois_core::messages::Catalogue;

use super::lexicon::Lexicon;
use super::page::{Choice, Control, Kind};
use super::words;

/// How the choices of a question fit a datum.
pub struct Fit {
    /// Value received → value of the choice; empty when they are the same.
    pub valeurs: BTreeMap<String, String>,
    /// Values received that no choice names.
    pub missing: Vec<String>,
    /// Whether nothing at all fits.
    pub is_foreign: bool,
}

/// Compares the choices with the values a datum may have; nothing when these are not known.
pub fn fit(spec: &FieldSpec, choices: &[Choice], lexicon: &Lexicon) -> Option<Fit> {
    if spec.kind == Nature::Annee {
        return Some(years(choices));
    }
    let known = known(spec, lexicon)?;
    let mut fit = Fit {
        valeurs: BTreeMap::new(),
        missing: Vec::new(),
        is_foreign: false,
    };
    for (value, spellings) in &known {
        let names = |choice: &&Choice| {
            let label = words::plain(&choice.label);
            spellings.contains(&label)
        };
        let by_value = |choice: &&Choice| spellings.contains(&words::plain(&choice.value));
        let found: Vec<&Choice> = choices.iter().filter(names).collect();
        let found = if found.is_empty() {
            choices.iter().filter(by_value).collect()
        } else {
            found
        };
        match found.as_slice() {
            [choice] => drop(fit.valeurs.insert(value.clone(), choice.value.clone())),
            _ => fit.missing.push(value.clone()),
        }
    }
    fit.is_foreign = fit.valeurs.is_empty();
    if fit.valeurs.iter().all(|(value, choice)| value == choice) {
        fit.valeurs.clear();
    }
    Some(fit)
}

/// The table of a single box: ticked or not.
pub fn of_box(control: &Control) -> BTreeMap<String, String> {
    let ticked = control.value.clone();
    let other = if ticked == "non" { "oui" } else { "non" };
    BTreeMap::from([
        ("true".to_owned(), ticked),
        ("false".to_owned(), other.to_owned()),
    ])
}

fn years(choices: &[Choice]) -> Fit {
    let is_year = |text: &str| text.len() == 4 && words::is_number(text);
    let labelled = choices.iter().filter(|choice| is_year(choice.label.trim()));
    let pairs: BTreeMap<String, String> = labelled
        .map(|choice| (choice.label.trim().to_owned(), choice.value.clone()))
        .collect();
    let is_foreign = pairs.is_empty();
    let valeurs = if pairs.iter().all(|(year, value)| year == value) {
        BTreeMap::new()
    } else {
        pairs
    };
    Fit {
        valeurs,
        missing: Vec::new(),
        is_foreign,
    }
}

/// Every value of a datum with its spellings; nothing for free text and numbers.
fn known(spec: &FieldSpec, lexicon: &Lexicon) -> Option<BTreeMap<String, Vec<String>>> {
    let own = lexicon.choices(spec.chemin);
    let of = |list: &str| lexicon.choices(list).cloned();
    match spec.kind {
        _ if own.is_some() => own.cloned(),
        Nature::Sexe => of("sexe"),
        Nature::OuiNon => of("oui_non"),
        Nature::Mois => of("mois"),
        Nature::Organisme => of("organisme"),
        Nature::Code(list) => {
            let start = format!("value.{list}.");
            let ids = Catalogue::fr();
            let codes = ids
                .ids()
                .filter_map(|id| Some((id, id.strip_prefix(&start)?)));
            let codes: BTreeMap<_, _> = codes
                .map(|(id, code)| {
                    (
                        code.to_owned(),
                        vec![words::plain(&ids.text(id, &[])), words::plain(code)],
                    )
                })
                .collect();
            Some(codes).filter(|codes| !codes.is_empty())
        }
        _ => None,
    }
}

/// Whether a control of this kind can hold a datum of this nature.
pub fn can_hold(kind: Kind, spec: &FieldSpec) -> bool {
    let is_email = spec.chemin.ends_with(".email");
    let is_number = matches!(
        spec.kind,
        Nature::Integer
            | Nature::Euros
            | Nature::Montant
            | Nature::Decimal
            | Nature::Kilogrammes
            | Nature::Annee
            | Nature::Mois
    );
    match kind {
        Kind::Email => is_email,
        Kind::Date => spec.kind == Nature::Date,
        Kind::Number => is_number,
        Kind::Checkbox => spec.kind == Nature::OuiNon || spec.chemin == "impot.parent_isole",
        Kind::Radio => matches!(
            spec.kind,
            Nature::OuiNon | Nature::Sexe | Nature::Code(_) | Nature::Organisme
        ),
        Kind::Select => {
            !matches!(
                spec.kind,
                Nature::Text
                    | Nature::Date
                    | Nature::Euros
                    | Nature::Montant
                    | Nature::Decimal
                    | Nature::Kilogrammes
            ) || spec.chemin.ends_with(".pays")
        }
        Kind::Text => !matches!(spec.kind, Nature::OuiNon | Nature::Organisme),
        Kind::Tel | Kind::Untouchable => false,
    }
}
