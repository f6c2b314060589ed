//! What a démarche may say of its sources: the examples hold, each broken rule is told, and the calls
//! made for a person carry the right credential and nothing of another.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::path::Path;

use support::{example, example_problems, today};
use unefois_core::datapass::Standings;
use unefois_core::demarche::{DemarcheChecked, Moment, Planned};
use unefois_core::identite::Pivot;
use unefois_core::secret::Secret;
use unefois_core::sources::{self, Call, Credential, Outcome, Saisie, SourceSpec};
use unefois_wire::Concerne;

fn examples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let entries = std::fs::read_dir(folder).expect("the examples");
    let folders = entries.map(|entry| entry.expect("an entry").path());
    let with_file = folders.filter(|path| path.join("demarche.toml").is_file());
    let names = with_file.map(|path| {
        path.file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    });
    names.collect()
}

#[test]
fn examples_hold_and_together_use_every_source() {
    let mut unused: Vec<&SourceSpec> = unefois_core::sources::ALL.to_vec();
    for name in examples() {
        let demarche = example(&name, |_| {});
        unused.retain(|spec| demarche.source(spec.id).is_none());
    }
    let unused: Vec<_> = unused.iter().map(|spec| spec.id).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// The change of an example breaks exactly this rule at this path.
fn rejects(name: &str, change: impl Fn(&mut toml::Table), rule: &str, at: &str) {
    let found = example_problems(name, change);
    let told: Vec<_> = found.iter().map(|it| (it.rule, it.path.as_str())).collect();
    assert!(told.contains(&(rule, at)), "{name} {rule}: {told:?}");
}

fn set(path: &'static [&'static str], toml: &'static str) -> impl Fn(&mut toml::Table) {
    move |table| {
        let value = format!("v = {toml}").parse::<toml::Table>().expect("toml")["v"].clone();
        let (last, parents) = path.split_last().expect("a path");
        let mut place = &mut *table;
        for step in parents {
            let (key, index) = step.split_once('.').unwrap_or((step, ""));
            let next = place.get_mut(key).expect(key);
            place = match index.parse::<usize>() {
                Ok(index) => next[index].as_table_mut().expect(step),
                Err(_) => next.as_table_mut().expect(step),
            };
        }
        place.insert((*last).to_owned(), value);
    }
}

fn without(path: &'static [&'static str]) -> impl Fn(&mut toml::Table) {
    move |table| {
        let (last, parents) = path.split_last().expect("a path");
        let mut place = &mut *table;
        for step in parents {
            let (key, index) = step.split_once('.').unwrap_or((step, ""));
            let next = place.get_mut(key).expect(key);
            place = match index.parse::<usize>() {
                Ok(index) => next[index].as_table_mut().expect(step),
                Err(_) => next.as_table_mut().expect(step),
            };
        }
        place.remove(*last);
    }
}

/// Takes a scope out of every habilitation.
fn without_scope(scope: &'static str) -> impl Fn(&mut toml::Table) {
    move |table| {
        let habilitations = table["habilitation"].as_array_mut().expect("a list");
        for habilitation in habilitations {
            let scopes = habilitation["scopes"].as_array_mut().expect("scopes");
            scopes.retain(|written| written.as_str() != Some(scope));
        }
    }
}

/// Takes the fields out of the form whose path starts so.
fn without_field(start: &'static str) -> impl Fn(&mut toml::Table) {
    move |table| {
        let champs = table["champ"].as_array_mut().expect("fields");
        champs.retain(|champ| !champ["chemin"].as_str().expect("a path").starts_with(start));
    }
}

#[test]
fn rejects_sources_asked_otherwise_than_they_can_be() {
    rejects(
        "creche",
        set(&["source.0", "modalite"], "\"ine\""),
        "modalite_source",
        "source[0].modalite",
    );
    rejects(
        "creche",
        set(&["source.0", "annee"], "\"n_moins_1\""),
        "annee",
        "source[0].annee",
    );
    rejects(
        "creche",
        without(&["source.1", "sante"]),
        "sante_explicite",
        "source[1].sante",
    );
    // The number of children with AEEH tells of health; without it, the nursery file does not.
    rejects(
        "creche",
        without(&["source.0", "sante"]),
        "sante_explicite",
        "source[0].sante",
    );
    example("creche", |table| {
        without(&["source.0", "sante"])(table);
        without_field("eaje.enfants_aeeh")(table);
    });
    rejects(
        "creche",
        set(&["source.1", "lignes"], "2"),
        "lignes",
        "source[1].lignes",
    );
    rejects(
        "creche",
        set(&["source.0", "lignes"], "0"),
        "intervalle",
        "source[0].lignes",
    );
    rejects(
        "creche",
        set(&["source.0", "saisies"], "[\"mois\"]"),
        "saisie_inconnue",
        "source[0].saisies[0]",
    );
    rejects(
        "creche",
        set(
            &["source.0", "perimetre"],
            "{ etablissement = \"0690001A\" }",
        ),
        "perimetre",
        "source[0].perimetre",
    );
    rejects(
        "coupon-sport",
        without(&["source.2", "perimetre"]),
        "perimetre",
        "source[2].perimetre",
    );
    rejects(
        "coupon-sport",
        set(&["source.2", "perimetre"], "{ etablissement = \"69\" }"),
        "perimetre",
        "source[2].perimetre",
    );
    rejects(
        "coupon-sport",
        set(
            &["source.2", "perimetre"],
            "{ degre = \"3D\", departements = [\"069\"] }",
        ),
        "perimetre",
        "source[2].perimetre",
    );
    rejects(
        "stationnement",
        set(&["source.0", "titulaire_non_verifie"], "true"),
        "titulaire",
        "source[0].titulaire_non_verifie",
    );
}

#[test]
fn rejects_sources_without_what_they_depend_on() {
    rejects(
        "creche",
        without(&["api_particulier", "jeton"]),
        "jeton_absent",
        "api_particulier.jeton",
    );
    rejects(
        "stationnement",
        without(&["dgfip"]),
        "section_absente",
        "dgfip",
    );
    rejects(
        "stationnement",
        without(&["api_particulier"]),
        "section_absente",
        "api_particulier",
    );
    rejects(
        "stationnement",
        set(&["dgfip", "client_secret"], "\"s3cr3t\""),
        "nom_de_secret",
        "dgfip.client_secret",
    );
    rejects(
        "stationnement",
        set(&["dgfip", "id_teleservice"], "\"a b\""),
        "id_teleservice",
        "dgfip.id_teleservice",
    );
    rejects(
        "creche",
        set(&["api_particulier", "jeton"], "\"eyJ0\""),
        "nom_de_secret",
        "api_particulier.jeton",
    );
}

#[test]
fn rejects_over_asking_of_every_kind() {
    rejects(
        "creche",
        set(&["habilitation.1", "modalite"], "\"france_connect\""),
        "champ_non_habilite",
        "champ[5].chemin",
    );
    rejects(
        "coupon-sport",
        without_scope("cnaf_enfants"),
        "source_compagne",
        "source[2].id",
    );
    rejects(
        "coupon-sport",
        without_scope("sdh_statut_sportif_identite"),
        "source_non_habilitee",
        "source[4].id",
    );
    rejects(
        "stationnement",
        without_scope("dgfip_nmNaiDec2"),
        "titulaire_non_verifiable",
        "source[1]",
    );
    rejects(
        "stationnement",
        without_scope("dgfip_annee_n_moins_2_si_indispo_n_moins_1"),
        "source_non_habilitee",
        "source[1].id",
    );
    rejects(
        "aide-etudiante",
        without_scope("mesri_admissions"),
        "champ_non_habilite",
        "champ[7].chemin",
    );
}

/// A form about school alone: the family file fills nothing, and proves whose child it is.
fn school_alone(table: &mut toml::Table) {
    without_field("enfants[]")(table);
    without_field("quotient_familial.")(table);
}

#[test]
fn source_declared_for_a_proof_alone_is_asked_and_never_offered() {
    let demarche = example("coupon-sport", school_alone);
    let offered: Vec<_> = demarche.sources().iter().map(|it| it.spec.id).collect();
    assert_eq!(offered, ["ars", "scolarite", "eleve_boursier", "sportif"]);
    let described = demarche.description("https://unefois.example");
    let described: Vec<_> = described.sources.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(described, offered);
    let refused = demarche.choose(Concerne::Enfant, &["quotient_familial", "scolarite"]);
    assert_eq!(refused.err().map(|it| it.code), Some("choice_refused"));
    let proof = companion_call(&demarche, "scolarite", &[]).expect("a call");
    assert_eq!(proof.source.id, "quotient_familial");
    assert!(
        proof
            .chemins
            .iter()
            .all(|chemin| chemin.starts_with("enfants[]")),
        "{:?}",
        proof.chemins
    );
}

#[test]
fn payments_alone_are_asked_after_the_registration_that_nobody_ticks() {
    let demarche = example("aide-sociale", without_field("france_travail."));
    let offered: Vec<_> = demarche.sources().iter().map(|it| it.spec.id).collect();
    assert_eq!(offered, ["impots", "rsa", "france_travail_paiements"]);
    let login = [saisie("france_travail", "identifiant", "camille69")];
    let proof = companion_call(&demarche, "france_travail_paiements", &login).expect("a call");
    assert_eq!(proof.source.id, "france_travail");
}

#[test]
fn rejects_proofs_of_a_source_that_gives_nothing_either() {
    rejects(
        "coupon-sport",
        |table| {
            school_alone(table);
            without_field("scolarite.")(table);
            without_field("eleve_boursier.")(table);
        },
        "source_inutile",
        "source[0].id",
    );
    rejects(
        "creche",
        without_field("aeeh."),
        "source_inutile",
        "source[1].id",
    );
}

#[test]
fn person_is_warned_of_the_nursery_file_and_ticks_its_health_value_alone() {
    let demarche = example("creche", |_| {});
    let described = demarche.description("https://unefois.example");
    let warned: Vec<_> = described
        .sources
        .iter()
        .map(|source| (source.id.as_str(), source.sante))
        .collect();
    assert_eq!(warned, [("eaje", true), ("aeeh", true)]);
    assert!(!demarche.is_wholly_health("eaje") && demarche.is_wholly_health("aeeh"));
    // A démarche may give the file that meaning, where no value of it says which does.
    let whole = example("creche", without_field("eaje.enfants_aeeh"));
    assert!(whole.is_wholly_health("eaje"));
    let cantine = example("cantine", set(&["source.0", "sante"], "true"));
    assert!(cantine.is_wholly_health("quotient_familial"));
}

#[test]
fn token_is_compared_with_the_rights_that_did_not_end() {
    let demarche = example("creche", set(&["habilitation.1", "au"], "\"2026-12-31\""));
    assert!(demarche.scopes_of_token(today()).len() > 1, "in force");
    let after = today().replace_year(2027).expect("a date");
    assert!(demarche.scopes_of_token(after).is_empty(), "ended");
    let before = today().replace_year(2025).expect("a date");
    assert!(demarche.scopes_of_token(before).is_empty(), "not yet");
}

#[test]
fn what_names_a_secret_is_never_shown() {
    let found = example_problems(
        "creche",
        set(&["api_particulier", "jeton"], "\"eyJhbGciOi\""),
    );
    assert!(
        found
            .iter()
            .all(|problem| !problem.to_string().contains("eyJ"))
    );
}

#[test]
fn rejects_rows_without_number_and_numbers_without_rows() {
    rejects(
        "periscolaire",
        without(&["source.0", "lignes"]),
        "lignes",
        "champ[14].cible",
    );
    rejects(
        "creche",
        set(&["source.0", "lignes"], "2"),
        "lignes",
        "champ[9].cible",
    );
    rejects(
        "creche",
        set(&["champ.0", "cible"], "\"#nom-{n}\""),
        "lignes",
        "champ[0].cible",
    );
}

fn person() -> Pivot {
    Pivot {
        nom_naissance: "LEFÈVRE".into(),
        nom_usage: None,
        prenoms: "Camille Louise".into(),
        sexe: Some("F".into()),
        date_naissance: Some("1987-03-12".into()),
        commune: Some("69123".into()),
        pays: Some("99100".into()),
    }
}

fn saisie(fournisseur: &str, id: &str, valeur: &str) -> Saisie {
    Saisie {
        fournisseur: fournisseur.into(),
        id: id.into(),
        valeur: valeur.into(),
    }
}

/// The call of one source of an example, everything granted.
fn call(
    demarche: &DemarcheChecked,
    id: &str,
    granted: &[&str],
    saisies: &[Saisie],
) -> Result<Call, Outcome> {
    planned(demarche, id, granted, saisies, |planned, moment| {
        planned.call(moment, &person(), [0; 16])
    })
}

/// The call of the source that must prove another first.
fn companion_call(
    demarche: &DemarcheChecked,
    id: &str,
    saisies: &[Saisie],
) -> Result<Call, Outcome> {
    planned(demarche, id, &[], saisies, |planned, moment| {
        let companion = planned.companion(moment, &person(), [0; 16]);
        companion.expect("a companion").1
    })
}

fn planned<T>(
    demarche: &DemarcheChecked,
    id: &str,
    granted: &[&str],
    saisies: &[Saisie],
    ask: impl Fn(&Planned<'_>, &Moment<'_>) -> T,
) -> T {
    let choice = demarche
        .choose(demarche.written().concerne[0], &[id])
        .expect("a choice");
    let granted: Vec<String> = granted.iter().map(|scope| (*scope).to_owned()).collect();
    let moment = Moment {
        granted: &granted,
        in_force: &demarche.scopes_in_force(today(), &Standings::default()),
        access_token: &Secret::new("jeton-citoyen"),
        saisies,
        token_received_millis: 0,
        today: today(),
        secret: &|name| Some(Secret::new(format!("secret-{name}"))),
    };
    ask(&demarche.planned(&choice)[0], &moment)
}

#[test]
fn credential_of_one_modality_never_travels_with_the_other() {
    let creche = example("creche", |_| {});
    let by_token = call(&creche, "eaje", &[], &[]).expect("a call");
    assert!(
        matches!(&by_token.credential, Credential::Collectivite(token) if *token == Secret::new("secret-API_PARTICULIER_VALBOURG"))
    );
    let request = by_token.build_request(None, false, 1_000);
    assert!(
        request
            .url
            .contains("/identite?recipient=21999999200015&nomNaissance=LEF")
    );
    assert!(
        request
            .url
            .contains("prenoms%5B%5D=Camille&prenoms%5B%5D=Louise")
    );
    let transport = example("transport-solidaire", |_| {});
    let granted = [
        "revenu_solidarite_active",
        "revenu_solidarite_active_majoration",
    ];
    let by_citizen = call(&transport, "rsa", &granted, &[]).expect("a call");
    assert!(
        matches!(&by_citizen.credential, Credential::FranceConnect(token) if *token == Secret::new("jeton-citoyen"))
    );
    assert!(
        by_citizen
            .build_request(None, false, 1_000)
            .url
            .ends_with("/france_connect?recipient=21999999200015")
    );
    assert_eq!(by_citizen.gate.token, None);
}

#[test]
fn scopes_of_the_towns_token_are_not_asked_from_franceconnect() {
    let demarche = example("transport-solidaire", |_| {});
    let all: Vec<&str> = demarche
        .sources()
        .iter()
        .map(|source| source.spec.id)
        .collect();
    let choice = demarche.choose(Concerne::Usager, &all).expect("a choice");
    let scopes = demarche.scopes_for(&choice);
    assert!(scopes.contains(&"revenu_solidarite_active"));
    assert!(
        scopes.iter().all(|scope| !scope.starts_with("pole_emploi")),
        "{scopes:?}"
    );
    let stationnement = example("stationnement", |_| {});
    let choice = stationnement
        .choose(Concerne::Usager, &["impots_adresse"])
        .expect("a choice");
    let scopes = stationnement.scopes_for(&choice);
    for needed in [
        "dgfip_aft",
        "dgfip_annee_n_moins_2_si_indispo_n_moins_1",
        "dgfip_nmNaiDec2",
    ] {
        assert!(scopes.contains(&needed), "{needed}: {scopes:?}");
    }
    assert!(
        scopes.iter().all(|scope| !scope.starts_with("ants_")),
        "{scopes:?}"
    );
}

#[test]
fn source_whose_scope_was_not_granted_is_not_asked() {
    let transport = example("transport-solidaire", |_| {});
    let refused = call(&transport, "rsa", &["prime_activite"], &[]).err();
    assert_eq!(
        refused.map(Outcome::code),
        Some("unavailable_scope_missing")
    );
}

#[test]
fn typed_values_are_checked_once_a_provider_and_only_for_what_is_ticked() {
    let demarche = example("aide-sociale", |_| {});
    let both = ["france_travail", "france_travail_paiements"];
    let choice = demarche.choose(Concerne::Usager, &both).expect("a choice");
    let typed = |pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        demarche.check_typed(&choice, &pairs, today())
    };
    let good = typed(&[
        ("france_travail.identifiant", " camille69 "),
        ("sports.identifiant", "1"),
    ]);
    assert!(good.refusees.is_empty());
    assert!(good.saisies == [saisie("france_travail", "identifiant", "camille69")]);
    assert!(!demarche.lacks_input(&choice, &good.saisies));
    for pairs in [
        &[][..],
        &[("france_travail.identifiant", "")][..],
        &[("france_travail.identifiant", "a b")][..],
    ] {
        assert_eq!(
            typed(pairs).refusees,
            ["france_travail.identifiant"],
            "{pairs:?}"
        );
    }
    assert!(demarche.lacks_input(&choice, &[]));
}

#[test]
fn pupil_is_asked_with_what_was_typed_and_never_with_the_parents_identity() {
    let demarche = example("coupon-sport", |_| {});
    let child = [
        saisie("education", "nom_naissance", "DIOP"),
        saisie("education", "prenoms", "Mariama Fatou"),
        saisie("education", "date_naissance", "2013-09-01"),
        saisie("education", "sexe", "F"),
    ];
    let call = call(&demarche, "scolarite", &[], &child).expect("a call");
    let url = call.build_request(None, false, 1_000).url;
    for part in [
        "nomNaissance=DIOP",
        "prenoms%5B%5D=Mariama",
        "anneeScolaire=2026",
        "degreEtablissement=2D",
        "codesBcnDepartements%5B%5D=069",
    ] {
        assert!(url.contains(part), "{part}: {url}");
    }
    assert!(!url.contains("LEF") && !url.contains("1987"), "{url}");
    assert_eq!(
        call.saisies,
        ["nom_naissance", "prenoms", "date_naissance", "sexe"]
    );
}

#[test]
fn month_typed_is_the_month_asked() {
    let demarche = example("periscolaire", |_| {});
    let granted = ["cnaf_quotient_familial", "cnaf_enfants", "cnaf_adresse"];
    let month = [saisie("caf_msa", "mois", "2026-09")];
    let call = call(&demarche, "quotient_familial", &granted, &month).expect("a call");
    let url = call.build_request(None, true, 1_000).url;
    assert!(url.ends_with("annee=2026&mois=9"), "{url}");
}

#[test]
fn rows_of_the_form_are_described_one_by_one() {
    let description = example("periscolaire", |_| {}).description("https://unefois.example");
    let rows: Vec<_> = description
        .champs
        .iter()
        .filter(|champ| champ.chemin.ends_with(".prenoms") && champ.source == "quotient_familial")
        .map(|champ| {
            (
                champ.chemin.as_str(),
                format!("{:?}", champ.cibles),
                champ.requis,
            )
        })
        .collect();
    let chemins: Vec<_> = rows.iter().map(|(chemin, ..)| *chemin).collect();
    assert_eq!(
        chemins,
        [
            "enfants[0].prenoms",
            "enfants[1].prenoms",
            "enfants[2].prenoms"
        ]
    );
    assert!(
        rows.iter()
            .enumerate()
            .all(|(row, (_, cible, _))| cible.contains(&format!("-{}", row + 1)))
    );
    assert!(rows[1..].iter().all(|(.., requis)| !requis));
    let saisies = &description.sources[0].saisies;
    assert_eq!(saisies.len(), 1);
    assert!(!saisies[0].requise && saisies[0].id == "mois");
}

#[test]
fn rejects_scope_franceconnect_may_not_know_until_it_has_confirmed_it() {
    let by_token = |table: &mut toml::Table| {
        for source in table["source"].as_array_mut().expect("sources") {
            if source["id"].as_str() == Some("eaje") {
                source["modalite"] = "france_connect".into();
            }
        }
    };
    let told = |change: &dyn Fn(&mut toml::Table)| {
        let found = example_problems("creche", change).into_iter();
        found
            .filter(|problem| problem.rule.starts_with("scope_"))
            .map(|problem| (problem.path, problem.rule, problem.got))
            .collect::<Vec<_>>()
    };
    let [address, children, parameters] = [
        "cnav_participation_familiale_eaje_adresse",
        "cnav_participation_familiale_eaje_enfants",
        "cnav_participation_familiale_eaje_parametres_calcul",
    ];
    assert_eq!(told(&|_| {}), [], "asked by the token of the collectivité");
    let refused = |scope: &str| {
        let path = "source[0].modalite".to_owned();
        (path, "scope_hors_franceconnect", scope.to_owned())
    };
    assert_eq!(
        told(&by_token),
        [address, children, parameters].map(refused)
    );
    let confirmed = |scopes: &'static [&'static str]| {
        move |table: &mut toml::Table| {
            by_token(table);
            let scopes = scopes.iter().copied().map(toml::Value::from);
            let client = table["franceconnect"].as_table_mut().expect("a client");
            let scopes: Vec<_> = scopes.collect();
            client.insert("scopes_confirmes".to_owned(), scopes.into());
        }
    };
    let two = &[
        "cnav_participation_familiale_eaje_enfants",
        "cnav_participation_familiale_eaje_adresse",
    ];
    assert_eq!(told(&confirmed(two)), [refused(parameters)]);
    let unknown = told(&confirmed(&["cnaf_quotient_familial"]));
    let place = "franceconnect.scopes_confirmes[0]".to_owned();
    assert!(
        unknown.contains(&(
            place,
            "scope_deja_connu",
            "cnaf_quotient_familial".to_owned()
        )),
        "{unknown:?}"
    );
}

#[test]
fn no_source_asks_for_a_scope_that_franceconnect_or_datapass_does_not_know() {
    // In DataPass and not at FranceConnect, then the contrary.
    let elsewhere = [
        "dgfip_rbg",
        "dgfip_IndLep",
        "dgfip_annee_df_au_3112_si_deces_ctb_mp",
        "dgfip_nbpac",
        "dgfip_decl",
    ];
    for source in sources::ALL {
        let of_ways = source
            .accesses
            .iter()
            .flat_map(|access| access.scopes.iter().chain(access.holder_scopes));
        let of_fields = source.fields.iter().flat_map(|field| field.spec.scopes);
        for scope in of_ways.chain(of_fields) {
            assert!(
                !elsewhere.contains(scope) && !scope.starts_with("dgfip_locaux_th"),
                "{}: {scope}",
                source.id
            );
        }
    }
}
