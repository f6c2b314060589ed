//! The public list of the habilitations in force, and what it says of those of a démarche.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;

use support::{cantine, today};
use time::Date;
use unefois_core::datapass::{Listing, PublishedFault, PublishedList, published_text};
use unefois_core::demarche::{DemarcheWritten, Etape, HabilitationKind, ModaliteAccordee};
use unefois_core::paris;

const VALBOURG: &str = "21999999200015";
const IDENTITY: &str = "email, birthcountry, birthdate, birthplace, family_name, gender, given_name, preferred_username";
const DATA: &str = "cnaf_adresse, cnaf_quotient_familial";

fn day(text: &str) -> Date {
    paris::parse_date(text).expect("a day")
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn header() -> Vec<String> {
    row(&[
        "Fournisseur de l'API ou service",
        "API ou Service demandé",
        "SIRET du demandeur",
        "Dénomination de l'unité légale du demandeur",
        "Données demandées",
        "Fondement juridique",
        "Date de validation",
    ])
}

fn line(service: &str, siret: &str, scopes: &str, validated: &str) -> Vec<String> {
    row(&[
        "Fournisseur",
        service,
        siret,
        "VALBOURG",
        scopes,
        "",
        validated,
    ])
}

/// Read three weeks after it was made, on 1 November 2026.
fn list(lines: Vec<Vec<String>>) -> Result<PublishedList, PublishedFault> {
    let others = [
        line(
            "APIEntreprise",
            "21999999200064",
            "entreprises",
            "2026-10-30",
        ),
        line("FranceConnect", "21999999200064", IDENTITY, "2026-10-29"),
    ];
    let rows = [header()].into_iter().chain(others).chain(lines);
    PublishedList::read(rows, None, today())
}

fn listings(lines: Vec<Vec<String>>, written: &DemarcheWritten) -> Vec<Listing> {
    let list = list(lines).expect("a list");
    let listed = list.compare(written, today()).into_iter();
    listed.map(|listed| listed.listing).collect()
}

/// What the list says of the data habilitation of the example, changed.
fn of_data(lines: Vec<Vec<String>>, change: impl Fn(&mut DemarcheWritten)) -> Listing {
    let mut written = cantine();
    change(&mut written);
    listings(lines, &written).swap_remove(1)
}

fn identity() -> Vec<String> {
    line("FranceConnect", VALBOURG, IDENTITY, "2026-03-02")
}

fn data(scopes: &str, validated: &str) -> Vec<String> {
    line("APIParticulier", VALBOURG, scopes, validated)
}

fn confirmed(on: &str) -> Listing {
    Listing::Confirmed(Some(day(on)))
}

fn missing(scopes: &[&str]) -> Listing {
    Listing::ScopesMissing(scopes.iter().map(|scope| (*scope).to_owned()).collect())
}

#[test]
fn habilitations_of_the_list_are_confirmed_however_scopes_are_joined() {
    let expected = [confirmed("2026-03-02"), confirmed("2026-03-16")];
    for scopes in [
        DATA,
        "cnaf_quotient_familial,cnaf_adresse,cnaf_enfants",
        "[\"cnaf_adresse\", \"cnaf_quotient_familial\"]",
    ] {
        let found = listings(vec![identity(), data(scopes, "2026-03-16")], &cantine());
        assert_eq!(found, expected, "{scopes}");
    }
}

#[test]
fn listing_is_of_the_same_siret_and_the_same_service() {
    let other_siret = line("APIParticulier", "21999999200064", DATA, "2026-03-16");
    let other_service = line("APIImpotParticulier", VALBOURG, DATA, "2026-03-16");
    let found = of_data(vec![other_siret, other_service], |_| {});
    assert_eq!(found, Listing::Absent);
}

#[test]
fn scopes_that_no_line_grants_are_named() {
    let found = |lines| of_data(lines, |_| {});
    let less = || data("cnaf_adresse", "2026-03-16");
    assert_eq!(found(vec![less()]), missing(&["cnaf_quotient_familial"]));
    // Two habilitations do not make one.
    let rest = data("cnaf_quotient_familial", "2026-03-16");
    assert!(matches!(found(vec![less(), rest]), Listing::ScopesMissing(it) if it.len() == 1));
    let other = || data("cnous_statut_boursier", "2026-03-16");
    assert_eq!(
        found(vec![other(), data("", "2026-03-16")]),
        Listing::Absent
    );
    assert_eq!(
        found(vec![other(), less()]),
        missing(&["cnaf_quotient_familial"])
    );
}

#[test]
fn line_that_grants_all_is_enough_and_its_own_day_is_preferred() {
    let found = |lines| of_data(lines, |_| {});
    let (own, other) = (data(DATA, "2026-03-16"), data(DATA, "2026-02-01"));
    let less = data("cnaf_adresse", "2026-03-16");
    assert_eq!(
        found(vec![other.clone(), own.clone()]),
        confirmed("2026-03-16")
    );
    assert_eq!(found(vec![less, other]), confirmed("2026-02-01"));
    assert_eq!(
        found(vec![data(DATA, "16/03/2026")]),
        Listing::Confirmed(None)
    );
}

#[test]
fn habilitation_validated_since_the_list_is_too_recent_to_be_in_it() {
    let december = day("2026-12-01");
    for (du, expected) in [
        ("2026-10-29", Listing::Absent),
        ("2026-10-30", Listing::TooRecent(december)),
        ("2026-11-02", Listing::TooRecent(december)),
    ] {
        let found = of_data(vec![identity()], |written| {
            written.habilitation[1].du = du.to_owned();
        });
        assert_eq!(found, expected, "{du}");
    }
    // What was there before a renewal does not make it less recent.
    let found = of_data(vec![data("cnaf_adresse", "2026-03-16")], |written| {
        written.habilitation[1].du = "2026-11-02".to_owned();
    });
    assert_eq!(found, Listing::TooRecent(december));
}

#[test]
fn habilitation_that_is_over_for_trials_or_to_be_asked_is_not_compared() {
    let ended = of_data(vec![], |written| {
        written.habilitation[1].au = Some("2026-11-20".to_owned());
    });
    assert_eq!(ended, Listing::Ended);
    let last_day = of_data(vec![], |written| {
        written.habilitation[1].au = Some("2026-11-21".to_owned());
    });
    assert_eq!(last_day, Listing::Absent);
    let trial = of_data(vec![data(DATA, "2026-03-16")], |written| {
        written.habilitation[1].etape = Etape::BacASable;
    });
    assert_eq!(trial, Listing::Unlisted);
    let mut written = cantine();
    written.habilitation[1].numero = String::new();
    assert_eq!(listings(vec![], &written).len(), 1);
}

#[test]
fn tax_habilitation_for_trials_is_another_service_than_the_real_one() {
    let found = |service: &str, etape| {
        let lines = vec![line(service, VALBOURG, "dgfip_rfr", "2026-04-07")];
        of_data(lines, |written| {
            let habilitation = &mut written.habilitation[1];
            habilitation.fournisseur = HabilitationKind::ApiImpotParticulier;
            habilitation.modalite = Some(ModaliteAccordee::FranceConnect);
            habilitation.scopes = vec!["dgfip_rfr".to_owned()];
            habilitation.etape = etape;
        })
    };
    let (real, trial) = ("APIImpotParticulier", "APIImpotParticulierSandbox");
    let there = confirmed("2026-04-07");
    assert_eq!(found(real, Etape::Production), there);
    assert_eq!(found(trial, Etape::BacASable), there);
    assert_eq!(found(trial, Etape::Production), Listing::Absent);
    assert_eq!(found(real, Etape::BacASable), Listing::Absent);
}

#[test]
fn only_what_is_absent_or_misses_scopes_alerts() {
    let quiet = [
        Listing::Confirmed(None),
        Listing::TooRecent(today()),
        Listing::Ended,
        Listing::Unlisted,
    ];
    assert!(!quiet.iter().any(Listing::alerts));
    assert!(Listing::Absent.alerts() && Listing::ScopesMissing(BTreeSet::new()).alerts());
}

#[test]
fn odd_lines_are_left_out_and_counted() {
    let odd = vec![
        row(&[]),
        row(&["Fournisseur"]),
        line("APIParticulier", "2199999920001", DATA, "2026-03-16"),
        line("APIParticulier", "2,1999999E+13", DATA, "2026-03-16"),
        line(
            "APIParticulier",
            VALBOURG,
            "[\"cnaf_adresse\"",
            "2026-03-16",
        ),
        line("APIParticulier", VALBOURG, "[1]", "2026-03-16"),
        line("APIParticulier", VALBOURG, "[\"cnaf adresse\"]", ""),
        line("APIParticulier", VALBOURG, "cnaf_adresse,", ""),
        line(
            "APIParticulier",
            VALBOURG,
            "cnaf_adresse,\ncnaf_enfants",
            "",
        ),
        line(
            "APIParticulier",
            VALBOURG,
            "cnaf_adresse cnaf_quotient_familial",
            "",
        ),
        // Of no use to a démarche, whatever it holds.
        line("", "", "[", ""),
        // Too long and padded, and read.
        [
            line("apiparticulier", " 21999999200015 ", " cnaf_adresse ", ""),
            row(&["", ""]),
        ]
        .concat(),
    ];
    let list = list(odd).expect("a list");
    assert_eq!(list.unread, 10);
    let listed = list.compare(&cantine(), today());
    assert_eq!(listed[1].listing, missing(&["cnaf_quotient_familial"]));
}

#[test]
fn columns_are_found_by_name_wherever_they_are() {
    let rows = [
        row(&[
            "Date de validation",
            "Données demandées",
            "Nouvelle",
            " SIRET du demandeur ",
            "API ou Service demandé",
        ]),
        row(&["2026-03-16", DATA, "?", VALBOURG, "APIParticulier"]),
    ];
    let list = PublishedList::read(rows, None, today()).expect("a list");
    assert_eq!(
        list.compare(&cantine(), today())[1].listing,
        confirmed("2026-03-16")
    );
}

#[test]
fn rejects_what_is_not_the_list() {
    for (bytes, fault) in [
        (&b""[..], PublishedFault::Empty),
        ("\u{feff} \r\n".as_bytes(), PublishedFault::Empty),
        (b"API ou Service demand\xe9", PublishedFault::NotUtf8),
        (b"PK\x03\x04\xff", PublishedFault::NotUtf8),
        (b"\n<!DOCTYPE html>", PublishedFault::WebPage),
    ] {
        assert_eq!(published_text(bytes), Err(fault), "{}", fault.code());
    }
    assert_eq!(published_text("\u{feff}é".as_bytes()), Ok("é"));
    let read = |rows: Vec<Vec<String>>| PublishedList::read(rows, None, today()).err();
    for (index, column) in [
        (1, "API ou Service demandé"),
        (2, "SIRET du demandeur"),
        (4, "Données demandées"),
        (6, "Date de validation"),
    ] {
        let mut header = header();
        header[index].clear();
        let fault = PublishedFault::MissingColumn(column);
        assert_eq!(read(vec![header, identity()]), Some(fault));
    }
    assert_eq!(read(vec![]), Some(PublishedFault::Empty));
    assert_eq!(read(vec![header()]), Some(PublishedFault::NoLine));
    let unknown = line("france_connect", VALBOURG, IDENTITY, "2026-03-02");
    assert_eq!(read(vec![header(), unknown]), Some(PublishedFault::NoLine));
    let undated = line("FranceConnect", VALBOURG, IDENTITY, "2026-11-22");
    assert_eq!(read(vec![header(), undated]), Some(PublishedFault::NoDate));
}

#[test]
fn list_is_as_old_as_its_latest_line_unless_it_is_said_to_be_newer() {
    let of = |latest: &str, said: Option<&str>| {
        let rows = [
            header(),
            line("FranceConnect", VALBOURG, IDENTITY, "2025-03-03"),
            line("APIEntreprise", "", "", latest),
            line("APIEntreprise", "", "", "2062-01-01"),
        ];
        PublishedList::read(rows, said.map(day), today())
    };
    for (said, expected) in [
        (None, Ok(day("2026-10-30"))),
        (Some("2026-11-01"), Ok(day("2026-11-01"))),
        (Some("2026-10-30"), Ok(day("2026-10-30"))),
        (
            Some("2026-10-29"),
            Err(PublishedFault::Newer(day("2026-10-30"))),
        ),
    ] {
        let found = of("2026-10-30", said).map(|list| list.day);
        assert_eq!(found, expected, "{said:?}");
    }
    for (latest, said, today, newer) in [
        // The one of the 1st of November, until the one of December is certainly out.
        ("2026-10-30", None, "2026-12-01", None),
        ("2026-10-30", None, "2026-12-02", Some("2026-12-01")),
        ("2026-11-01", None, "2026-12-01", None),
        ("2026-11-01", None, "2026-12-02", Some("2026-12-01")),
        ("2026-09-30", None, "2026-11-01", None),
        ("2026-09-30", None, "2026-11-21", Some("2026-11-01")),
        ("2026-10-01", None, "2026-11-02", Some("2026-11-01")),
        // Made by hand between two.
        ("2026-10-12", Some("2026-10-12"), "2026-11-01", None),
        (
            "2026-10-12",
            Some("2026-10-12"),
            "2026-11-02",
            Some("2026-11-01"),
        ),
        ("2025-12-31", None, "2026-01-02", None),
        ("2025-12-31", None, "2026-02-02", Some("2026-02-01")),
    ] {
        let list = of(latest, said).expect("a list");
        let found = list.superseded_by(day(today));
        assert_eq!(found, newer.map(day), "{latest} {said:?} on {today}");
    }
}

#[test]
fn too_recent_names_the_first_list_that_will_show_it() {
    for (latest, since, today, next) in [
        // That of the 1st may be late: it is still the one to wait for.
        ("2026-10-30", "2026-11-10", "2026-11-30", "2026-12-01"),
        ("2026-10-30", "2026-11-10", "2026-12-01", "2026-12-01"),
        ("2026-10-30", "2026-11-10", "2026-12-02", "2026-12-01"),
        ("2026-11-30", "2026-12-31", "2027-01-01", "2027-01-01"),
        // Validated on the day of a list, it may have come after it.
        ("2026-10-30", "2026-10-30", "2026-11-21", "2026-12-01"),
        ("2026-10-30", "2026-12-01", "2026-12-01", "2027-01-01"),
        // What an old list misses is looked for in the newest.
        ("2026-09-29", "2026-10-12", "2026-12-20", "2026-12-01"),
        ("2027-12-31", "2028-02-29", "2028-02-29", "2028-03-01"),
    ] {
        let rows = [header(), line("FranceConnect", VALBOURG, IDENTITY, latest)];
        let today = day(today);
        let list = PublishedList::read(rows, None, today).expect("a list");
        let mut written = cantine();
        written.habilitation[1].du = since.to_owned();
        let found = &list.compare(&written, today)[1].listing;
        let expected = Listing::TooRecent(day(next));
        assert_eq!(*found, expected, "{latest} {since} on {today}");
    }
}
