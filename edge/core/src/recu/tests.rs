use unefois_wire::Value;

use super::*;
use crate::consent::ReleasedFields;
use crate::demarche::{check, parse};
use crate::transaction::testing::{SHOWN_AT, pending_release};

fn demarche(folder: &str) -> DemarcheChecked {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let text = std::fs::read_to_string(format!("{examples}/{folder}/demarche.toml")).unwrap();
    let written = parse(text.parse::<toml::Table>().unwrap(), folder).unwrap();
    check(written, folder, paris::today(SHOWN_AT)).unwrap()
}

fn field(chemin: &str, valeur: Value, fournisseur: &str, annee: Option<u16>) -> ReleasedField {
    ReleasedField {
        chemin: chemin.into(),
        valeur,
        libelle: None,
        provenance: Provenance {
            fournisseur: fournisseur.into(),
            annee,
            mois: annee.map(|_| 12),
            saisies: Vec::new(),
        },
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn receipt(folder: &str, lang: &str, fields: Vec<ReleasedField>) -> String {
    let mut pending = pending_release();
    pending.lang = lang.into();
    let released = ReleasedFields::of(fields);
    let reference = "CA-7KQ2-M4XD".into();
    let hand_off = HandOff::new(pending, released, "jti".into(), reference, SHOWN_AT + 61);
    write(&demarche(folder), &hand_off, &Names::default())
}

fn some() -> Vec<ReleasedField> {
    vec![
        field(
            "identite.nom_naissance",
            text("D'ŒUVRE"),
            "franceconnect",
            None,
        ),
        field("identite.prenoms", text("Zoé Anne"), "franceconnect", None),
        field(
            "quotient_familial.valeur",
            Value::Integer(0),
            "caf",
            Some(2026),
        ),
    ]
}

#[test]
fn receipt_says_what_from_whom_when_for_what_and_how_to_use_ones_rights() {
    let expected = "\
Votre reçu
Numéro : CA-7KQ2-M4XD
Démarche : Inscription à la cantine

Informations envoyées à la ville de Valbourg
Qui reçoit ces informations : Ville de Valbourg, Service éducation.
Pour quoi : calculer le tarif de la cantine.
Vous avez accepté cet envoi le 1er janvier 2027 à 1 h 01.
Ces informations ont été lues le 1er janvier 2027 à 1 h.

FranceConnect, identité vérifiée avec l’Insee
- Nom de naissance : D'ŒUVRE
- Prénoms : Zoé Anne

Caisse d’allocations familiales (CAF), décembre 2026
- Quotient familial : 0 €

Vos données et vos droits
";
    let written = receipt("cantine", "fr", some());
    let ordinary = written.replace('\u{a0}', " ");
    assert!(ordinary.starts_with(expected), "{ordinary}");
    for said in [
        "dpo@valbourg.example",
        "36 mois",
        "cnil.fr",
        "Gardez ce numéro",
    ] {
        assert!(ordinary.contains(said), "{said}: {ordinary}");
    }
}

#[test]
fn receipt_of_a_refusal_says_that_nothing_was_sent() {
    let written = receipt("cantine", "fr", Vec::new());
    assert!(written.contains("Vous avez choisi de ne rien envoyer à la ville de Valbourg"));
    for absent in ["Informations envoyées", "accepté", "FranceConnect", "CAF"] {
        assert!(!written.contains(absent), "{absent}: {written}");
    }
}

#[test]
fn receipt_is_in_the_language_of_the_person() {
    let written = receipt("cantine", "en", some());
    assert!(written.starts_with("Your receipt\nNumber: CA-7KQ2-M4XD\n"));
    for french in ["Vous ", "Informations", "Démarche", "envoy"] {
        assert!(!written.contains(french), "{french}: {written}");
    }
}

#[test]
fn rows_of_a_list_are_told_apart() {
    let prenom = |row: usize, prenom: &str| {
        field(
            &format!("enfants[{row}].prenoms"),
            text(prenom),
            "caf",
            None,
        )
    };
    let written = receipt(
        "periscolaire",
        "fr",
        vec![prenom(0, "Ana"), prenom(1, "Léo")],
    );
    assert!(written.contains("(1)\u{a0}: Ana\n"), "{written}");
    assert!(written.contains("(2)\u{a0}: Léo\n"), "{written}");
}

#[test]
fn value_that_spans_lines_or_turns_the_reading_around_makes_no_line_of_its_own() {
    let evil = "X\nNuméro : FAUX\r\u{2028}\u{202e}fin";
    let plain = receipt("cantine", "fr", some().drain(..1).collect());
    let fields = vec![field(
        "identite.nom_naissance",
        text(evil),
        "franceconnect",
        None,
    )];
    let written = receipt("cantine", "fr", fields);
    assert_eq!(written.lines().count(), plain.lines().count());
    assert!(written.contains("X Numéro : FAUX  fin\n"), "{written}");
    assert!(!written.contains(['\r', '\u{2028}', '\u{202e}']));
}

/// Everything but the moment comes from the démarche and from what was released.
#[test]
fn receipt_holds_no_message_without_its_words() {
    for lang in ["fr", "en"] {
        for fields in [some(), Vec::new()] {
            let written = receipt("cantine", lang, fields);
            for mark in ["{", "}", "receipt.", "info2.", "notice.", "release."] {
                assert!(!written.contains(mark), "{lang} {mark}: {written}");
            }
        }
    }
}
