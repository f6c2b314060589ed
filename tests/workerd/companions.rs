//! What a person types proves nothing: another source must first say that it is theirs.

use serde_json::{Value, json};
use unefois_tests::journey::{ReleasePage, Tab};
use unefois_tests::stack::Options;

use crate::bench::{Bench, demarche};
use crate::forms::{ENERGIE, LOGIN, MARIAMA, SPORT, TRANSPORT, without_a_family_file};
use crate::nominal::{check_only_identity, values};

const NOT_IN_FAMILY: &str = "Cet enfant n’est pas dans votre dossier CAF ou MSA.";
const NOT_YOURS: &str = "n’est pas à votre nom";

/// A child whom a person types must be told not to be theirs, and their school never asked.
fn check_refused(login: &str, typed: &[(&str, &str)], outcome: &str, sentence: &str) {
    let mut bench = Bench::lease();
    let mut browser = SPORT.browser(&bench);
    let sources = "scolarite,eleve_boursier";
    let page = browser.reach_release_with(&Tab::open(), sources, login, typed);
    let calls = bench.take_calls().unwrap();
    assert_eq!(calls.get("sources.scolarite"), None, "{login}: {calls}");
    assert!(
        !page.missing.is_empty() && page.missing.iter().all(|line| line.contains(sentence)),
        "{login}: {:?}",
        page.missing
    );
    assert!(page.ids().iter().all(|id| id.starts_with("identite")));
    let lines = bench.events_until("source");
    let lines = lines.iter().filter(|line| line["event"] == "source");
    for line in lines {
        assert_eq!(line["outcome"], outcome, "{login}");
    }
}

#[test]
fn school_is_never_asked_about_a_child_who_is_not_in_the_family_file() {
    // Another's child, then their own with each fact wrong.
    check_refused("camille", &MARIAMA, "child_not_found", NOT_IN_FAMILY);
    for (name, wrong) in [
        ("education.nom_naissance", "Sarr"),
        ("education.prenoms", "Aminata"),
        ("education.date_naissance", "02/09/2013"),
    ] {
        let typed = MARIAMA.map(|(known, text)| (known, if known == name { wrong } else { text }));
        check_refused("fatou", &typed, "child_not_found", NOT_IN_FAMILY);
    }
}

#[test]
fn school_is_never_asked_when_there_is_no_family_file() {
    let told = match without_a_family_file() {
        ("no_file", _) => ("child_not_found", NOT_IN_FAMILY),
        early => early,
    };
    check_refused("ines", &MARIAMA, told.0, told.1);
    for login in ["roman", "nadege"] {
        check_refused(login, &MARIAMA, "child_not_found", NOT_IN_FAMILY);
    }
}

#[test]
fn school_is_never_asked_while_the_family_file_cannot_be_had() {
    let mut bench = Bench::lease();
    let fault = "source_500_00500@quotient_familial";
    bench.set_faults(&[fault]).unwrap();
    let mut browser = SPORT.browser(&bench);
    let page = browser.reach_release_with(&Tab::open(), "scolarite", "fatou", &MARIAMA);
    assert!(page.ids().iter().all(|id| id.starts_with("identite")));
    assert_eq!(bench.event("source")["outcome"], "companion_down");
    assert_eq!(bench.count_calls("sources.scolarite"), 0);
}

#[test]
fn family_file_asked_for_a_proof_is_not_shown() {
    let bench = Bench::lease();
    let mut browser = SPORT.browser(&bench);
    let tab = Tab::open();
    let page = browser.reach_release_with(&tab, "scolarite", "fatou", &MARIAMA);
    for word in ["Ousmane", "Khady", "Quotient familial"] {
        assert!(!page.html.contains(word), "{word}");
    }
    assert_eq!(page.lists, []);
    let hand_off = browser.accept_everything(&page);
    let found = values(&browser.redeem(&tab, &hand_off));
    assert!(
        found
            .iter()
            .all(|(chemin, _)| chemin.starts_with("identite.") || chemin.starts_with("scolarite.")),
        "{found:?}"
    );
}

#[test]
fn child_of_the_family_without_a_school_is_told_so() {
    let mut bench = Bench::lease();
    let mut browser = SPORT.browser(&bench);
    let typed = [
        ("education.nom_naissance", "DIOP"),
        ("education.prenoms", "Khady"),
        ("education.date_naissance", "14/02/2021"),
        ("education.sexe", "F"),
    ];
    let page = browser.reach_release_with(&Tab::open(), "scolarite", "fatou", &typed);
    let told = "Aucune inscription trouvée pour cet enfant.";
    assert!(page.missing.iter().all(|line| line.contains(told)));
    // A slip of the pen shows beside the reason, isolated from its sentence.
    let typed = "<bdi>Vous avez écrit\u{a0}: Nom de naissance de l’enfant\u{a0}: DIOP ; Prénoms de l’enfant\u{a0}: Khady ; \
                 Date de naissance de l’enfant\u{a0}: 14\u{a0}février 2021 ; Sexe de l’enfant\u{a0}: ";
    let with_typed = page.missing.iter().filter(|line| line.contains(typed));
    assert_eq!(with_typed.count(), 1, "{:?}", page.missing);
    assert_eq!(bench.event("source")["outcome"], "pupil_not_found");
    assert_eq!(bench.count_calls("sources.scolarite"), 1);
}

#[test]
fn identifier_of_somebody_else_shows_nothing_and_their_payments_are_never_asked() {
    let mut bench = Bench::lease();
    let mut browser = ENERGIE.browser(&bench);
    let sources = "france_travail,france_travail_paiements";
    let typed = [("france_travail.identifiant", "h.lemoine")];
    let tab = Tab::open();
    let page = browser.reach_release_with(&tab, sources, "camille", &typed);
    let calls = bench.take_calls().unwrap();
    assert_eq!(calls.get("sources.france_travail_paiements"), None);
    assert!(
        !page.missing.is_empty() && page.missing.iter().all(|line| line.contains(NOT_YOURS)),
        "{:?}",
        page.missing
    );
    for word in ["LEMOINE", "FORGES", "2024-02-01", "1er février 2024"] {
        assert!(!page.html.contains(word), "{word}");
    }
    let hand_off = browser.accept(&page);
    let found = values(&browser.redeem(&tab, &hand_off));
    check_only_identity(&found);
    let mut lines = bench.events_until("released");
    lines.retain(|line| line["event"] == "source");
    assert_eq!(lines.len(), 2);
    for line in lines {
        assert_eq!(line["outcome"], "not_yours", "{line}");
        assert_eq!(line["level"], "error", "{line}");
    }
    bench.check_told_nothing_of(&["LEMOINE", "h.lemoine"]);
}

#[test]
fn registration_in_another_name_shows_nothing() {
    let mut bench = Bench::lease();
    let fault = "source_other_holder@france_travail";
    bench.set_faults(&[fault]).unwrap();
    let mut browser = TRANSPORT.browser(&bench);
    let page = browser.reach_release_with(&Tab::open(), "france_travail", "camille", &[LOGIN]);
    assert!(page.missing.iter().all(|line| line.contains(NOT_YOURS)));
    assert!(page.ids().iter().all(|id| id.starts_with("identite")));
    assert_eq!(bench.event("source")["outcome"], "not_yours");
}

#[test]
fn athletes_number_of_somebody_else_shows_nothing() {
    let mut bench = Bench::lease();
    let typed = [("sports.identifiant", "990017")];
    let mut browser = SPORT.browser(&bench);
    let page = browser.reach_release_with(&Tab::open(), "sportif", "ornella", &typed);
    assert!(!page.html.contains("aviron") && !page.html.contains("Tiago"));
    assert_eq!(bench.event("source")["outcome"], "not_yours");
}

#[test]
fn vehicle_of_somebody_else_is_told_and_shows_nothing() {
    let mut bench = Bench::lease();
    let typed = [("france_titres.immatriculation", "TG-512-MA")];
    let mut browser = crate::forms::STATIONNEMENT.browser(&bench);
    let page = browser.reach_release_with(&Tab::open(), "vehicule", "camille", &typed);
    let told = "Votre nom n’est pas sur la carte grise de ce véhicule.";
    assert!(
        !page.missing.is_empty() && page.missing.iter().all(|line| line.contains(told)),
        "{:?}",
        page.missing
    );
    assert!(!page.html.contains("FOURGON"));
    let source = bench.event("source");
    assert_eq!(source["outcome"], "plate_not_yours");
    assert_eq!(source["fields"], json!(0));
}

#[test]
fn one_childs_school_never_leaves_with_the_identity_of_another() {
    let bench = Bench::lease();
    let mut browser = SPORT.browser(&bench);
    let tab = Tab::open();
    let sources = "quotient_familial,scolarite,eleve_boursier";
    let page = browser.reach_release_with(&tab, sources, "fatou", &MARIAMA);
    let [list] = &page.lists[..] else {
        panic!("{:?}", page.lists)
    };
    let row = |is_hers: bool| {
        let row = list
            .rows
            .iter()
            .find(|row| row.label.starts_with("Mariama") == is_hers);
        row.unwrap().id.as_str()
    };
    let mut ids = page.ticked();
    ids.push(row(false));
    let refused = browser.send(&page, &ids);
    assert_eq!(refused.status, 422);
    let again = ReleasePage::of(&refused);
    let [problem] = &again.problems[..] else {
        panic!("{:?}", again.problems)
    };
    assert!(
        problem.sentence.contains("Choisissez le même enfant"),
        "{}",
        problem.sentence
    );
    let mut ids = again.ticked();
    ids.retain(|id| *id != row(false));
    ids.push(row(true));
    let answer = browser.send(&again, &ids);
    let hand_off = browser.hand_off(&answer);
    let found = values(&browser.redeem(&tab, &hand_off));
    let first = found
        .iter()
        .find(|(chemin, _)| chemin == "enfants[0].prenoms");
    assert!(first.unwrap().1.as_str().unwrap().starts_with("Mariama"));
    assert!(
        found
            .iter()
            .any(|(chemin, _)| chemin.starts_with("scolarite."))
    );
}

#[test]
fn sources_that_ask_one_thing_share_one_answer() {
    let bench = Bench::lease();
    // Longer than all retries together: the gateway refuses a request while the same one is running.
    let delays = json!({ "quotient_familial": 2500, "scolarite": 2500, "france_travail": 2500 });
    bench.set_source_delays(&delays).unwrap();
    let mut sport = SPORT.browser(&bench);
    let all = "quotient_familial,scolarite,eleve_boursier";
    let page = sport.reach_release_with(&Tab::open(), all, "fatou", &MARIAMA);
    let mut energy = ENERGIE.browser(&bench);
    let both = "france_travail,france_travail_paiements";
    let payments = energy.reach_release_with(&Tab::open(), both, "camille", &[LOGIN]);
    bench.set_source_delays(&json!({})).unwrap();
    for id in ["quotient_familial", "scolarite", "eleve_boursier"] {
        assert!(page.ids().contains(&id), "{id}: {:?}", page.missing);
    }
    for id in ["france_travail", "paiements[0]"] {
        assert!(payments.ids().contains(&id), "{id}: {:?}", payments.missing);
    }
    let calls = bench.take_calls().unwrap();
    for source in [
        "quotient_familial",
        "scolarite",
        "france_travail",
        "france_travail_paiements",
    ] {
        assert_eq!(calls[format!("sources.{source}")], 1, "{source}");
    }
}

/// The quotient is asked with the person's own token, before their identity is proven.
fn by_the_citizens_token(deployment: &mut Value) {
    let demarche = demarche(deployment, "coupon-sport-valbourg");
    demarche["source"][0]["modalite"] = json!("france_connect");
    let granted = json!({
        "numero": "H71029",
        "fournisseur": "api_particulier",
        "modalite": "france_connect",
        "habilitation_franceconnect": "H71014",
        "scopes": ["cnaf_quotient_familial", "cnaf_enfants"],
        "du": "2026-03-16",
    });
    demarche["habilitation"]
        .as_array_mut()
        .unwrap()
        .push(granted);
}

#[test]
fn proof_waits_for_what_the_citizens_token_has_already_asked() {
    let bench = Bench::private(Options {
        amend: Some(by_the_citizens_token),
        ..Options::for_tests()
    });
    bench
        .set_source_delays(&json!({ "quotient_familial": 2500 }))
        .unwrap();
    let mut browser = SPORT.browser(&bench);
    let both = "quotient_familial,scolarite";
    let page = browser.reach_release_with(&Tab::open(), both, "fatou", &MARIAMA);
    for id in ["quotient_familial", "scolarite"] {
        assert!(page.ids().contains(&id), "{id}: {:?}", page.missing);
    }
    let calls = bench.take_calls().unwrap();
    assert_eq!(calls["sources.quotient_familial"], 1, "{calls}");
}

/// The family file and the registration fill nothing: they only prove whose school and payments these are.
fn without_fields_of_the_proof(deployment: &mut Value) {
    let champs = demarche(deployment, "coupon-sport-valbourg")["champ"]
        .as_array_mut()
        .unwrap();
    champs.retain(|champ| {
        let chemin = champ["chemin"].as_str().unwrap();
        !chemin.starts_with("enfants[]") && !chemin.starts_with("quotient_familial.")
    });
}

#[test]
fn source_asked_for_a_proof_alone_is_told_in_the_legal_notice() {
    let bench = Bench::private(Options {
        amend: Some(without_fields_of_the_proof),
        ..Options::for_tests()
    });
    let mut browser = SPORT.browser(&bench);
    let url = browser.edge("/v1/information/coupon-sport-valbourg");
    let notice = browser.client.get(&url).unwrap().text();
    assert!(notice.contains("Noms et dates de naissance des enfants de votre dossier."));
    assert!(
        !notice.contains("Montant et mois"),
        "the quotient is not asked"
    );
}
