//! The questions, in an order where each may depend on the answers before it.

mod data;
mod rights;
mod town;

use super::answers::Answers;
use super::question::{Asker, Question};
use crate::failure::Failure;

/// A page of questions: those that depend on the pages before.
type Step = fn(&Answers) -> Vec<Question>;

const STEPS: &[Step] = &[
    town::usage,
    town::collectivite,
    town::names,
    town::contacts,
    town::title,
    town::purpose,
    data::source_choice,
    data::source_details,
    data::fields,
    data::health,
    data::pages,
    rights::franceconnect,
    rights::providers,
    rights::habilitations,
    rights::legal,
    rights::retention,
    rights::reason,
];

/// Asks everything but what `answers` begins with.
///
/// # Errors
///
/// The person gives up.
pub fn run(asker: &mut dyn Asker, mut answers: Answers) -> Result<Answers, Failure> {
    for step in STEPS {
        for question in step(&answers) {
            let answer = asker.ask(&question, &answers)?;
            answers.set(&question.key, answer);
        }
    }
    Ok(answers)
}
