use std::fmt;

use crate::field::{self, FieldSpec};
use crate::messages::{Catalogue, Form};
use crate::paris;
use crate::sources::outcome::{Breakdown, Misconfiguration};
use crate::sources::{self, Outcome, SourceSpec};
use unefois_wire::Value;

use super::choices::{self, ChoicesInput};
use super::offer::{Offered, ReleaseBox};

/// Something the person asked for and will have to write.
#[derive(Clone, PartialEq, Eq)]
pub struct Manquant {
    /// What: `Quotient familial`.
    pub libelle: String,
    /// Why, for the person alone.
    pub raison: String,
    /// What they typed, where that is what was not found or is not theirs; once a source.
    pub saisies: Option<String>,
}

/// What the person typed belongs in no trace.
impl fmt::Debug for Manquant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Manquant")
            .field("libelle", &self.libelle)
            .field("raison", &self.raison)
            .finish_non_exhaustive()
    }
}

/// What is missing from what was offered: a box without any value is one line, a value missing from a box
/// that has others is a line of its own.
pub(super) fn manquants(
    input: &ChoicesInput,
    offered: &[Offered],
    texts: &Catalogue,
) -> Vec<Manquant> {
    let reasons = Reasons { input, texts };
    let boxes = offered.iter().filter_map(|shown| match shown {
        Offered::Box(shown) => Some(shown),
        Offered::Rows(_) => None,
    });
    let mut told = None;
    let mut manquants = Vec::new();
    for shown in boxes {
        let mut lines = reasons.of_box(shown);
        for line in &mut lines {
            line.saisies = line.saisies.take().filter(|_| told != Some(shown.source));
            if line.saisies.is_some() {
                told = Some(shown.source);
            }
        }
        manquants.extend(lines);
    }
    manquants
}

/// Words a reason takes from its circumstances.
pub struct ReasonWords<'a> {
    /// The provider, as in `à la CAF`.
    pub fournisseur_a: &'a str,
    /// The provider, as in `de la CAF`.
    pub fournisseur_de: &'a str,
    /// Time at which the provider is expected back.
    pub heure: &'a str,
    /// Key of the provider one of whose documents replaces the value.
    pub document: Option<&'a str>,
}

/// Why something is missing and what to do next, as the person is told it.
pub fn reason(
    texts: &Catalogue,
    outcome: Outcome,
    source: Option<&SourceSpec>,
    words: &ReasonWords,
) -> String {
    let id = outcome.message_key().unwrap_or("reason.absent");
    let values = [
        ("fournisseur_a", words.fournisseur_a),
        ("fournisseur_de", words.fournisseur_de),
        ("heure", words.heure),
    ];
    let mut sentences = vec![texts.text(id, &values)];
    if outcome == Outcome::NoFile && source.is_some_and(|source| source.recent_rights) {
        sentences.push(texts.text("reason.new_right", &[]));
    }
    if let Some(provider) = words.document.filter(|_| outcome.wants_a_document()) {
        sentences.push(texts.text(&format!("next.{provider}"), &[]));
    }
    sentences.join(" ")
}

struct Reasons<'a> {
    input: &'a ChoicesInput<'a>,
    texts: &'a Catalogue<'a>,
}

impl Reasons<'_> {
    fn of_box(&self, shown: &ReleaseBox) -> Vec<Manquant> {
        let is_empty = !shown
            .chemins
            .iter()
            .any(|chemin| self.input.offer.releasable(chemin).is_some());
        let covered = shown.chemins.iter();
        let missing: Vec<_> = covered
            .filter(|chemin| self.is_missing(chemin, is_empty))
            .collect();
        match (missing.first(), is_empty) {
            (None, _) => Vec::new(),
            (Some(chemin), true) => {
                let libelle = self.texts.text(&label_of(shown), &[]);
                vec![self.manquant(shown.source, chemin, libelle)]
            }
            (Some(_), false) => missing
                .into_iter()
                .map(|chemin| self.manquant(shown.source, chemin, self.texts.label(chemin)))
                .collect(),
        }
    }

    /// A name in use and a French town of birth are missing for people who have none, and a file has
    /// no date for a right that was not opened: that is no news to them.
    fn is_missing(&self, chemin: &str, is_box_empty: bool) -> bool {
        let expected = match chemin {
            "identite.nom_usage" => false,
            "identite.commune_naissance" => self.is_born_in_france(),
            _ => is_box_empty || !(is_repeated(chemin) || field::is_often_empty(chemin)),
        };
        expected && self.input.offer.releasable(chemin).is_none()
    }

    fn is_born_in_france(&self) -> bool {
        let obtained = self.input.offer.obtained.iter();
        let mut country = obtained.filter(|field| field.chemin == "identite.pays_naissance");
        country.all(|field| field.valeur == Value::Text("99100".to_owned()))
    }

    fn manquant(&self, source: &str, chemin: &str, libelle: String) -> Manquant {
        let outcome = self.outcome(source, chemin);
        let typed = choices::typed(self.input, source, self.texts);
        let typed = typed.filter(|_| is_about_what_was_typed(outcome));
        Manquant {
            libelle,
            raison: self.reason(source, outcome),
            saisies: typed.map(|typed| {
                self.texts
                    .text("release.typed_missing", &[("saisies", &typed)])
            }),
        }
    }

    fn reason(&self, source: &str, outcome: Outcome) -> String {
        let own = self.fournisseur(source);
        let fournisseur = match companion_of(source).filter(|_| outcome.is_of_companion()) {
            Some(companion) => companion.fournisseur,
            None => &own,
        };
        let (a, de) = (
            self.texts.provider(fournisseur, Form::A),
            self.texts.provider(fournisseur, Form::De),
        );
        let words = ReasonWords {
            fournisseur_a: &a,
            fournisseur_de: &de,
            heure: &self.reopening(outcome),
            document: Some(own.as_str()).filter(|_| source != field::IDENTITE),
        };
        reason(self.texts, outcome, sources::spec(source), &words)
    }

    /// A source whose outcome is not told never answered in time.
    fn outcome(&self, source: &str, chemin: &str) -> Outcome {
        if !self.input.offer.in_force.cover(chemin) {
            return Outcome::Unavailable(Misconfiguration::ScopeMissing);
        }
        if source == field::IDENTITE {
            return Outcome::Absent;
        }
        let told = self.input.outcomes.iter().find(|(id, _)| id == source);
        told.map_or(Outcome::Down(Breakdown::TimedOut), |(_, outcome)| *outcome)
    }

    /// The provider that answered, or those that might have.
    fn fournisseur(&self, source: &str) -> String {
        let of_source = |chemin: &str| field::source_of(chemin) == Some(source);
        let answered = self
            .input
            .offer
            .obtained
            .iter()
            .find(|field| of_source(&field.chemin));
        match (answered, sources::spec(source)) {
            (Some(field), _) => field.provenance.fournisseur.clone(),
            (None, Some(spec)) => spec.fournisseur.to_owned(),
            (None, None) => "franceconnect".to_owned(),
        }
    }

    fn reopening(&self, outcome: Outcome) -> String {
        let Outcome::Maintenance { retry_in_secs } = outcome else {
            return String::new();
        };
        let at = self
            .input
            .obtained_at_unix_secs
            .saturating_add(retry_in_secs.into());
        self.texts.time(paris::local(at))
    }
}

/// Whether a slip of the pen may be the reason, which the person sees at once in what they wrote.
fn is_about_what_was_typed(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::TypedWrong
            | Outcome::PlateUnknown
            | Outcome::PlateNotYours
            | Outcome::ChildNotFound
            | Outcome::PupilNotFound
            | Outcome::NotYours
    )
}

/// The source that must prove this one first, where there is one.
fn companion_of(source: &str) -> Option<&'static SourceSpec> {
    let mut accesses = sources::spec(source)?.accesses.iter();
    accesses.find_map(|access| Some(access.companion.as_ref()?.source))
}

fn is_repeated(chemin: &str) -> bool {
    field::spec(chemin).is_some_and(FieldSpec::is_repeated)
}

/// The box of civil identity is labelled by what it does; what is missing from it by what it is.
fn label_of(shown: &ReleaseBox) -> String {
    if shown.verrouillee {
        "source.identite.label".to_owned()
    } else {
        shown.label.clone()
    }
}
