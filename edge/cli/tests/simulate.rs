use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Folder, Run, example, examples, unefois};

const DAY: &str = "--aujourdhui=2026-11-21";

fn simulate(file: &str, more: &[&str]) -> Run {
    unefois(&[&["simulate", "--json", DAY, file], more].concat())
}

fn texts(values: &Value) -> Vec<&str> {
    let values = values.as_array().expect("a list");
    values
        .iter()
        .map(|value| value.as_str().expect("a text"))
        .collect()
}

/// Paths in this state.
fn paths<'a>(walk: &'a Value, state: &str) -> BTreeSet<&'a str> {
    let fields = walk["fields"].as_array().expect("fields");
    let kept = fields.iter().filter(|field| field["state"] == json!(state));
    kept.map(|field| field["path"].as_str().expect("a path"))
        .collect()
}

#[test]
fn page_receives_what_the_attestation_says_and_nothing_else() {
    for file in examples() {
        for person in ["camille", "sacha"] {
            let walk = simulate(&file, &["--personne", person]).ok().json();
            let fields = walk["fields"].as_array().unwrap();
            let attested = walk["attestation"]["data"]
                .as_object()
                .cloned()
                .unwrap_or_default();
            for field in fields {
                let path = field["path"].as_str().unwrap();
                let signed = attested
                    .get(path)
                    .map_or(&Value::Null, |signed| &signed["value"]);
                assert_eq!(&field["page"], signed, "{file} {person} {path}");
                let is_released = field["state"] == json!("released");
                assert_eq!(
                    is_released,
                    !field["page"].is_null(),
                    "{file} {person} {path}"
                );
                assert!(
                    !field["habilitations"].as_array().unwrap().is_empty(),
                    "{file} {path}"
                );
            }
            assert_eq!(
                paths(&walk, "released").len(),
                attested.len(),
                "{file} {person}"
            );
        }
    }
}

#[test]
fn invented_person_has_a_value_for_every_field_of_every_example() {
    for file in examples() {
        let walk = simulate(&file, &[]).ok().json();
        assert_eq!(paths(&walk, "missing"), BTreeSet::new(), "{file}");
        assert_eq!(paths(&walk, "refused").len(), 0, "{file}");
    }
}

#[test]
fn withholds_a_refused_box_and_keeps_the_others() {
    let file = example("cantine");
    let all = simulate(&file, &[]).ok().json();
    let less = simulate(
        &file,
        &["--refuse", "adresse", "--refuse", "identite.email"],
    )
    .ok()
    .json();
    let refused: BTreeSet<&str> = [
        "adresse.voie",
        "adresse.code_postal",
        "adresse.commune",
        "identite.email",
    ]
    .into();
    assert_eq!(paths(&less, "refused"), refused);
    let both: BTreeSet<&str> = paths(&less, "released").union(&refused).copied().collect();
    assert_eq!(both, paths(&all, "released"));
    let kept: Vec<_> = less["kept"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["path"].as_str().unwrap())
        .collect();
    assert!(refused.iter().all(|path| kept.contains(path)), "{kept:?}");
    let log = less["log"].to_string();
    assert!(
        !log.contains("adresse.voie") && !log.contains("LILAS"),
        "{log}"
    );
}

#[test]
fn withholds_what_a_source_that_is_down_would_have_given() {
    let file = example("cantine");
    let walk = simulate(&file, &["--panne", "quotient_familial"])
        .ok()
        .json();
    assert_eq!(walk["sources"][0]["outcome"], json!("down_timed_out"));
    let missing = paths(&walk, "missing");
    assert!(missing.contains("quotient_familial.valeur") && missing.contains("adresse.voie"));
    assert!(
        paths(&walk, "released")
            .iter()
            .all(|path| path.starts_with("identite."))
    );
    let unasked = simulate(&file, &["--sans", "quotient_familial"])
        .ok()
        .json();
    assert_eq!(paths(&unasked, "not_asked"), missing);
    assert!(!texts(&unasked["franceconnect"]["scopes"]).contains(&"cnaf_adresse"));
}

#[test]
fn withholds_everything_for_another_adult() {
    let walk = simulate(&example("cantine"), &["--concerne", "autre"])
        .ok()
        .json();
    assert_eq!(paths(&walk, "released").len(), 0);
    assert_eq!(walk["attestation"], Value::Null);
    assert_eq!(walk["log"], json!([]));
    let shown = unefois(&["simulate", DAY, &example("cantine"), "--concerne", "autre"]).ok();
    assert!(
        shown.stdout.contains("rien n’est demandé"),
        "{}",
        shown.stdout
    );
}

#[test]
fn withholds_health_from_the_log() {
    let log = |more: &[&str]| {
        let walk = simulate(&example("transport-solidaire"), more).ok().json();
        assert!(paths(&walk, "released").contains("aah.est_beneficiaire") == more.is_empty());
        let told = json!([walk["log"], walk["trace"]]).to_string();
        assert!(!told.contains("aah.est_beneficiaire"), "{told}");
        walk["log"].clone()
    };
    let (with, without) = (log(&[]), log(&["--personne", "sacha"]));
    let line = |log: &Value| {
        let mut lines = log.as_array().unwrap().iter();
        lines
            .find(|line| line["source"] == json!("aah"))
            .cloned()
            .unwrap()
    };
    assert_eq!(
        line(&with),
        line(&without),
        "the log does not tell whether there is a file"
    );
    assert!(!with.to_string().contains("aah.est_beneficiaire"));
}

#[test]
fn child_of_a_list_is_chosen_and_the_others_stay() {
    let walk = simulate(&example("coupon-sport"), &[]).ok().json();
    let released = paths(&walk, "released");
    assert!(
        released.contains("enfants[0].prenoms") && released.contains("scolarite.est_scolarise")
    );
    let kept = walk["kept"].as_array().unwrap();
    let child = kept
        .iter()
        .find(|it| it["path"] == json!("enfants[].prenoms"))
        .unwrap();
    assert_eq!(child["values"], json!(1));
    let none = simulate(&example("coupon-sport"), &["--refuse", "enfants"])
        .ok()
        .json();
    assert!(paths(&none, "refused").contains("enfants[0].prenoms"));
    let sources = walk["sources"].as_array().unwrap();
    let school = sources
        .iter()
        .find(|it| it["source"] == json!("scolarite"))
        .unwrap();
    assert_eq!(school["companion"], json!("quotient_familial"));
    let down = simulate(&example("coupon-sport"), &["--panne", "quotient_familial"])
        .ok()
        .json();
    let sources = down["sources"].as_array().unwrap();
    let school = sources
        .iter()
        .find(|it| it["source"] == json!("scolarite"))
        .unwrap();
    assert_eq!(school["outcome"], json!("companion_down"));
}

#[test]
fn collectivite_with_its_own_keys_signs_in_its_own_name() {
    let folder = Folder::new();
    let text = std::fs::read_to_string(example("cantine")).unwrap();
    let text = text.replace(
        "[base_legale]",
        "[attestation]\ncles = \"CLES_VALBOURG\"\n\n[base_legale]",
    );
    let own = folder.file("own.toml", &text);
    let edge = "https://unefois.valbourg.example";
    for (file, issuer) in [
        (&example("cantine"), edge.to_owned()),
        (&own, format!("{edge}/collectivites/21999999200015")),
    ] {
        let walk = simulate(file, &["--service", edge]).ok().json();
        assert_eq!(walk["attestation"]["iss"], json!(issuer));
        assert_eq!(walk["trace"][0]["issuer"], json!(issuer));
    }
}

#[test]
fn person_of_a_file_is_walked() {
    let folder = Folder::new();
    let file = folder.file(
        "ada.toml",
        r#"
            nom = "Ada Ben-Saïd"
            lignes = 1
            inconnues = ["adresse.voie"]
            [absences]
            impots = "no_tax_notice"
            [valeurs]
            "identite.prenoms" = "Ada"
            "quotient_familial.valeur" = 0
        "#,
    );
    let walk = simulate(&example("cantine"), &["--personne", &file])
        .ok()
        .json();
    assert_eq!(walk["person"], json!("Ada Ben-Saïd"));
    let data = &walk["attestation"]["data"];
    assert_eq!(data["quotient_familial.valeur"]["value"], json!(0));
    assert_eq!(data["identite.prenoms"]["value"], json!("Ada"));
    assert_eq!(paths(&walk, "missing"), BTreeSet::from(["adresse.voie"]));
}

#[test]
fn person_of_the_documentation_is_walked() {
    let page = include_str!("../../../docs/cli.md");
    let blocks = page
        .split("```toml")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    let person = blocks
        .into_iter()
        .find(|block| block.contains("[absences]"));
    let folder = Folder::new();
    let file = folder.file("ada.toml", person.expect("a person"));
    let walk = simulate(&example("cantine"), &["--personne", &file])
        .ok()
        .json();
    let data = &walk["attestation"]["data"];
    assert_eq!(data["identite.prenoms"]["value"], json!("Ada"));
}

#[test]
fn table_tells_every_party() {
    let shown = unefois(&["simulate", DAY, &example("stationnement")]).ok();
    // Sentences are cut where the line ends.
    let shown = shown
        .stdout
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for words in [
        "1. Ce qui est demandé, à qui",
        "habilitation H71009, par le jeton de la personne",
        "2. Ce que la personne voit, et décide",
        "3. Ce que reçoit la page du formulaire",
        "trouvé par ce que la personne a écrit (immatriculation)",
        "5. Ce qui reste au service",
        "6. Ce que dit le journal",
        "7. Ce que dit la trace signée",
    ] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
}

#[test]
fn rejects_circumstances_the_demarche_does_not_know() {
    let folder = Folder::new();
    let cantine = example("cantine");
    let stranger = folder.file(
        "stranger.toml",
        "nom = \"X\"\n[valeurs]\n\"identite.taille\" = 3\n",
    );
    let absent = folder.file(
        "absent.toml",
        "nom = \"X\"\n[absences]\npeche = \"no_file\"\n",
    );
    let wrong = folder.file("wrong.toml", "nom = \"X\"\nage = 3\n");
    let plate = folder.file(
        "plate.toml",
        "nom = \"X\"\n[saisies]\n\"france_titres.immatriculation\" = \"é\"\n",
    );
    for (file, more, code, words) in [
        (
            &cantine,
            &["--refuse", "salaire"][..],
            2,
            "n’est pas une case de cette page : quotient_familial",
        ),
        (
            &cantine,
            &["--panne", "impots"],
            2,
            "n’est pas une source de la démarche : quotient_familial",
        ),
        (
            &cantine,
            &["--sans", "impots"],
            2,
            "n’est pas une source de la démarche",
        ),
        (
            &cantine,
            &["--personne", "zoe"],
            2,
            "camille, sacha, ou un fichier",
        ),
        (
            &cantine,
            &["--personne", "./zoe.toml"],
            3,
            "il n’existe pas",
        ),
        (&cantine, &["--personne", &stranger], 2, "identite.taille"),
        (&cantine, &["--personne", &absent], 2, "peche"),
        (&cantine, &["--personne", &wrong], 2, "ligne 2"),
        (
            &cantine,
            &["--concerne", "usager"],
            2,
            "ne peut pas être faite pour cette personne",
        ),
        (
            &cantine,
            &["--concerne", "voisin"],
            2,
            "usager, enfant, autre",
        ),
        (
            &cantine,
            &["--aujourdhui", "2026-03-01"],
            2,
            "ne s’écrit qu’une fois",
        ),
        (
            &example("stationnement"),
            &["--personne", &plate],
            2,
            "france_titres.immatriculation",
        ),
    ] {
        simulate(file, more).is_refused(code, words);
    }
    unefois(&["simulate", "--aujourdhui=2026-03-01", &cantine])
        .is_refused(1, "[habilitation_future]");
}
