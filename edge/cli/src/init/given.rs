//! Answers from a file: everything that is wrong with them is told at once.

use std::path::Path;

use time::Date;
use toml::{Table, Value};
use unefois_core::demarche::ConfigProblem;

use super::answers::{self, Answers, UNASKED, habilitation_key};
use super::question::{Asker, Form, Question};
use crate::failure::Failure;
use crate::files;

/// A file of answers.
pub struct Given {
    file: String,
    table: Table,
    /// Keys that were asked for.
    asked: Vec<String>,
    problems: Vec<ConfigProblem>,
}

impl Given {
    /// Reads a file, JSON where its extension says so, else TOML.
    ///
    /// # Errors
    ///
    /// [`Failure::File`]; [`Failure::Usage`] when it is neither.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let file = files::name(path);
        let text = files::read(path)?;
        let is_json = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let table = match is_json {
            true => serde_json::from_str(&text).map_err(|error| error.line().to_string()),
            false => text.parse::<Table>().map_err(|error| {
                files::not_toml(&text, &file, &error)
                    .path
                    .trim_start_matches("ligne ")
                    .to_owned()
            }),
        };
        let table = table.map_err(|line| {
            let form = if is_json { "JSON" } else { "TOML" };
            Failure::Usage(format!(
                "{file} n’est pas du {form} bien écrit (ligne {line})."
            ))
        })?;
        Ok(Self {
            file,
            table,
            asked: Vec::new(),
            problems: Vec::new(),
        })
    }

    /// The answers to what nobody is asked.
    pub fn unasked(&self, today: Date) -> Answers {
        let mut answers = Answers::new(today);
        for key in Answers::keys(&self.table)
            .iter()
            .filter(|key| is_unasked(key))
        {
            if let Some(value) = answers::get(&self.table, key) {
                answers.set(key, value.clone());
            }
        }
        answers
    }

    /// Everything that is wrong: with an answer, or with a key that nothing reads.
    pub fn problems(mut self, answers: &Answers) -> Vec<ConfigProblem> {
        let keys = Answers::keys(&self.table);
        let unasked = keys.iter().filter(|key| !self.is_asked(key));
        let unasked: Vec<String> = unasked.cloned().collect();
        for key in unasked {
            match answers::get(&self.table, &key) {
                Some(value) if is_read(&key, answers) => self.judge(&key, &value.clone(), answers),
                _ => {
                    let expected = "une réponse dont cette démarche se sert";
                    self.problems
                        .push(self.problem(&key, "cle_inconnue", expected, &key));
                }
            }
        }
        self.problems
    }

    /// Whether a question asked for it, or for the whole of which it is a part.
    fn is_asked(&self, key: &str) -> bool {
        let mut asked = self.asked.iter();
        asked.any(|it| key == it || key.starts_with(&format!("{it}.")))
    }

    fn judge(&mut self, key: &str, value: &Value, answers: &Answers) {
        let found = answers.problems_with(key, value).into_iter();
        let found = found.map(|problem| ConfigProblem {
            file: self.file.clone(),
            path: key.to_owned(),
            ..problem
        });
        self.problems.extend(found);
    }

    fn problem(&self, path: &str, rule: &'static str, expected: &str, got: &str) -> ConfigProblem {
        ConfigProblem {
            file: self.file.clone(),
            path: path.to_owned(),
            rule,
            expected: expected.to_owned(),
            got: got.to_owned(),
        }
    }
}

impl Asker for Given {
    /// The answer of the file, or the default; an answer that breaks a rule is kept, and its problem too,
    /// so that the next ones are looked at all the same.
    fn ask(&mut self, question: &Question, answers: &Answers) -> Result<Value, Failure> {
        let key = question.key.as_str();
        self.asked.push(key.to_owned());
        let given = answers::get(&self.table, key).cloned();
        let Some(value) = given.or_else(|| question.default.clone()) else {
            if !question.may_wait {
                self.problems
                    .push(self.problem(key, "reponse_absente", &question.text, "rien"));
            }
            return Ok(Value::String(String::new()));
        };
        let waits = question.may_wait && value.as_str() == Some("");
        if matches!(question.form, Form::Agreement) && value.as_bool() != Some(true) {
            let expected = "true, une fois l’accord donné";
            self.problems
                .push(self.problem(key, "accord", expected, &value.to_string()));
        } else if !waits {
            self.judge(key, &value, answers);
        }
        Ok(value)
    }
}

/// Whether a file may say it although nobody is asked.
fn is_unasked(key: &str) -> bool {
    let is_last_day = key.starts_with("habilitations.") && key.ends_with(".au");
    UNASKED.contains(&key)
        || is_last_day
        || key.starts_with("precisions.")
        || key == "dgfip.id_teleservice"
}

/// Whether the démarche of these answers has a place for it.
fn is_read(key: &str, answers: &Answers) -> bool {
    let mut parts = key.split('.');
    let (first, second) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    match first {
        "precisions" => answers.source_ids().iter().any(|id| id == second),
        "habilitations" => {
            let needed = answers.needed();
            is_unasked(key) && needed.iter().any(|it| habilitation_key(it) == second)
        }
        _ => is_unasked(key),
    }
}
