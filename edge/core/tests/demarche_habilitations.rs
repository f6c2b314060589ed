//! What a habilitation must be for its scopes to count: ours, whole, of production, in force.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/built.rs"]
mod built;
mod support;

use built::{Asked, broken, table};
use support::{checked, example, today};
use time::{Date, Duration};
use toml::{Table, Value, toml};
use unefois_core::datapass::Standings;
use unefois_core::demarche::{DemarcheChecked, warnings};
use unefois_core::sources::{AnneeRevenus, SourceSpec, impots, quotient_familial, vehicule};

/// School meals priced on the tax return of last year: the invented town's second canteen.
fn meals() -> Table {
    let mut asked = Asked::whole(&impots::SOURCE);
    let annee = Some(AnneeRevenus::NMoins1);
    asked.access = impots::SOURCE.access(None, annee).expect("last year");
    table("cantine_scolaire", &[asked])
}

/// A démarche that asks for all a source gives.
fn whole(usage: &str, source: &'static SourceSpec) -> Table {
    table(usage, &[Asked::whole(source)])
}

/// The data habilitation of a démarche that has one.
fn data(table: &mut Table) -> &mut Table {
    table["habilitation"][1]
        .as_table_mut()
        .expect("a habilitation")
}

fn scopes(habilitation: &mut Table) -> &mut Vec<Value> {
    habilitation["scopes"].as_array_mut().expect("scopes")
}

fn rejects(mut demarche: Table, change: impl Fn(&mut Table), rule: &'static str, at: &str) {
    assert_eq!(broken(demarche.clone()), [], "before it is changed");
    change(&mut demarche);
    let found = broken(demarche);
    assert!(
        found.contains(&(rule, at.to_owned())),
        "{rule} {at}: {found:?}"
    );
}

fn set(table: &mut Table, key: &str, value: impl Into<Value>) {
    table.insert(key.to_owned(), value.into());
}

#[test]
fn scopes_of_a_habilitation_of_the_collectivite_are_accepted() {
    let mut demarche = meals();
    set(data(&mut demarche), "siret", "21999999200015");
    set(data(&mut demarche), "habilitation_franceconnect", "90001");
    assert_eq!(broken(demarche), []);
}

#[test]
fn rejects_scopes_of_a_habilitation_of_another_body() {
    let another = |table: &mut Table| set(data(table), "siret", "35600000012345");
    rejects(meals(), another, "autre_siret", "habilitation[1].siret");
    let broken = |table: &mut Table| set(data(table), "siret", "21999999200016");
    rejects(meals(), broken, "siret", "habilitation[1].siret");
}

#[test]
fn rejects_scopes_the_habilitation_does_not_grant() {
    let without = |scope: &'static str| {
        move |table: &mut Table| {
            scopes(data(table)).retain(|granted| granted.as_str() != Some(scope))
        }
    };
    rejects(
        meals(),
        without("dgfip_rfr"),
        "champ_non_habilite",
        "champ[1].chemin",
    );
    let year = |table: &mut Table| {
        let scopes = scopes(data(table));
        scopes.retain(|scope| scope.as_str() != Some("dgfip_annee_n_moins_1"));
        scopes.push("dgfip_annee_n_moins_3".into());
    };
    rejects(meals(), year, "source_non_habilitee", "source[0].id");
    let never = |table: &mut Table| {
        let champs = table["champ"].as_array_mut().expect("fields");
        champs.push(toml! { chemin = "impot.revenu_brut_global" }.into());
    };
    rejects(meals(), never, "champ_inconnu", "champ[7].chemin");
}

#[test]
fn rejects_years_that_datapass_would_not_grant() {
    let at = "habilitation[1].scopes";
    let none = |table: &mut Table| {
        scopes(data(table)).retain(|scope| !scope.as_str().is_some_and(|it| it.contains("annee")));
    };
    rejects(meals(), none, "annee_absente", at);
    let add = |scope: &'static str| move |table: &mut Table| scopes(data(table)).push(scope.into());
    let fallback = "dgfip_annee_n_moins_2_si_indispo_n_moins_1";
    rejects(meals(), add(fallback), "annees_incompatibles", at);
    rejects(meals(), add("dgfip_IndLep"), "lep", at);
    let latest = whole("cantine_scolaire", &impots::SOURCE);
    let death = add("dgfip_annee_df_au_3112_si_deces_ctb_mp");
    rejects(latest, death, "annees_incompatibles", at);
    let elsewhere = whole("cantine_scolaire", &quotient_familial::SOURCE);
    rejects(elsewhere, add("dgfip_IndLep"), "lep", at);
    let mut several = meals();
    scopes(data(&mut several)).push("dgfip_annee_n_moins_2".into());
    assert_eq!(broken(several), [], "plain years go together");
}

#[test]
fn rejects_data_whose_franceconnect_habilitation_is_not_named() {
    const RULE: &str = "habilitation_franceconnect";
    let at = "habilitation[1].habilitation_franceconnect";
    let name = |numero: &'static str| move |table: &mut Table| set(data(table), RULE, numero);
    rejects(meals(), |table| drop(data(table).remove(RULE)), RULE, at);
    rejects(meals(), name("H90009"), RULE, at);
    rejects(meals(), name("H90004"), RULE, at);
    let alone = |table: &mut Table| {
        table["habilitation"]
            .as_array_mut()
            .expect("habilitations")
            .remove(0);
    };
    rejects(
        meals(),
        alone,
        RULE,
        "habilitation[0].habilitation_franceconnect",
    );
    let of_identity = |table: &mut Table| {
        set(
            table["habilitation"][0].as_table_mut().expect("the first"),
            RULE,
            "H90001",
        );
    };
    rejects(
        meals(),
        of_identity,
        RULE,
        "habilitation[0].habilitation_franceconnect",
    );
}

#[test]
fn rejects_data_whose_franceconnect_habilitation_lacks_part_of_the_identity() {
    let split = |table: &mut Table| {
        let habilitations = table["habilitation"].as_array_mut().expect("habilitations");
        let mut second = habilitations[0].as_table().expect("the first").clone();
        set(&mut second, "numero", "H90005");
        scopes(&mut second).retain(|scope| scope.as_str() != Some("birthplace"));
        habilitations.push(second.into());
        set(data(table), "habilitation_franceconnect", "H90005");
    };
    let at = "habilitation[1].habilitation_franceconnect";
    rejects(meals(), split, "identite_pivot", at);
}

#[test]
fn rejects_the_same_habilitation_under_two_spellings() {
    let again = |table: &mut Table| {
        let twice = table["habilitation"][0]
            .as_table()
            .expect("the first")
            .clone();
        let habilitations = table["habilitation"].as_array_mut().expect("habilitations");
        habilitations.push(twice.into());
        set(
            habilitations[2].as_table_mut().expect("the third"),
            "numero",
            "90001",
        );
    };
    rejects(meals(), again, "doublon", "habilitation[2].numero");
}

#[test]
fn rejects_tax_data_without_a_homologation_in_force() {
    let period = |du: &'static str, au: &'static str| {
        move |table: &mut Table| {
            set(
                table["homologation"].as_table_mut().expect("a section"),
                "du",
                du,
            );
            set(
                table["homologation"].as_table_mut().expect("a section"),
                "au",
                au,
            );
        }
    };
    let absent = |table: &mut Table| drop(table.remove("homologation"));
    rejects(meals(), absent, "homologation_absente", "homologation");
    let over = period("2023-11-01", "2026-11-20");
    rejects(meals(), over, "homologation_expiree", "homologation.au");
    let future = period("2026-11-22", "2029-11-20");
    rejects(meals(), future, "homologation_future", "homologation.du");
    let inverted = period("2026-03-30", "2026-03-29");
    rejects(meals(), inverted, "dates_inversees", "homologation.au");
    let mut without_tax = whole("cantine_scolaire", &quotient_familial::SOURCE);
    without_tax.remove("homologation");
    assert_eq!(broken(without_tax), [], "nobody else asks for it");
}

#[test]
fn rejects_a_habilitation_that_ends_before_it_begins() {
    let inverted = |table: &mut Table| set(data(table), "au", "2026-03-15");
    rejects(meals(), inverted, "dates_inversees", "habilitation[1].au");
}

#[test]
fn rejects_a_sandbox_habilitation_with_production_hosts() {
    let at = "habilitation[1].etape";
    let mut trial = meals();
    set(data(&mut trial), "etape", "bac_a_sable");
    trial.remove("homologation");
    assert_eq!(
        broken(trial.clone()),
        [],
        "on this machine, without homologation"
    );
    let sandbox = "https://fcp-low.sbx.dev-franceconnect.fr/api/v2";
    let client = trial["franceconnect"].as_table_mut().expect("a section");
    client.remove("adresse_interne");
    set(client, "issuer", sandbox);
    trial["api_particulier"]["adresse"] = "https://staging.particulier.api.gouv.fr".into();
    assert_eq!(broken(trial.clone()), [], "the sandboxes themselves");
    for (section, key, address) in [
        (
            "franceconnect",
            "issuer",
            "https://oidc.franceconnect.gouv.fr/api/v2",
        ),
        (
            "franceconnect",
            "issuer",
            "https://dev-franceconnect.fr.example/api/v2",
        ),
        (
            "franceconnect",
            "adresse_interne",
            "https://oidc.franceconnect.gouv.fr/api/v2",
        ),
        (
            "api_particulier",
            "adresse",
            "https://particulier.api.gouv.fr",
        ),
        (
            "api_particulier",
            "adresse",
            "https://staging.particulier.api.gouv.fr.example",
        ),
    ] {
        let change = |table: &mut Table| {
            set(
                table[section].as_table_mut().expect("a section"),
                key,
                address,
            );
        };
        rejects(trial.clone(), change, "bac_a_sable", at);
    }
}

#[test]
fn rejects_vehicle_data_anywhere_but_for_the_price_of_parking() {
    assert_eq!(
        broken(whole("stationnement_residentiel", &vehicule::SOURCE)),
        []
    );
    for usage in ["autre", "carte_transport", "aide_sociale_facultative"] {
        let found = broken(whole(usage, &vehicule::SOURCE));
        assert!(
            found.contains(&("usage_interdit", "source[0].id".to_owned())),
            "{usage}: {found:?}"
        );
    }
}

fn covers(demarche: &DemarcheChecked, day: Date) -> bool {
    demarche
        .scopes_in_force(day, &Standings::default())
        .cover("impot.revenu_fiscal_reference")
}

/// A démarche accepted today, and the day after its `path` ended.
fn withholds_after(change: impl Fn(&mut Table)) {
    let mut table = meals();
    change(&mut table);
    let demarche = checked(table).expect("in force today");
    let tomorrow = today().next_day().expect("a day");
    assert!(covers(&demarche, today()) && !covers(&demarche, tomorrow));
}

#[test]
fn withholds_tax_data_the_day_after_its_habilitation_its_identity_or_its_homologation_ended() {
    let last = "2026-11-21";
    withholds_after(|table| set(data(table), "au", last));
    withholds_after(|table| {
        set(
            table["habilitation"][0].as_table_mut().expect("the first"),
            "au",
            last,
        );
    });
    withholds_after(|table| {
        set(
            table["homologation"].as_table_mut().expect("a section"),
            "au",
            last,
        );
    });
}

/// Days left and urgency of what a démarche warns of, `before` its last day.
fn warned(before: i64) -> Vec<(&'static str, i64, bool)> {
    let demarche = example("stationnement", |table| {
        set(
            table["habilitation"][1]
                .as_table_mut()
                .expect("a habilitation"),
            "au",
            "2027-03-31",
        );
        set(
            table["homologation"].as_table_mut().expect("a section"),
            "au",
            "2027-03-31",
        );
    });
    let last = Date::from_calendar_date(2027, time::Month::March, 31).expect("a day");
    let told = warnings(demarche.written(), last - Duration::days(before));
    assert_eq!(told, demarche.warnings(last - Duration::days(before)));
    let told = told.into_iter();
    told.map(|warning| (warning.rule, warning.days, warning.is_urgent))
        .collect()
}

#[test]
fn what_ends_is_told_from_sixty_days_before_and_loudly_in_the_last_fifteen() {
    assert_eq!(warned(61), []);
    for (before, is_urgent) in [(60, false), (16, false), (15, true), (0, true)] {
        let expected = ["habilitation_bientot_finie", "homologation_bientot_finie"];
        assert_eq!(
            warned(before),
            expected.map(|rule| (rule, before, is_urgent))
        );
    }
    assert_eq!(warned(-1), [], "what is over is a broken rule");
}

#[test]
fn warning_is_one_line_that_names_the_habilitation() {
    let demarche = example("cantine", |table| {
        set(data(table), "au", "2026-12-31");
    });
    let told: Vec<String> = demarche
        .warnings(today())
        .iter()
        .map(ToString::to_string)
        .collect();
    let line = "habilitation[1].au : [habilitation_bientot_finie] habilitation H70002, dernier jour le 2026-12-31, dans 40 jour(s)";
    assert_eq!(told, [line]);
}
