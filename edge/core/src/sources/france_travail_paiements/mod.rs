//! Paiements de France Travail: what was paid, for twenty-four months at most.
//!
//! Endpoint `/v3/france_travail/indemnites` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue). It names nobody: the registration of the
//! same identifier is asked first, and must be the person's.

use super::answer::ProvenAnswer;
use super::api_particulier;
use super::companion::Companion;
use super::france_travail;
use super::outcome::Outcome;
use super::saisie::Saisies;
use super::spec::{AccessSpec, ListSpec, Pick, SourceField as Field, SourceSpec};
use super::status::{Meaning, StatusRule};
use crate::field::Kind;

const PAIEMENTS: &[&str] = &["pole_emploi_paiements"];

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "france_travail_paiements",
    fournisseur: "france_travail",
    accesses: &[AccessSpec {
        companion: Some(Companion {
            source: &france_travail::SOURCE,
            scopes: france_travail::IDENTITE,
            chemins: &[],
            check: is_theirs,
            row: None,
        }),
        ..api_particulier::by_identifier(
            "/v3/france_travail/indemnites/identifiant",
            france_travail::IDENTIFIANT,
        )
    }],
    fields: FIELDS,
    lists: LISTS,
    statuses: &[
        NOTHING_PAID,
        api_particulier::RECIPIENT,
        api_particulier::TYPED,
    ],
    ..api_particulier::SOURCE
};

/// The identifier is theirs when its registration is, whatever it says.
fn is_theirs(answer: &ProvenAnswer, _: &Saisies) -> Result<(), Outcome> {
    match answer.outcome {
        Outcome::Values | Outcome::Absent => Ok(()),
        other => Err(other),
    }
}

/// The identifier is known when this is asked.
const NOTHING_PAID: &[StatusRule] = &[StatusRule::new(404, Meaning::Final(Outcome::NoPayment))
    .ending("003")
    .by_provider()];

const FIELDS: &[Field] = &[
    Field::new(
        "paiements[].date_versement",
        Kind::Date,
        PAIEMENTS,
        &["date_versement"],
    ),
    Field::new(
        "paiements[].montant_total",
        Kind::Montant,
        PAIEMENTS,
        &["montant_total"],
    ),
    Field::new(
        "paiements[].montant_allocations",
        Kind::Montant,
        PAIEMENTS,
        &["montant_allocations"],
    ),
    Field::new(
        "paiements[].montant_aides",
        Kind::Montant,
        PAIEMENTS,
        &["montant_aides"],
    ),
    Field::new(
        "paiements[].montant_autres",
        Kind::Montant,
        PAIEMENTS,
        &["montant_autres"],
    ),
];

/// Payments are added up: as many as the form has rows go together, in the order received, or none.
const LISTS: &[ListSpec] = &[ListSpec {
    prefix: "paiements[]",
    keys: &["paiements"],
    pick: Pick::Whole,
    texts: "field.paiements",
    item: &[
        ("date", "paiements[].date_versement"),
        ("total", "paiements[].montant_total"),
    ],
}];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payments_wait_for_a_registration_in_the_name_of_the_person() {
        let check = |outcome| {
            let answer = ProvenAnswer::without_value(&france_travail::SOURCE, outcome);
            is_theirs(&answer, &Saisies::default())
        };
        assert_eq!(check(Outcome::Values), Ok(()));
        assert_eq!(check(Outcome::Absent), Ok(()));
        for outcome in [Outcome::NotYours, Outcome::TypedWrong, Outcome::Busy] {
            assert_eq!(check(outcome), Err(outcome));
        }
    }
}
