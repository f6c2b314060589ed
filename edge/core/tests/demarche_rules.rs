//! Every rule of the démarche file: one broken example for each, and the whole list at once.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use support::{FILE, cantine, cantine_table, checked, today};
use unefois_core::demarche::{DeploymentWritten, check_deployment};

/// Replaces the value at `path`, `champ.3.chemin`, by `toml`, or removes it when `toml` is empty.
fn with(path: &str, toml: &str) -> toml::Table {
    let mut table = toml::Value::Table(cantine_table());
    let (parent, last) = path.rsplit_once('.').unwrap_or(("", path));
    let mut place = &mut table;
    for step in parent.split('.').filter(|step| !step.is_empty()) {
        place = match step.parse::<usize>() {
            Ok(index) => &mut place.as_array_mut().expect(step)[index],
            Err(_) => place.get_mut(step).expect(step),
        };
    }
    let value = format!("v = {toml}")
        .parse::<toml::Table>()
        .ok()
        .and_then(|mut v| v.remove("v"));
    match (place, last.parse::<usize>()) {
        (toml::Value::Array(items), Ok(index)) => items[index] = value.expect("a value"),
        (toml::Value::Table(table), _) => match value {
            Some(value) => drop(table.insert(last.to_owned(), value)),
            None => drop(table.remove(last)),
        },
        _ => panic!("{path}"),
    }
    table.try_into().expect("a table")
}

/// The change breaks exactly this rule, at exactly this path.
fn rejects(path: &str, toml: &str, rule: &str, at: &str) {
    let problems = checked(with(path, toml)).err().unwrap_or_default();
    let found: Vec<_> = problems
        .iter()
        .map(|problem| (problem.rule, problem.path.as_str()))
        .collect();
    assert!(found.contains(&(rule, at)), "{path} = {toml}: {found:?}");
    assert!(
        problems
            .iter()
            .all(|problem| problem.file == FILE && !problem.to_string().contains('\n'))
    );
}

#[test]
fn example_breaks_no_rule() {
    let demarche = checked(cantine_table()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(demarche.id(), "cantine-valbourg");
    let origins = [
        "http://guichet.localhost:8793",
        "http://ville.localhost:8790",
    ];
    assert_eq!(demarche.origins(), origins);
    assert_eq!(demarche.champs().len(), 14);
    assert_eq!(demarche.manifest_sha256().len(), 64);
}

#[test]
fn rejects_values_of_the_wrong_format() {
    for (path, toml, rule) in [
        ("id", "\"La Cantine\"", "id"),
        ("version", "0", "intervalle"),
        ("titre", "\"\"", "longueur"),
        ("finalite", "\"Le tarif\"", "finalite"),
        ("concerne", "[]", "longueur"),
        ("formulaire", "\"form{\"", "selecteur"),
        ("collectivite.collectivite", "\"Valbourg\"", "nominal_le"),
        ("collectivite.a_collectivite", "\"Valbourg\"", "nominal_a"),
        ("collectivite.de_collectivite", "\"Valbourg\"", "nominal_de"),
        ("collectivite.siret", "\"21999999200016\"", "siret"),
        ("collectivite.dpo", "\"mairie\"", "contact"),
        ("franceconnect.client_secret", "\"s3cr3t\"", "nom_de_secret"),
        ("franceconnect.client_id", "\"\"", "longueur"),
        ("api_particulier.recipient", "\"123\"", "siret"),
        ("conservation.mois", "0", "intervalle"),
    ] {
        rejects(path, toml, rule, path);
    }
    rejects(
        "habilitation.0.numero",
        "\"n° 7\"",
        "numero_habilitation",
        "habilitation[0].numero",
    );
    rejects(
        "habilitation.1.scopes",
        "[]",
        "longueur",
        "habilitation[1].scopes",
    );
    rejects(
        "habilitation.1.du",
        "\"2026-02-30\"",
        "date",
        "habilitation[1].du",
    );
    rejects("champ.3.chemin", "\"\"", "longueur", "champ[3].chemin");
    rejects("champ.0.cible", "\" \"", "selecteur", "champ[0].cible");
    rejects(
        "champ.4.cible.mois",
        "\"\"",
        "selecteur",
        "champ[4].cible.mois",
    );
    rejects("page", "[]", "longueur", "page");
    rejects("champ", "[]", "longueur", "champ");
}

#[test]
fn rejects_unknown_missing_and_mistyped_keys() {
    for (path, toml) in [
        ("couleur", "\"bleu\""),
        ("titre", ""),
        ("version", "\"un\""),
        ("concerne", "[\"voisin\"]"),
        ("franceconnect.client_secret", "42"),
        ("franceconnect.acr", "\"eidas2\""),
        ("champ.0.ecriture", "\"libre\""),
        ("champ.4.cible.heure", "\"#heure\""),
    ] {
        let problems = checked(with(path, toml)).err().unwrap_or_default();
        assert_eq!(problems.len(), 1, "{path} = {toml}: {problems:?}");
        assert_eq!(problems[0].rule, "structure");
    }
}

#[test]
fn rejects_addresses_that_leave_https() {
    for path in [
        "franceconnect.issuer",
        "franceconnect.adresse_interne",
        "api_particulier.adresse",
    ] {
        rejects(path, "\"http://exemple.fr\"", "adresse", path);
        rejects(path, "\"https://exemple.fr/\"", "adresse", path);
        rejects(path, "\"https://a:b@exemple.fr\"", "adresse", path);
    }
    for path in ["collectivite.mentions_legales", "base_legale.adresse"] {
        rejects(path, "\"http://exemple.fr/\"", "adresse", path);
        rejects(path, "\"javascript:alert(1)\"", "adresse", path);
    }
    rejects(
        "autoriser_http_local",
        "false",
        "adresse",
        "franceconnect.issuer",
    );
    rejects("autoriser_http_local", "false", "page", "page[0].adresse");
}

#[test]
fn rejects_unsigned_userinfo_outside_the_sandbox() {
    let mut table = with("franceconnect.userinfo", "\"non_signe_bac_a_sable\"");
    assert!(checked(table.clone()).is_ok(), "on this machine");
    let mut issue = |issuer: &str| {
        table["franceconnect"]["issuer"] = issuer.into();
        checked(table.clone()).err().unwrap_or_default()
    };
    assert!(issue("https://fcp-low.sbx.dev-franceconnect.fr/api/v2").is_empty());
    let problems = issue("https://oidc.franceconnect.gouv.fr/api/v2");
    assert_eq!(problems[0].rule, "userinfo_signe");
}

#[test]
fn rejects_pages_that_are_not_exact() {
    rejects(
        "page.0.adresse",
        "\"https://*.valbourg.example/\"",
        "page",
        "page[0].adresse",
    );
    rejects(
        "page.0.adresse",
        "\"https://valbourg.example/?a=1\"",
        "page",
        "page[0].adresse",
    );
    let one = "{ adresse = \"https://valbourg.example/a\" }";
    rejects(
        "page",
        &format!("[{one}, {one}]"),
        "doublon",
        "page[1].adresse",
    );
}

#[test]
fn rejects_fields_no_source_or_habilitation_gives() {
    rejects(
        "champ.0.chemin",
        "\"identite.taille\"",
        "champ_inconnu",
        "champ[0].chemin",
    );
    rejects(
        "champ.8.chemin",
        "\"Quotient_familial.valeur\"",
        "champ_inconnu",
        "champ[8].chemin",
    );
    rejects("source", "[]", "source_non_declaree", "champ[8].chemin");
    rejects(
        "source.0.id",
        "\"impot\"",
        "source_inconnue",
        "source[0].id",
    );
    rejects(
        "habilitation.1.scopes",
        "[\"cnaf_quotient_familial\"]",
        "champ_non_habilite",
        "champ[11].chemin",
    );
    rejects(
        "habilitation.0.scopes",
        "[\"openid\"]",
        "champ_non_habilite",
        "champ[0].chemin",
    );
    rejects(
        "habilitation.0.scopes",
        "[\"family_name\"]",
        "identite_pivot",
        "habilitation",
    );
    // A scope counts only from the kind of habilitation that can grant it.
    rejects(
        "habilitation.0.scopes",
        "[\"cnaf_adresse\"]",
        "champ_non_habilite",
        "champ[0].chemin",
    );
    rejects("api_particulier", "", "section_absente", "api_particulier");
}

#[test]
fn rejects_sources_asked_for_nothing() {
    let mut table = cantine_table();
    let champs = table["champ"].as_array_mut().expect("fields");
    champs.truncate(8);
    let problems = checked(table).err().unwrap_or_default();
    assert_eq!(
        (problems[0].rule, problems[0].path.as_str()),
        ("source_inutile", "source[0].id")
    );
}

#[test]
fn rejects_writing_that_franceconnect_forbids() {
    rejects(
        "champ.0.ecriture",
        "\"modifiable\"",
        "ecriture_imposee",
        "champ[0].ecriture",
    );
    rejects(
        "champ.1.ecriture",
        "\"verrouille\"",
        "ecriture_imposee",
        "champ[1].ecriture",
    );
    rejects(
        "champ.7.ecriture",
        "\"verrouille\"",
        "ecriture_imposee",
        "champ[7].ecriture",
    );
    assert!(checked(with("champ.8.ecriture", "\"verrouille\"")).is_ok());
}

#[test]
fn rejects_targets_and_formats_that_do_not_fit() {
    rejects(
        "champ.0.cible",
        "{ jour = \"#a\", mois = \"#b\", annee = \"#c\" }",
        "cible_de_date",
        "champ[0].cible",
    );
    rejects(
        "champ.0.format",
        "\"jj/mm/aaaa\"",
        "format_de_date",
        "champ[0].format",
    );
    rejects(
        "champ.4.format",
        "\"jj/mm/aaaa\"",
        "format_de_date",
        "champ[4].format",
    );
    for format in ["\"nom\"", "\"code\""] {
        rejects(
            "champ.0.format",
            format,
            "format_de_lieu",
            "champ[0].format",
        );
        rejects(
            "champ.4.format",
            format,
            "format_de_lieu",
            "champ[4].format",
        );
    }
    rejects(
        "champ.4.valeurs",
        "{ a = \"b\" }",
        "valeurs_de_date",
        "champ[4].valeurs",
    );
    rejects(
        "champ.1.cible",
        "\"#nom-naissance\"",
        "doublon",
        "champ[1].cible",
    );
    rejects(
        "champ.4.cible.mois",
        "\"#prenoms\"",
        "doublon",
        "champ[4].cible.mois",
    );
    rejects(
        "champ.1.chemin",
        "\"identite.nom_naissance\"",
        "doublon",
        "champ[1].chemin",
    );
}

#[test]
fn rejects_habilitations_out_of_date_or_of_somebody_else() {
    rejects(
        "habilitation.1.au",
        "\"2026-11-20\"",
        "habilitation_expiree",
        "habilitation[1].au",
    );
    rejects(
        "habilitation.1.du",
        "\"2026-11-22\"",
        "habilitation_future",
        "habilitation[1].du",
    );
    rejects(
        "habilitation.1.modalite",
        "",
        "modalite",
        "habilitation[1].modalite",
    );
    rejects(
        "habilitation.0.modalite",
        "\"france_connect\"",
        "modalite",
        "habilitation[0].modalite",
    );
    rejects(
        "habilitation.1.numero",
        "\"H70001\"",
        "doublon",
        "habilitation[1].numero",
    );
    rejects(
        "api_particulier.recipient",
        "\"35600000012345\"",
        "recipient",
        "api_particulier.recipient",
    );
    assert!(
        checked(with("habilitation.1.au", "\"2026-11-21\"")).is_ok(),
        "the last day counts"
    );
}

#[test]
fn rejects_demarches_that_ask_nothing_or_keep_for_ever() {
    rejects("concerne", "[\"autre\"]", "rien_a_demander", "concerne");
    rejects(
        "concerne",
        "[\"enfant\", \"enfant\"]",
        "doublon",
        "concerne[1]",
    );
    rejects(
        "conservation.mois",
        "37",
        "motif_absent",
        "conservation.motif",
    );
}

#[test]
fn rejects_texts_the_collectivite_may_not_replace() {
    rejects(
        "textes.fr",
        "{ \"release.refuse\" = \"Non\" }",
        "texte_non_remplacable",
        "textes.fr.\"release.refuse\"",
    );
    rejects(
        "textes.fr",
        "{ \"source.impots.why\" = \"Non\" }",
        "texte_non_remplacable",
        "textes.fr.\"source.impots.why\"",
    );
    rejects(
        "textes.fr",
        "{ \"notice.why\" = \"Pour {rien}\" }",
        "texte",
        "textes.fr.\"notice.why\"",
    );
    rejects(
        "textes.br",
        "{ \"notice.why\" = \"Evit\" }",
        "langue",
        "textes.br",
    );
}

#[test]
fn rejects_translations_nobody_can_read() {
    rejects(
        "traductions.en.titre",
        "\"\"",
        "texte",
        "traductions.en.titre",
    );
    rejects(
        "traductions.en.service",
        "\"<b>\"",
        "texte",
        "traductions.en.service",
    );
    let one = cantine_table()["traductions"]["en"].to_string();
    rejects("traductions.fr", &one, "langue", "traductions.fr");
}

#[test]
fn every_broken_rule_is_told_at_once() {
    let mut table = with("champ.3.chemin", "\"identite.taille\"");
    table["collectivite"]["siret"] = "12345678901234".into();
    table["franceconnect"]["issuer"] = "http://exemple.fr".into();
    table["titre"] = "".into();
    let problems = checked(table).err().unwrap_or_default();
    let rules: Vec<_> = problems.iter().map(|problem| problem.rule).collect();
    for rule in ["champ_inconnu", "siret", "adresse", "longueur", "recipient"] {
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
}

#[test]
fn withholds_a_secret_written_by_mistake_from_every_problem() {
    for toml in ["\"hunter2-very-secret\"", "[\"hunter2-very-secret\"]"] {
        let problems = checked(with("franceconnect.client_secret", toml))
            .err()
            .unwrap_or_default();
        assert!(!problems.is_empty());
        assert!(
            problems
                .iter()
                .all(|problem| !problem.to_string().contains("hunter2")),
            "{problems:?}"
        );
    }
}

fn deployment(
    change: impl Fn(&mut DeploymentWritten),
) -> Result<usize, Vec<(String, &'static str)>> {
    let mut written = DeploymentWritten {
        origin: "http://unefois.localhost:8787".to_owned(),
        autoriser_http_local: true,
        demarches: vec![cantine()],
    };
    change(&mut written);
    let json = serde_json::to_string(&written).expect("JSON");
    let secret_exists = |name: &str| name == "FC_SECRET_VALBOURG";
    check_deployment(&json, today(), &secret_exists)
        .map(|deployment| deployment.demarches().len())
        .map_err(|found| {
            found
                .into_iter()
                .map(|problem| (problem.path, problem.rule))
                .collect()
        })
}

#[test]
fn deployment_survives_the_passage_through_json() {
    assert_eq!(deployment(|_| ()), Ok(1));
}

#[test]
fn rejects_deployments_that_could_not_serve() {
    let refused = |change: fn(&mut DeploymentWritten), path: &str, rule: &'static str| {
        let found = deployment(change).expect_err(rule);
        assert!(found.contains(&(path.to_owned(), rule)), "{found:?}");
    };
    refused(
        |written| written.origin = "http://edge.example".to_owned(),
        "origin",
        "adresse",
    );
    refused(|written| written.origin.push('/'), "origin", "adresse");
    refused(|written| written.demarches.clear(), "demarches", "longueur");
    refused(
        |written| written.autoriser_http_local = false,
        "demarches[0].autoriser_http_local",
        "http_local",
    );
    refused(
        |written| written.demarches.push(written.demarches[0].clone()),
        "demarches[1].id",
        "doublon",
    );
    refused(
        |written| written.demarches[0].franceconnect.client_secret = "ABSENT".to_owned(),
        "demarches[0].franceconnect.client_secret",
        "secret_absent",
    );
    refused(
        |written| written.demarches[0].titre.clear(),
        "titre",
        "longueur",
    );
    let broken = check_deployment("{\"origin\":1}", today(), &|_| true).expect_err("broken JSON");
    assert_eq!(
        (broken[0].path.as_str(), broken[0].rule),
        ("origin", "structure")
    );
}
