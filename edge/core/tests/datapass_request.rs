//! The pre-filled request of each habilitation: the smallest that the démarche can do with.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use support::{FILE, example, today};
use unefois_core::datapass::request::{HabilitationRequest, Recette, habilitation_requests};
use unefois_core::demarche::{DemarcheWritten, HabilitationKind, check, needed_habilitations};
use url::Url;

const EXAMPLES: &[&str] = &[
    "cantine",
    "periscolaire",
    "creche",
    "transport-solidaire",
    "aide-sociale",
    "aide-etudiante",
    "stationnement",
    "piscine",
    "coupon-sport",
    "vacances",
];

fn written(name: &str) -> DemarcheWritten {
    example(name, |_| {}).written().clone()
}

/// The démarche with exactly these scopes in its habilitations.
fn granted(mut written: DemarcheWritten, without: Option<&str>) -> DemarcheWritten {
    let needed = needed_habilitations(&written);
    for habilitation in &mut written.habilitation {
        let own = needed.iter().find(|it| {
            it.fournisseur == habilitation.fournisseur && it.modalite == habilitation.modalite
        });
        let own = own.map(|it| it.scopes.clone()).unwrap_or_default();
        habilitation.scopes = own.into_iter().map(str::to_owned).collect();
        habilitation
            .scopes
            .retain(|scope| Some(scope.as_str()) != without);
        if habilitation.scopes.is_empty() {
            habilitation.scopes.push("autre".to_owned());
        }
    }
    written
}

#[test]
fn scopes_asked_are_enough_and_none_is_too_many() {
    for name in EXAMPLES {
        let written = written(name);
        let enough = check(granted(written.clone(), None), FILE, today());
        assert!(enough.is_ok(), "{name}: {:#?}", enough.err());
        for scope in needed_habilitations(&written)
            .iter()
            .flat_map(|it| &it.scopes)
        {
            let less = granted(written.clone(), Some(scope));
            let is_less = check(less, FILE, today()).is_err();
            // FranceConnect always includes `openid`: no rule asks for it.
            assert_eq!(is_less, *scope != "openid", "{name} without {scope}");
        }
    }
}

fn requests(name: &str, recette: Recette) -> Vec<HabilitationRequest> {
    habilitation_requests(&written(name), recette)
}

fn forms(name: &str, recette: Recette) -> Vec<String> {
    let requests = requests(name, recette);
    requests
        .into_iter()
        .map(|request| request.form_uid)
        .collect()
}

#[test]
fn form_is_that_of_the_use_case() {
    const FRANCECONNECT: &str = "france-connect-collectivite-administration";
    for (name, recette, others) in [
        (
            "cantine",
            Recette::AFaire,
            &["api-particulier-tarification-municipale-enfance"][..],
        ),
        (
            "stationnement",
            Recette::AFaire,
            &[
                "api-particulier-stationnement-residentiel",
                "api-impot-particulier-stationnement-residentiel-sandbox",
            ],
        ),
        (
            "stationnement",
            Recette::ParLEditeur,
            &[
                "api-particulier-stationnement-residentiel",
                "api-impot-particulier-stationnement-residentiel-editeur",
            ],
        ),
        (
            "aide-etudiante",
            Recette::ParLEditeur,
            &[
                // One by the person's token, one by the collectivité's.
                "api-particulier",
                "api-particulier",
                "api-impot-particulier-production-editeur",
            ],
        ),
    ] {
        let forms = forms(name, recette);
        assert_eq!(forms[0], FRANCECONNECT, "{name}");
        assert_eq!(forms[1..], *others, "{name}");
    }
}

#[test]
fn address_says_what_the_file_says_and_names_nobody() {
    let mut written = written("cantine");
    written.titre = "Cantine & goûter + étude = 50 %".to_owned();
    let requests = habilitation_requests(&written, Recette::AFaire);
    let url = Url::parse(&requests[1].url()).expect("an address");
    assert_eq!(url.host_str(), Some("datapass.api.gouv.fr"));
    assert_eq!(
        url.path(),
        "/formulaires/api-particulier-tarification-municipale-enfance/demande/nouveau"
    );
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    for (name, value) in [
        (
            "intitule",
            "Cantine & goûter + étude = 50 % – Ville de Valbourg",
        ),
        (
            "cadre_juridique_url",
            "http://ville.localhost:8790/deliberations/2026-05-12",
        ),
        ("modalities[]", "france_connect"),
        ("france_connect_authorization_id", "70001"),
        ("scopes[]", "cnaf_quotient_familial"),
        ("scopes[]", "cnaf_adresse"),
        (
            "destinataire_donnees_caractere_personnel",
            "Service éducation de la ville de Valbourg",
        ),
        ("duree_conservation_donnees_caractere_personnel", "12"),
    ] {
        let expected = (name.to_owned(), value.to_owned());
        assert!(pairs.contains(&expected), "{expected:?} in {pairs:?}");
    }
    for request in &requests {
        let url = request.url();
        for absent in ["contact", "dpo", "secret", "client", "valbourg.example"] {
            assert!(!url.to_lowercase().contains(absent), "{absent} in {url}");
        }
    }
}

#[test]
fn identity_alone_needs_one_habilitation() {
    let mut written = written("cantine");
    written.source.clear();
    written
        .champ
        .retain(|champ| champ.chemin == "identite.prenoms");
    let needed = needed_habilitations(&written);
    assert_eq!(needed.len(), 1);
    assert_eq!(needed[0].fournisseur, HabilitationKind::Franceconnect);
    assert_eq!(needed[0].scopes, ["openid", "given_name"]);
}

#[test]
fn file_without_any_habilitation_still_tells_what_to_ask() {
    let mut written = written("creche");
    let before: Vec<_> = needed_habilitations(&written);
    written.habilitation.clear();
    written.base_legale.adresse.clear();
    assert_eq!(needed_habilitations(&written), before);
    let requests = habilitation_requests(&written, Recette::AFaire);
    let url = requests[1].url();
    assert!(!url.contains("france_connect_authorization_id"), "{url}");
    assert!(!url.contains("cadre_juridique_url"), "{url}");
}
