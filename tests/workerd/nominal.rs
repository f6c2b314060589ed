//! The whole way when nothing goes wrong.

use p256::EncodedPoint;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::{Value, json};
use unefois_tests::client::Client;
use unefois_tests::encoding::from_base64url;
use unefois_tests::journey::{Browser, DEMARCHE, QUOTIENT, Tab, parameter, parameters};

use crate::bench::Bench;

/// Path and value of each released field.
pub fn values(redeemed: &Value) -> Vec<(String, Value)> {
    let fields = redeemed["champs"].as_array().unwrap().iter();
    fields
        .map(|field| {
            (
                field["chemin"].as_str().unwrap().to_owned(),
                field["valeur"].clone(),
            )
        })
        .collect()
}

/// Nothing but the identity came.
pub fn check_only_identity(found: &[(String, Value)]) {
    let mut chemins = found.iter().map(|(chemin, _)| chemin);
    assert!(
        chemins.all(|chemin| chemin.starts_with("identite.")),
        "{found:?}"
    );
}

/// One part of a compact JWS: 0 is its header, 1 its payload.
pub fn part(token: &str, index: usize) -> Value {
    let bytes = from_base64url(token.split('.').nth(index).unwrap()).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Verifies a compact JWS with a key of `keys`, and gives its payload.
pub fn verified(token: &str, keys: &Value) -> Value {
    let key = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["kid"] == part(token, 0)["kid"]);
    let key = key.expect("a published key");
    let coordinate = |name: &str| from_base64url(key[name].as_str().unwrap()).unwrap();
    let (x, y) = (coordinate("x"), coordinate("y"));
    let point = EncodedPoint::from_affine_coordinates(x[..].into(), y[..].into(), false);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = Signature::from_slice(&from_base64url(signature).unwrap()).unwrap();
    VerifyingKey::from_encoded_point(&point)
        .unwrap()
        .verify(signed.as_bytes(), &signature)
        .unwrap();
    part(token, 1)
}

#[test]
fn accepted_release_gives_the_form_every_value_with_its_provenance() {
    let bench = Bench::lease();
    let redeemed = Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    let found = values(&redeemed);
    let found: Vec<_> = found
        .iter()
        .map(|(chemin, value)| (chemin.as_str(), value.clone()))
        .collect();
    let period = |name| redeemed["champs"][8]["provenance"][name].clone();
    assert_eq!(
        found,
        [
            ("identite.nom_naissance", json!("LEFÈVRE")),
            ("identite.nom_usage", json!("MARTIN")),
            ("identite.prenoms", json!("Camille Louise")),
            ("identite.sexe", json!("F")),
            ("identite.date_naissance", json!("1987-03-12")),
            ("identite.commune_naissance", json!("69123")),
            ("identite.pays_naissance", json!("99100")),
            ("identite.email", json!("c.lefevre@courriel.example")),
            ("quotient_familial.valeur", json!(650)),
            ("quotient_familial.mois", period("mois")),
            ("quotient_familial.annee", period("annee")),
            ("adresse.voie", json!("12 RUE DES LILAS")),
            ("adresse.code_postal", json!("99999")),
            ("adresse.commune", json!("VALBOURG")),
        ]
    );
    for field in redeemed["champs"].as_array().unwrap() {
        let is_identity = field["chemin"].as_str().unwrap().starts_with("identite.");
        let expected = if is_identity { "franceconnect" } else { "caf" };
        assert_eq!(field["provenance"]["fournisseur"], expected, "{field}");
    }
    assert!(
        period("mois")
            .as_u64()
            .is_some_and(|month| (1..=12).contains(&month))
    );
}

#[test]
fn values_of_awkward_people_arrive_byte_for_byte() {
    let bench = Bench::lease();
    for (login, chemin, value) in [
        (
            "maelle",
            "identite.nom_naissance",
            json!("L'HÔTE-D'ANGEVILLE"),
        ),
        ("amadou", "identite.date_naissance", json!("1979-01-01")),
        (
            "jean-philippe",
            "identite.prenoms",
            json!("Jean Philippe Marie Paul"),
        ),
        ("coeur", "identite.nom_naissance", json!("LECŒUR")),
        ("aicha", "quotient_familial.valeur", json!(0)),
        ("ange", "identite.commune_naissance", json!("2A004")),
    ] {
        let redeemed = Browser::new(&bench).complete(&Tab::open(), QUOTIENT, login);
        let found = values(&redeemed)
            .into_iter()
            .find(|(found, _)| found == chemin);
        assert_eq!(found.map(|(_, value)| value), Some(value), "{login}");
    }
}

#[test]
fn unticked_box_gives_none_of_its_fields() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, QUOTIENT, "camille");
    assert_eq!(
        page.ids(),
        [
            "identite",
            "identite.nom_usage",
            "identite.email",
            "quotient_familial",
            "adresse"
        ]
    );
    let answer = browser.send(&page, &["quotient_familial"]);
    let hand_off = browser.hand_off(&answer);
    let redeemed = browser.redeem(&tab, &hand_off);
    let found = values(&redeemed);
    assert!(
        found.len() == 3
            && found
                .iter()
                .all(|(chemin, _)| chemin.starts_with("quotient_familial."))
    );
    let attested = part(redeemed["attestation"].as_str().unwrap(), 1);
    assert_eq!(attested["data"].as_object().unwrap().len(), 3, "{attested}");
}

#[test]
fn attestation_verifies_with_the_published_key_and_says_what_was_released() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let redeemed = browser.complete(&Tab::open(), QUOTIENT, "camille");
    let keys = browser
        .client
        .get(&browser.edge("/.well-known/jwks.json"))
        .unwrap();
    let token = redeemed["attestation"].as_str().unwrap();
    let claims = verified(token, &keys.json().unwrap());
    let header = part(token, 0);
    assert_eq!(header["typ"], "prefill-attestation+jwt");
    assert_eq!(header.as_object().unwrap().len(), 3, "{header}");
    assert_eq!(claims["iss"], bench.addresses().edge_origin);
    assert_eq!(claims["origin"], bench.addresses().forms_origin);
    assert_eq!(claims["form"]["id"], DEMARCHE);
    assert_eq!(claims["auth"]["acr"], "eidas1");
    assert!(claims["exp"].as_i64() > claims["iat"].as_i64());
    let data = claims["data"].as_object().unwrap();
    for (chemin, value) in values(&redeemed) {
        assert_eq!(data[&chemin]["value"], value, "{chemin}");
    }
    assert_eq!(data.len(), redeemed["champs"].as_array().unwrap().len());
}

#[test]
fn attestation_holds_no_identifier_of_franceconnect() {
    let bench = Bench::lease();
    let redeemed = Browser::new(&bench).complete(&Tab::open(), "", "camille");
    let claims = part(redeemed["attestation"].as_str().unwrap(), 1);
    assert!(
        claims.get("sub").is_none() && claims["auth"].get("sub").is_none(),
        "{claims}"
    );
    let again = Browser::new(&bench).complete(&Tab::open(), "", "camille");
    assert_ne!(again["reference"], redeemed["reference"]);
    assert_ne!(
        part(again["attestation"].as_str().unwrap(), 1)["jti"],
        claims["jti"]
    );
}

#[test]
fn published_keys_hold_no_private_member() {
    let bench = Bench::lease();
    let url = format!("{}/.well-known/jwks.json", bench.addresses().edge_base);
    let answer = Client::new().get(&url).unwrap();
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert!(answer.header("cache-control").unwrap().contains("max-age"));
    let document = answer.json().unwrap();
    let keys = document["keys"].as_array().unwrap();
    // The one that signs, and the one that did before.
    assert_eq!(keys.len(), 2);
    for key in keys {
        for private in ["d", "p", "q", "k"] {
            assert!(key.get(private).is_none(), "{key}");
        }
    }
}

#[test]
fn authorization_request_holds_the_closed_list_and_the_smallest_scopes() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let identity = "openid family_name given_name birthdate gender birthplace birthcountry preferred_username email";
    let data = "cnaf_quotient_familial cnaf_adresse";
    for (sources, expected) in [
        ("", identity.to_owned()),
        (QUOTIENT, format!("{identity} {data}")),
    ] {
        let url = browser.depart(&Tab::open(), sources);
        let issuer = &bench.addresses().fc_issuer;
        assert_eq!(
            url.split_once('?').unwrap().0,
            format!("{issuer}/authorize")
        );
        let mut names: Vec<_> = parameters(&url).into_iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        let closed = [
            "acr_values",
            "client_id",
            "nonce",
            "redirect_uri",
            "response_type",
            "scope",
            "state",
        ];
        assert_eq!(names, closed);
        assert_eq!(parameter(&url, "response_type"), "code");
        assert_eq!(parameter(&url, "acr_values"), "eidas1");
        let callback = browser
            .edge("/v1/callback")
            .replace(':', "%3A")
            .replace('/', "%2F");
        assert_eq!(parameter(&url, "redirect_uri"), callback);
        let scope = parameter(&url, "scope")
            .replace("%20", " ")
            .replace('+', " ");
        let sorted = |text: &str| {
            let mut scopes: Vec<_> = text.split(' ').map(str::to_owned).collect();
            scopes.sort_unstable();
            scopes
        };
        assert_eq!(sorted(&scope), sorted(&expected));
    }
}

#[test]
fn state_and_nonce_are_long_and_never_the_same() {
    let bench = Bench::lease();
    let mut seen = Vec::new();
    for _ in 0..25 {
        let url = Browser::new(&bench).depart(&Tab::open(), "");
        for name in ["state", "nonce"] {
            let value = parameter(&url, name);
            let is_base64url = value
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
            assert!(value.len() >= 43 && is_base64url, "{value}");
            assert!(!seen.contains(&value));
            seen.push(value);
        }
    }
}

#[test]
fn source_that_was_not_ticked_is_not_called() {
    let bench = Bench::lease();
    let page = Browser::new(&bench).reach_release(&Tab::open(), "", "camille");
    assert_eq!(
        page.ids(),
        ["identite", "identite.nom_usage", "identite.email"]
    );
    assert_eq!(bench.count_calls("sources.quotient_familial"), 0);
}

#[test]
fn code_is_exchanged_once_and_each_source_called_once() {
    let bench = Bench::lease();
    Browser::new(&bench).complete(&Tab::open(), QUOTIENT, "camille");
    let calls = bench.take_calls().unwrap();
    for endpoint in [
        "franceconnect.token",
        "franceconnect.userinfo",
        "sources.quotient_familial",
    ] {
        assert_eq!(calls[endpoint], 1, "{calls}");
    }
}
