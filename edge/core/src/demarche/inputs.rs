//! What a person types before the redirect, against what the démarche asks for.

use time::Date;

use super::checked::{DemarcheChecked, SourceChecked};
use super::choice::Choice;
use crate::sources::{Saisie, SaisieSpec};

/// Most inputs looked at: a form never has as many.
const MAX_TYPED: usize = 40;

/// What was typed, checked for form.
#[derive(Default)]
pub struct Typed {
    /// Values of the chosen sources, as the providers want them.
    pub saisies: Vec<Saisie>,
    /// Inputs to write again: `france_titres.immatriculation`.
    pub refusees: Vec<String>,
}

impl DemarcheChecked {
    /// Checks what was typed, `provider.input` → text, for the sources of `choice`. Untrusted.
    ///
    /// What no chosen source asks for is dropped; what is required and missing is refused as a value
    /// in a wrong form is.
    pub fn check_typed(&self, choice: &Choice, typed: &[(String, String)], today: Date) -> Typed {
        let mut checked = Typed::default();
        let chosen = self.sources().iter();
        for source in chosen.filter(|source| choice.has_source(source.spec.id)) {
            for spec in &source.saisies {
                one(source, spec, typed, today, &mut checked);
            }
        }
        checked
    }

    /// Whether a chosen source lacks what the person must type for it.
    pub fn lacks_input(&self, choice: &Choice, saisies: &[Saisie]) -> bool {
        self.planned(choice)
            .iter()
            .any(|planned| planned.lacks_input(saisies))
    }
}

fn one(
    source: &SourceChecked,
    spec: &SaisieSpec,
    typed: &[(String, String)],
    today: Date,
    checked: &mut Typed,
) {
    let name = format!("{}.{}", source.spec.fournisseur, spec.id);
    let is_done =
        |saisie: &Saisie| saisie.fournisseur == source.spec.fournisseur && saisie.id == spec.id;
    if checked.refusees.contains(&name) || checked.saisies.iter().any(is_done) {
        return;
    }
    let found = typed
        .iter()
        .take(MAX_TYPED)
        .find(|(other, _)| *other == name);
    let text = found.map(|(_, text)| text.trim()).unwrap_or_default();
    if text.is_empty() {
        if spec.requise {
            checked.refusees.push(name);
        }
        return;
    }
    match spec.check(text, today) {
        Some(valeur) => checked.saisies.push(Saisie {
            fournisseur: source.spec.fournisseur.to_owned(),
            id: spec.id.to_owned(),
            valeur,
        }),
        None => checked.refusees.push(name),
    }
}
