//! What a checked démarche offers: scopes, choices, its public description, its languages.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use support::{cantine_table, checked, example, today};
use unefois_core::datapass::Standings;
use unefois_wire::Concerne;

#[test]
fn scopes_are_the_smallest_set_that_covers_the_choice() {
    let demarche = checked(cantine_table()).expect("the example");
    let identity_only = demarche
        .choose::<&str>(Concerne::Enfant, &[])
        .expect("a choice");
    assert_eq!(
        demarche.scopes_for(&identity_only),
        [
            "openid",
            "family_name",
            "preferred_username",
            "given_name",
            "gender",
            "birthdate",
            "birthplace",
            "birthcountry",
            "email"
        ]
    );
    let all = demarche
        .parse_choice("enfant", "quotient_familial")
        .expect("a choice");
    let scopes = demarche.scopes_for(&all);
    assert!(
        scopes.ends_with(&[
            "preferred_username",
            "email",
            "cnaf_quotient_familial",
            "cnaf_adresse"
        ]),
        "{scopes:?}"
    );
    let other = demarche
        .parse_choice("autre", "quotient_familial")
        .expect("a choice");
    assert!(other.asks_nothing() && demarche.scopes_for(&other).is_empty());
}

#[test]
fn scopes_of_fields_the_form_does_not_have_are_not_asked() {
    let mut table = cantine_table();
    let kept = ["identite.email", "quotient_familial.valeur"];
    let champs = table["champ"].as_array_mut().expect("fields");
    champs.retain(|champ| kept.contains(&champ["chemin"].as_str().expect("a path")));
    let demarche = checked(table).expect("a smaller form");
    let identity_only = demarche.parse_choice("enfant", "").expect("a choice");
    assert_eq!(demarche.scopes_for(&identity_only), ["openid", "email"]);
    let all = demarche
        .parse_choice("enfant", "quotient_familial")
        .expect("a choice");
    assert_eq!(
        demarche.scopes_for(&all),
        [
            "openid",
            "family_name",
            "given_name",
            "birthdate",
            "gender",
            "birthplace",
            "birthcountry",
            "email",
            "cnaf_quotient_familial"
        ]
    );
}

#[test]
fn rejects_choices_the_demarche_does_not_offer() {
    let demarche = checked(cantine_table()).expect("the example");
    for (concerne, sources) in [
        ("usager", ""),
        ("voisin", ""),
        ("", ""),
        ("enfant", "impots"),
        ("enfant", "Quotient_familial"),
        ("autre", "impots"),
    ] {
        let refusal = demarche
            .parse_choice(concerne, sources)
            .expect_err(concerne);
        assert_eq!(refusal.code, "choice_refused");
    }
    let many = ["quotient_familial"; 50].join(",");
    assert!(demarche.parse_choice("enfant", &many).is_err());
}

#[test]
fn withholds_secrets_and_addresses_of_providers_from_the_description() {
    let demarche = checked(cantine_table()).expect("the example");
    let description = demarche.description("http://unefois.localhost:8787");
    let json = serde_json::to_string(&description).expect("JSON");
    for hidden in [
        "FC_SECRET_VALBOURG",
        "8791",
        "8792",
        "H7000",
        "cnaf_",
        "client_id",
        "2199999",
    ] {
        assert!(!json.contains(hidden), "{hidden}");
    }
    let information = format!(
        "http://unefois.localhost:8787/v1/information/{}",
        demarche.id()
    );
    assert_eq!(description.information, information);
    let ecritures: Vec<_> = description
        .champs
        .iter()
        .map(|champ| format!("{:?}", champ.ecriture))
        .collect();
    assert_eq!(ecritures[..3], ["Verrouille", "Modifiable", "Verrouille"]);
}

#[test]
fn habilitation_that_ends_no_longer_covers_its_fields() {
    let mut table = cantine_table();
    let habilitation = table["habilitation"][1]
        .as_table_mut()
        .expect("a habilitation");
    habilitation.insert("au".to_owned(), "2026-11-21".into());
    let demarche = checked(table).expect("valid today");
    let tomorrow = today().next_day().expect("a date");
    let (now, then) = (
        demarche.scopes_in_force(today(), &Standings::default()),
        demarche.scopes_in_force(tomorrow, &Standings::default()),
    );
    assert!(now.cover("quotient_familial.valeur") && !then.cover("quotient_familial.valeur"));
    assert!(then.cover("identite.email") && !then.cover("identite.taille"));
}

#[test]
fn translation_changes_texts_and_nothing_else() {
    let demarche = checked(cantine_table()).expect("the example");
    let english = demarche.in_lang("en");
    assert_eq!(english.written().titre, "School meals registration");
    assert_eq!(
        english.collectivite().a_collectivite,
        "to the town of Valbourg"
    );
    assert_eq!(english.manifest_sha256(), demarche.manifest_sha256());
    assert_eq!(
        english.description("https://e.example").champs,
        demarche.description("https://e.example").champs
    );
    assert_eq!(demarche.in_lang("br").written(), demarche.written());
}

#[test]
fn shortest_file_of_the_documentation_breaks_no_rule() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/demarche.md");
    let page = std::fs::read_to_string(path).expect("the page is there");
    let block = page
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let table = block.expect("a block").parse().expect("TOML");
    let demarche = checked(table).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert!(demarche.sources().is_empty());
}

#[test]
fn widget_is_given_the_words_of_this_demarche_and_no_others() {
    let demarche = example("coupon-sport", |_| {});
    for lang in ["fr", "en"] {
        let texts = demarche.widget_texts(lang);
        let texts = texts.get(lang).expect("texts of the language");
        for id in [
            "source.scolarite.label",
            "source.quotient_familial.why",
            "provider.education.de",
            "provider.caf.de",
            "provider.msa.de",
            "provider.franceconnect.de",
            "input.enfant.legend",
            "input.enfant_prenoms.label",
            "input.intro",
            "field.identite.nom_naissance",
            "field.eleve_boursier.est_boursier",
        ] {
            assert!(
                texts.get(id).is_some_and(|text| !text.is_empty()),
                "{lang} {id}"
            );
        }
        for id in [
            "source.impots.label",
            "provider.impots.de",
            "input.vehicule.label",
            "field.rsa.est_beneficiaire",
            "panel.title",
        ] {
            assert!(texts.get(id).is_none(), "{lang} {id}");
        }
    }
    let own = &demarche.written().textes["fr"];
    let (id, text) = own.iter().next().expect("a text of its own");
    assert_eq!(
        demarche
            .widget_texts("fr")
            .get("fr")
            .and_then(|texts| texts.get(id)),
        Some(text)
    );
}
