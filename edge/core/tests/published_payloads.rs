//! Every payload published for the endpoints of API Particulier, through the source that asks it.
//!
//! The payloads are not ours and may be absent; the figures expected of them, in `expectations/`, are.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/sources.rs"]
mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use support::{json_files, person, read};
use time::Date;
use unefois_core::identite::Pivot;
use unefois_core::paris;
use unefois_core::sources::answer::ProvenAnswer;
use unefois_core::sources::{self, Call, Gateway, Modalite, SourceSpec};

const MEDIA: &str = "application/vnd.api+json; charset=utf-8";

/// The folder of published payloads, where it is there.
fn published() -> Option<PathBuf> {
    support::published("api-particulier")
}

fn expectations(name: &str) -> Json {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expectations");
    read(&folder.join(format!("{name}.json")))
}

fn of_gateway() -> impl Iterator<Item = &'static SourceSpec> {
    let all = sources::ALL.iter().copied();
    all.filter(|source| source.gateway == Gateway::ApiParticulier)
}

/// One published folder for one source.
struct Folder {
    source: &'static SourceSpec,
    modalite: Modalite,
    name: String,
    files: Vec<PathBuf>,
    expected: Json,
    errors: Json,
}

fn folders(published: &Path) -> Vec<Folder> {
    let of_source = |source: &'static SourceSpec| {
        let table = expectations(source.id);
        let folders = table["folders"].as_object().cloned().expect("folders");
        let errors = table["errors"].clone();
        folders.into_iter().map(move |(name, expected)| Folder {
            source,
            modalite: serde_json::from_value(expected["modalite"].clone()).expect("a modality"),
            files: json_files(&published.join(&name)),
            name,
            expected,
            errors: errors.clone(),
        })
    };
    of_gateway().flat_map(of_source).collect()
}

impl Folder {
    fn call(&self) -> Call {
        support::call(self.source, self.modalite)
    }

    fn ask(&self, status: u16, payload: &Json, person: &Pivot) -> ProvenAnswer {
        support::answer(self.call(), status, MEDIA, &payload.to_string()).prove(person)
    }

    fn ask_on(&self, today: Date, payload: &Json, person: &Pivot) -> ProvenAnswer {
        let call = Call {
            today,
            ..self.call()
        };
        support::answer(call, 200, MEDIA, &payload.to_string()).prove(person)
    }

    fn success(&self, file: &Path) {
        let payload = &read(file)["payload"];
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let expected = &self.expected["success"][name];
        let name = format!("{}/{name} for {}", self.name, self.source.id);
        assert!(expected.is_object(), "{name} is not in the table");
        let answer = self.ask_on(day(payload), payload, &holder(payload));
        assert_eq!(answer.outcome.code(), "values", "{name}");
        let figures = json!({"fields": answer.fields.len(), "missing": answer.missing.len()});
        for key in ["fields", "missing"] {
            assert_eq!(figures[key], expected[key], "{name}: {key}");
        }
        for (chemin, valeur) in expected["values"].as_object().expect("values") {
            let found = answer.fields.iter().find(|field| field.chemin == *chemin);
            let found = found.map(|field| json!(field.valeur));
            assert_eq!(found.as_ref(), Some(valeur), "{name}: {chemin}");
        }
        let is_by_number = matches!(self.modalite, Modalite::Ine | Modalite::Identifiant);
        if is_by_number && self.source.id != "france_travail_paiements" {
            let stranger = self.ask_on(day(payload), payload, &person("L’INCONNUE", "Zoé"));
            assert_eq!(stranger.outcome.code(), "not_yours", "{name}");
            assert!(
                stranger.fields.is_empty() && stranger.missing.is_empty(),
                "{name}"
            );
        }
    }

    fn error(&self, status: &str, payload: &Json, common: &Json) {
        let error = &payload["errors"][0];
        let text = |key: &str| error[key].as_str().unwrap_or_default();
        let code = format!("{status} {}", text("code"));
        let titled = format!("{code} {}", text("title"));
        let expected = [
            &self.errors[&titled],
            &self.errors[&code],
            &common["codes"][&code],
            &common["statuses"][status],
        ];
        let expected = expected.into_iter().find_map(|outcome| outcome.as_str());
        let expected =
            expected.unwrap_or_else(|| panic!("{}: {titled} is not in a table", self.name));
        let answer = self.ask(
            status.parse().expect("a status"),
            payload,
            &Pivot::default(),
        );
        assert_eq!(
            answer.outcome.code(),
            expected,
            "{} {titled} for {}",
            self.name,
            self.source.id
        );
        assert!(
            answer.fields.is_empty() && answer.missing.is_empty(),
            "{titled}"
        );
    }
}

/// The person an answer names, where it names one.
fn holder(payload: &Json) -> Pivot {
    let identite = &payload["data"]["identite"];
    let nom = identite["nom_naissance"]
        .as_str()
        .or(identite["nom"].as_str());
    let prenoms = identite["prenoms"].as_str().or(identite["prenom"].as_str());
    let first = identite["prenoms"][0].as_str();
    person(
        nom.unwrap_or_default(),
        prenoms.or(first).unwrap_or_default(),
    )
}

/// The day a payload is read: that of the start of the studies for a grant, which is of one year only.
fn day(payload: &Json) -> Date {
    let date = payload["data"]["periode_versement_bourse"]["date_rentree"].as_str();
    date.and_then(paris::parse_date)
        .unwrap_or_else(support::today)
}

#[test]
fn every_address_of_a_quotient_is_split_without_loss_and_every_fund_is_named() {
    let Some(published) = published() else { return };
    let mut split = 0;
    let of_quotient = |folder: &Folder| folder.source.id == "quotient_familial";
    for folder in folders(&published).into_iter().filter(of_quotient) {
        let files = folder.files.iter().map(|file| (file, read(file)));
        for (file, published) in files.filter(|(_, file)| file["status"] == json!(200)) {
            let name = file.display();
            let answer = folder.ask(200, &published["payload"], &Pivot::default());
            let text = |chemin: &str| {
                let field = answer.fields.iter().find(|field| field.chemin == chemin)?;
                Some(field.valeur.to_plain_text())
            };
            let parts = [text("adresse.code_postal"), text("adresse.commune")];
            let rejoined: Vec<_> = parts.into_iter().flatten().collect();
            if !rejoined.is_empty() {
                let whole = &published["payload"]["data"]["adresse"]["code_postal_ville"];
                assert_eq!(json!(rejoined.join(" ")), *whole, "{name}");
                split += 1;
            }
            for field in &answer.fields {
                let fund = field.provenance.fournisseur.as_str();
                assert!(matches!(fund, "caf" | "msa"), "{name}: {fund}");
            }
        }
    }
    assert!(split > 10, "{split} addresses");
}

#[test]
fn every_success_gives_the_fields_of_its_table() {
    let Some(published) = published() else { return };
    let mut run = 0;
    for folder in folders(&published) {
        let of_success = |file: &&PathBuf| read(file)["status"] == json!(200);
        let files: Vec<_> = folder.files.iter().filter(of_success).collect();
        files.iter().for_each(|file| folder.success(file));
        let listed = folder.expected["success"]
            .as_object()
            .map_or(0, |listed| listed.len());
        assert_eq!(files.len(), listed, "{}: files and table", folder.name);
        run += files.len();
    }
    assert!(run > 150, "{run} successes");
}

#[test]
fn every_error_gives_the_outcome_of_its_table() {
    let Some(published) = published() else { return };
    let common = expectations("errors");
    let mut run = 0;
    for folder in folders(&published) {
        let mut errors = 0;
        for file in &folder.files {
            let file = read(file);
            let examples = file["errors_by_status"]
                .as_object()
                .cloned()
                .unwrap_or_default();
            for (status, by_name) in &examples {
                for payload in by_name.as_object().expect("examples").values() {
                    folder.error(status, payload, &common);
                    errors += 1;
                }
            }
            match file["status"].as_u64() {
                None => assert!(
                    !examples.is_empty(),
                    "{}: a file of neither kind",
                    folder.name
                ),
                Some(200) => {}
                Some(status) => {
                    folder.error(&status.to_string(), &file["payload"], &common);
                    errors += 1;
                }
            }
        }
        assert_eq!(
            json!(errors),
            folder.expected["errors"],
            "{}: errors",
            folder.name
        );
        run += errors;
    }
    assert!(run > 450, "{run} errors");
}

#[test]
fn every_published_folder_is_in_a_table() {
    let Some(published) = published() else { return };
    let known: BTreeSet<_> = folders(&published)
        .into_iter()
        .map(|folder| folder.name)
        .collect();
    let entries = std::fs::read_dir(&published).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    for name in names.map(|name| name.into_string().expect("a name")) {
        let is_endpoint = name.starts_with('v');
        assert!(
            !is_endpoint || known.contains(&name),
            "{name} is in no table"
        );
    }
}

/// An error of the later catalogue, of which the payload is built from its code.
fn of_catalogue(source: &'static SourceSpec, status: u16, code: &str) -> String {
    let call = support::call(source, source.accesses[0].modalite);
    let body = json!({"errors": [{"code": code, "title": "…"}]}).to_string();
    let answer = support::answer(call, status, "application/json", &body);
    answer.outcome.code().to_owned()
}

#[test]
fn later_catalogue_is_understood_for_every_source() {
    let Some(published) = published() else { return };
    let catalogue = read(&published.join("_errors-catalogue-2026-09-extract.json"));
    let common = expectations("errors");
    for (status, codes) in catalogue["platform_codes"].as_object().expect("statuses") {
        for code in codes
            .as_array()
            .expect("codes")
            .iter()
            .filter_map(|code| code.as_str())
        {
            let expected = common["codes"][format!("{status} {code}")].as_str();
            let expected = expected
                .or(common["statuses"][status].as_str())
                .expect("in the table");
            for source in of_gateway() {
                let outcome = of_catalogue(source, status.parse().expect("a status"), code);
                assert_eq!(outcome, expected, "{status} {code} for {}", source.id);
            }
        }
    }
    for error in catalogue["france_connect_401"].as_array().expect("errors") {
        let code = error["code"].as_str().expect("a code");
        let expected = common["codes"][format!("401 {code}")]
            .as_str()
            .expect("in the table");
        for source in of_gateway() {
            assert_eq!(
                of_catalogue(source, 401, code),
                expected,
                "401 {code} for {}",
                source.id
            );
        }
    }
    let rsa = sources::spec("rsa").expect("a source");
    for (subcode, _) in catalogue["generic_subcodes"].as_object().expect("subcodes") {
        let row = &common["subcodes"][subcode];
        let status = row[0]
            .as_u64()
            .unwrap_or_else(|| panic!("{subcode} is in the table"));
        let outcome = of_catalogue(rsa, status as u16, &format!("36{subcode}"));
        assert_eq!(json!(outcome), row[1], "{subcode}");
    }
}

#[test]
fn codes_of_the_later_catalogue_are_understood_by_their_endpoint() {
    let Some(published) = published() else { return };
    let catalogue = read(&published.join("_errors-catalogue-2026-09-extract.json"));
    for (id, operation) in [
        (
            "rsa",
            "api_particulier_v3_cnav_revenu_solidarite_active_with_france_connect",
        ),
        (
            "vehicule",
            "api_particulier_v3_ants_extrait_immatriculation_vehicule_with_france_connect",
        ),
    ] {
        let source = sources::spec(id).expect("a source");
        for (status, codes) in catalogue[operation].as_object().expect("statuses") {
            for code in codes
                .as_array()
                .expect("codes")
                .iter()
                .filter_map(|code| code.as_str())
            {
                let outcome = of_catalogue(source, status.parse().expect("a status"), code);
                let expected: &[&str] = match (status.as_str(), id) {
                    ("401", _) => &[
                        "unavailable_token_refused",
                        "unavailable_token_expired",
                        "unavailable_identity_missing",
                    ],
                    ("404", "rsa") => &["no_file"],
                    ("404", _) => &["plate_unknown"],
                    ("422", _) if code == "00430" => &["typed_wrong"],
                    ("422", _) => &["not_recognised"],
                    _ => &["down_upstream_error"],
                };
                assert!(
                    expected.contains(&outcome.as_str()),
                    "{id} {status} {code} gave {outcome}"
                );
            }
        }
    }
}
