//! A habilitation beside the public list of those in force.

use serde::Serialize;
use time::Date;
use unefois_core::datapass::{Listed, Listing};

use crate::output::{BAD, GOOD, Output, SOON, STRONG};

/// A habilitation beside the list, for programs and in a sentence.
#[derive(Serialize)]
pub struct Habilitation {
    path: String,
    numero: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'static str>,
    listing: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    validated_on: Option<String>,
    missing: Vec<String>,
    #[serde(skip)]
    alerts: bool,
    #[serde(skip)]
    line: String,
}

impl Habilitation {
    /// What a list of the day `day` says, at a place that begins with `start`.
    pub fn of(listed: Listed, start: &str, day: Date) -> Self {
        Self {
            line: sentence(&listed, day),
            path: format!("{start}{}", listed.path),
            service: listed.service,
            listing: listed.listing.code(),
            alerts: listed.listing.alerts(),
            validated_on: match &listed.listing {
                Listing::Confirmed(day) => day.map(|day| day.to_string()),
                _ => None,
            },
            missing: match listed.listing {
                Listing::ScopesMissing(missing) => missing.into_iter().collect(),
                _ => Vec::new(),
            },
            numero: listed.numero,
        }
    }

    /// Whether somebody must look at it.
    pub fn alerts(&self) -> bool {
        self.alerts
    }

    /// One line.
    pub fn tell(&self, file: &str, output: &Output) {
        let Self { path, line, .. } = self;
        output.long("", &format!("{file} : {STRONG}{path}{STRONG:#} : {line}"));
    }
}

/// What the list says of it, and what to do.
fn sentence(listed: &Listed, day: Date) -> String {
    let Listed { numero, siret, .. } = listed;
    let service = listed.service.unwrap_or_default();
    let since = listed.since.map(|day| day.to_string()).unwrap_or_default();
    match &listed.listing {
        Listing::Confirmed(validated_on) => {
            let other = validated_on.filter(|day| Some(*day) != listed.since);
            let other = other.map_or_else(String::new, |day| format!(
                ", validée le {day} et non le {since} : si elle a été renouvelée, elle a changé de numéro"
            ));
            format!("{GOOD}dans la liste{GOOD:#} : {numero} ({service}){other}")
        }
        Listing::ScopesMissing(missing) => {
            let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
            format!(
                "{BAD}[perimetres_absents_de_la_liste]{BAD:#} {numero} ({service}) : la liste n’accorde pas {} \
                 au SIRET {siret}. Ouvrez-la sur DataPass : retirez de la démarche ce qu’elle n’accorde plus, ou demandez-le.",
                missing.join(", ")
            )
        }
        Listing::Absent => format!(
            "{BAD}[absente_de_la_liste]{BAD:#} {numero} ({service}) : rien ne lui répond au SIRET {siret}. Ouvrez-la \
             sur DataPass : révoquée, retirez-la de la démarche ; remplacée, écrivez le nouveau numéro."
        ),
        Listing::TooRecent(next) => format!(
            "{SOON}trop récente{SOON:#} : {numero} ({service}), validée le {since} ; la liste va jusqu’au {day}. \
             Comparez de nouveau avec celle du {next}."
        ),
        Listing::Ended => format!("non comparée : {numero} est terminée."),
        Listing::Unlisted => {
            format!("non comparée : {numero} est un essai, que la liste ne porte pas.")
        }
    }
}
