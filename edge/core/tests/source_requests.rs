//! The request of every source by every modality, as its provider documents it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/sources.rs"]
mod support;

use time::Date;
use unefois_core::identite::Pivot;
use unefois_core::paris;
use unefois_core::sources::parameters::{Asked, Perimetre};
use unefois_core::sources::{self, Call, Modalite, Saisies, SourceSpec};

/// Born in France, with an apostrophe, an accent and a compound given name.
fn person() -> Pivot {
    Pivot {
        nom_naissance: "D’ÎLE-LE GOFF".to_owned(),
        nom_usage: Some("MARTIN".to_owned()),
        prenoms: "Zoé Anne-Marie".to_owned(),
        sexe: Some("F".to_owned()),
        date_naissance: Some("2004-05-06".to_owned()),
        commune: Some("2A004".to_owned()),
        pays: Some("99100".to_owned()),
    }
}

fn saisies() -> Saisies {
    Saisies::from_iter([
        ("ine", "1234567890A"),
        ("identifiant", "z.legoff+1"),
        ("immatriculation", "AB-123-CD"),
        ("nom_naissance", "L'HÉRITIER"),
        ("prenoms", "Anne-Laure Zoé"),
        ("date_naissance", "2014-05-03"),
        ("sexe", "F"),
    ])
}

/// Path and query of the only request of a call.
fn asked(source: &'static SourceSpec, modalite: Modalite) -> String {
    asked_on(support::today(), source, modalite)
}

fn asked_on(today: Date, source: &'static SourceSpec, modalite: Modalite) -> String {
    let access = source.access(Some(modalite), None).expect("the modality");
    let perimetre = Perimetre::Degre {
        degre: "2D".to_owned(),
        departements: vec!["069".to_owned(), "042".to_owned()],
    };
    let (pivot, saisies) = (person(), saisies());
    let made = (access.parameters)(&Asked {
        pivot: &pivot,
        saisies: &saisies,
        perimetre: Some(&perimetre),
        today,
    });
    let call = support::call(source, modalite);
    let mut parameters = call.parameters.clone();
    parameters.extend(made.expect("parameters"));
    let request = Call { parameters, ..call }.build_request(None, false, 1_000);
    let url = url::Url::parse(&request.url).expect("an address");
    let pairs: Vec<_> = url
        .query_pairs()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{} {}", url.path(), pairs.join(" "))
}

#[test]
fn every_way_to_ask_is_the_documented_one() {
    const RECIPIENT: &str = "recipient=21999999200015";
    const NAME: &str = "nomNaissance=D'ÎLE-LE GOFF";
    const BORN: &str = "anneeDateNaissance=2004 moisDateNaissance=5 jourDateNaissance=6";
    const PLACE: &str = "codeCogInseePaysNaissance=99100 codeCogInseeCommuneNaissance=2A004";
    let dss = format!(
        "{NAME} nomUsage=MARTIN prenoms[]=Zoé prenoms[]=Anne-Marie {BORN} sexeEtatCivil=F {PLACE}"
    );
    let ine = "ine=1234567890A".to_owned();
    let identifiant = "identifiant=z.legoff+1".to_owned();
    let child = "nomNaissance=L'HÉRITIER prenoms[]=Anne-Laure anneeDateNaissance=2014 \
                 moisDateNaissance=5 jourDateNaissance=3 sexeEtatCivil=F anneeScolaire=2026 \
                 degreEtablissement=2D codesBcnDepartements[]=069 codesBcnDepartements[]=042"
        .to_owned();
    let mut expected = Vec::new();
    for (id, path) in [
        ("quotient_familial", "/v3/dss/quotient_familial"),
        ("eaje", "/v3/dss/participation_familiale_eaje"),
        ("c2s", "/v3/dss/complementaire_sante_solidaire"),
        ("aah", "/v3/dss/allocation_adulte_handicape"),
        ("aeeh", "/v3/dss/allocation_enfant_handicape"),
        ("ars", "/v3/dss/allocation_rentree_scolaire"),
        ("asf", "/v3/dss/allocation_soutien_familial"),
        ("prime_activite", "/v3/dss/prime_activite"),
        ("rsa", "/v3/dss/revenu_solidarite_active"),
    ] {
        expected.push((id, Modalite::FranceConnect, path, String::new()));
        expected.push((id, Modalite::Identite, path, dss.clone()));
    }
    let first = format!("{NAME} prenoms[]=Zoé {BORN}");
    let commune = "codeCogInseeCommuneNaissance=2A004";
    let etudiant = "/v3/mesri/statut_etudiant";
    let boursier = "/v4/cnous/etudiant_boursier";
    let service = "/v3/gip_mds/service_civique";
    let national = "/v3/dsnj/service_national";
    let vehicule = "/v3/ants/extrait_immatriculation_vehicule";
    let both =
        format!("{NAME} prenoms[]=Zoé prenoms[]=Anne-Marie {BORN} sexeEtatCivil=F {commune}");
    expected.extend([
        ("etudiant", Modalite::FranceConnect, etudiant, String::new()),
        (
            "etudiant",
            Modalite::Identite,
            etudiant,
            format!("{first} sexeEtatCivil=F {commune}"),
        ),
        ("etudiant", Modalite::Ine, etudiant, ine.clone()),
        ("boursier", Modalite::FranceConnect, boursier, String::new()),
        ("boursier", Modalite::Identite, boursier, both),
        ("boursier", Modalite::Ine, boursier, ine),
        (
            "france_travail",
            Modalite::Identifiant,
            "/v3/france_travail/statut",
            identifiant.clone(),
        ),
        (
            "france_travail_paiements",
            Modalite::Identifiant,
            "/v3/france_travail/indemnites",
            identifiant.clone(),
        ),
        (
            "service_civique",
            Modalite::FranceConnect,
            service,
            String::new(),
        ),
        (
            "service_civique",
            Modalite::Identite,
            service,
            first.clone(),
        ),
        (
            "service_national",
            Modalite::FranceConnect,
            national,
            String::new(),
        ),
        (
            "service_national",
            Modalite::Identite,
            national,
            format!("{first} sexeEtatCivil=F {PLACE}"),
        ),
        (
            "vehicule",
            Modalite::FranceConnect,
            vehicule,
            "immatriculation=AB-123-CD".to_owned(),
        ),
        (
            "sportif",
            Modalite::Identifiant,
            "/v3/sdh/statut_sportif",
            identifiant,
        ),
        (
            "scolarite",
            Modalite::Identite,
            "/v5/men/scolarites",
            child.clone(),
        ),
        (
            "eleve_boursier",
            Modalite::Identite,
            "/v5/men/scolarites",
            child,
        ),
    ]);
    for (id, modalite, path, parameters) in &expected {
        let source = sources::spec(id).expect("a source");
        let whole = format!("{path}/{} {RECIPIENT} {parameters}", modalite.word());
        assert_eq!(asked(source, *modalite), whole.trim_end(), "{id}");
    }
    let of_gateway = sources::ALL.iter().filter(|source| source.id != "impots");
    let of_gateway = of_gateway.filter(|source| source.id != "impots_adresse");
    let accesses: usize = of_gateway.map(|source| source.accesses.len()).sum();
    assert_eq!(accesses, expected.len(), "every way to ask is in the table");
}

#[test]
fn first_way_to_ask_is_the_one_of_a_demarche_that_chooses_none() {
    for (id, words) in [
        ("eaje", "france_connect identite"),
        ("etudiant", "france_connect identite ine"),
        ("boursier", "france_connect identite ine"),
        ("france_travail", "identifiant"),
        ("scolarite", "identite"),
        ("vehicule", "france_connect"),
        (
            "impots",
            "france_connect france_connect france_connect france_connect",
        ),
    ] {
        let source = sources::spec(id).expect("a source");
        let known: Vec<_> = source
            .accesses
            .iter()
            .map(|access| access.modalite.word())
            .collect();
        assert_eq!(known.join(" "), words, "{id}");
    }
}

/// Whether a source can be asked about somebody by their civil status.
fn can_ask_about(pivot: &Pivot, id: &str) -> bool {
    let access = sources::spec(id).and_then(|source| source.access(Some(Modalite::Identite), None));
    let made = (access.expect("the modality").parameters)(&Asked {
        pivot,
        saisies: &Saisies::default(),
        perimetre: None,
        today: support::today(),
    });
    made.is_ok()
}

#[test]
fn person_of_unknown_sex_can_still_be_asked_about_where_it_is_not_required() {
    let unknown = Pivot {
        sexe: None,
        ..person()
    };
    let can_ask = |id| can_ask_about(&unknown, id);
    assert!(can_ask("boursier") && can_ask("service_civique"));
    assert!(!can_ask("etudiant") && !can_ask("service_national"));
}

#[test]
fn grant_of_the_year_is_asked_by_name_once_the_gateway_lets_it_be_named() {
    let boursier = sources::spec("boursier").expect("a source");
    for (today, year) in [
        ("2026-08-31", Some("2025")),
        ("2026-09-01", None),
        ("2026-12-31", None),
        ("2027-01-01", Some("2026")),
    ] {
        let day = paris::parse_date(today).expect("a date");
        for access in boursier.accesses {
            let sent = asked_on(day, boursier, access.modalite);
            let named = sent
                .split(' ')
                .find_map(|pair| pair.strip_prefix("campaignYear="));
            assert_eq!(named, year, "{today} {}", access.modalite.word());
        }
    }
}

#[test]
fn person_whose_commune_of_birth_is_not_known_is_asked_about_where_it_is_optional() {
    let unknown = Pivot {
        commune: None,
        ..person()
    };
    let can_ask = |id| can_ask_about(&unknown, id);
    assert!(can_ask("service_national") && can_ask("etudiant"));
    assert!(!can_ask("quotient_familial") && !can_ask("rsa"));
}
