//! From the errors of derived validation to problems with a path.

use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use super::problem::Problems;
use super::written::DemarcheWritten;

/// Reports every value whose format is wrong.
pub fn check_formats(written: &DemarcheWritten, problems: &mut Problems) {
    if let Err(errors) = written.validate() {
        report(&errors, "", problems);
    }
}

fn report(errors: &ValidationErrors, parent: &str, problems: &mut Problems) {
    for (name, kind) in errors.errors() {
        let path = if parent.is_empty() {
            name.to_string()
        } else {
            format!("{parent}.{name}")
        };
        match kind {
            ValidationErrorsKind::Struct(inner) => report(inner, &path, problems),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    report(inner, &format!("{path}[{index}]"), problems);
                }
            }
            ValidationErrorsKind::Field(found) => {
                for error in found {
                    problems.push(&path, rule(error), expected(error), got(error));
                }
            }
        }
    }
}

/// Rules are named by our own words; the two of the library are named here.
fn rule(error: &ValidationError) -> &'static str {
    match &error.code {
        std::borrow::Cow::Borrowed("length") => "longueur",
        std::borrow::Cow::Borrowed("range") => "intervalle",
        std::borrow::Cow::Borrowed(code) => code,
        std::borrow::Cow::Owned(_) => "format",
    }
}

fn expected(error: &ValidationError) -> String {
    if let Some(message) = &error.message {
        return message.to_string();
    }
    let bound = |name: &str| error.params.get(name).and_then(|value| value.as_f64());
    match (bound("min"), bound("max")) {
        (Some(min), Some(max)) => format!("de {min} à {max}"),
        (Some(min), None) => format!("au moins {min}"),
        (None, Some(max)) => format!("au plus {max}"),
        (None, None) => "une autre valeur".to_owned(),
    }
}

fn got(error: &ValidationError) -> String {
    match error.params.get("value") {
        None => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(serde_json::Value::Array(items)) => format!("{} éléments", items.len()),
        Some(other) => other.to_string(),
    }
}
