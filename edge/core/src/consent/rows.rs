//! Rows of a list, as the person reads and chooses them.

use super::agreed::RowsFaultKind;
use super::choices::View;
use super::offer::RowsBox;
use crate::field;
use crate::paris;
use crate::sources::ListSpec;
use unefois_wire::Value;

/// A list among whose rows the person chooses; nothing is chosen beforehand.
#[derive(Clone, PartialEq, Eq)]
pub struct Liste {
    /// Name of its group in the form: `enfants`.
    pub nom: String,
    /// Legend: `Pour quel enfant faites-vous la demande ?`
    pub legende: String,
    /// What becomes of the others.
    pub aide: String,
    /// Whether one row only can be chosen.
    pub une_seule: bool,
    /// The rows, two or more.
    pub rangs: Vec<Rang>,
    /// "None of these".
    pub aucun: Rang,
    /// What to decide again, when the page is shown for that.
    pub erreur: Option<String>,
    /// Key of who gave it.
    pub fournisseur: String,
    /// `CAF, novembre 2026`.
    pub provenance: String,
}

/// One row.
#[derive(Clone, PartialEq, Eq)]
pub struct Rang {
    /// Value of its control in the form.
    pub id: String,
    /// `Anne-Laure Zoé LEFÈVRE, naissance le 3 mai 2018`.
    pub libelle: String,
    /// A sentence beside it.
    pub aide: Option<String>,
    /// Whether it is chosen when the page is shown.
    pub cochee: bool,
}

pub(super) fn liste(view: &View, shown: &RowsBox) -> Liste {
    let text = |end: &str| view.texts.text(&format!("{}.{end}", shown.list.texts), &[]);
    let une_seule = shown.lignes == 1;
    let is_chosen = |id: &str| {
        let ticked = view.input.ticked.unwrap_or_default();
        ticked.iter().any(|ticked| ticked == id)
    };
    let rang = |row: usize| {
        let id = shown.id(row);
        Rang {
            libelle: label(view, shown.list, row),
            aide: None,
            cochee: is_chosen(&id),
            id,
        }
    };
    let fault = view
        .input
        .faults
        .iter()
        .find(|fault| fault.list == shown.list.prefix);
    let lignes = shown.lignes.to_string();
    let erreur = fault.map(|fault| match fault.kind {
        RowsFaultKind::Undecided => text("error"),
        RowsFaultKind::Both => text("error_both"),
        RowsFaultKind::Other => text("error_other"),
        RowsFaultKind::TooMany => {
            let id = format!("{}.too_many", shown.list.texts);
            view.texts.text(&id, &[("n", &lignes)])
        }
    });
    let given = view.input.offer.obtained.iter();
    let first = given.into_iter().find(|found| {
        found.chemin.starts_with(&shown.id(0)) || found.chemin.starts_with(&shown.id(1))
    });
    Liste {
        nom: shown.list.prefix.trim_end_matches("[]").to_owned(),
        legende: text(if une_seule { "legend_one" } else { "legend" }),
        aide: text("hint"),
        une_seule,
        rangs: (0..shown.rows).map(rang).collect(),
        aucun: Rang {
            libelle: text("none"),
            aide: Some(text("none_hint")),
            cochee: is_chosen(&shown.none_id()),
            id: shown.none_id(),
        },
        erreur,
        fournisseur: first
            .map(|found| found.provenance.fournisseur.clone())
            .unwrap_or_default(),
        provenance: first
            .map(|found| view.texts.provenance(&found.provenance))
            .unwrap_or_default(),
    }
}

/// The rows of a list that go together, in words.
pub(super) fn summary(view: &View, list: &ListSpec, chemins: &[String]) -> String {
    let mut rows: Vec<usize> = chemins
        .iter()
        .filter_map(|chemin| field::row_of(chemin))
        .collect();
    rows.dedup();
    let labels: Vec<String> = rows.iter().map(|row| label(view, list, *row)).collect();
    labels.join(" ; ")
}

/// A row in words: the first sentence of its list whose every blank can be filled.
fn label(view: &View, list: &ListSpec, row: usize) -> String {
    let known: Vec<(&str, String)> = list
        .item
        .iter()
        .filter_map(|(name, chemin)| {
            let chemin = field::at_row(chemin, row);
            let found = view.input.offer.releasable(&chemin)?;
            let plain = found.valeur.to_plain_text();
            let is_partial = *name == "date" && paris::parse_date(&plain).is_none();
            let name = if is_partial { "periode" } else { name };
            Some((name, view.display(&chemin)))
        })
        .collect();
    let values: Vec<(&str, &str)> = known
        .iter()
        .map(|(name, shown)| (*name, shown.as_str()))
        .collect();
    for end in ["item", "item_partial", "item_dates", "item_nodate"] {
        let id = format!("{}.{end}", list.texts);
        if view.texts.has(&id) && view.texts.can_fill(&id, &values) {
            return view.texts.text(&id, &values);
        }
    }
    let words: Vec<&str> = values.iter().map(|(_, shown)| *shown).collect();
    match words.is_empty() {
        true => plain(view, list, row),
        false => words.join(", "),
    }
}

/// What is known of a row none of whose naming values was asked.
fn plain(view: &View, list: &ListSpec, row: usize) -> String {
    let start = field::at_row(list.prefix, row);
    let own = view.input.offer.obtained.iter();
    let shown: Vec<String> = own
        .filter(|found| {
            found.chemin.starts_with(&start) && found.valeur != Value::Text(String::new())
        })
        .filter(|found| view.input.offer.releasable(&found.chemin).is_some())
        .map(|found| view.display(&found.chemin))
        .collect();
    shown.join(", ")
}
