//! What the release page shows: every value in a box, every missing one with its reason.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use support::{cantine, example, in_force, obtained, today};
use unefois_core::cog::Names;
use unefois_core::consent::{Choices, ChoicesInput, Consent, Offer, choices, release};
use unefois_core::datapass::Standings;
use unefois_core::demarche::{DemarcheWritten, check};
use unefois_core::field::{ObtainedField, at_row};
use unefois_core::messages::Catalogue;
use unefois_core::sources::outcome::{Breakdown, Misconfiguration};
use unefois_core::sources::{Outcome, Saisie};
use unefois_wire::{Concerne, Provenance, Value};

fn person() -> Vec<ObtainedField> {
    let from = |fournisseur: &str, fields: &[(&str, &str)]| -> Vec<ObtainedField> {
        let dated = fournisseur != "franceconnect";
        fields
            .iter()
            .map(|(chemin, text)| ObtainedField {
                chemin: (*chemin).to_owned(),
                valeur: text
                    .parse()
                    .map_or(Value::Text((*text).to_owned()), Value::Integer),
                provenance: Provenance {
                    fournisseur: fournisseur.to_owned(),
                    annee: dated.then_some(2026),
                    mois: dated.then_some(11),
                    saisies: Vec::new(),
                },
            })
            .collect()
    };
    let mut fields = from(
        "franceconnect",
        &[
            ("identite.nom_naissance", "D’ARC-LEFÈVRE"),
            ("identite.prenoms", "Zoé Anne"),
            ("identite.sexe", "F"),
            ("identite.date_naissance", "1987-03-01"),
            ("identite.email", "zoe@exemple.example"),
        ],
    );
    fields.push(obtained(
        "identite.pays_naissance",
        Value::Text("99352".to_owned()),
    ));
    fields.extend(from(
        "caf",
        &[
            ("quotient_familial.valeur", "1250"),
            ("quotient_familial.mois", "11"),
            ("quotient_familial.annee", "2026"),
            ("adresse.voie", "12 RUE DE L’ÎLE"),
        ],
    ));
    let text = |chemin, text: &str| obtained(chemin, Value::Text(text.to_owned()));
    fields.push(text("adresse.code_postal", "99999"));
    fields.push(text("adresse.commune", "VALBOURG"));
    fields
}

fn page(
    written: DemarcheWritten,
    fields: &[ObtainedField],
    outcome: Outcome,
    ticked: Option<&[String]>,
) -> Choices {
    let demarche = check(written, "cantine", today()).expect("a démarche");
    let choice = demarche
        .choose(Concerne::Enfant, &["quotient_familial"])
        .expect("a choice");
    let offer = Offer {
        demarche: &demarche,
        choice: &choice,
        obtained: fields,
        in_force: &demarche.scopes_in_force(today(), &Standings::default()),
        saisies: &[],
    };
    shown(offer, "quotient_familial", outcome, ticked)
}

/// The page of what one source gave, in French.
fn shown(offer: Offer, source: &str, outcome: Outcome, ticked: Option<&[String]>) -> Choices {
    let input = ChoicesInput {
        offer,
        outcomes: &[(source.to_owned(), outcome)],
        obtained_at_unix_secs: 1_795_267_800,
        ticked,
        faults: &[],
    };
    let mut places = Names::default();
    let values = input.offer.obtained.iter();
    places.learn(
        values.map(|field| (field.chemin.as_str(), &field.valeur)),
        |list| (list == "99").then(|| "99352\tAlgérie\tAlgeria\n".to_owned()),
    );
    choices(&input, &Catalogue::fr().with_places(&places))
}

#[test]
fn release_page_shows_every_value_with_its_source() {
    let page = page(cantine(), &person(), Outcome::Values, None);
    let shown: Vec<_> = page
        .groupes
        .iter()
        .map(|groupe| {
            let boites = groupe.boites.iter().map(|boite| {
                (
                    boite.id.as_str(),
                    boite.libelle.as_str(),
                    boite.valeur.as_str(),
                    boite.provenance.as_str(),
                )
            });
            (groupe.legende.as_str(), boites.collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(
        shown,
        [
            (
                "Informations de la CAF",
                vec![
                    (
                        "quotient_familial",
                        "Quotient familial",
                        "1\u{202f}250\u{a0}€",
                        "CAF, novembre 2026"
                    ),
                    (
                        "adresse",
                        "Adresse",
                        "12 RUE DE L’ÎLE, 99999 VALBOURG",
                        "CAF, novembre 2026"
                    ),
                ]
            ),
            (
                "Votre identité",
                vec![
                    (
                        "identite",
                        "Envoyer mon identité",
                        "Zoé Anne D’ARC-LEFÈVRE, naissance le 1er\u{a0}mars 1987",
                        "FranceConnect"
                    ),
                    (
                        "identite.email",
                        "Adresse électronique",
                        "zoe@exemple.example",
                        "FranceConnect"
                    ),
                ]
            ),
        ]
    );
    assert!(
        page.manquants.is_empty(),
        "no name in use and no French town: {:?}",
        page.manquants
    );
    assert_eq!(
        page.recu,
        "Reçu le 21\u{a0}novembre 2026 à 14\u{a0}h\u{a0}30"
    );
    let boites: Vec<_> = page
        .groupes
        .iter()
        .flat_map(|groupe| &groupe.boites)
        .collect();
    assert!(boites.iter().all(|boite| boite.cochee && !boite.sante));
    assert_eq!(
        boites
            .iter()
            .map(|boite| boite.verrouillee)
            .collect::<Vec<_>>(),
        [false, false, true, false]
    );
    assert!(boites[1].declaree && !boites[0].declaree);
    assert!(
        boites[2]
            .detail
            .contains(&("Pays de naissance".to_owned(), "Algérie".to_owned()))
    );
}

#[test]
fn boxes_shown_release_exactly_what_they_say() {
    let shown = page(cantine(), &person(), Outcome::Values, None);
    let demarche = check(cantine(), "cantine", today()).expect("a démarche");
    let choice = demarche
        .choose(Concerne::Enfant, &["quotient_familial"])
        .expect("a choice");
    for boite in shown.groupes.iter().flat_map(|groupe| &groupe.boites) {
        let offer = Offer {
            demarche: &demarche,
            choice: &choice,
            obtained: &person(),
            in_force: &demarche.scopes_in_force(today(), &Standings::default()),
            saisies: &[],
        };
        let consent = Consent::new(&offer, &[&boite.id]).expect("no list to decide about");
        let released = release(&offer, &consent);
        let chemins: Vec<_> = released
            .fields()
            .iter()
            .map(|field| field.chemin.as_str())
            .collect();
        assert_eq!(chemins, boite.chemins, "{}", boite.id);
    }
}

#[test]
fn health_values_start_unticked_and_posted_boxes_are_kept() {
    let mut written = cantine();
    written.source[0].sante = true;
    let first = page(written, &person(), Outcome::Values, None);
    let cochees = |page: &Choices| {
        let boites = page.groupes.iter().flat_map(|groupe| &groupe.boites);
        boites
            .filter(|boite| boite.cochee)
            .map(|boite| boite.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(cochees(&first), ["identite", "identite.email"]);
    assert!(first.groupes[0].boites[0].sante);
    let posted = ["adresse".to_owned(), "unknown".to_owned()];
    let again = page(cantine(), &person(), Outcome::Values, Some(&posted));
    assert_eq!(cochees(&again), ["adresse"]);
}

#[test]
fn what_is_missing_is_told_with_its_reason() {
    let identity: Vec<_> = person()
        .into_iter()
        .filter(|field| field.chemin.starts_with("identite."))
        .collect();
    for (outcome, start) in [
        (
            Outcome::NoFile,
            "Aucun dossier trouvé à votre nom à la CAF ou à la MSA.",
        ),
        (
            Outcome::TooEarly,
            "Votre dossier du mois n’est pas encore prêt à la CAF ou à la MSA.",
        ),
        (
            Outcome::NotRecognised,
            "Votre identité n’a pas été reconnue à la CAF ou à la MSA.",
        ),
        (
            Outcome::Down(Breakdown::TimedOut),
            "Pas de réponse de la CAF ou de la MSA",
        ),
        (
            Outcome::Maintenance {
                retry_in_secs: 2_700,
            },
            "Service fermé à la CAF ou à la MSA pour le moment. Réessayez après 15\u{a0}h\u{a0}15",
        ),
        (
            Outcome::Unavailable(Misconfiguration::ScopeMissing),
            "Cette information ne peut pas être demandée ici.",
        ),
    ] {
        let page = page(cantine(), &identity, outcome, None);
        let libelles: Vec<_> = page
            .manquants
            .iter()
            .map(|missing| missing.libelle.as_str())
            .collect();
        assert_eq!(libelles, ["Quotient familial", "Adresse"], "{outcome:?}");
        assert!(
            page.manquants[0].raison.starts_with(start),
            "{}",
            page.manquants[0].raison
        );
        assert!(!page.manquants[0].raison.contains('{'));
    }
}

#[test]
fn value_missing_from_a_file_that_was_found_is_told_alone() {
    let fields: Vec<_> = person()
        .into_iter()
        .filter(|field| field.chemin != "adresse.commune" && field.chemin != "identite.email")
        .collect();
    let page = page(cantine(), &fields, Outcome::Values, None);
    let told: Vec<_> = page
        .manquants
        .iter()
        .map(|missing| (missing.libelle.as_str(), missing.raison.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "Commune",
                "Cette information n’est pas dans votre dossier à la CAF."
            ),
            (
                "Adresse électronique",
                "Cette information n’est pas dans votre dossier à FranceConnect."
            ),
        ]
    );
}

#[test]
fn withholds_from_the_page_what_a_habilitation_no_longer_grants() {
    let demarche = check(cantine(), "cantine", today()).expect("a démarche");
    let choice = demarche
        .choose(Concerne::Enfant, &["quotient_familial"])
        .expect("a choice");
    let scopes = [
        "family_name",
        "given_name",
        "birthdate",
        "gender",
        "birthplace",
        "birthcountry",
    ];
    let scopes = [
        &scopes[..],
        &["preferred_username", "email", "cnaf_quotient_familial"],
    ]
    .concat();
    let offer = Offer {
        demarche: &demarche,
        choice: &choice,
        obtained: &person(),
        in_force: &in_force(&scopes),
        saisies: &[],
    };
    let page = shown(offer, "quotient_familial", Outcome::Values, None);
    assert!(
        page.groupes
            .iter()
            .flat_map(|groupe| &groupe.boites)
            .all(|boite| boite.id != "adresse")
    );
    let missing = page.manquants.first().expect("the address");
    assert_eq!(missing.libelle, "Adresse");
    assert!(
        missing
            .raison
            .starts_with("Cette information ne peut pas être demandée ici.")
    );
}

/// What is missing of the vehicle whose plate was typed.
fn missing_of_vehicle(outcome: Outcome) -> Vec<Option<String>> {
    let demarche = example("stationnement", |_| {});
    let choice = demarche
        .choose(Concerne::Usager, &["vehicule"])
        .expect("a choice");
    let plate = Saisie {
        fournisseur: "france_titres".to_owned(),
        id: "immatriculation".to_owned(),
        valeur: "AB-123-CD".to_owned(),
    };
    let input = ChoicesInput {
        offer: Offer {
            demarche: &demarche,
            choice: &choice,
            obtained: &[],
            in_force: &demarche.scopes_in_force(today(), &Standings::default()),
            saisies: &[plate],
        },
        outcomes: &[("vehicule".to_owned(), outcome)],
        obtained_at_unix_secs: 0,
        ticked: None,
        faults: &[],
    };
    let page = choices(&input, &Catalogue::fr());
    assert!(!format!("{:?}", page.manquants).contains("AB-123-CD"));
    let of_vehicle = page.manquants.into_iter();
    of_vehicle.map(|missing| missing.saisies).collect()
}

#[test]
fn what_was_typed_is_shown_once_beside_the_reason_that_speaks_of_it() {
    let told = "Vous avez écrit\u{a0}: Numéro d’immatriculation\u{a0}: AB-123-CD.";
    for outcome in [
        Outcome::PlateUnknown,
        Outcome::PlateNotYours,
        Outcome::TypedWrong,
        Outcome::NotYours,
    ] {
        let shown = missing_of_vehicle(outcome);
        let shown: Vec<_> = shown.into_iter().flatten().collect();
        assert_eq!(shown, [told], "{outcome:?}");
    }
    for outcome in [
        Outcome::Down(Breakdown::TimedOut),
        Outcome::NoFile,
        Outcome::CompanionDown,
    ] {
        let shown = missing_of_vehicle(outcome);
        assert!(shown.iter().all(Option::is_none), "{outcome:?}: {shown:?}");
    }
}

#[test]
fn list_longer_than_the_form_says_that_its_end_stays() {
    let demarche = example("aide-sociale", |_| {});
    let choice = demarche
        .choose(Concerne::Usager, &["france_travail_paiements"])
        .expect("a choice");
    for (count, is_cut) in [(6, false), (7, true)] {
        let payments: Vec<_> = (0..count)
            .map(|row| {
                let chemin = at_row("paiements[].montant_total", row);
                obtained(&chemin, Value::Text(format!("{row}00.5")))
            })
            .collect();
        let offer = Offer {
            demarche: &demarche,
            choice: &choice,
            obtained: &payments,
            in_force: &demarche.scopes_in_force(today(), &Standings::default()),
            saisies: &[],
        };
        let page = shown(offer, "france_travail_paiements", Outcome::Values, None);
        let [boite] = page.groupes[0].boites.as_slice() else {
            panic!("one box")
        };
        assert_eq!((boite.ecourtee, boite.chemins.len()), (is_cut, 6));
    }
}
