//! Two collectivités on one edge: what they may not share, and who signs for each.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use support::{cantine, today};
use unefois_core::demarche::{
    AttestationWritten, ConfigProblem, DemarcheWritten, Deployment, DeploymentWritten,
    check_deployment,
};
use unefois_core::secret::Secret;

const EDGE: &str = "http://unefois.localhost:8787";
const VALBOURG: &str = "21999999200015";
const SAINTE_AURE: &str = "21999998400012";

/// A second town, which shares nothing with the first.
fn other_town() -> DemarcheWritten {
    let mut written = cantine();
    written.id = "cantine-sainte-aure".to_owned();
    written.collectivite.siret = SAINTE_AURE.to_owned();
    written.franceconnect.client_id = "sainte-aure".to_owned();
    written.franceconnect.client_secret = "FC_SECRET_SAINTE_AURE".to_owned();
    if let Some(api) = &mut written.api_particulier {
        api.recipient = SAINTE_AURE.to_owned();
        api.jeton = Some("JETON_SAINTE_AURE".to_owned());
    }
    for page in &mut written.page {
        page.adresse = page.adresse.replace("ville.", "sainte-aure.");
    }
    written
}

/// A second démarche of the first town.
fn other_service() -> DemarcheWritten {
    let mut written = cantine();
    written.id = "garderie-valbourg".to_owned();
    written
}

fn keys(name: &str) -> Option<AttestationWritten> {
    let cles = name.to_owned();
    Some(AttestationWritten { cles })
}

fn deployment(demarches: Vec<DemarcheWritten>) -> Result<Deployment, Vec<ConfigProblem>> {
    let written = DeploymentWritten {
        origin: EDGE.to_owned(),
        autoriser_http_local: true,
        demarches,
    };
    let json = serde_json::to_string(&written).expect("JSON");
    check_deployment(&json, today(), &|_| true)
}

fn refused(demarches: Vec<DemarcheWritten>, path: &str, rule: &str) {
    let problems = deployment(demarches).expect_err(rule);
    let found: Vec<_> = problems.iter().map(|it| (&*it.path, it.rule)).collect();
    assert_eq!(found, [(path, rule)]);
}

#[test]
fn two_towns_that_share_nothing_are_served_and_each_signs_as_itself() {
    let mut town = other_town();
    town.attestation = keys("CLES_SAINTE_AURE");
    let deployment = deployment(vec![cantine(), town]).expect("two towns");
    let issuers = deployment.demarches().iter();
    let issuers: Vec<_> = issuers
        .map(|demarche| deployment.issuer(demarche))
        .collect();
    assert_eq!(
        issuers,
        [EDGE, &format!("{EDGE}/collectivites/{SAINTE_AURE}")]
    );
    let secrets = deployment.key_secrets();
    assert_eq!(
        secrets.into_iter().collect::<Vec<_>>(),
        [(SAINTE_AURE, "CLES_SAINTE_AURE")]
    );
}

#[test]
fn one_town_may_use_its_own_secrets_for_all_its_services() {
    let services = [cantine(), other_service()].map(|mut written| {
        written.attestation = keys("CLES_VALBOURG");
        written
    });
    let deployment = deployment(services.to_vec()).expect("two services");
    let secrets = deployment.key_secrets();
    assert_eq!(
        secrets.into_iter().collect::<Vec<_>>(),
        [(VALBOURG, "CLES_VALBOURG")]
    );
    let same = |_: &str| Some(Secret::new("the same"));
    assert_eq!(deployment.check_secrets(&same), Ok(()));
}

#[test]
fn rejects_secret_that_two_towns_name() {
    let mut town = other_town();
    town.franceconnect.client_secret = cantine().franceconnect.client_secret;
    let path = "demarches[1].franceconnect.client_secret";
    refused(vec![cantine(), town], path, "secret_partage");
    let with_token = |mut written: DemarcheWritten| {
        let api = written.api_particulier.as_mut().expect("a source");
        api.jeton = Some("JETON".to_owned());
        written
    };
    let path = "demarches[1].api_particulier.jeton";
    let towns = [cantine(), other_town()].map(with_token);
    refused(towns.to_vec(), path, "secret_partage");
    let with_keys = |mut written: DemarcheWritten| {
        written.attestation = keys("CLES");
        written
    };
    let path = "demarches[1].attestation.cles";
    let towns = [cantine(), other_town()].map(with_keys);
    refused(towns.to_vec(), path, "secret_partage");
}

#[test]
fn rejects_secret_that_two_towns_name_for_two_uses() {
    let mut town = other_town();
    town.attestation = keys(&cantine().franceconnect.client_secret);
    let path = "demarches[1].attestation.cles";
    refused(vec![cantine(), town], path, "secret_partage");
}

#[test]
fn rejects_secret_of_the_edge_itself() {
    for name in ["ATTESTATION_KEYS", "SEALING_KEYS", "DATAPASS_SECRET"] {
        let mut town = cantine();
        town.attestation = keys(name);
        refused(
            vec![town],
            "demarches[0].attestation.cles",
            "secret_partage",
        );
    }
}

#[test]
fn rejects_client_that_two_towns_speak_as() {
    let mut town = other_town();
    town.franceconnect.client_id = cantine().franceconnect.client_id;
    let path = "demarches[1].franceconnect.client_id";
    refused(vec![cantine(), town.clone()], path, "client_partage");
    // The same name at another provider is another client.
    town.franceconnect.issuer = "http://fc.localhost:8791/api/v2".to_owned();
    assert!(deployment(vec![cantine(), town]).is_ok());
}

#[test]
fn rejects_other_keys_for_another_service_of_one_town() {
    for other in [None, keys("AUTRES_CLES")] {
        let (mut first, mut second) = (cantine(), other_service());
        first.attestation = keys("CLES_VALBOURG");
        second.attestation = other;
        let path = "demarches[1].attestation.cles";
        refused(vec![first, second], path, "cles_differentes");
    }
}

#[test]
fn rejects_value_that_two_towns_hold_under_two_names_without_telling_it() {
    let deployment = deployment(vec![cantine(), other_town()]).expect("two towns");
    let apart = |name: &str| Some(Secret::new(format!("value of {name}")));
    assert_eq!(deployment.check_secrets(&apart), Ok(()));
    let same = |name: &str| match name.starts_with("FC_SECRET") {
        true => Some(Secret::new("the same")),
        false => apart(name),
    };
    let problems = deployment.check_secrets(&same).expect_err("the same");
    let told = format!("{problems:?}");
    assert!(!told.contains("the same"), "{told}");
    assert_eq!(problems.len(), 1, "{told}");
    assert_eq!(
        (problems[0].path.as_str(), problems[0].rule),
        ("demarches[1].franceconnect.client_secret", "secret_partage")
    );
}

#[test]
fn withholds_demarche_of_a_town_from_the_pages_of_another() {
    let deployment = deployment(vec![cantine(), other_town()]).expect("two towns");
    let id = |id, origin| deployment.demarche_for(id, origin).map(|found| found.id());
    let (valbourg, sainte_aure) = (
        "http://ville.localhost:8790",
        "http://sainte-aure.localhost:8790",
    );
    assert_eq!(id("cantine-valbourg", valbourg), Some("cantine-valbourg"));
    assert_eq!(
        id("cantine-sainte-aure", sainte_aure),
        Some("cantine-sainte-aure")
    );
    assert_eq!(id("cantine-valbourg", sainte_aure), None);
    assert_eq!(id("cantine-sainte-aure", valbourg), None);
    assert_eq!(id("cantine", valbourg), None);
}
