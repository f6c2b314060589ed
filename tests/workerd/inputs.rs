//! What a person types for a source: sealed on its way, checked for form, asked for again when it
//! cannot be used.

use serde_json::{Value, json};
use unefois_tests::client::Answer;
use unefois_tests::journey::{
    Browser, ChoicePage, ReleasePage, Tab, cookie_set, encoded, links, location, with_parameter,
};
use unefois_tests::stack::Options;

use crate::bench::{Bench, demarche};
use crate::forms::{LOGIN, MARIAMA, PLATE, SPORT, STATIONNEMENT, TRANSPORT};

/// The plate in the form that the choice page gives it.
pub const FIELD: &str = "saisie.france_titres.immatriculation";

/// Ways to write the plate that an address or a log might have.
const SPELLINGS: [&str; 4] = ["vb-210-cl", "vb 210 cl", "vb%20210%20cl", "vb210cl"];

/// The answer must be the edge's own page, which asks for the plate without any reproach.
pub fn assert_asked_again(answer: &Answer, what: &str) {
    assert_eq!(answer.status, 200, "{what}: {}", answer.text());
    assert_eq!(answer.header("location"), None, "{what}");
    assert_eq!(answer.header("set-cookie"), None, "{what}");
    let page = ChoicePage::of(answer);
    assert_eq!(page.value(FIELD), "", "{what}");
    assert_eq!(page.problems, [], "{what}");
    assert!(!page.html.contains("VB-210-CL"), "{what}");
}

#[test]
fn plate_is_sealed_before_it_travels_and_reaches_the_register() {
    let bench = Bench::lease();
    let mut browser = STATIONNEMENT.browser(&bench);
    let tab = Tab::open();
    let address = browser.start_address_with(&tab, "vehicule", &[PLATE]);
    let start = browser.client.get(&address).unwrap();
    let callback = browser.sign_in(&location(&start), "camille");
    let shown = browser.client.get(&callback).unwrap();
    let page = unefois_tests::journey::ReleasePage::of(&shown);
    let decided = browser.send(&page, &page.everything());
    let hand_off = browser.hand_off(&decided);
    let redeemed = browser.redeem(&tab, &hand_off);
    let asked = &bench.last_requests().unwrap()["vehicule"]["query"];
    assert_eq!(asked[1], json!(["immatriculation", "VB-210-CL"]));
    // Where it could be read by somebody else: addresses, the cookie, the log.
    let cookie = cookie_set(&start).unwrap().1;
    for text in [
        &address,
        &location(&start),
        &callback,
        &location(&decided),
        &cookie,
    ] {
        let text = text.to_lowercase();
        for plate in SPELLINGS {
            assert!(!text.contains(plate), "{text}");
        }
    }
    bench.check_told_nothing_of(&["VB-210-CL"]);
    bench.check_told_nothing_of(&SPELLINGS);
    // The form is told on what the values depend, not what was typed.
    let fields = redeemed["champs"].as_array().unwrap();
    let of_vehicle = |field: &&Value| field["chemin"] == "vehicule.marque";
    let provenance = &fields.iter().find(of_vehicle).unwrap()["provenance"];
    assert_eq!(provenance["saisies"], json!(["immatriculation"]));
    assert!(page.html.contains("Trouvé avec ce que vous avez écrit"));
}

#[test]
fn values_that_depend_on_nothing_typed_do_not_say_so() {
    let bench = Bench::lease();
    let mut browser = STATIONNEMENT.browser(&bench);
    let all = "vehicule,impots_adresse";
    let redeemed = browser.complete_with(&Tab::open(), all, "camille", &[PLATE]);
    for field in redeemed["champs"].as_array().unwrap() {
        let is_of_vehicle = field["chemin"].as_str().unwrap().starts_with("vehicule.");
        let saisies = field["provenance"].get("saisies");
        assert_eq!(saisies.is_some(), is_of_vehicle, "{field}");
    }
}

#[test]
fn rejects_inputs_in_a_wrong_form_by_their_names() {
    let mut bench = Bench::lease();
    let mut browser = STATIONNEMENT.browser(&bench);
    let address = browser.start_address(&Tab::open(), "vehicule,impots_adresse");
    let name = "france_titres.immatriculation";
    for typed in [
        "",
        " ",
        "VB-210-C",
        "VB-210-CLX",
        "bonjour",
        "AB-123-CD&recipient=1",
        "é",
        "٠١٢",
    ] {
        let answer = browser.post_inputs(&address, &[(name, typed)]);
        assert_eq!(answer.status, 422, "{typed}");
        let expected = json!({ "error": "inputs_refused", "refusees": [name] });
        assert_eq!(answer.json().unwrap(), expected, "{typed}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let told = bench.event("inputs_refused");
        assert_eq!(told["inputs"], json!([name]), "{typed}");
    }
    let answer = browser.post_inputs(&address, &[("vehicule.immatriculation", "VB-210-CL")]);
    assert_eq!(answer.status, 422, "a name of another source fills nothing");
}

#[test]
fn every_wrong_input_of_a_child_is_named_at_once() {
    let bench = Bench::lease();
    let mut browser = SPORT.browser(&bench);
    let address = browser.start_address(&Tab::open(), "scolarite,eleve_boursier,sportif");
    let typed = [
        ("education.nom_naissance", "D10P"),
        ("education.prenoms", "Mariama"),
        ("education.date_naissance", "31/02/2013"),
        ("education.sexe", "X"),
        ("sports.identifiant", "99 00 1a"),
    ];
    let answer = browser.post_inputs(&address, &typed);
    let refused = [
        "education.nom_naissance",
        "education.date_naissance",
        "education.sexe",
        "sports.identifiant",
    ];
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json().unwrap()["refusees"], json!(refused));
}

#[test]
fn rejects_inputs_that_are_not_the_json_asked_for() {
    let mut bench = Bench::lease();
    let mut browser = STATIONNEMENT.browser(&bench);
    let address = browser.start_address(&Tab::open(), "vehicule");
    let depart = address.split_once('?').unwrap().1.to_owned();
    let body = json!({ "depart": depart, "saisies": { PLATE.0: PLATE.1 } }).to_string();
    let large = json!({ "depart": depart, "saisies": { PLATE.0: "x".repeat(20_000) } }).to_string();
    let no_choice = with_parameter(&address, "sources", None);
    let no_choice = no_choice.split_once('?').unwrap().1;
    let no_choice = json!({ "depart": no_choice, "saisies": {} }).to_string();
    let foreign = json!({ "depart": depart, "saisies": { PLATE.0: 1 } }).to_string();
    let nowhere = json!({ "depart": "demarche=x", "saisies": {} }).to_string();
    let json_type = "application/json";
    let cases = [
        ("text/plain", body.as_str(), 415, "unsupported_media_type"),
        (
            "application/x-www-form-urlencoded",
            &body,
            415,
            "unsupported_media_type",
        ),
        ("", &body, 415, "unsupported_media_type"),
        (json_type, &large, 413, "too_large"),
        (json_type, "", 400, "malformed"),
        (json_type, "[]", 400, "malformed"),
        (json_type, "{}", 400, "malformed"),
        (json_type, &foreign, 400, "malformed"),
        (json_type, &nowhere, 400, "start_malformed"),
        (json_type, &no_choice, 400, "start_malformed"),
    ];
    let url = browser.edge("/v1/inputs");
    let origin = bench.addresses().forms_origin.clone();
    for (content_type, body, status, code) in cases {
        let headers = [("content-type", content_type), ("origin", &*origin)];
        let answer = browser
            .client
            .request("POST", &url, &headers, body.as_bytes())
            .unwrap();
        assert_eq!(answer.status, status, "{code}: {}", answer.text());
        assert_eq!(answer.json().unwrap()["error"], code);
        assert_eq!(bench.event("inputs_refused")["code"], code);
    }
    bench.check_told_nothing_of(&[PLATE.1]);
}

#[test]
fn inputs_sealed_for_something_else_are_asked_for_again() {
    let bench = Bench::lease();
    let mut browser = STATIONNEMENT.browser(&bench);
    let tab = Tab::open();
    let address = browser.start_address(&tab, "vehicule");
    let right = browser.seal_inputs(&address, &[PLATE]);
    let other_tab = browser.start_address(&Tab::open(), "vehicule");
    let of_other_tab = browser.seal_inputs(&other_tab, &[PLATE]);
    let mut transport = TRANSPORT.browser(&bench);
    let there = transport.start_address(&tab, "france_travail");
    let of_other_demarche = transport.seal_inputs(&there, &[LOGIN]);
    let cookie = browser
        .client
        .get(&format!("{address}&saisies={}", encoded(&right)))
        .unwrap();
    let cookie = cookie_set(&cookie).unwrap().1;
    let mut elsewhere = STATIONNEMENT.browser(&bench);
    let page = elsewhere.reach_release(&tab, "impots_adresse", "camille");
    let middle = right.len() / 2;
    let letter = if right.as_bytes()[middle] == b'A' {
        "B"
    } else {
        "A"
    };
    let altered = format!("{}{letter}{}", &right[..middle], &right[middle + 1..]);
    for (what, sealed) in [
        ("another tab", of_other_tab.as_str()),
        ("another démarche", &of_other_demarche),
        ("altered", &altered),
        ("cut", &right[1..]),
        ("a departure", &cookie),
        ("a release", &page.sealed),
        ("nothing", ""),
        ("a word", "x"),
        ("the plate itself", "VB-210-CL"),
    ] {
        let url = format!("{address}&saisies={}", encoded(sealed));
        let mut stranger = STATIONNEMENT.browser(&bench);
        assert_asked_again(&stranger.client.get(&url).unwrap(), what);
    }
    assert_eq!(bench.count_calls("sources.vehicule"), 0);
}

/// A second page for the same form.
fn add_a_page(deployment: &mut Value) {
    let parking = demarche(deployment, "stationnement-valbourg");
    let mut page = parking["page"][0].clone();
    let address = page["adresse"].as_str().unwrap();
    page["adresse"] = json!(address.replace("/stationnement/", "/stationnement/bis/"));
    parking["page"].as_array_mut().unwrap().push(page);
}

#[test]
fn inputs_sealed_for_another_page_are_asked_for_again() {
    let bench = Bench::private(Options {
        amend: Some(add_a_page),
        ..Options::for_tests()
    });
    let tab = Tab::open();
    let mut browser = STATIONNEMENT.browser(&bench);
    let mut other = Browser::of(&bench, "stationnement-valbourg", "/stationnement/bis/");
    let there = other.start_address(&tab, "vehicule");
    let sealed = encoded(&other.seal_inputs(&there, &[PLATE]));
    let right = other
        .client
        .get(&format!("{there}&saisies={sealed}"))
        .unwrap();
    assert_eq!(right.status, 303);
    let here = browser.start_address(&tab, "vehicule");
    let wrong = browser
        .client
        .get(&format!("{here}&saisies={sealed}"))
        .unwrap();
    assert_asked_again(&wrong, "another page");
}

#[test]
fn trying_again_after_a_breakdown_needs_nothing_typed_again() {
    let bench = Bench::lease();
    bench.set_faults(&["token_down"]).unwrap();
    let mut browser = STATIONNEMENT.browser(&bench);
    let authorize = browser.depart_with(&Tab::open(), "vehicule", &[PLATE]);
    let callback = browser.sign_in(&authorize, "camille");
    let broken = browser.client.get(&callback).unwrap();
    assert_eq!(broken.status, 502, "{}", broken.text());
    let links = links(&broken.text());
    let again = links.iter().find(|link| link.starts_with("/v1/start?"));
    let again = browser.edge(again.unwrap());
    for plate in SPELLINGS {
        assert!(!again.to_lowercase().contains(plate), "{again}");
    }
    bench.set_faults(&[]).unwrap();
    let start = browser.client.get(&again).unwrap();
    assert_eq!(start.status, 303, "{}", start.text());
    let callback = browser.sign_in(&location(&start), "camille");
    let page = ReleasePage::of(&browser.client.get(&callback).unwrap());
    assert!(page.html.contains("VB-210-CL"), "{}", page.html);
}

#[test]
fn cookie_of_the_release_page_holds_nothing_typed_any_more() {
    let bench = Bench::lease();
    let long = "c".repeat(60);
    let [short, long] = ["c", &long].map(|login| {
        let mut browser = TRANSPORT.browser(&bench);
        let typed = [(LOGIN.0, login)];
        let address = browser.start_address_with(&Tab::open(), "france_travail", &typed);
        let start = browser.client.get(&address).unwrap();
        let callback = browser.sign_in(&location(&start), "camille");
        let shown = browser.client.get(&callback).unwrap();
        [start, shown].map(|answer| cookie_set(&answer).unwrap().1.len())
    });
    assert!(short[0] < long[0], "the departure holds it");
    assert_eq!(short[1], long[1]);
}

#[test]
fn inputs_in_clear_in_an_address_are_not_believed() {
    let bench = Bench::lease();
    let mut browser = STATIONNEMENT.browser(&bench);
    let address = browser.start_address(&Tab::open(), "vehicule");
    let url = format!("{address}&{FIELD}=VB-210-CL");
    assert_asked_again(&browser.client.get(&url).unwrap(), "in clear");
}

#[test]
fn what_no_chosen_source_asks_for_is_dropped() {
    let bench = Bench::lease();
    let mut browser = SPORT.browser(&bench);
    let typed: Vec<_> = MARIAMA
        .into_iter()
        .chain([("sports.identifiant", "990017"), ("x", "y")])
        .collect();
    let redeemed = browser.complete_with(&Tab::open(), "ars", "camille", &typed);
    let calls = bench.take_calls().unwrap();
    assert_eq!(calls["sources.ars"], 1);
    for source in ["sources.scolarite", "sources.sportif"] {
        assert_eq!(calls.get(source), None, "{source}");
    }
    assert!(!redeemed.to_string().contains("\"saisies\""), "{redeemed}");
}
