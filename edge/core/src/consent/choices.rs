//! View model of the release page: every value that could leave, in a box the person may untick.

use crate::demarche::{Choice, DemarcheChecked, ScopesInForce};
use crate::field::{self, ObtainedField};
use crate::messages::{Catalogue, Form};
use crate::paris;
use crate::sources::Outcome;
use unefois_wire::Value;

use super::boxes::{self, ReleaseBox};
use super::missing::{self, Manquant};

/// What the release page is made of.
#[derive(Clone, Copy)]
pub struct ChoicesInput<'a> {
    /// The démarche.
    pub demarche: &'a DemarcheChecked,
    /// The choice made before the redirect.
    pub choice: &'a Choice,
    /// Everything obtained.
    pub obtained: &'a [ObtainedField],
    /// What came of each source, by its id.
    pub outcomes: &'a [(String, Outcome)],
    /// Scopes granted today.
    pub in_force: &'a ScopesInForce,
    /// Moment the sources answered, in Unix seconds.
    pub obtained_at_unix_secs: i64,
    /// Boxes to tick, by id, when the page is shown again; the choice decides when absent.
    pub ticked: Option<&'a [String]>,
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
    /// Boxes, never empty.
    pub boites: Vec<Boite>,
}

/// One box and the values it hands over.
#[derive(Clone, PartialEq, Eq)]
pub struct Boite {
    /// Value of the checkbox in the form.
    pub id: &'static str,
    /// Label: `Quotient familial`.
    pub libelle: String,
    /// Value as text to read: `650 €`.
    pub valeur: String,
    /// `CAF, novembre 2026`.
    pub provenance: String,
    /// Label and value of each field covered, when there are several.
    pub detail: Vec<(String, String)>,
    /// Whether it is ticked when the page is shown.
    pub cochee: bool,
    /// Whether the form's fields will be read-only.
    pub verrouillee: bool,
    /// Whether the value says something about health: the person ticks it, never we.
    pub sante: bool,
    /// Whether the person had declared the value to its provider, so that it may be old.
    pub declaree: bool,
    /// Paths handed over.
    pub chemins: Vec<&'static str>,
}

/// Builds the release page. A value no box could hand over is not shown either.
pub fn choices(input: &ChoicesInput, texts: &Catalogue) -> Choices {
    let view = View { input, texts };
    let boxes = boxes::boxes(input.demarche, input.choice);
    let mut groupes: Vec<Groupe> = Vec::new();
    for shown in &boxes {
        let Some((boite, fournisseur)) = view.boite(shown) else {
            continue;
        };
        match groupes
            .last_mut()
            .filter(|groupe| groupe.source == shown.source)
        {
            Some(groupe) => groupe.boites.push(boite),
            None => groupes.push(Groupe {
                source: shown.source,
                legende: view.legende(shown.source, &fournisseur),
                boites: vec![boite],
            }),
        }
    }
    Choices {
        personne: view.personne(),
        recu: view.recu(),
        groupes,
        manquants: missing::manquants(input, &boxes, texts),
    }
}

impl ChoicesInput<'_> {
    /// The value at `chemin`, if it was obtained and may still be handed over today.
    pub(super) fn releasable(&self, chemin: &str) -> Option<&ObtainedField> {
        let field = self.obtained.iter().find(|field| field.chemin == chemin)?;
        self.in_force.cover(chemin).then_some(field)
    }
}

struct View<'a> {
    input: &'a ChoicesInput<'a>,
    texts: &'a Catalogue<'a>,
}

impl View<'_> {
    /// The box and the provider of its first value, if it has any value.
    fn boite(&self, shown: &ReleaseBox) -> Option<(Boite, String)> {
        let covered = shown.chemins.iter().copied();
        let chemins: Vec<_> = covered
            .filter(|chemin| self.input.releasable(chemin).is_some())
            .collect();
        let first = self.input.releasable(chemins.first()?)?;
        let sante = self.is_about_health(shown.source);
        let boite = Boite {
            id: shown.id,
            libelle: self.texts.text(&shown.label, &[]),
            valeur: self.valeur(shown, &chemins),
            provenance: self.texts.provenance(&first.provenance),
            detail: self.detail(&chemins),
            cochee: self.is_ticked(shown.id, sante),
            verrouillee: shown.verrouillee,
            sante,
            declaree: shown.spec.is_some_and(|spec| spec.declared),
            chemins,
        };
        Some((boite, first.provenance.fournisseur.clone()))
    }

    /// Ticks echo the choice made before the redirect; health values never do.
    fn is_ticked(&self, id: &str, sante: bool) -> bool {
        match self.input.ticked {
            Some(ticked) => ticked.iter().any(|ticked| ticked == id),
            None => !sante,
        }
    }

    fn is_about_health(&self, source: &str) -> bool {
        let sources = self.input.demarche.sources().iter();
        sources
            .filter(|declared| declared.spec.id == source)
            .any(|declared| declared.sante)
    }

    fn valeur(&self, shown: &ReleaseBox, chemins: &[&'static str]) -> String {
        let known = |chemin: &str| chemins.contains(&chemin).then(|| self.display(chemin));
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

    fn detail(&self, chemins: &[&'static str]) -> Vec<(String, String)> {
        if chemins.len() < 2 {
            return Vec::new();
        }
        let line = |chemin: &&'static str| (self.texts.label(chemin), self.display(chemin));
        chemins.iter().map(line).collect()
    }

    fn display(&self, chemin: &str) -> String {
        let field = self.input.releasable(chemin);
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
            .obtained
            .iter()
            .find(|field| field.chemin == chemin)?;
        match &field.valeur {
            Value::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}
