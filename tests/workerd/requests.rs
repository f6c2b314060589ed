//! What the sources are sent: the parameters they know, and nothing that is not theirs.
//!
//! That a citizen's token never goes where the town's does, nor the other way, needs no test of its
//! own: the sandbox refuses each on the other's routes, and the values would not come.

use serde_json::{Value, json};
use unefois_tests::journey::Tab;

use crate::bench::Bench;
use crate::forms::{
    CRECHE, ENERGIE, ETUDES, Form, LOGIN, MARIAMA, PLATE, Person, SPORT, STATIONNEMENT,
};

const RECIPIENT: (&str, &str) = ("recipient", "21999999200015");

/// What each source was last sent, after somebody came up to the release page.
fn sent(form: &Form, (login, sources, typed): Person) -> Value {
    let bench = Bench::lease();
    let mut browser = form.browser(&bench);
    browser.reach_release_with(&Tab::open(), sources, login, typed);
    bench.last_requests().unwrap()
}

/// A source must have been sent this, cache aside, and no parameter more.
fn assert_sent(sent: &Value, source: &str, path: &str, query: &[(&str, &str)]) {
    let request = &sent[source];
    assert_eq!(request["path"], path);
    assert_eq!(request["query"], json!(query), "{source}");
    // Every answer that is kept is good for a day; only a month asks for another.
    assert_eq!(request["headers"].get("cache-control"), None, "{source}");
}

#[test]
fn civil_status_goes_in_the_parameters_with_the_first_names_one_by_one() {
    let camille = [
        RECIPIENT,
        ("nomNaissance", "LEFÈVRE"),
        ("nomUsage", "MARTIN"),
        ("prenoms[]", "Camille"),
        ("prenoms[]", "Louise"),
        ("anneeDateNaissance", "1987"),
        ("moisDateNaissance", "3"),
        ("jourDateNaissance", "12"),
        ("sexeEtatCivil", "F"),
        ("codeCogInseePaysNaissance", "99100"),
        ("codeCogInseeCommuneNaissance", "69123"),
    ];
    let sent = sent(&CRECHE, ("camille", "eaje,aeeh", &[]));
    for (source, path) in [
        ("eaje", "/v3/dss/participation_familiale_eaje/identite"),
        ("aeeh", "/v3/dss/allocation_enfant_handicape/identite"),
    ] {
        assert_sent(&sent, source, path, &camille);
    }
}

#[test]
fn citizens_token_goes_with_the_recipient_and_what_was_typed_alone() {
    let typed = ("camille", "vehicule,impots_adresse", &[PLATE][..]);
    let sent = sent(&STATIONNEMENT, typed);
    assert_sent(
        &sent,
        "vehicule",
        "/v3/ants/extrait_immatriculation_vehicule/france_connect",
        &[RECIPIENT, ("immatriculation", "VB-210-CL")],
    );
    let path = "/dgfip/impotparticulier/1.0/dernieresituation/ir/assiettes/deuxans";
    assert_sent(&sent, "impots", path, &[]);
}

#[test]
fn tax_office_is_told_the_service_and_a_new_correlation_each_time() {
    let correlations = [(); 2].map(|()| {
        let sent = sent(&STATIONNEMENT, ("camille", "impots_adresse", &[]));
        let headers = &sent["impots"]["headers"];
        assert_eq!(headers["id_teleservice"], "valbourg-stationnement");
        let id = headers["x-correlation-id"].as_str().unwrap().to_owned();
        assert_uuid(&id);
        id
    });
    assert_ne!(correlations[0], correlations[1]);
}

fn assert_uuid(text: &str) {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    assert_eq!(lengths, [8, 4, 4, 4, 12], "{text}");
    let mut digits = text.bytes().filter(|byte| *byte != b'-');
    assert!(digits.all(|digit| digit.is_ascii_hexdigit()), "{text}");
    assert_eq!(text.as_bytes()[14], b'4', "not drawn at random: {text}");
}

#[test]
fn token_of_the_tax_office_is_asked_for_one_resource() {
    let mut bench = Bench::lease();
    bench.restart_edge().unwrap();
    let mut browser = ENERGIE.browser(&bench);
    browser.reach_release(&Tab::open(), "impots", "camille");
    let asked = &bench.last_requests().unwrap()["dgfip_token"];
    assert_eq!(asked["path"], "/dgfip/token");
    let form = [
        ("grant_type", "client_credentials"),
        ("scope", "RessourceIRDerniere2"),
    ];
    assert_eq!(asked["query"], json!(form));
}

#[test]
fn identifier_goes_to_both_sources_of_its_provider_and_to_no_other() {
    let all = "impots,rsa,france_travail,france_travail_paiements";
    let sent = sent(&ENERGIE, ("camille", all, &[LOGIN]));
    let query = [RECIPIENT, ("identifiant", "camille.lefevre69")];
    for (source, path) in [
        ("france_travail", "/v3/france_travail/statut/identifiant"),
        (
            "france_travail_paiements",
            "/v3/france_travail/indemnites/identifiant",
        ),
    ] {
        assert_sent(&sent, source, path, &query);
    }
    for source in ["impots", "rsa"] {
        let written = sent[source].to_string();
        assert!(!written.contains("camille.lefevre69"), "{written}");
    }
}

#[test]
fn school_is_told_the_child_and_where_to_look_and_nothing_of_the_parent() {
    let sent = sent(&SPORT, ("fatou", "scolarite", &MARIAMA));
    let began = crate::forms::school_year().to_string();
    let query = [
        RECIPIENT,
        ("nomNaissance", "Diop"),
        ("prenoms[]", "Mariama"),
        ("anneeDateNaissance", "2013"),
        ("moisDateNaissance", "9"),
        ("jourDateNaissance", "1"),
        ("sexeEtatCivil", "F"),
        ("anneeScolaire", &began),
        ("degreEtablissement", "2D"),
        ("codesBcnDepartements[]", "069"),
    ];
    assert_sent(&sent, "scolarite", "/v5/men/scolarites/identite", &query);
}

#[test]
fn source_is_asked_by_the_way_its_demarche_chooses() {
    let all = "etudiant,boursier,service_civique,service_national";
    let sent = sent(&ETUDES, ("maiwenn", all, &[]));
    for (source, path) in [
        ("etudiant", "/v3/mesri/statut_etudiant/identite"),
        ("boursier", "/v4/cnous/etudiant_boursier/france_connect"),
        (
            "service_civique",
            "/v3/gip_mds/service_civique/france_connect",
        ),
        (
            "service_national",
            "/v3/dsnj/service_national/france_connect",
        ),
    ] {
        assert_eq!(sent[source]["path"], path);
    }
    for source in ["service_civique", "service_national"] {
        assert_eq!(sent[source]["query"], json!([RECIPIENT]), "{source}");
    }
    // The gateway lets nobody name a campaign before the year it began in is over.
    let (year, began) = (crate::forms::this_month().0, crate::forms::school_year());
    let named = (began < year).then(|| json!(["campaignYear", began.to_string()]));
    let query: Vec<_> = [json!(RECIPIENT)].into_iter().chain(named).collect();
    assert_eq!(sent["boursier"]["query"], json!(query));
}
