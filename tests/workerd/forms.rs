//! The forms of the examples, and what people type there.

use std::time::{SystemTime, UNIX_EPOCH};

use unefois_core::paris;
use unefois_tests::journey::{Browser, DEMARCHE};
use unefois_tests::stack::Stack;

/// Who comes, the sources they tick, between commas, and what they type.
pub type Person<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// A form of the examples and its démarche.
pub struct Form {
    /// Its démarche.
    pub demarche: &'static str,
    path: &'static str,
}

pub const CANTINE: Form = Form::new(DEMARCHE, "/cantine/");
pub const CRECHE: Form = Form::new("creche-valbourg", "/creche/");
pub const PERISCOLAIRE: Form = Form::new("periscolaire-valbourg", "/periscolaire/");
pub const STATIONNEMENT: Form = Form::new("stationnement-valbourg", "/stationnement/");
pub const TRANSPORT: Form = Form::new("transport-solidaire-valbourg", "/transport-solidaire/");
pub const ETUDES: Form = Form::new("aide-etudiante-valbourg", "/aide-etudiante/");
pub const ENERGIE: Form = Form::new("aide-sociale-valbourg", "/aide-sociale/");
pub const RESTAURATION: Form = Form::new("restauration-valbourg", "/restauration/");
pub const VACANCES: Form = Form::new("vacances-valbourg", "/vacances/");
pub const SPORT: Form = Form::new("coupon-sport-valbourg", "/coupon-sport/");

/// What `camille` types where their own vehicle is asked.
pub const PLATE: (&str, &str) = ("france_titres.immatriculation", "vb 210 cl");
/// What `camille` types for France Travail.
pub const LOGIN: (&str, &str) = ("france_travail.identifiant", "camille.lefevre69");
/// The eldest child of `fatou`, as they type it.
pub const MARIAMA: [(&str, &str); 4] = [
    ("education.nom_naissance", "Diop"),
    ("education.prenoms", "Mariama"),
    ("education.date_naissance", "01/09/2013"),
    ("education.sexe", "F"),
];

impl Form {
    const fn new(demarche: &'static str, path: &'static str) -> Self {
        Self { demarche, path }
    }

    /// A browser without any cookie, on this form.
    pub fn browser(&self, stack: &Stack) -> Browser {
        Browser::of(stack, self.demarche, self.path)
    }
}

/// The day it is in Paris, as for the edge and the sandbox.
fn today() -> time::Date {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    paris::today(now.as_secs().try_into().unwrap())
}

/// Year and month of today, in that order.
pub fn this_month() -> (i64, i64) {
    let today = today();
    (today.year().into(), u8::from(today.month()).into())
}

/// What somebody without a family file is told today: until the Sunday after the first Saturday of the month, files
/// are not all there.
pub fn without_a_family_file() -> (&'static str, &'static str) {
    let today = today();
    let since_saturday = (today.weekday().number_days_from_monday() + 2) % 7;
    let is_early = match today.day().checked_sub(since_saturday) {
        Some(last_saturday @ 1..) => last_saturday <= 7 && since_saturday <= 1,
        Some(0) | None => true,
    };
    match is_early {
        true => ("too_early", "Votre dossier du mois n’est pas encore prêt"),
        false => ("no_file", "Aucun dossier trouvé à votre nom"),
    }
}

/// The year in which the school year began, in September.
pub fn school_year() -> i64 {
    let (year, month) = this_month();
    if month >= 9 { year } else { year - 1 }
}
