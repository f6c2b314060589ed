//! Two towns on one edge: each is served as if it were alone, and signs as itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use unefois_tests::client::Client;
use unefois_tests::journey::{Browser, DEMARCHE, QUOTIENT, ReleasePage, Tab, parameter};
use unefois_tests::stack::{Stack, attestation_keys};

use crate::bench::Bench;
use crate::forms::SPORT;
use crate::nominal::{part, values, verified};
use crate::towns::{OTHER_DEMARCHE, SAINTE_AURE, VALBOURG, options, other_browser, other_sport};

/// Lets `two` go on with the cookies of `one`, as another page of the same browser.
fn share_cookies<T>(
    one: &mut Browser,
    two: &mut Browser,
    act: impl FnOnce(&mut Browser) -> T,
) -> T {
    std::mem::swap(&mut one.client, &mut two.client);
    let done = act(two);
    std::mem::swap(&mut one.client, &mut two.client);
    done
}

/// The keys of a town, where it has some.
fn keys(stack: &Stack, siret: &str) -> Value {
    let base = &stack.addresses().edge_base;
    let url = format!("{base}/collectivites/{siret}/.well-known/jwks.json");
    Client::new().get(&url).unwrap().json().unwrap()
}

fn attestation(redeemed: &Value) -> &str {
    redeemed["attestation"].as_str().unwrap()
}

/// The attestation is of that town: its issuer, audience, keys, form, and those of nobody else.
fn check_signed_by(stack: &Stack, redeemed: &Value, siret: &str, demarche: &str) {
    let edge = &stack.addresses().edge_origin;
    let claims = verified(attestation(redeemed), &keys(stack, siret));
    assert_eq!(claims["iss"], format!("{edge}/collectivites/{siret}"));
    assert_eq!(claims["aud"], format!("siret:{siret}"));
    assert_eq!(claims["form"]["id"], demarche);
    let kid = &part(attestation(redeemed), 0)["kid"];
    let other = if siret == VALBOURG {
        SAINTE_AURE
    } else {
        VALBOURG
    };
    let url = format!("{}/.well-known/jwks.json", stack.addresses().edge_base);
    let of_edge = Client::new().get(&url).unwrap().json().unwrap();
    for set in [keys(stack, other), of_edge] {
        let published = set["keys"].as_array().unwrap();
        assert!(published.iter().all(|key| key["kid"] != *kid), "{set}");
    }
}

#[test]
fn journeys_of_two_towns_cross_in_one_browser_and_each_town_verifies_its_own() {
    let bench = Bench::private(options());
    let (mut one, mut two) = (Browser::new(&bench), other_browser(&bench));
    let (tab, other_tab) = (Tab::open(), Tab::open());
    let authorize = one.depart(&tab, QUOTIENT);
    let other_authorize = share_cookies(&mut one, &mut two, |two| two.depart(&other_tab, QUOTIENT));
    assert_eq!(parameter(&authorize, "client_id"), "unefois-sandbox-es256");
    let client = parameter(&other_authorize, "client_id");
    assert_eq!(client, "unefois-sandbox-sainte-aure");
    let other_callback = share_cookies(&mut one, &mut two, |two| {
        two.sign_in(&other_authorize, "camille")
    });
    let callback = one.sign_in(&authorize, "camille");
    let page = ReleasePage::of(&one.client.get(&callback).unwrap());
    let other_page = share_cookies(&mut one, &mut two, |two| {
        ReleasePage::of(&two.client.get(&other_callback).unwrap())
    });
    for (page, name, other) in [
        (&page, "Valbourg", "Sainte-Aure"),
        (&other_page, "Sainte-Aure", "Ville de Valbourg"),
    ] {
        assert!(page.html.contains(name) && !page.html.contains(other));
    }
    let other_hand_off = share_cookies(&mut one, &mut two, |two| two.accept(&other_page));
    let hand_off = one.accept(&page);
    let redeemed = one.redeem(&tab, &hand_off);
    let other_redeemed = two.redeem(&other_tab, &other_hand_off);
    assert_eq!(values(&redeemed), values(&other_redeemed));
    check_signed_by(&bench, &redeemed, VALBOURG, DEMARCHE);
    check_signed_by(&bench, &other_redeemed, SAINTE_AURE, OTHER_DEMARCHE);
}

#[test]
fn journeys_of_two_towns_go_on_at_once_in_two_browsers() {
    let bench = Bench::private(options());
    let redeemed: Vec<_> = std::thread::scope(|scope| {
        let browsers = [Browser::new(&bench), other_browser(&bench)];
        let threads = browsers.map(|mut browser| {
            scope.spawn(move || browser.complete(&Tab::open(), QUOTIENT, "camille"))
        });
        threads.into_iter().map(|it| it.join().unwrap()).collect()
    });
    check_signed_by(&bench, &redeemed[0], VALBOURG, DEMARCHE);
    check_signed_by(&bench, &redeemed[1], SAINTE_AURE, OTHER_DEMARCHE);
}

#[test]
fn source_of_a_town_is_asked_with_its_own_token_and_for_it_alone() {
    let mut options = options();
    let spoilt = Some(String::from("not-a-token"));
    let name = String::from("API_PARTICULIER_VALBOURG");
    options.environment.insert(name, spoilt);
    let bench = Bench::private(options);
    let typed = [("sports.identifiant", "990017")];
    for (mut browser, siret, is_given) in [
        (other_sport(&bench), SAINTE_AURE, true),
        (SPORT.browser(&bench), VALBOURG, false),
    ] {
        let redeemed = browser.complete_with(&Tab::open(), "sportif", "tiago", &typed);
        let found = values(&redeemed);
        let is_there = found.iter().any(|(it, _)| it.starts_with("sportif."));
        assert_eq!(is_there, is_given, "{found:?}");
        let asked = &bench.last_requests().unwrap()["sportif"];
        assert_eq!(asked["query"][0], json!(["recipient", siret]));
    }
}

/// Every text and number of a claim, with its place, values of the person aside.
fn leaves(claims: &Value, at: &str, found: &mut BTreeSet<(String, String)>) {
    match claims {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, member)| leaves(member, &format!("{at}.{name}"), found)),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, at, found)),
        leaf => drop(found.insert((at.to_owned(), leaf.to_string()))),
    }
}

#[test]
fn withholds_from_the_attestations_of_two_towns_any_identifier_of_the_person_in_common() {
    let bench = Bench::private(options());
    let of = |mut browser: Browser| browser.complete(&Tab::open(), QUOTIENT, "camille");
    let redeemed = [of(Browser::new(&bench)), of(other_browser(&bench))];
    let [one, two] = redeemed.each_ref().map(|redeemed| {
        let mut claims = part(attestation(redeemed), 1);
        let values = claims.as_object_mut().unwrap().remove("data").unwrap();
        assert!(values.as_object().unwrap().len() > 10, "{values}");
        let mut found = BTreeSet::new();
        leaves(&claims, "", &mut found);
        found
    });
    let mut common: BTreeSet<_> = one.intersection(&two).map(|(at, _)| at.as_str()).collect();
    // Two people who come at the same second have these in common.
    for moment in [".iat", ".exp", ".consent.time", ".auth.auth_time"] {
        common.remove(moment);
    }
    let expected = [
        ".auth.acr",
        ".auth.iss",
        ".consent.fields",
        ".consent.version",
        ".form.version",
    ];
    assert_eq!(common.into_iter().collect::<Vec<_>>(), expected);
    assert_ne!(redeemed[0]["reference"], redeemed[1]["reference"]);
    for redeemed in &redeemed {
        assert!(
            !part(attestation(redeemed), 1)
                .to_string()
                .contains("\"sub\"")
        );
    }
}

#[test]
fn keys_of_a_town_are_its_own_and_a_town_without_keys_has_no_address_for_them() {
    let bench = Bench::private(options());
    let at = |path: &str| format!("{}{path}", bench.addresses().edge_base);
    let mut client = Client::new();
    let mut seen = BTreeSet::new();
    for path in [
        "/.well-known/jwks.json",
        "/collectivites/21999999200015/.well-known/jwks.json",
        "/collectivites/21999998400012/.well-known/jwks.json",
    ] {
        let answer = client.get(&at(path)).unwrap();
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert!(answer.header("cache-control").unwrap().contains("max-age"));
        let set = answer.json().unwrap();
        let published = set["keys"].as_array().unwrap();
        // The one that signs, and the one that did before.
        assert_eq!(published.len(), 2, "{path}");
        assert!(published[0].get("d").is_none(), "{path}");
        assert!(seen.insert(published[0]["kid"].to_string()), "{path}");
        let posted = client.request("POST", &at(path), &[], &[]).unwrap();
        assert_eq!(posted.status, 405, "{path}");
    }
    for siret in ["21999997600012", "", "..", "21999999200015/"] {
        let path = format!("/collectivites/{siret}/.well-known/jwks.json");
        assert_eq!(client.get(&at(&path)).unwrap().status, 404, "{path}");
    }
    let without = Bench::lease();
    let path = format!("/collectivites/{VALBOURG}/.well-known/jwks.json");
    let url = format!("{}{path}", without.addresses().edge_base);
    assert_eq!(client.get(&url).unwrap().status, 404);
}

#[test]
fn lines_about_one_town_never_name_the_other() {
    let mut bench = Bench::private(options());
    let canaries = [
        ["sainte-aure", "Sainte-Aure", "SAINTE_AURE", SAINTE_AURE],
        ["cantine-valbourg", "ville.", "VALBOURG", VALBOURG],
    ];
    let lines = |bench: &mut Bench, mut browser: Browser| {
        browser.complete(&Tab::open(), QUOTIENT, "camille");
        bench.events_until("redeemed")
    };
    let own = Browser::new(&bench);
    lines(&mut bench, own);
    let own = Browser::new(&bench);
    let of_one = lines(&mut bench, own);
    let other = other_browser(&bench);
    let of_two = lines(&mut bench, other);
    for (events, canaries) in [of_one, of_two].iter().zip(canaries) {
        assert!(events.len() >= 4, "{events:#?}");
        let told = format!("{events:?}");
        for canary in canaries {
            assert!(!told.contains(canary), "{canary}: {told}");
        }
    }
}

#[test]
fn rejects_start_with_a_key_or_a_secret_of_two_towns() {
    let mut options = options();
    let same = attestation_keys().unwrap();
    for name in ["CLES_VALBOURG", "CLES_SAINTE_AURE"] {
        options
            .environment
            .insert(name.to_owned(), Some(same.clone()));
    }
    let Err(error) = Stack::start(options) else {
        panic!("the edge started");
    };
    let told = error.to_string();
    assert!(
        told.contains("attestation.cles : [secret_partage]"),
        "{told}"
    );
    assert!(!told.contains(&same[..40]), "{told}");
}
