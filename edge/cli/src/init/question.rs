//! A question, whoever answers it.

use toml::Value;

use super::answers::Answers;
use crate::failure::Failure;

/// A question, and the place of its answer.
pub struct Question {
    /// Dotted key of the answer: `collectivite.siret`.
    pub key: String,
    /// The question.
    pub text: String,
    /// What helps to answer.
    pub help: String,
    /// The form of the answer.
    pub form: Form,
    /// The answer of who gives none.
    pub default: Option<Value>,
    /// Whether somebody else may have to answer first, so that it can wait.
    pub may_wait: bool,
}

/// The form of an answer.
#[derive(Clone)]
pub enum Form {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// Texts separated by spaces.
    Words,
    /// One of these: the word and what a person reads.
    One(Vec<(String, String)>),
    /// Some of these.
    Several(Vec<(String, String)>),
    /// Where a pupil is looked for: the code of a school, or a level and departments.
    Perimetre,
    /// Yes, and nothing else: without it the démarche cannot be.
    Agreement,
}

impl Question {
    /// A question answered by a text.
    pub fn text(key: &str, text: &str, help: &str) -> Self {
        Self {
            key: key.to_owned(),
            text: text.to_owned(),
            help: help.to_owned(),
            form: Form::Text,
            default: None,
            may_wait: false,
        }
    }

    /// The same with another form of answer.
    pub fn of(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// The same with the answer of who gives none.
    pub fn or(self, default: impl Into<Value>) -> Self {
        Self {
            default: Some(default.into()),
            ..self
        }
    }

    /// The same with a guess, where there is one.
    pub fn guessed(self, default: Option<String>) -> Self {
        Self {
            default: default.map(Value::String),
            ..self
        }
    }

    /// The same, which may be answered later.
    pub fn waiting(self) -> Self {
        Self {
            may_wait: true,
            ..self
        }
    }
}

/// Who answers.
pub trait Asker {
    /// The answer to a question; an empty text where it waits.
    ///
    /// # Errors
    ///
    /// The person gives up.
    fn ask(&mut self, question: &Question, answers: &Answers) -> Result<Value, Failure>;
}
