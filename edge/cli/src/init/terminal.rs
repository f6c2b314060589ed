//! Answers from a person, who hears at once what is wrong with one.

use inquire::list_option::ListOption;
use inquire::validator::{ErrorMessage, Validation};
use inquire::{Confirm, CustomUserError, InquireError, MultiSelect, Select, Text};
use toml::{Table, Value};

use super::answers::Answers;
use super::question::{Asker, Form, Question};
use crate::failure::Failure;

const CHOOSE_ONE: &str = "Entrée choisit.";
const CHOOSE_SOME: &str = "Espace coche, Entrée valide.";
/// Lines of a list shown at once.
const PAGE: usize = 14;

/// The person at the terminal.
pub struct Terminal;

impl Asker for Terminal {
    fn ask(&mut self, question: &Question, answers: &Answers) -> Result<Value, Failure> {
        let answer = match &question.form {
            Form::One(offered) => one(question, offered),
            Form::Several(offered) => several(question, offered, answers),
            Form::Agreement => agreement(question),
            Form::Text | Form::Number | Form::Words | Form::Perimetre => typed(question, answers),
        };
        answer.map_err(|error| match error {
            InquireError::OperationCanceled | InquireError::OperationInterrupted => {
                Failure::Usage("abandonné : rien n’est écrit.".to_owned())
            }
            other => Failure::Usage(format!("la question n’a pas pu être posée : {other}")),
        })
    }
}

fn typed(question: &Question, answers: &Answers) -> Result<Value, InquireError> {
    let default = question
        .default
        .as_ref()
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let judge = Judge::new(question, answers);
    let text = asked(question);
    let mut prompt = Text::new(&text)
        .with_help_message(&question.help)
        .with_validator(move |text: &str| judge.text(text));
    if !default.is_empty() {
        prompt = prompt.with_default(&default);
    }
    let text = prompt.prompt()?;
    // What the validator let through can be read.
    Ok(read(&question.form, &text).unwrap_or(Value::String(text)))
}

fn one(question: &Question, offered: &[(String, String)]) -> Result<Value, InquireError> {
    let default = question.default.as_ref().and_then(Value::as_str);
    let start = offered
        .iter()
        .position(|(word, _)| Some(word.as_str()) == default);
    let help = format!("{} {CHOOSE_ONE}", question.help);
    let chosen = Select::new(&asked(question), labels(offered))
        .with_help_message(&help)
        .with_page_size(PAGE)
        .with_starting_cursor(start.unwrap_or_default())
        .raw_prompt()?;
    let word = offered.get(chosen.index).map(|(word, _)| word.clone());
    Ok(Value::String(word.unwrap_or_default()))
}

fn several(
    question: &Question,
    offered: &[(String, String)],
    answers: &Answers,
) -> Result<Value, InquireError> {
    let default = question.default.as_ref().and_then(Value::as_array);
    let is_default =
        |word: &str| default.is_some_and(|words| words.iter().any(|it| it.as_str() == Some(word)));
    let ticked: Vec<usize> = offered
        .iter()
        .enumerate()
        .filter_map(|(index, (word, _))| is_default(word).then_some(index))
        .collect();
    let judge = Judge::new(question, answers);
    let words: Vec<String> = offered.iter().map(|(word, _)| word.clone()).collect();
    let of_validator = words.clone();
    let help = format!("{} {CHOOSE_SOME}", question.help);
    let chosen = MultiSelect::new(&asked(question), labels(offered))
        .with_help_message(&help)
        .with_page_size(PAGE)
        .with_default(&ticked)
        .with_validator(move |chosen: &[ListOption<&String>]| {
            let indexes = chosen.iter().map(|option| option.index);
            judge.value(&pick(&of_validator, indexes))
        })
        .raw_prompt()?;
    Ok(pick(&words, chosen.iter().map(|option| option.index)))
}

fn agreement(question: &Question) -> Result<Value, InquireError> {
    let parser = |text: &str| match text.trim().to_lowercase().as_str() {
        "o" | "oui" => Ok(true),
        "n" | "non" => Ok(false),
        _ => Err(()),
    };
    let shown = |yes: bool| if yes { "oui" } else { "non" }.to_owned();
    let agreed = Confirm::new(&question.text)
        .with_help_message(&question.help)
        .with_parser(&parser)
        .with_placeholder("o/n")
        .with_formatter(&shown)
        .with_default_value_formatter(&shown)
        .with_error_message("répondez o ou n")
        .prompt()?;
    match agreed {
        true => Ok(Value::Boolean(true)),
        false => Err(InquireError::OperationCanceled),
    }
}

/// The answer follows on the line: something must part them.
fn asked(question: &Question) -> String {
    let end = if question.text.ends_with('?') {
        ""
    } else {
        " :"
    };
    format!("{}{end}", question.text)
}

fn labels(offered: &[(String, String)]) -> Vec<String> {
    offered.iter().map(|(_, label)| label.clone()).collect()
}

fn pick(words: &[String], indexes: impl Iterator<Item = usize>) -> Value {
    let chosen = indexes.filter_map(|index| words.get(index).cloned());
    Value::Array(chosen.map(Value::String).collect())
}

/// Reads what was typed in the form of the answer.
fn read(form: &Form, text: &str) -> Result<Value, &'static str> {
    let text = text.trim();
    Ok(match form {
        Form::Number => Value::Integer(text.parse().map_err(|_| "un nombre entier est attendu")?),
        Form::Words => Value::Array(text.split_whitespace().map(Value::from).collect()),
        Form::Perimetre => Value::Table(perimetre(text)),
        _ => Value::String(text.to_owned()),
    })
}

/// `0690001A`, or `2D 069 070`.
fn perimetre(text: &str) -> Table {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let departements: Vec<Value> = words.map(Value::from).collect();
    match departements.is_empty() {
        true => Table::from_iter([("etablissement".to_owned(), Value::from(first))]),
        false => Table::from_iter([
            ("degre".to_owned(), Value::from(first)),
            ("departements".to_owned(), Value::Array(departements)),
        ]),
    }
}

/// What the rules say of an answer, with those given before.
#[derive(Clone)]
struct Judge {
    key: String,
    form: Form,
    may_wait: bool,
    answers: Answers,
}

impl Judge {
    fn new(question: &Question, answers: &Answers) -> Self {
        Self {
            key: question.key.clone(),
            form: question.form.clone(),
            may_wait: question.may_wait,
            answers: answers.clone(),
        }
    }

    fn text(&self, text: &str) -> Result<Validation, CustomUserError> {
        if text.trim().is_empty() && self.may_wait {
            return Ok(Validation::Valid);
        }
        match read(&self.form, text) {
            Ok(value) => self.value(&value),
            Err(sentence) => Ok(refused(sentence)),
        }
    }

    /// The rule's own sentence.
    fn value(&self, value: &Value) -> Result<Validation, CustomUserError> {
        let problems = self.answers.problems_with(&self.key, value);
        Ok(problems.first().map_or(Validation::Valid, |problem| {
            refused(&format!("attendu : {}", problem.expected))
        }))
    }
}

fn refused(sentence: &str) -> Validation {
    Validation::Invalid(ErrorMessage::Custom(sentence.to_owned()))
}
