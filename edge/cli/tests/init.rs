use serde_json::{Value, json};

use unefois_core::demarche::usages::{self, Place, UsageSpec, Verdict};
use unefois_core::sources::{self, SourceSpec};

use crate::support::{Folder, Run, unefois};

const ANSWERS: &str = include_str!("reponses.toml");
const DAY: &str = "--aujourdhui=2026-11-21";

/// Answers changed, given to `init`, and the file it wrote.
fn init(folder: &Folder, change: impl Fn(&mut toml::Table)) -> Run {
    let mut answers: toml::Table = ANSWERS.parse().unwrap();
    change(&mut answers);
    let answers = folder.file("reponses.toml", &answers.to_string());
    unefois(&[
        "init",
        &folder.path("demarche.toml"),
        "--remplacer",
        DAY,
        "--reponses",
        &answers,
    ])
}

fn set(table: &mut toml::Table, key: &str, value: impl Into<toml::Value>) {
    match key.split_once('.') {
        None => drop(table.insert(key.to_owned(), value.into())),
        Some((first, rest)) => {
            let inner = table
                .entry(first)
                .or_insert_with(|| toml::Table::new().into());
            set(inner.as_table_mut().unwrap(), rest, value);
        }
    }
}

fn remove(table: &mut toml::Table, key: &str) {
    match key.split_once('.') {
        None => drop(table.remove(key)),
        Some((first, rest)) => remove(table[first].as_table_mut().unwrap(), rest),
    }
}

fn words(words: &[&str]) -> toml::Value {
    words
        .iter()
        .map(|word| toml::Value::from(*word))
        .collect::<Vec<_>>()
        .into()
}

#[test]
fn answers_make_a_file_that_holds_every_rule() {
    let folder = Folder::new();
    let run = init(&folder, |_| {}).ok();
    assert!(!run.stdout.contains("à compléter"), "{}", run.stdout);
    unefois(&["check", DAY, &folder.path("demarche.toml")]).ok();
    let text = folder.read("demarche.toml");
    for line in [
        "id = \"inscription-a-la-cantine\"",
        "client_secret = \"FC_SECRET_VALBOURG\"",
        "texte = \"code de l’éducation, article R. 531-52\"",
        "recipient = \"21999999200015\"",
        "habilitation_franceconnect = \"H70001\"",
        "au = \"2027-03-15\"",
        "chemin = \"enfants[].prenoms\"",
    ] {
        assert!(text.lines().any(|it| it == line), "{line} in {text}");
    }
    assert!(text.lines().filter(|line| line.starts_with('#')).count() > 5);
}

#[test]
fn answers_may_be_json() {
    let folder = Folder::new();
    let answers: toml::Table = ANSWERS.parse().unwrap();
    let answers = folder.file("reponses.json", &serde_json::to_string(&answers).unwrap());
    let file = folder.path("new/folder/demarche.toml");
    let run = unefois(&["init", "--json", &file, DAY, "--reponses", &answers]).ok();
    assert_eq!(
        run.json(),
        json!({ "written": true, "file": file, "holes": [] })
    );
}

#[test]
fn answer_that_depends_on_others_may_wait_and_is_said_to() {
    let folder = Folder::new();
    let run = init(&folder, |answers| {
        remove(answers, "habilitations");
        remove(answers, "base_legale");
        set(answers, "franceconnect.client_id", "");
    });
    let said = run.ok().stdout;
    for hole in [
        "franceconnect.client_id : [longueur]",
        "habilitation[0].numero : [numero_habilitation]",
        "habilitation[1].numero : [numero_habilitation]",
        "base_legale.deliberation : [longueur]",
        "base_legale.adresse : [adresse]",
    ] {
        assert!(said.contains(hole), "{hole} in {said}");
    }
    let text = folder.read("demarche.toml");
    assert!(text.contains("# À compléter.\nnumero = \"\""), "{text}");
    unefois(&["check", DAY, &folder.path("demarche.toml")]).is_refused(1, "règles enfreintes");
    let links = unefois(&["datapass", "--json", &folder.path("demarche.toml")])
        .ok()
        .json();
    assert_eq!(links["requests"].as_array().map(Vec::len), Some(2));
}

/// Sources of a démarche of this use case that asks this one.
fn asked(usage: &UsageSpec, source: &'static SourceSpec) -> Vec<&'static str> {
    let required = usage.requises();
    let is_enough = required.is_empty() || required.contains(&source.id);
    let first = required.first().copied().filter(|_| !is_enough);
    first.into_iter().chain([source.id]).collect()
}

#[test]
fn every_use_case_makes_a_file_with_every_source_it_may_ask() {
    let offered = usages::ALL.iter().filter(|usage| usage.refus.is_none());
    let mut files = 0;
    for (usage, source) in
        offered.flat_map(|usage| sources::ALL.iter().map(move |source| (usage, *source)))
    {
        let verdict = usage.verdict(source);
        if matches!(verdict, Verdict::Dite(Place::Interdite, _)) {
            continue;
        }
        let ids = asked(usage, source);
        let folder = Folder::new();
        let run = init(&folder, |answers| {
            set(answers, "usage", usage.id);
            set(answers, "sources", words(&ids));
            let fields = ids
                .iter()
                .map(|id| sources::spec(id).unwrap().fields[0].spec.chemin);
            set(answers, "champs", words(&fields.collect::<Vec<_>>()));
            remove(answers, "habilitations");
            let key = |end: &str| format!("precisions.{}.{end}", source.id);
            if source.sante {
                set(answers, &key("sante"), true);
            }
            if source.accesses[0].wants_perimetre {
                set(answers, &key("perimetre.degre"), "2D");
                set(answers, &key("perimetre.departements"), words(&["069"]));
            }
            if verdict == Verdict::Motivee {
                let companion = source.accesses[0].companion.as_ref();
                let companion = companion.map(|companion| companion.source.id);
                for id in companion.into_iter().chain([source.id]) {
                    set(
                        answers,
                        &format!("precisions.{id}.motif"),
                        "le barème de la délibération",
                    );
                }
            }
        });
        assert_eq!(
            run.code, 0,
            "{} {}: {}{}",
            usage.id, source.id, run.stdout, run.stderr
        );
        for hole in run.stdout.lines().filter(|line| line.starts_with("  ")) {
            let waits = [
                "numero",
                "dgfip",
                "homologation",
                "habilitation_franceconnect",
            ];
            assert!(
                waits.iter().any(|word| hole.contains(word)),
                "{} {}: {hole}",
                usage.id,
                source.id
            );
        }
        files += 1;
    }
    assert!(files > 30, "{files}");
}

#[test]
fn rejects_each_bad_answer_with_the_sentence_of_its_rule() {
    let cases: &[(&str, toml::Value, &str)] = &[
        ("usage", "controle_stationnement".into(), "[usage_refuse]"),
        ("usage", "peche".into(), "un usage connu"),
        ("titre", "".into(), "[longueur]"),
        ("finalite", "Le tarif.".into(), "un verbe à l’infinitif"),
        ("id", "Cantine 2026".into(), "une lettre minuscule, puis"),
        ("concerne", words(&["tous"]), "[structure]"),
        ("concerne", words(&["autre"]), "[rien_a_demander]"),
        (
            "collectivite.siret",
            "21999999200014".into(),
            "un SIRET de 14 chiffres dont la clé est juste",
        ),
        (
            "collectivite.collectivite",
            "ville".into(),
            "commence par le, la",
        ),
        (
            "collectivite.a_collectivite",
            "a la ville".into(),
            "commence par à, au",
        ),
        (
            "collectivite.de_collectivite",
            "la ville".into(),
            "commence par de, du",
        ),
        ("collectivite.dpo", "dpo".into(), "une adresse électronique"),
        (
            "collectivite.mentions_legales",
            "http://valbourg.example/".into(),
            "https",
        ),
        ("sources", words(&["peche"]), "une source connue"),
        ("sources", words(&["vehicule"]), "[usage_interdit]"),
        ("sources", words(&[]), "une source au moins"),
        ("champs", words(&["identite.taille"]), "[champ_inconnu]"),
        ("champs", words(&["identite.prenoms"]), "[source_inutile]"),
        (
            "champs",
            words(&["quotient_familial.valeur", "impot.annee"]),
            "[source_non_declaree]",
        ),
        (
            "pages",
            words(&["https://valbourg.example/cantine/?a=1"]),
            "[page]",
        ),
        (
            "franceconnect.issuer",
            "https://fc.example/".into(),
            "sans barre finale",
        ),
        (
            "franceconnect.client_secret",
            "a3f9c0ffee".into(),
            "le NOM du secret",
        ),
        ("franceconnect.algorithme", "hs256".into(), "[structure]"),
        (
            "habilitations.api_particulier.numero",
            "H-7".into(),
            "le numéro DataPass",
        ),
        (
            "habilitations.franceconnect.numero",
            "H70002".into(),
            "[doublon]",
        ),
        (
            "habilitations.api_particulier.du",
            "2027-01-01".into(),
            "[habilitation_future]",
        ),
        (
            "habilitations.api_particulier.au",
            "2026-01-01".into(),
            "[habilitation_expiree]",
        ),
        (
            "base_legale.adresse",
            "deliberation.pdf".into(),
            "[adresse]",
        ),
        ("conservation.mois", 0.into(), "[intervalle]"),
        (
            "conservation.mois",
            60.into(),
            "Pourquoi garder plus de 36 mois",
        ),
        ("formulaire", "a{b".into(), "[selecteur]"),
        ("couleur", "bleu".into(), "[cle_inconnue]"),
        (
            "precisions.impots.annee",
            "deux_ans".into(),
            "[cle_inconnue]",
        ),
    ];
    for (key, value, words) in cases {
        let folder = Folder::new();
        let run = init(&folder, |answers| set(answers, key, value.clone()));
        assert_eq!(run.code, 1, "{key} = {value}: {}{}", run.stdout, run.stderr);
        assert!(
            run.stdout.contains(words),
            "{key} = {value}: « {words} » in {}",
            run.stdout
        );
        assert!(
            !std::path::Path::new(&folder.path("demarche.toml")).exists(),
            "{key}"
        );
        assert!(!run.stdout.contains("a3f9c0ffee"), "{}", run.stdout);
    }
}

#[test]
fn rejects_every_bad_answer_at_once() {
    let folder = Folder::new();
    let run = init(&folder, |answers| {
        set(answers, "collectivite.siret", "1");
        set(answers, "pages", words(&["valbourg"]));
        remove(answers, "titre");
    });
    assert_eq!(run.code, 1);
    let lines: Vec<&str> = run.stdout.lines().collect();
    for key in ["collectivite.siret", "pages", "titre"] {
        assert!(
            lines
                .iter()
                .any(|line| line.contains(&format!(" : {key} : "))),
            "{key} in {lines:?}"
        );
    }
}

#[test]
fn rejects_to_write_over_a_file_unless_told_to() {
    let folder = Folder::new();
    let answers = folder.file("reponses.toml", ANSWERS);
    let file = folder.file("demarche.toml", "# le travail de quelqu’un\n");
    let run = unefois(&["init", &file, DAY, "--reponses", &answers]);
    run.is_refused(2, "existe déjà. Ajoutez --remplacer");
    assert_eq!(folder.read("demarche.toml"), "# le travail de quelqu’un\n");
    unefois(&["init", &file, DAY, "--reponses", &answers, "--remplacer"]).ok();
    unefois(&["check", DAY, &file]).ok();
}

#[test]
fn rejects_to_ask_where_nobody_can_answer() {
    let folder = Folder::new();
    let run = unefois(&["init", &folder.path("demarche.toml")]);
    run.is_refused(2, "--reponses");
    unefois(&[
        "init",
        &folder.path("a.toml"),
        "--reponses",
        &folder.path("nowhere.toml"),
    ])
    .is_refused(3, "il n’existe pas");
    let broken = folder.file("broken.toml", "titre = \n");
    unefois(&["init", &folder.path("a.toml"), "--reponses", &broken]).is_refused(2, "ligne 1");
}

#[test]
fn rejects_health_data_without_the_agreement() {
    let folder = Folder::new();
    let refused = |sante: Option<bool>| {
        init(&folder, |answers| {
            set(answers, "usage", "aide_sociale_facultative");
            set(answers, "sources", words(&["c2s"]));
            set(answers, "champs", words(&["c2s.est_beneficiaire"]));
            if let Some(sante) = sante {
                set(answers, "precisions.c2s.sante", sante);
            }
        })
    };
    for run in [refused(None), refused(Some(false))] {
        assert_eq!(run.code, 1, "{}", run.stdout);
        assert!(
            run.stdout.contains("precisions.c2s.sante"),
            "{}",
            run.stdout
        );
    }
    refused(Some(true)).ok();
}

#[test]
fn answers_of_the_documentation_are_accepted() {
    let page = include_str!("../../../docs/cli.md");
    let example = page
        .split("```toml")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let folder = Folder::new();
    let answers = folder.file("reponses.toml", example.expect("an example of answers"));
    let run = unefois(&[
        "init",
        &folder.path("demarche.toml"),
        DAY,
        "--json",
        "--reponses",
        &answers,
    ])
    .ok();
    assert_eq!(run.json()["written"], Value::Bool(true));
}
