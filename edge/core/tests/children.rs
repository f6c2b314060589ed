//! Rows of a list: which leave, under which number, and what must be decided before anything does.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use support::{example, obtained, today};
use unefois_core::consent::{
    Choices, ChoicesInput, Consent, Offer, RowsFault, RowsFaultKind, choices, release,
};
use unefois_core::datapass::Standings;
use unefois_core::demarche::DemarcheChecked;
use unefois_core::field::{ObtainedField, at_row};
use unefois_core::messages::Catalogue;
use unefois_core::sources::Outcome;
use unefois_wire::{Concerne, Value};

const CHILDREN: [(&str, &str, &str); 3] = [
    ("Anne-Laure Zoé", "LEFÈVRE", "2018-05-03"),
    ("Milo", "BEN AMAR", "2020-00-00"),
    ("Ève", "LEFÈVRE", "2024-11-30"),
];

fn family(count: usize) -> Vec<ObtainedField> {
    let text = |chemin: String, text: &str| obtained(&chemin, Value::Text(text.to_owned()));
    let mut fields = vec![obtained("quotient_familial.valeur", Value::Integer(650))];
    for (row, (prenoms, nom, date)) in CHILDREN.iter().take(count).enumerate() {
        fields.push(text(at_row("enfants[].prenoms", row), prenoms));
        fields.push(text(at_row("enfants[].nom_naissance", row), nom));
        fields.push(text(at_row("enfants[].date_naissance", row), date));
    }
    fields
}

struct Case {
    demarche: DemarcheChecked,
    fields: Vec<ObtainedField>,
}

impl Case {
    /// A form with `lignes` rows, for somebody with `count` children.
    fn new(lignes: i64, count: usize) -> Self {
        let demarche = example("periscolaire", |table| {
            table["source"][0]["lignes"] = lignes.into();
            if lignes == 1 {
                unnumber(&mut table["champ"]);
            }
        });
        let fields = family(count);
        Self { demarche, fields }
    }

    fn with_offer<T>(&self, act: impl FnOnce(&Offer) -> T) -> T {
        let choice = self
            .demarche
            .choose(Concerne::Enfant, &["quotient_familial"]);
        act(&Offer {
            demarche: &self.demarche,
            choice: &choice.expect("a choice"),
            obtained: &self.fields,
            in_force: &self
                .demarche
                .scopes_in_force(today(), &Standings::default()),
            saisies: &[],
        })
    }

    fn released(&self, ids: &[&str]) -> Result<Vec<(String, String)>, Vec<RowsFault>> {
        self.with_offer(|offer| {
            let consent = Consent::new(offer, ids)?;
            let released = release(offer, &consent).into_fields();
            let told = released
                .into_iter()
                .map(|field| (field.chemin, field.valeur.to_plain_text()));
            Ok(told
                .filter(|(chemin, _)| chemin.starts_with("enfants"))
                .collect())
        })
    }

    fn page(&self, ticked: Option<&[String]>, faults: &[RowsFault]) -> Choices {
        self.with_offer(|offer| {
            let input = ChoicesInput {
                offer: *offer,
                outcomes: &[("quotient_familial".to_owned(), Outcome::Values)],
                obtained_at_unix_secs: 1_795_267_800,
                ticked,
                faults,
            };
            choices(&input, &Catalogue::fr())
        })
    }
}

/// Selectors without the number of a row.
fn unnumber(value: &mut toml::Value) {
    match value {
        toml::Value::String(text) => *text = text.replace("{n}", "1"),
        toml::Value::Array(items) => items.iter_mut().for_each(unnumber),
        toml::Value::Table(table) => table.iter_mut().for_each(|(_, value)| unnumber(value)),
        _ => {}
    }
}

fn firsts(released: &[(String, String)]) -> Vec<(&str, &str)> {
    let named = released
        .iter()
        .filter(|(chemin, _)| chemin.ends_with(".prenoms"));
    named
        .map(|(chemin, value)| (chemin.as_str(), value.as_str()))
        .collect()
}

#[test]
fn only_the_chosen_child_leaves_and_no_number_tells_of_the_others() {
    let case = Case::new(1, 3);
    let released = case
        .released(&["enfants[1]", "quotient_familial"])
        .expect("a choice");
    assert_eq!(firsts(&released), [("enfants[0].prenoms", "Milo")]);
    assert!(
        released
            .iter()
            .all(|(chemin, _)| chemin.starts_with("enfants[0]."))
    );
    assert!(released.iter().any(|(_, value)| value == "2020-00-00"));
}

#[test]
fn several_chosen_children_keep_their_order() {
    let case = Case::new(3, 3);
    let released = case
        .released(&["enfants[2]", "enfants[0]"])
        .expect("a choice");
    let expected = [
        ("enfants[0].prenoms", "Anne-Laure Zoé"),
        ("enfants[1].prenoms", "Ève"),
    ];
    assert_eq!(firsts(&released), expected);
}

#[test]
fn none_of_these_releases_no_child() {
    let case = Case::new(1, 2);
    assert_eq!(
        case.released(&["enfants[-]", "quotient_familial"]),
        Ok(Vec::new())
    );
}

#[test]
fn rejects_a_choice_left_open_made_twice_or_too_large() {
    for (lignes, ids, kind) in [
        (1, &["quotient_familial"][..], RowsFaultKind::Undecided),
        (
            1,
            &["enfants[7]", "enfants[02]", "enfants[]"][..],
            RowsFaultKind::Undecided,
        ),
        (1, &["enfants[0]", "enfants[-]"][..], RowsFaultKind::Both),
        (1, &["enfants[0]", "enfants[1]"][..], RowsFaultKind::TooMany),
        (
            2,
            &["enfants[0]", "enfants[1]", "enfants[2]"][..],
            RowsFaultKind::TooMany,
        ),
    ] {
        let fault = RowsFault {
            list: "enfants[]",
            kind,
        };
        assert_eq!(
            Case::new(lignes, 3).released(ids),
            Err(vec![fault]),
            "{ids:?}"
        );
    }
}

#[test]
fn an_only_child_is_a_box_that_starts_unticked() {
    let case = Case::new(1, 1);
    let page = case.page(None, &[]);
    let boite = page.groupes[0]
        .boites
        .iter()
        .find(|boite| boite.id == "enfants[0]");
    let boite = boite.expect("a box");
    assert!(!boite.cochee && page.groupes[0].listes.is_empty());
    assert_eq!(
        boite.valeur,
        "Anne-Laure Zoé LEFÈVRE, naissance le 3\u{a0}mai 2018"
    );
    assert_eq!(
        firsts(&case.released(&["enfants[0]"]).expect("a choice")).len(),
        1
    );
    assert_eq!(case.released(&[]), Ok(Vec::new()));
}

#[test]
fn children_start_unchosen_with_what_tells_them_apart() {
    let page = Case::new(1, 3).page(None, &[]);
    let [liste] = page.groupes[0].listes.as_slice() else {
        panic!("one list")
    };
    assert!(liste.une_seule && liste.erreur.is_none());
    let shown: Vec<_> = liste
        .rangs
        .iter()
        .map(|rang| (rang.libelle.as_str(), rang.cochee))
        .collect();
    assert_eq!(
        shown,
        [
            (
                "Anne-Laure Zoé LEFÈVRE, naissance le 3\u{a0}mai 2018",
                false
            ),
            ("Milo BEN AMAR, naissance en 2020", false),
            ("Ève LEFÈVRE, naissance le 30\u{a0}novembre 2024", false),
        ]
    );
    assert!(!liste.aucun.cochee);
    assert!(!Case::new(3, 3).page(None, &[]).groupes[0].listes[0].une_seule);
}

#[test]
fn page_shown_again_keeps_the_choice_and_says_what_is_wrong() {
    let fault = RowsFault {
        list: "enfants[]",
        kind: RowsFaultKind::TooMany,
    };
    let ticked = ["enfants[0]".to_owned(), "enfants[1]".to_owned()];
    let page = Case::new(1, 2).page(Some(&ticked), &[fault]);
    let liste = &page.groupes[0].listes[0];
    assert!(liste.rangs.iter().all(|rang| rang.cochee));
    let erreur = liste.erreur.as_deref().expect("an error");
    assert!(erreur.contains('1') && !erreur.contains('{'), "{erreur}");
}

#[test]
fn form_without_children_hears_of_none() {
    let case = Case::new(1, 0);
    assert_eq!(case.released(&["enfants[0]"]), Ok(Vec::new()));
    let page = case.page(None, &[]);
    assert!(page.groupes[0].listes.is_empty());
    let told = page
        .manquants
        .iter()
        .find(|missing| missing.libelle == "Enfants du dossier");
    assert!(told.is_some(), "{:?}", page.manquants);
}
