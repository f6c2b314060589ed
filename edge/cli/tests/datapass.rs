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
