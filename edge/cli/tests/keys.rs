use serde_json::{Value, json};
use unefois_core::attestation::AttestationKeys;
use unefois_core::sealing::KeyRing;

use crate::support::{Folder, Run, unefois};

/// Runs a step on the day and at the hour given.
fn at(moment: &str, arguments: &[&str]) -> Run {
    let moment = format!("--maintenant={moment}");
    unefois(&[&["keys"], arguments, &[&moment]].concat())
}

fn rotate(file: &str, etape: &str, moment: &str, more: &[&str]) -> Run {
    at(
        moment,
        &[&["rotate", file, "--etape", etape], more].concat(),
    )
}

/// The value to put on the platform, which the core accepts.
fn value(file: &str) -> String {
    let run = unefois(&["keys", "show", file, "--stdout"]).ok();
    run.stdout.trim_end().to_owned()
}

fn published(file: &str) -> Vec<String> {
    let keys = AttestationKeys::parse(&value(file)).expect("the core reads the keys");
    let document = keys.public_document();
    let keys = document["keys"].as_array().expect("keys").clone();
    keys.iter()
        .map(|key| key["kid"].as_str().expect("a kid").to_owned())
        .collect()
}

fn signing(file: &str) -> String {
    AttestationKeys::parse(&value(file))
        .expect("the core reads the keys")
        .kid()
}

fn make(folder: &Folder, kind: &str, moment: &str) -> String {
    let file = folder.path("cles.json");
    at(moment, &["make", &file, "--kind", kind]).ok();
    file
}

#[test]
fn signing_key_changes_without_a_gap() {
    let folder = Folder::new();
    let file = make(&folder, "attestation", "2026-06-01T09:00:00Z");
    let first = signing(&file);
    rotate(&file, "annoncer", "2026-12-01T09:00:00Z", &[]).ok();
    assert_eq!(signing(&file), first, "the next key does not sign yet");
    let next = published(&file)[1].clone();
    assert_eq!(
        value(&file).matches("\"d\"").count(),
        1,
        "the next key is published without what signs"
    );

    rotate(&file, "basculer", "2026-12-02T08:59:59Z", &[]).is_refused(2, "2 décembre 2026 à 10 h");
    assert_eq!(signing(&file), first);
    rotate(&file, "basculer", "2026-12-02T09:00:00Z", &[]).ok();
    assert_eq!(signing(&file), next);
    assert_eq!(published(&file), [next.clone(), first.clone()]);
    let text = folder.read("cles.json");
    assert_eq!(
        text.matches("\"d\"").count(),
        1,
        "what signed and will sign no more is forgotten"
    );

    rotate(&file, "retirer", "2026-12-10T08:59:59Z", &[]).is_refused(2, "10 décembre 2026 à 10 h");
    assert_eq!(published(&file).len(), 2);
    rotate(&file, "retirer", "2026-12-10T09:00:00Z", &[]).ok();
    assert_eq!(published(&file), [next]);
}

#[test]
fn two_rotations_may_overlap() {
    let folder = Folder::new();
    let file = make(&folder, "attestation", "2026-06-01T09:00:00Z");
    for (etape, moment) in [
        ("annoncer", "2026-12-01T09:00:00Z"),
        ("basculer", "2026-12-02T09:00:00Z"),
        ("annoncer", "2026-12-03T09:00:00Z"),
        ("basculer", "2026-12-05T09:00:00Z"),
    ] {
        rotate(&file, etape, moment, &[]).ok();
    }
    assert_eq!(published(&file).len(), 3);
    rotate(&file, "retirer", "2026-12-11T00:00:00Z", &[]).ok();
    assert_eq!(
        published(&file).len(),
        2,
        "the second former key is still needed"
    );
    rotate(&file, "retirer", "2026-12-11T00:00:01Z", &[]).is_refused(2, "13 décembre 2026");
}

#[test]
fn stolen_key_is_replaced_and_disbelieved_at_once() {
    let folder = Folder::new();
    let moment = "2026-12-01T09:00:00Z";
    let file = make(&folder, "attestation", moment);
    let stolen = signing(&file);
    rotate(&file, "basculer", moment, &[]).is_refused(2, "annoncez-la d’abord");
    rotate(&file, "basculer", moment, &["--urgence"]).ok();
    rotate(&file, "retirer", moment, &["--urgence"]).ok();
    assert_ne!(signing(&file), stolen);
    assert_eq!(published(&file).len(), 1);
}

#[test]
fn stolen_ring_loses_its_announced_key_too() {
    let folder = Folder::new();
    let moment = "2026-12-01T09:00:00Z";
    let file = make(&folder, "attestation", moment);
    rotate(&file, "annoncer", moment, &[]).ok();
    let stolen = published(&file);
    for etape in ["basculer", "basculer", "retirer"] {
        rotate(&file, etape, moment, &["--urgence"]).ok();
    }
    let left = published(&file);
    assert_eq!(left.len(), 1);
    assert!(!stolen.contains(&left[0]), "{left:?}");
}

#[test]
fn sealing_key_changes_at_once_and_the_former_opens_for_a_day() {
    let folder = Folder::new();
    let file = make(&folder, "sceau", "2026-12-01T09:00:00Z");
    let ids = || {
        let value = value(&file);
        KeyRing::parse(&value).expect("the core reads the keys");
        let ids = value
            .split(',')
            .map(|key| key.split(':').next().unwrap_or_default().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids(), ["2026-12-01"]);
    rotate(&file, "annoncer", "2026-12-01T10:00:00Z", &[]).is_refused(2, "ne s’annonce pas");
    rotate(&file, "basculer", "2026-12-01T10:00:00Z", &[]).ok();
    assert_eq!(ids(), ["2026-12-01-2", "2026-12-01"]);
    rotate(&file, "retirer", "2026-12-02T09:59:59Z", &[]).is_refused(2, "2 décembre 2026 à 11 h");
    rotate(&file, "retirer", "2026-12-02T10:00:00Z", &[]).ok();
    assert_eq!(ids(), ["2026-12-01-2"]);
    rotate(&file, "retirer", "2026-12-02T10:00:00Z", &["--urgence"])
        .is_refused(2, "rien à retirer");
}

#[test]
fn withholds_the_secret_unless_it_is_asked_for() {
    let folder = Folder::new();
    let file = folder.path("cles.json");
    let quiet = unefois(&["keys", "make", &file, "--json"]).ok();
    let ring: Value = serde_json::from_str(&folder.read("cles.json")).unwrap();
    let private = ring["cles"][0]["cle"]["d"].as_str().unwrap();
    let shown = unefois(&["keys", "show", &file]).ok();
    for run in [quiet, shown] {
        assert!(!run.stdout.contains(private) && !run.stderr.contains(private));
    }
    let asked = unefois(&["keys", "show", &file, "--stdout"]).ok();
    assert_eq!(asked.stdout.lines().count(), 1);
    assert!(asked.stdout.contains(private) && !asked.stderr.contains(private));
    let document = unefois(&[
        "keys",
        "show",
        &file,
        "--stdout",
        "--json",
        "--secret",
        "CLES_VALBOURG",
    ])
    .ok()
    .json();
    assert_eq!(document["secret"], json!("CLES_VALBOURG"));
    assert_eq!(document["value"].as_str().unwrap(), asked.stdout.trim_end());
}

#[cfg(unix)]
#[test]
fn file_of_keys_is_its_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let file = make(&folder, "attestation", "2026-12-01T09:00:00Z");
    let mode = |file: &str| std::fs::metadata(file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    rotate(&file, "annoncer", "2026-12-01T09:00:00Z", &[]).ok();
    assert_eq!(mode(&file), 0o600);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let run = unefois(&["keys", "show", &file]).ok();
    assert!(run.stderr.contains("chmod 600"), "{}", run.stderr);
}

#[test]
fn rejects_files_that_are_no_ring_without_repeating_them() {
    let folder = Folder::new();
    let file = make(&folder, "attestation", "2026-12-01T09:00:00Z");
    at("2026-12-01T09:00:00Z", &["make", &file]).is_refused(2, "ses clés seraient perdues");
    let broken = folder
        .read("cles.json")
        .replace("\"sorte\"", "\"secret-42\"");
    let broken = folder.file("broken.json", &broken);
    let run = unefois(&["keys", "show", &broken]);
    run.is_refused(2, "n’est pas un trousseau");
    assert!(!run.stderr.contains("secret-42"), "{}", run.stderr);
    let weak = folder.read("cles.json");
    let ring: Value = serde_json::from_str(&weak).unwrap();
    let private = ring["cles"][0]["cle"]["d"].as_str().unwrap();
    let weak = folder.file("weak.json", &weak.replace(private, "AQ"));
    unefois(&["keys", "show", &weak]).is_refused(2, "le service refuserait ces clés");
    unefois(&["keys", "show", &folder.path("nowhere.json")]).is_refused(3, "il n’existe pas");
    unefois(&["keys", "rotate", &file, "--etape", "tourner"])
        .is_refused(2, "annoncer, basculer, retirer");
}
