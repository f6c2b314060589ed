//! View model of the release page: every value that could leave, in a box the person may untick.

use crate::field;
use crate::messages::{Catalogue, Form};
use crate::paris;
use crate::sources::{self, Outcome, Pick, saisie};
use unefois_wire::Value;

use super::agreed::RowsFault;
use super::missing::{self, Manquant};
use super::offer::{Offer, Offered, ReleaseBox};
use super::rows::{self, Liste};

/// What the release page is made of.
#[derive(Clone, Copy)]
pub struct ChoicesInput<'a> {
    /// What could be handed over.
    pub offer: Offer<'a>,
    /// What came of each source, by its id.
    pub outcomes: &'a [(String, Outcome)],
    /// Moment the sources answered, in Unix seconds.
    pub obtained_at_unix_secs: i64,
    /// Boxes to tick, by id, when the page is shown again; the choice decides when absent.
    pub ticked: Option<&'a [String]>,
    /// Lists to decide about again, when that is why the page is shown again.
    pub faults: &'a [RowsFault],
}

/// The release page, its texts in the language of the catalogue.
#[derive(Clone, PartialEq, Eq)]
pub struct Choices {
    /// In whose name FranceConnect is used, when it told.
    pub personne: Option<Personne>,
    /// `Reçu le 21 novembre 2026 à 14 h 30`.
    pub recu: String,
    /// Boxes by source, largest stake first.
    pub groupes: Vec<Groupe>,
    /// What the person will have to write, and why.
    pub manquants: Vec<Manquant>,
}

/// The person, as FranceConnect names them.
#[derive(Clone, PartialEq, Eq)]
pub struct Personne {
    /// Given names.
    pub prenoms: String,
    /// Birth name.
    pub nom: String,
}

/// The boxes of one source.
#[derive(Clone, PartialEq, Eq)]
pub struct Groupe {
    /// Its id: `identite`, `quotient_familial`.
    pub source: &'static str,
    /// Legend: `Informations de la CAF`.
    pub legende: String,
    /// What the person typed for it: `Numéro d’immatriculation : AB-123-CD`.
    pub saisies: Option<String>,
    /// Boxes; empty where the source gave a list alone.
    pub boites: Vec<Boite>,
    /// Lists among whose rows the person chooses.
    pub listes: Vec<Liste>,
}

/// One box and the values it hands over.
#[derive(Clone, PartialEq, Eq)]
pub struct Boite {
    /// Value of the checkbox in the form.
    pub id: String,
    /// Label: `Quotient familial`.
    pub libelle: String,
    /// Value as text to read: `650 €`.
    pub valeur: String,
    /// `CAF, novembre 2026`.
    pub provenance: String,
    /// Label and value of each field covered, when there are several.
    pub detail: Vec<(String, String)>,
    /// Whether the detail is shown at once: the value beside the label is then only the first of it.
    pub detail_is_shown: bool,
    /// Whether it is ticked when the page is shown.
    pub cochee: bool,
    /// Whether the form's fields will be read-only.
    pub verrouillee: bool,
    /// Whether the value says something about health: the person ticks it, never we.
    pub sante: bool,
    /// Whether the person had declared the value to its provider, so that it may be old.
    pub declaree: bool,
    /// Whether the form has fewer rows than the list: the others stay.
    pub ecourtee: bool,
    /// Paths handed over.
    pub chemins: Vec<String>,
}

/// Builds the release page. A value no box could hand over is not shown either.
pub fn choices(input: &ChoicesInput, texts: &Catalogue) -> Choices {
    let view = View { input, texts };
    let offered = input.offer.offered();
    let mut groupes: Vec<Groupe> = Vec::new();
    for shown in &offered {
        let Some(piece) = view.piece(shown) else {
            continue;
        };
        let (source, fournisseur) = (piece.source, piece.fournisseur);
        if groupes.last().is_none_or(|groupe| groupe.source != source) {
            groupes.push(Groupe {
                source,
                legende: view.legende(source, &fournisseur),
                saisies: view.saisies(source),
                boites: Vec::new(),
                listes: Vec::new(),
            });
        }
        if let Some(groupe) = groupes.last_mut() {
            groupe.boites.extend(piece.boite);
            groupe.listes.extend(piece.liste);
        }
    }
    Choices {
        personne: view.personne(),
        recu: view.recu(),
        groupes,
        manquants: missing::manquants(input, &offered, texts),
    }
}

/// A part of a group, with who gave it.
struct Piece {
    source: &'static str,
    fournisseur: String,
    boite: Option<Boite>,
    liste: Option<Liste>,
}

pub(super) struct View<'a> {
    pub input: &'a ChoicesInput<'a>,
    pub texts: &'a Catalogue<'a>,
}

impl View<'_> {
    fn piece(&self, shown: &Offered) -> Option<Piece> {
        match shown {
            Offered::Box(shown) => self.boite(shown),
            Offered::Rows(shown) => {
                let liste = rows::liste(self, shown);
                Some(Piece {
                    source: shown.source,
                    fournisseur: liste.fournisseur.clone(),
                    boite: None,
                    liste: Some(liste),
                })
            }
        }
    }

    /// The box and the provider of its first value, if it has any value.
    fn boite(&self, shown: &ReleaseBox) -> Option<Piece> {
        let covered = shown.chemins.iter();
        let chemins: Vec<String> = covered
            .filter(|chemin| self.input.offer.releasable(chemin).is_some())
            .cloned()
            .collect();
        let first = self.input.offer.releasable(chemins.first()?)?;
        let is_health_box = shown.spec.is_some_and(|spec| spec.sante);
        let sante = is_health_box || self.input.offer.demarche.is_wholly_health(shown.source);
        let boite = Boite {
            id: shown.id.clone(),
            libelle: self.texts.text(&shown.label, &[]),
            valeur: self.valeur(shown, &chemins),
            provenance: self.texts.provenance(&first.provenance),
            detail: self.detail(&chemins),
            detail_is_shown: chemins.len() > 1 && is_led_by_first(shown),
            cochee: self.is_ticked(&shown.id, sante || is_chosen_among(shown)),
            verrouillee: shown.verrouillee,
            sante,
            declaree: shown.spec.is_some_and(|spec| spec.declared),
            ecourtee: shown.is_cut,
            chemins,
        };
        Some(Piece {
            source: shown.source,
            fournisseur: first.provenance.fournisseur.clone(),
            boite: Some(boite),
            liste: None,
        })
    }

    /// Ticks echo the choice made before the redirect; health values and rows never do.
    pub(super) fn is_ticked(&self, id: &str, is_withheld: bool) -> bool {
        match self.input.ticked {
            Some(ticked) => ticked.iter().any(|ticked| ticked == id),
            None => !is_withheld,
        }
    }

    fn valeur(&self, shown: &ReleaseBox, chemins: &[String]) -> String {
        if let Some(list) = shown.list {
            return rows::summary(self, list, chemins);
        }
        let known = |chemin: &str| {
            let is_known = chemins.iter().any(|known| known == chemin);
            is_known.then(|| self.display(chemin))
        };
        let groups = shown.spec.map(|spec| spec.shown).unwrap_or_default();
        let words = groups.iter().map(|group| {
            group
                .iter()
                .filter_map(|chemin| known(chemin))
                .collect::<Vec<_>>()
                .join(" ")
        });
        let shown_words: Vec<_> = words.filter(|words| !words.is_empty()).collect();
        if !shown_words.is_empty() {
            return shown_words.join(", ");
        }
        if is_led_by_first(shown) {
            return first_of_source(shown, chemins)
                .map(|chemin| self.display(chemin))
                .unwrap_or_default();
        }
        self.identity_line(shown).unwrap_or_else(|| {
            chemins
                .iter()
                .map(|chemin| self.display(chemin))
                .collect::<Vec<_>>()
                .join(", ")
        })
    }

    fn identity_line(&self, shown: &ReleaseBox) -> Option<String> {
        let personne = self.personne().filter(|_| shown.verrouillee)?;
        let date = self.text_of("identite.date_naissance")?;
        let written = self.texts.date_text(date);
        let (id, name) = match paris::parse_date(date) {
            Some(_) => ("release.identity_line", "date"),
            None => ("release.identity_line_partial", "periode"),
        };
        let Personne { prenoms, nom } = &personne;
        Some(
            self.texts
                .text(id, &[("prenoms", prenoms), ("nom", nom), (name, &written)]),
        )
    }

    pub(super) fn detail(&self, chemins: &[String]) -> Vec<(String, String)> {
        if chemins.len() < 2 {
            return Vec::new();
        }
        let line = |chemin: &String| (self.texts.label(chemin), self.display(chemin));
        chemins.iter().map(line).collect()
    }

    pub(super) fn display(&self, chemin: &str) -> String {
        let field = self.input.offer.releasable(chemin);
        match (field::spec(chemin), field) {
            (Some(spec), Some(field)) => self.texts.display(spec, &field.valeur),
            _ => String::new(),
        }
    }

    fn legende(&self, source: &str, fournisseur: &str) -> String {
        if source == field::IDENTITE {
            return self.texts.text("source.identite.label", &[]);
        }
        let fournisseur_de = self.texts.provider(fournisseur, Form::De);
        self.texts
            .text("release.legend", &[("fournisseur_de", &fournisseur_de)])
    }

    fn saisies(&self, source: &str) -> Option<String> {
        let saisies = typed(self.input, source, self.texts)?;
        Some(self.texts.text("release.typed", &[("saisies", &saisies)]))
    }

    fn recu(&self) -> String {
        let moment = paris::local(self.input.obtained_at_unix_secs);
        let (date, heure) = (self.texts.date(moment.date()), self.texts.time(moment));
        self.texts
            .text("release.fetched", &[("date", &date), ("heure", &heure)])
    }

    fn personne(&self) -> Option<Personne> {
        let text = |chemin| self.text_of(chemin).map(str::to_owned);
        Some(Personne {
            prenoms: text("identite.prenoms")?,
            nom: text("identite.nom_naissance")?,
        })
    }

    fn text_of(&self, chemin: &str) -> Option<&str> {
        let field = self
            .input
            .offer
            .obtained
            .iter()
            .find(|field| field.chemin == chemin)?;
        match &field.valeur {
            Value::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}

/// What the person typed for a source, so that they can see what was asked in their name.
pub(super) fn typed(input: &ChoicesInput, source: &str, texts: &Catalogue) -> Option<String> {
    let declared = input.offer.demarche.source(source)?;
    let fournisseur = declared.spec.fournisseur;
    let own = input.offer.saisies.iter();
    let own = own.filter(|saisie| saisie.fournisseur == fournisseur);
    let lines: Vec<String> = own
        .filter_map(|saisie| {
            let specs = declared.saisies.iter();
            let spec = specs.into_iter().find(|spec| spec.id == saisie.id)?;
            let label = texts.text(&format!("{}.label", spec.texte), &[]);
            let value = saisie::display(spec, &saisie.valeur, texts);
            Some(texts.labelled(&label, &value))
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join(" ; "))
}

/// Whether the person chooses the rows of its list, so that a single one is not assumed either: the
/// form may be about a child that the file does not know.
fn is_chosen_among(shown: &ReleaseBox) -> bool {
    shown.list.is_some_and(|list| list.pick == Pick::Rows)
}

/// Whether the box says nothing of what to show beside its label: the first value of the source.
fn is_led_by_first(shown: &ReleaseBox) -> bool {
    shown.spec.is_some_and(|spec| spec.shown.is_empty())
}

/// The first of `chemins` in the order of the source, which begins by what matters most.
fn first_of_source<'a>(shown: &ReleaseBox, chemins: &'a [String]) -> Option<&'a String> {
    let source = sources::spec(shown.source)?;
    let of_source = source.fields.iter();
    of_source
        .filter_map(|field| chemins.iter().find(|chemin| *chemin == field.spec.chemin))
        .next()
}
