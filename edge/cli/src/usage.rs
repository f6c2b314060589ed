//! What the command line says of itself, in French: its help, and why a command is not understood.

use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::output::Output;

/// Template of every help page.
pub const HELP: &str = "\
{about}

{usage-heading} {usage}

{all-args}{after-help}";

/// Prints the help asked for, or why the command is not understood.
pub fn explain(error: &Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            anstream::print!("{}", french(&error.render().ansi().to_string()));
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            anstream::eprint!("{}", french(&error.render().ansi().to_string()));
            ExitCode::from(2)
        }
        _ => {
            Output::new(false).error(&sentence(error));
            ExitCode::from(2)
        }
    }
}

/// The one word of the template that clap does not let anybody choose.
fn french(help: &str) -> String {
    help.replacen("Usage:", "Utilisation :", 1)
}

fn sentence(error: &Error) -> String {
    let said = |kind| error.get(kind).map(text).unwrap_or_default();
    let argument = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue);
    let sentence = match error.kind() {
        ErrorKind::UnknownArgument => format!("« {argument} » n’existe pas ici."),
        ErrorKind::InvalidSubcommand => {
            format!(
                "la commande « {} » n’existe pas.",
                said(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}."),
        ErrorKind::MissingSubcommand => "il manque une commande.".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("il manque une valeur à {argument}.")
        }
        ErrorKind::InvalidValue => {
            let known = said(ContextKind::ValidValue);
            format!("« {value} » n’est pas une valeur de {argument}. Valeurs possibles : {known}.")
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string);
            let why = why.unwrap_or_else(|| "valeur refusée".to_owned());
            format!("« {value} » n’est pas une valeur de {argument} : {why}.")
        }
        ErrorKind::ArgumentConflict => {
            let other = said(ContextKind::PriorArg);
            match other.is_empty() || other == argument {
                true => format!("{argument} ne s’écrit qu’une fois."),
                false => format!("{argument} et {other} ne vont pas ensemble."),
            }
        }
        _ => "la commande n’est pas comprise.".to_owned(),
    };
    format!(
        "{sentence}{}\nL’aide : unefois --help, ou unefois COMMANDE --help",
        suggestion(error)
    )
}

fn suggestion(error: &Error) -> String {
    let kinds = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let found = kinds.into_iter().find_map(|kind| error.get(kind));
    found.map_or_else(String::new, |value| {
        format!(" Vouliez-vous dire {} ?", text(value))
    })
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        other => other.to_string(),
    }
}
