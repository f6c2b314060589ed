//! Codes of communes and countries: named where people read, code and name where the form receives them.

use serde_json::{Value, json};
use unefois_tests::journey::{Browser, ReleasePage, Tab, with_parameter};

use crate::bench::Bench;
use crate::nominal::part;

/// The release page of a person, in a language.
fn release_page(browser: &mut Browser, tab: &Tab, login: &str, lang: &str) -> ReleasePage {
    let start = browser.start_address(tab, "");
    let start = with_parameter(&start, "lang", Some(lang));
    let answer = browser.client.get(&start).unwrap();
    let authorize = answer.header("location").expect("a departure").to_owned();
    let callback = browser.sign_in(&authorize, login);
    ReleasePage::of(&browser.client.get(&callback).unwrap())
}

#[test]
fn release_page_names_places_in_the_language_of_the_person() {
    let bench = Bench::lease();
    for (login, lang, named, code) in [
        ("ange", "fr", "Ajaccio (2A)", "2A004"),
        ("ange", "en", "Ajaccio (2A)", "2A004"),
        ("gregoire", "fr", "Paris 14e (75)", "75114"),
        ("odette", "fr", "Lomme (59)", "59355"),
        ("heimana", "fr", "Papeete (987)", "98735"),
        ("yanis", "fr", "Algérie", "99352"),
        ("yanis", "en", "Algeria", "99352"),
    ] {
        let mut browser = Browser::new(&bench);
        let page = release_page(&mut browser, &Tab::open(), login, lang);
        let shown = format!("<dd><bdi>{named}</bdi></dd>");
        assert!(page.html.contains(&shown), "{login} {lang}: {}", page.html);
        assert!(!page.html.contains(code), "{login} {lang}");
    }
}

#[test]
fn form_receives_the_code_with_its_name_and_the_attestation_signs_both() {
    let bench = Bench::lease();
    for (login, chemin, code, name) in [
        (
            "gregoire",
            "identite.commune_naissance",
            "75114",
            "Paris 14e Arrondissement",
        ),
        ("heimana", "identite.commune_naissance", "98735", "Papeete"),
        ("heimana", "identite.pays_naissance", "99100", "France"),
        ("yanis", "identite.pays_naissance", "99352", "Algérie"),
    ] {
        let redeemed = Browser::new(&bench).complete(&Tab::open(), "", login);
        let field = |list: &Value| {
            let fields = list.as_array().unwrap().iter();
            let mut found = fields.filter(|field| field["chemin"] == chemin);
            found.next().cloned().expect(chemin)
        };
        let received = field(&redeemed["champs"]);
        let expected = (&json!(code), &json!(name));
        assert_eq!((&received["valeur"], &received["libelle"]), expected);
        let signed = part(redeemed["attestation"].as_str().unwrap(), 1);
        let signed = &signed["data"][chemin];
        assert_eq!((&signed["value"], &signed["label"]), expected);
    }
}

#[test]
fn value_that_is_no_code_of_a_place_has_no_name() {
    let bench = Bench::lease();
    let redeemed = Browser::new(&bench).complete(&Tab::open(), "", "camille");
    let signed = part(redeemed["attestation"].as_str().unwrap(), 1);
    for field in redeemed["champs"].as_array().unwrap() {
        let chemin = field["chemin"].as_str().unwrap();
        let is_place = ["identite.commune_naissance", "identite.pays_naissance"].contains(&chemin);
        assert_eq!(field.get("libelle").is_some(), is_place, "{chemin}");
        let label = signed["data"][chemin].get("label");
        assert_eq!(label.is_some(), is_place, "{chemin}");
    }
}
