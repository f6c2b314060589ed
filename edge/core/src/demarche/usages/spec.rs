//! What a use case is, as data.

use crate::sources::{self, SourceSpec};

/// What a use case is and what it may ask.
#[derive(Debug)]
pub struct UsageSpec {
    /// Identifier, the word of the démarche file: `cantine_scolaire`.
    pub id: &'static str,
    /// What it is, in French.
    pub titre: &'static str,
    /// Text that founds it, in French; a démarche adds its délibération.
    pub texte: &'static str,
    /// Why no démarche may have it, for one that is known only to be refused.
    pub refus: Option<&'static str>,
    /// What the sources it names are to it.
    pub regles: &'static [Regle],
    /// What the others are.
    pub autres: Autres,
}

/// What some sources are to a use case, and why.
#[derive(Debug)]
pub struct Regle {
    /// The sources.
    pub sources: &'static [&'static SourceSpec],
    /// What they are.
    pub place: Place,
    /// Why, in French, at the end of a sentence.
    pub motif: &'static str,
}

/// What a source is to a use case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One at least of those required must be asked: without any, the démarche is another use case.
    Requise,
    /// It may be asked.
    Facultative,
    /// It may not.
    Interdite,
}

/// What the sources are that no rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Autres {
    /// They may not be asked.
    Interdites,
    /// Each may be asked for a reason that the démarche file gives.
    Motivees,
}

/// What a use case says of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A rule says it, or the absence of one.
    Dite(Place, &'static str),
    /// It may be asked for a reason of the démarche's own.
    Motivee,
}

/// Why a source that nothing names is not asked.
const SANS_FONDEMENT: &str =
    "rien ne la rend nécessaire pour cet usage (CRPA, article L. 114-8 : le strict nécessaire)";

/// Sources that open for one use case and for no other, whatever reason a démarche gives.
static RESERVEES: &[Regle] = &[
    Regle {
        sources: &[&sources::vehicule::SOURCE],
        place: Place::Interdite,
        motif: "la carte grise ne sert qu’au tarif du stationnement résidentiel, jamais à un contrôle \
                (CGCT, articles L. 2333-87 et L. 2333-87-3)",
    },
    Regle {
        sources: &[&sources::eaje::SOURCE],
        place: Place::Interdite,
        motif: "le dossier de crèche ne sert qu’à la participation familiale : usage tarif_creche",
    },
];

impl UsageSpec {
    /// What it says of `source`.
    pub fn verdict(&self, source: &SourceSpec) -> Verdict {
        let mut said = self.regles.iter().chain(RESERVEES);
        let regle = said.find(|regle| regle.names(source));
        match (regle, self.autres) {
            (Some(regle), _) => Verdict::Dite(regle.place, regle.motif),
            (None, Autres::Motivees) => Verdict::Motivee,
            (None, Autres::Interdites) => Verdict::Dite(Place::Interdite, SANS_FONDEMENT),
        }
    }

    /// Sources of which one at least must be asked; none where the use case needs none.
    pub fn requises(&self) -> Vec<&'static str> {
        let regles = self.regles.iter();
        let required = regles.filter(|regle| regle.place == Place::Requise);
        let sources = required.flat_map(|regle| regle.sources);
        sources.map(|source| source.id).collect()
    }
}

impl Regle {
    fn names(&self, source: &SourceSpec) -> bool {
        self.sources.iter().any(|named| named.id == source.id)
    }
}
