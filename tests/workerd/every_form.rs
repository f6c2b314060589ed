//! Every form of the examples, the whole way with everything accepted.

use serde_json::{Value, json};
use unefois_tests::journey::Tab;

use crate::bench::Bench;
use crate::forms::{
    CRECHE, ENERGIE, ETUDES, Form, LOGIN, MARIAMA, PERISCOLAIRE, PLATE, Person, RESTAURATION,
    SPORT, STATIONNEMENT, TRANSPORT, VACANCES, school_year, this_month,
};
use crate::nominal::{values, verified};

/// Somebody who accepts everything: the form must be given these values, the attestation the same, and
/// nothing else.
fn check(form: &Form, (login, sources, typed): Person, expected: &[(&str, Value)]) {
    let bench = Bench::lease();
    let mut browser = form.browser(&bench);
    let redeemed = browser.complete_with(&Tab::open(), sources, login, typed);
    let found = values(&redeemed);
    let found: Vec<(&str, Value)> = found
        .iter()
        .map(|(chemin, value)| (chemin.as_str(), value.clone()))
        .collect();
    assert_eq!(found, expected);
    let keys = browser.edge("/.well-known/jwks.json");
    let keys = browser.client.get(&keys).unwrap().json().unwrap();
    let claims = verified(redeemed["attestation"].as_str().unwrap(), &keys);
    assert_eq!(claims["form"]["id"], form.demarche);
    let attested = claims["data"].as_object().unwrap();
    assert_eq!(attested.len(), expected.len(), "{claims}");
    for (chemin, value) in expected {
        assert_eq!(attested[*chemin]["value"], *value, "{chemin}");
    }
}

#[test]
fn nursery_is_given_the_family_file_and_the_allowance() {
    check(
        &CRECHE,
        ("camille", "eaje,aeeh", &[]),
        &[
            ("identite.nom_naissance", json!("LEFÈVRE")),
            ("identite.nom_usage", json!("MARTIN")),
            ("identite.prenoms", json!("Camille Louise")),
            ("identite.date_naissance", json!("1987-03-12")),
            ("identite.email", json!("c.lefevre@courriel.example")),
            ("eaje.adresse.voie", json!("12 RUE DES LILAS")),
            ("eaje.adresse.complement", json!("BATIMENT C")),
            ("eaje.adresse.code_postal", json!("99999")),
            ("eaje.adresse.commune", json!("VALBOURG")),
            ("eaje.enfants[0].nom_naissance", json!("LEFÈVRE")),
            ("eaje.enfants[0].prenoms", json!("Anne-Laure Zoé")),
            ("eaje.enfants[0].date_naissance", json!("2018-05-03")),
            ("eaje.enfants[0].sexe", json!("F")),
            ("eaje.ressources", json!(21450)),
            ("eaje.annee_ressources", json!(2024)),
            ("eaje.enfants_charge", json!(2)),
            ("eaje.enfants_aeeh", json!(1)),
            ("aeeh.statut", json!("ouvrant_droit")),
            ("aeeh.date_debut_droit", json!("2023-06-15")),
        ],
    );
}

#[test]
fn after_school_care_is_given_three_children() {
    let (year, month) = this_month();
    check(
        &PERISCOLAIRE,
        ("fatou", "quotient_familial", &[]),
        &[
            ("identite.nom_naissance", json!("SARR")),
            ("identite.nom_usage", json!("DIOP")),
            ("identite.prenoms", json!("Fatou")),
            ("identite.sexe", json!("F")),
            ("identite.date_naissance", json!("1986-06-30")),
            ("identite.email", json!("fatou@courriel.example")),
            ("quotient_familial.valeur", json!(295)),
            ("quotient_familial.mois", json!(month)),
            ("quotient_familial.annee", json!(year)),
            ("quotient_familial.fournisseur", json!("CNAF")),
            ("adresse.voie", json!("33 RUE PASTEUR")),
            ("adresse.code_postal", json!("99999")),
            ("adresse.commune", json!("VALBOURG")),
            ("enfants[0].nom_naissance", json!("DIOP")),
            ("enfants[1].nom_naissance", json!("DIOP")),
            ("enfants[2].nom_naissance", json!("DIOP")),
            ("enfants[0].prenoms", json!("Mariama")),
            ("enfants[1].prenoms", json!("Ousmane")),
            ("enfants[2].prenoms", json!("Khady")),
            ("enfants[0].date_naissance", json!("2013-09-01")),
            ("enfants[1].date_naissance", json!("2016-00-00")),
            ("enfants[2].date_naissance", json!("2021-02-14")),
            ("enfants[0].sexe", json!("F")),
            ("enfants[1].sexe", json!("M")),
            ("enfants[2].sexe", json!("F")),
        ],
    );
}

#[test]
fn resident_parking_is_given_the_vehicle_and_the_tax_address() {
    check(
        &STATIONNEMENT,
        ("camille", "vehicule,impots_adresse", &[PLATE]),
        &[
            ("identite.nom_naissance", json!("LEFÈVRE")),
            ("identite.prenoms", json!("Camille Louise")),
            ("identite.email", json!("c.lefevre@courriel.example")),
            ("vehicule.immatriculation", json!("VB-210-CL")),
            ("vehicule.marque", json!("CITRONELLE")),
            ("vehicule.modele", json!("BERLINE 3")),
            ("vehicule.statut_rattachement", json!("titulaire")),
            ("vehicule.genre", json!("VP")),
            (
                "vehicule.date_premiere_immatriculation",
                json!("2017-01-19"),
            ),
            ("vehicule.energie", json!("ES")),
            ("vehicule.masse_charge_maximale", json!(1680)),
            ("vehicule.taux_co2", json!("118")),
            ("vehicule.classe_environnementale", json!("Euro 6b")),
            ("impot.adresse.voie", json!("12 RUE DES LILAS")),
            ("impot.adresse.code_postal", json!("99999")),
            ("impot.adresse.commune", json!("VALBOURG")),
            ("vehicule.adresse.voie", json!("12 RUE DES LILAS")),
            ("vehicule.adresse.code_postal", json!("99999")),
            ("vehicule.adresse.commune", json!("VALBOURG")),
        ],
    );
}

#[test]
fn solidarity_transport_is_given_every_right_with_its_start() {
    check(
        &TRANSPORT,
        (
            "camille",
            "rsa,prime_activite,asf,c2s,aah,france_travail",
            &[LOGIN],
        ),
        &[
            ("identite.nom_naissance", json!("LEFÈVRE")),
            ("identite.prenoms", json!("Camille Louise")),
            ("identite.date_naissance", json!("1987-03-12")),
            ("identite.email", json!("c.lefevre@courriel.example")),
            ("rsa.est_beneficiaire", json!(true)),
            ("rsa.avec_majoration", json!(true)),
            ("rsa.date_debut_droit", json!("2025-02-01")),
            ("prime_activite.est_beneficiaire", json!(false)),
            ("asf.est_beneficiaire", json!(true)),
            ("asf.date_debut_droit", json!("2022-03-01")),
            ("c2s.est_beneficiaire", json!(true)),
            ("c2s.avec_participation", json!(false)),
            ("c2s.date_debut_droit", json!("2024-09-01")),
            ("aah.est_beneficiaire", json!(false)),
            ("france_travail.date_inscription", json!("2026-01-12")),
            ("france_travail.categorie", json!("1")),
            ("france_travail.adresse.voie", json!("12 RUE DES LILAS")),
            ("france_travail.adresse.code_postal", json!("99999")),
            ("france_travail.adresse.commune", json!("VALBOURG")),
        ],
    );
}

#[test]
fn student_aid_is_given_studies_grant_and_service() {
    let began = school_year();
    check(
        &ETUDES,
        (
            "maiwenn",
            "etudiant,boursier,service_civique,service_national,impots",
            &[],
        ),
        &[
            ("identite.sexe", json!("F")),
            ("identite.nom_naissance", json!("LE GOFF-D'HERVÉ")),
            ("identite.prenoms", json!("Maïwenn Éléonore")),
            ("identite.date_naissance", json!("2006-08-17")),
            ("identite.commune_naissance", json!("29232")),
            ("identite.pays_naissance", json!("99100")),
            ("identite.email", json!("maiwenn@courriel.example")),
            (
                "etudiant.admissions[0].etablissement",
                json!("Université de l’Étang-Vert"),
            ),
            ("etudiant.admissions[0].uai", json!("0699997C")),
            ("etudiant.admissions[0].commune_etudes", json!("69123")),
            ("etudiant.admissions[0].est_inscrit", json!(true)),
            ("etudiant.admissions[0].regime_formation", json!("RF1")),
            ("etudiant.admissions[0].date_debut", json!("2026-09-01")),
            ("etudiant.admissions[0].date_fin", json!("2027-08-31")),
            ("boursier.est_boursier", json!(true)),
            ("boursier.echelon", json!("0bis")),
            ("boursier.echelon_provisoire", json!(false)),
            ("boursier.est_radie", json!(false)),
            ("boursier.date_rentree", json!(format!("{began}-09-01"))),
            ("boursier.duree", json!("10")),
            ("boursier.ville_etudes", json!("Lyon")),
            ("service_civique.en_cours", json!(false)),
            ("service_civique.passe", json!(true)),
            ("service_civique.passe_date_debut", json!("2024-10-01")),
            ("service_civique.passe_date_fin", json!("2025-05-31")),
            ("service_national.statut", json!("en_regle")),
        ],
    );
}

#[test]
fn energy_aid_is_given_income_registration_and_payments() {
    let (year, _) = this_month();
    check(
        &ENERGIE,
        (
            "camille",
            "impots,rsa,france_travail,france_travail_paiements",
            &[LOGIN],
        ),
        &[
            ("identite.sexe", json!("F")),
            ("identite.nom_naissance", json!("LEFÈVRE")),
            ("identite.nom_usage", json!("MARTIN")),
            ("identite.prenoms", json!("Camille Louise")),
            ("identite.date_naissance", json!("1987-03-12")),
            ("identite.email", json!("c.lefevre@courriel.example")),
            ("impot.situation_famille", json!("D")),
            ("impot.personnes_charge", json!(2)),
            ("impot.parent_isole", json!("T")),
            ("impot.revenu_fiscal_reference", json!(18640)),
            ("impot.nombre_parts", json!("2.5")),
            ("impot.annee", json!(year - 1)),
            ("rsa.est_beneficiaire", json!(true)),
            ("rsa.date_debut_droit", json!("2025-02-01")),
            ("france_travail.date_inscription", json!("2026-01-12")),
            ("france_travail.categorie", json!("1")),
            ("paiements[0].date_versement", json!("2026-09-03")),
            ("paiements[1].date_versement", json!("2026-10-02")),
            ("paiements[0].montant_total", json!("1012.4")),
            ("paiements[1].montant_total", json!("962.4")),
            ("paiements[0].montant_allocations", json!("962.4")),
            ("paiements[1].montant_allocations", json!("962.4")),
            ("paiements[0].montant_aides", json!("50")),
            ("paiements[1].montant_aides", json!("0")),
            ("paiements[0].montant_autres", json!("0")),
            ("paiements[1].montant_autres", json!("0")),
        ],
    );
}

#[test]
fn sports_voucher_is_given_the_child_and_their_school() {
    let (year, month) = this_month();
    let began = if month >= 9 { year } else { year - 1 };
    check(
        &SPORT,
        (
            "fatou",
            "quotient_familial,ars,scolarite,eleve_boursier",
            &MARIAMA,
        ),
        &[
            ("identite.nom_naissance", json!("SARR")),
            ("identite.prenoms", json!("Fatou")),
            ("identite.date_naissance", json!("1986-06-30")),
            ("identite.email", json!("fatou@courriel.example")),
            ("enfants[0].nom_naissance", json!("DIOP")),
            ("enfants[0].prenoms", json!("Mariama")),
            ("enfants[0].date_naissance", json!("2013-09-01")),
            ("enfants[0].sexe", json!("F")),
            ("quotient_familial.valeur", json!(295)),
            ("quotient_familial.mois", json!(month)),
            ("quotient_familial.annee", json!(year)),
            ("scolarite.est_scolarise", json!(true)),
            (
                "scolarite.annee_scolaire",
                json!(format!("{began}-{}", began + 1)),
            ),
            ("scolarite.code_uai", json!("0699998D")),
            ("scolarite.classe", json!("5EME")),
            ("scolarite.statut_eleve", json!("ST")),
            ("scolarite.regime_pensionnat", json!("2")),
            ("eleve_boursier.est_boursier", json!(true)),
            ("eleve_boursier.echelon", json!("3")),
        ],
    );
}

#[test]
fn sports_voucher_of_an_athlete_is_given_their_status() {
    check(
        &SPORT,
        ("tiago", "sportif", &[("sports.identifiant", "990 017")]),
        &[
            ("identite.nom_naissance", json!("DA COSTA-PIÑEIRO")),
            ("identite.prenoms", json!("Tiago João")),
            ("identite.date_naissance", json!("2003-11-30")),
            ("identite.email", json!("tiago@courriel.example")),
            ("sportif.est_sportif_de_haut_niveau", json!(true)),
            ("sportif.a_ete_sportif_de_haut_niveau", json!(true)),
            ("sportif.date_debut_statut", json!("2025-11-01")),
            ("sportif.date_fin_statut", json!("2027-10-31")),
            (
                "sportif.federation",
                json!("Fédération d’aviron de l’Étang"),
            ),
            ("sportif.categorie", json!("Élite")),
        ],
    );
}

/// Values that no option of their form stands for, as `chemin = value`.
fn without_option(bench: &Bench, form: &Form, (login, sources, typed): Person) -> Vec<String> {
    let mut browser = form.browser(bench);
    let address = browser.edge(&format!("/v1/demarches/{}", form.demarche));
    let origin = browser.form_origin().to_owned();
    let headers = [("origin", origin.as_str())];
    let description = browser.client.request("GET", &address, &headers, &[]);
    let description = description.unwrap().json().unwrap();
    let options = |chemin: &str| {
        let champs = description["champs"].as_array().unwrap().iter();
        let mut champs = champs.filter(|champ| champ["chemin"] == chemin);
        champs.next().map(|champ| champ["valeurs"].clone())
    };
    let redeemed = browser.complete_with(&Tab::open(), sources, login, typed);
    let lost = values(&redeemed).into_iter().filter_map(|(chemin, value)| {
        let options = options(&chemin).unwrap_or_else(|| panic!("{chemin} has no place"));
        let written = value.as_str().map_or(value.to_string(), str::to_owned);
        let is_lost = options.is_object() && options.get(&written).is_none();
        is_lost.then(|| format!("{chemin} = {written}"))
    });
    lost.collect()
}

#[test]
fn every_value_given_is_one_of_the_options_of_its_form() {
    let bench = Bench::lease();
    let all: [(&Form, Person); 9] = [
        (&CRECHE, ("camille", "eaje,aeeh", &[])),
        (&PERISCOLAIRE, ("fatou", "quotient_familial", &[])),
        (
            &STATIONNEMENT,
            ("camille", "vehicule,impots_adresse", &[PLATE]),
        ),
        (
            &TRANSPORT,
            (
                "camille",
                "rsa,prime_activite,asf,c2s,aah,france_travail",
                &[LOGIN],
            ),
        ),
        (
            &ETUDES,
            (
                "maiwenn",
                "etudiant,boursier,service_civique,service_national",
                &[],
            ),
        ),
        (
            &ENERGIE,
            (
                "camille",
                "impots,rsa,france_travail,france_travail_paiements",
                &[LOGIN],
            ),
        ),
        (
            &SPORT,
            (
                "fatou",
                "quotient_familial,scolarite,eleve_boursier",
                &MARIAMA,
            ),
        ),
        (&RESTAURATION, ("maelle", "quotient_familial", &[])),
        (
            &VACANCES,
            (
                "camille",
                "quotient_familial,impots,asf,aah,prime_activite",
                &[],
            ),
        ),
    ];
    let lost = all
        .into_iter()
        .flat_map(|(form, person)| without_option(&bench, form, person));
    assert_eq!(lost.collect::<Vec<_>>(), Vec::<String>::new());
}
