use serde_json::json;

use crate::support::{Folder, example, unefois};

#[test]
fn link_of_each_habilitation_is_given_with_the_scopes_that_miss() {
    let folder = Folder::new();
    let text = std::fs::read_to_string(example("stationnement")).unwrap();
    let text = text
        .replace("\"dgfip_aft\",", "\"dgfip_rfr\",")
        .replace("numero = \"H71009\"", "numero = \"\"");
    let file = folder.file("demarche.toml", &text);
    let document = unefois(&["datapass", "--json", &file]).ok().json();
    let requests = document["requests"].as_array().unwrap();
    let kinds: Vec<_> = requests
        .iter()
        .map(|request| request["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["franceconnect", "api_particulier", "api_impot_particulier"]
    );
    assert_eq!(requests[0]["numero"], json!("H71008"));
    assert_eq!(requests[0]["missing"], json!([]));
    assert_eq!(requests[1]["numero"], json!(null));
    assert_eq!(requests[1]["missing"], requests[1]["scopes"]);
    assert_eq!(requests[2]["missing"], json!(["dgfip_aft"]));
    assert_eq!(requests[2]["unneeded"], json!(["dgfip_rfr"]));
    let shown = unefois(&["datapass", &file]).ok().stdout;
    for request in requests {
        let url = request["url"].as_str().unwrap();
        assert!(
            url.starts_with("https://datapass.api.gouv.fr/formulaires/"),
            "{url}"
        );
        assert!(shown.lines().any(|line| line == url), "{url} in {shown}");
    }
    let by_editor = unefois(&["datapass", "--editeur", "--json", &file])
        .ok()
        .json();
    let form = by_editor["requests"][2]["form_uid"].as_str().unwrap();
    assert_eq!(
        form,
        "api-impot-particulier-stationnement-residentiel-editeur"
    );
}

#[test]
fn rejects_files_that_are_no_demarche() {
    let folder = Folder::new();
    let file = folder.file("demarche.toml", "titre = 3\n");
    unefois(&["datapass", &file]).is_refused(1, "[structure]");
    unefois(&["datapass", &folder.path("nowhere.toml")]).is_refused(3, "il n’existe pas");
    unefois(&["datapass"]).is_refused(2, "il manque");
}

#[test]
fn skeleton_of_what_was_granted_is_a_file_that_check_refuses_for_its_holes_alone() {
    let folder = Folder::new();
    let vectors = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../core/tests/vectors/datapass.json"
    );
    let vectors = std::fs::read_to_string(vectors).unwrap();
    let vectors: serde_json::Value = serde_json::from_str(&vectors).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    let body_of = |id: &str| {
        let case = cases.iter().find(|case| case["id"] == id).unwrap();
        folder.file(&format!("{id}.json"), case["raw_body"].as_str().unwrap())
    };
    let run = unefois(&["datapass", "--squelette", &body_of("approve")]).ok();
    assert!(run.stdout.contains("numero = \"H70002\""), "{}", run.stdout);
    let file = folder.file("demarche.toml", &run.stdout);
    let checked = unefois(&["check", &file]);
    assert_eq!(checked.code, 1, "{}", checked.stderr);
    assert!(!checked.stdout.contains("structure"), "{}", checked.stdout);
    unefois(&["datapass", "--squelette", &body_of("revoke")]).is_refused(2, "n’accorde aucune");
    let other = folder.file("autre.json", "{\"event\":");
    unefois(&["datapass", "--squelette", &other]).is_refused(2, "n’est pas le corps");
    unefois(&["datapass"]).is_refused(2, "FICHIER");
}
