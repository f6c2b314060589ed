//! Asking the sources: the core's own calls, answered by invented providers.

use unefois_core::demarche::{Moment, Planned, ScopesInForce};
use unefois_core::field::ObtainedField;
use unefois_core::identite::Pivot;
use unefois_core::secret::Secret;
use unefois_core::sources::answer::SourceAnswer;
use unefois_core::sources::holder::Holders;
use unefois_core::sources::outcome::Breakdown;
use unefois_core::sources::{Call, Object, Outcome, ProvenAnswer, Saisie, Saisies, SourceSpec};
use unefois_wire::Provenance;

use super::walk::Circumstances;

/// Random bytes of a walk that nobody has to guess.
const RANDOM: [u8; 16] = [7; 16];

/// What was asked of one source.
pub struct AskedSource {
    /// The source.
    pub spec: &'static SourceSpec,
    /// What came of it.
    pub outcome: Outcome,
    /// Names of the parameters sent, the person's civil status among them.
    pub parameters: Vec<&'static str>,
    /// The source asked first, for a proof.
    pub companion: Option<&'static str>,
    /// How many values came.
    pub fields: usize,
}

/// What the sources are asked with.
pub struct Asking<'a> {
    /// The circumstances.
    pub with: &'a Circumstances<'a>,
    /// Scopes FranceConnect granted.
    pub granted: Vec<String>,
    /// Scopes granted that day.
    pub in_force: &'a ScopesInForce,
    /// The identity FranceConnect gave.
    pub pivot: &'a Pivot,
    /// What the person typed.
    pub saisies: &'a [Saisie],
}

impl Asking<'_> {
    /// Asks one source, once what it waits for is proven.
    pub fn ask(&self, planned: &Planned) -> (AskedSource, ProvenAnswer) {
        let moment = Moment {
            granted: &self.granted,
            in_force: self.in_force,
            access_token: &Secret::new("simulation"),
            saisies: self.saisies,
            token_received_millis: 0,
            today: self.with.today,
            secret: &|_| Some(Secret::new("simulation")),
        };
        let spec = planned.source().spec;
        let companion = planned.companion(&moment, self.pivot, RANDOM);
        let mut asked = AskedSource {
            spec,
            outcome: Outcome::Values,
            parameters: Vec::new(),
            companion: companion.as_ref().map(|(companion, _)| companion.source.id),
            fields: 0,
        };
        let own = Saisies::of(planned.source(), self.saisies);
        let proven = companion.map_or(Ok(()), |(companion, call)| {
            let answer = self.answer(companion.source, &call?);
            (companion.check)(&answer, &own)
        });
        let call = proven.and_then(|()| planned.call(&moment, self.pivot, RANDOM));
        let answer = match call {
            Ok(call) => {
                asked.parameters = call.parameters.iter().map(|(name, _)| *name).collect();
                self.answer(spec, &call)
            }
            Err(outcome) => ProvenAnswer::without_value(spec, outcome),
        };
        asked.outcome = answer.outcome;
        asked.fields = answer.fields.len();
        (asked, answer)
    }

    /// What an invented provider answers: the fields asked and no other, about this person.
    fn answer(&self, spec: &'static SourceSpec, call: &Call) -> ProvenAnswer {
        if self.with.down.iter().any(|id| id == spec.id) {
            return ProvenAnswer::without_value(spec, Outcome::Down(Breakdown::TimedOut));
        }
        if let Some(outcome) = self.with.person.absence(spec.id) {
            return ProvenAnswer::without_value(spec, outcome);
        }
        let origin = (spec.origin)(&Object::new());
        let provider = origin.fournisseur.unwrap_or(spec.fournisseur);
        let paths = call.chemins.iter();
        let values = paths.flat_map(|chemin| self.with.person.values(chemin, self.with.today));
        let fields: Vec<ObtainedField> = values
            .map(|(chemin, valeur)| ObtainedField {
                chemin,
                valeur,
                provenance: provenance(provider, &call.saisies),
            })
            .collect();
        let outcome = if fields.is_empty() {
            Outcome::Absent
        } else {
            Outcome::Values
        };
        let answer = SourceAnswer {
            source: spec.id,
            outcome,
            fields,
            missing: Vec::new(),
            holders: Holders::Proven,
        };
        answer.prove(self.pivot)
    }
}

/// Who gave a value; an invented one speaks of no period.
pub fn provenance(fournisseur: &str, saisies: &[String]) -> Provenance {
    Provenance {
        fournisseur: fournisseur.to_owned(),
        annee: None,
        mois: None,
        saisies: saisies.to_vec(),
    }
}
