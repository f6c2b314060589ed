//! The message files are complete: the same messages in every language, and a text for all that is shown.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/texts.rs"]
mod support;

use std::collections::BTreeSet;

use support::{Texts, check_all, placeholders, sentences, texts};
use unefois_core::{field, messages, sources};

#[test]
fn every_language_has_the_same_messages_and_placeholders() {
    let fr = texts("fr");
    let ids = |texts: &Texts| texts.keys().cloned().collect::<BTreeSet<_>>();
    for lang in messages::languages() {
        let other = texts(lang);
        assert_eq!(ids(&fr), ids(&other), "{lang}");
        // A language may count its hours to twelve.
        let compared = fr.iter().filter(|(id, _)| !id.starts_with("format."));
        for (id, text) in compared {
            assert_eq!(placeholders(text), placeholders(&other[id]), "{lang} {id}");
        }
    }
}

/// What a language says of its numbers and dates is filled by code: it knows these names.
#[test]
fn formats_hold_only_what_the_code_fills() {
    let known = [
        ("format.date", "jour mois annee"),
        ("format.euros", "montant"),
        ("format.hour_", "heure heure_sur_12"),
        ("format.kilogrammes", "nombre"),
        ("format.month_year", "mois annee"),
        ("format.time_", "heure heure_sur_12 minute"),
    ];
    check_all(|_, id, text| {
        let names = known.iter().find(|(start, _)| id.starts_with(start));
        let names = names.map_or("", |(_, names)| *names);
        let mut held = placeholders(text).into_iter();
        let unknown = held.find(|name| !names.split(' ').any(|known| known == *name));
        match unknown.filter(|_| id.starts_with("format.")) {
            Some(unknown) => Err(format!("{unknown} is never filled")),
            None if id == "format.plural_of_zero" && !["one", "other"].contains(&text) => {
                Err("is neither one nor other".to_owned())
            }
            None => Ok(()),
        }
    });
}

#[test]
fn ids_are_dotted_and_plurals_are_complete() {
    for id in texts("fr").keys() {
        // Codes of open lists are written as their provider writes them: `value.energie.EL`.
        let is_code = id.starts_with("value.") && id.matches('.').count() == 2;
        let letter = |c: char| c.is_ascii_lowercase() || is_code && c.is_ascii_uppercase();
        let allowed = |c: char| letter(c) || c.is_ascii_digit() || "._".contains(c);
        assert!(id.contains('.') && id.chars().all(allowed), "{id}");
        if let Some(stem) = id.strip_suffix(".one") {
            assert!(texts("fr").contains_key(&format!("{stem}.other")), "{id}");
        }
    }
}

#[test]
fn every_field_and_every_box_has_its_label() {
    let of_fields = field::known().map(|spec| format!("field.{}", spec.chemin.replace("[]", "")));
    let boxes = sources::ALL.iter().flat_map(|source| source.boxes);
    let of_boxes = boxes.map(|shown| shown.label.to_owned());
    check_present(of_fields.chain(of_boxes));
}

#[test]
fn every_source_says_what_it_is_why_it_is_asked_and_what_it_gives() {
    check_present(sources::ALL.iter().flat_map(|source| {
        ["label", "why", "gets"].map(|part| format!("source.{}.{part}", source.id))
    }));
}

/// A sentence about a provider needs all its forms, and one that says nothing came needs the way out.
#[test]
fn every_provider_has_its_forms_and_what_to_do_next() {
    let told: BTreeSet<String> = texts("fr")
        .keys()
        .filter_map(|id| Some(id.strip_prefix("provider.")?.split_once('.')?.0.to_owned()))
        .collect();
    for source in sources::ALL {
        assert!(told.contains(source.fournisseur), "{}", source.fournisseur);
    }
    check_present(told.iter().flat_map(|key| {
        let forms = ["name", "le", "a", "de", "official"];
        let forms = forms.map(|form| format!("provider.{key}.{form}"));
        forms.into_iter().chain([format!("next.{key}")])
    }));
    for (id, text) in texts("fr").iter().filter(|(id, _)| id.starts_with("next.")) {
        assert_eq!(sentences(text).len(), 1, "{id}: {text}");
        assert!(
            told.contains(&id["next.".len()..]),
            "{id} is of no provider"
        );
    }
}

#[test]
fn every_input_has_a_label_a_hint_and_an_error_short_enough_to_be_heard() {
    let all = texts("fr");
    let asked = all.keys().filter_map(|id| id.strip_suffix(".label"));
    let asked: Vec<_> = asked.filter(|stem| stem.starts_with("input.")).collect();
    check_present(
        asked
            .iter()
            .flat_map(|stem| ["hint", "error"].map(|part| format!("{stem}.{part}"))),
    );
    check_all(|_, id, text| {
        let count = text.chars().count();
        let short = !id.starts_with("input.") || count <= 90;
        short.then_some(()).ok_or_else(|| format!("{count} signs"))
    });
}

fn check_present(ids: impl Iterator<Item = String>) {
    let all = texts("fr");
    let absent: Vec<_> = ids.filter(|id| !all.contains_key(id)).collect();
    assert!(absent.is_empty(), "no text for {absent:#?}");
}
