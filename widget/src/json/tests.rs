use serde_json::Value as Parsed;

use super::*;

impl Json for Parsed {
    fn get(&self, key: &str) -> Option<Self> {
        Parsed::get(self, key)
            .filter(|member| !member.is_null())
            .cloned()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn integer(&self) -> Option<i64> {
        self.as_i64()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }

    fn members(&self) -> Vec<(String, Self)> {
        self.as_object()
            .into_iter()
            .flatten()
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }
}

fn full_description() -> Description {
    let text = str::to_owned;
    let date = Cible::Date {
        jour: text("#j"),
        mois: text("#m"),
        annee: text("#a"),
    };
    Description {
        demarche: text("cantine"),
        titre: text("Inscription à la cantine"),
        collectivite: Collectivite {
            nom_collectivite: text("Ville d’Œuvre-l’Évêque"),
            collectivite: text("la ville"),
            a_collectivite: text("à la ville"),
            de_collectivite: text("de la ville"),
            service: text("Service éducation"),
            dpo: text("dpo@oeuvre.example"),
        },
        finalite: text("calculer le tarif"),
        concerne: vec![Concerne::Usager, Concerne::Enfant, Concerne::Autre],
        libelle_bouton: LibelleBouton::Recuperer,
        formulaire: Some(text("form#cantine")),
        sources: vec![Source {
            id: text("aah"),
            fournisseur: text("caf_msa"),
            sante: true,
            saisies: vec![
                saisie("immatriculation", "input.vehicule", true, &[]),
                saisie("sexe", "input.enfant_sexe", false, &["F", "M"]),
            ],
        }],
        champs: vec![
            Champ {
                chemin: text("identite.date_naissance"),
                source: text("identite"),
                cibles: vec![Cible::Selecteur(text("#date")), date],
                ecriture: Ecriture::Verrouille,
                requis: true,
                souvent_vide: false,
                valeurs: Table::default(),
                format: Some(text("jj/mm/aaaa")),
            },
            Champ {
                chemin: text("identite.sexe"),
                source: text("identite"),
                cibles: vec![Cible::Selecteur(text("input[name=\"sexe\"]"))],
                ecriture: Ecriture::Modifiable,
                requis: false,
                souvent_vide: true,
                valeurs: Table::from(vec![(text("female"), text("2"))]),
                format: None,
            },
        ],
        information: text("https://unefois.example/v1/information/cantine"),
        textes: Table::from(vec![(
            text("fr"),
            Table::from(vec![(text("notice.why"), text("Pour la cantine."))]),
        )]),
    }
}

fn saisie(id: &str, texte: &str, requise: bool, choix: &[&str]) -> Saisie {
    Saisie {
        id: id.to_owned(),
        texte: texte.to_owned(),
        requise,
        chiffres: !requise,
        choix: choix.iter().map(|code| (*code).to_owned()).collect(),
    }
}

fn response(attestation: Option<&str>) -> RedeemResponse {
    let field = |chemin: &str, valeur: Value, annee: Option<u16>, mois: Option<u8>| ReleasedField {
        chemin: chemin.to_owned(),
        valeur,
        libelle: mois.map(|_| "Lyon 3e".to_owned()),
        provenance: Provenance {
            fournisseur: "caf".to_owned(),
            annee,
            mois,
            saisies: annee.map(|_| "mois".to_owned()).into_iter().collect(),
        },
    };
    RedeemResponse {
        reference: "VB-7KQ2-M4XD".to_owned(),
        champs: vec![
            field(
                "quotient_familial.valeur",
                Value::Integer(650),
                Some(2026),
                Some(11),
            ),
            field("code_postal", Value::Text("01053".to_owned()), None, None),
            field("vide", Value::Text(String::new()), Some(2025), None),
            field("beneficiaire", Value::Boolean(false), None, None),
        ],
        attestation: attestation.map(str::to_owned),
        recu: "Votre reçu\n".to_owned(),
        logout: "https://unefois.example/v1/logout".to_owned(),
    }
}

#[test]
fn description_is_read_as_serde_wrote_it() {
    let full = full_description();
    let bare = Description {
        formulaire: None,
        sources: Vec::new(),
        champs: Vec::new(),
        ..full.clone()
    };
    for written in [full, bare] {
        let json = serde_json::to_value(&written).unwrap();
        let own = own_texts(&json, "fr");
        assert_eq!(
            Table::from(own),
            written.textes.get("fr").cloned().unwrap_or_default()
        );
        assert_eq!(
            description(&json),
            Some(Description {
                textes: Table::default(),
                ..written
            })
        );
    }
}

#[test]
fn response_is_read_as_serde_wrote_it() {
    for written in [response(Some("a.b.c")), response(None)] {
        let json = serde_json::to_value(&written).unwrap();
        assert!(redeem_response(&json) == Some(written));
    }
}

#[test]
fn refusal_is_read_as_serde_wrote_it() {
    let written = unefois_wire::RedeemRefusal {
        error: "hand_off_expired".to_owned(),
    };
    assert_eq!(
        refusal(&serde_json::to_value(&written).unwrap()),
        Some(written.error)
    );
}

#[test]
fn answers_about_inputs_are_read_as_serde_wrote_them() {
    let sealed = unefois_wire::InputsResponse {
        saisies: "k1.c2VhbGVk".to_owned(),
    };
    assert_eq!(
        inputs_response(&serde_json::to_value(&sealed).unwrap()),
        Some(sealed.saisies)
    );
    let refused = unefois_wire::InputsRefusal {
        error: "inputs_refused".to_owned(),
        refusees: vec!["vehicule.immatriculation".to_owned()],
    };
    assert_eq!(
        inputs_refusal(&serde_json::to_value(&refused).unwrap()),
        Some(refused.refusees)
    );
}

#[test]
fn inputs_kept_during_a_trip_are_forgotten_after_their_hour() {
    let record = serde_json::json!({ "input.vehicule": "ab 123 cd", "until": 2000 });
    let typed = vec![("input.vehicule".to_owned(), "ab 123 cd".to_owned())];
    assert_eq!(kept(&record, 1999), Some(typed));
    assert_eq!(kept(&record, 2000), None);
    assert_eq!(
        kept(&serde_json::json!({ "input.vehicule": "ab 123 cd" }), 0),
        None
    );
}

#[test]
fn rejects_a_description_with_a_member_missing_or_unknown() {
    let whole = serde_json::to_value(full_description()).unwrap();
    for key in [
        "demarche",
        "collectivite",
        "concerne",
        "libelle_bouton",
        "sources",
        "champs",
        "information",
    ] {
        let mut json = whole.clone();
        json.as_object_mut().unwrap().remove(key);
        assert_eq!(description(&json), None, "without {key}");
    }
    let mut json = whole.clone();
    json["sources"][0]["saisies"][0]["requise"] = "oui".into();
    assert_eq!(description(&json), None);
    let mut json = whole;
    json["champs"][1]["ecriture"] = "effacer".into();
    assert_eq!(description(&json), None);
}

#[test]
fn rejects_a_value_that_is_no_value() {
    let mut json = serde_json::to_value(response(None)).unwrap();
    json["champs"][0]["valeur"] = serde_json::json!({ "html": "<b>" });
    assert!(redeem_response(&json).is_none());
}
