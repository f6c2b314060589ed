//! What comes of a source without any status that says so: before it is asked, or in a success.

use unefois_core::sources::companion::Companion;
use unefois_core::sources::holder::Holder;
use unefois_core::sources::outcome::{Breakdown, Misconfiguration};
use unefois_core::sources::spec::Refresh;
use unefois_core::sources::{
    AccessSpec, Gateway, Modalite, Outcome, ProvenAnswer, Saisies, SourceSpec,
};

use super::answers::{Again, Groups};

/// A circumstance: what comes of it, whether it is tried again, in words.
type Circumstance = (Outcome, Again, &'static str);

const NO_SCOPE: Outcome = Outcome::Unavailable(Misconfiguration::ScopeMissing);
const NO_TOKEN: Outcome = Outcome::Unavailable(Misconfiguration::TokenRefused);
const NO_NAME: Outcome = Outcome::Unavailable(Misconfiguration::IdentityMissing);
const SUSPENDED: Outcome = Outcome::Down(Breakdown::Suspended);
const TOO_LATE: Outcome = Outcome::Down(Breakdown::TooLate);
const UNREACHABLE: Outcome = Outcome::Down(Breakdown::Unreachable);
const TIMED_OUT: Outcome = Outcome::Down(Breakdown::TimedOut);
const FAILED: Outcome = Outcome::Down(Breakdown::UpstreamError);
const BODY: Outcome = Outcome::Down(Breakdown::UnexpectedBody);
const STATUS: Outcome = Outcome::Down(Breakdown::UnexpectedStatus);
const OTHER_PERIOD: Outcome = Outcome::Down(Breakdown::OtherPeriod);

/// Those of every source.
#[rustfmt::skip]
const COMMON: &[Circumstance] = &[
    (NO_SCOPE, Again::No, "rien n’est envoyé : périmètre non accordé"),
    (NO_TOKEN, Again::No, "rien n’est envoyé : jeton ou compte absent"),
    (SUSPENDED, Again::No, "rien n’est envoyé : disjoncteur ouvert"),
    (TOO_LATE, Again::No, "rien n’est envoyé : jeton de la personne trop vieux"),
    (Outcome::Throttled, Again::No, "rien n’est envoyé : le délai d’un 429 ou la limite par seconde mène trop loin"),
    (UNREACHABLE, Again::Once, "connexion impossible"),
    (TIMED_OUT, Again::No, "pas de réponse à temps"),
    (Outcome::Absent, Again::No, "200, sans aucune des données demandées"),
    (BODY, Again::No, "200, sans la forme documentée"),
    (BODY, Again::No, "autre statut de 201 à 299"),
    (STATUS, Again::No, "tout autre statut, redirections comprises"),
];

const OF_CIVIL_STATUS: &[Circumstance] = &[(
    Outcome::NotRecognised,
    Again::No,
    "rien n’est envoyé : état civil incomplet, ou écrit avec un signe refusé",
)];

const OF_NAMED: &[Circumstance] = &[
    (NO_NAME, Again::No, "200, sans le nom du titulaire"),
    (
        Outcome::NotYours,
        Again::No,
        "200, au nom de quelqu’un d’autre",
    ),
];

#[rustfmt::skip]
const OF_PERIOD: &[Circumstance] = &[
    (Outcome::MonthUnknown, Again::No, "200 de la MSA, la personne ayant écrit un autre mois que le mois en cours"),
    (OTHER_PERIOD, Again::No, "200, pour un autre mois que celui que la personne a écrit"),
    (OTHER_PERIOD, Again::PastTheCache, "200, pour un autre mois que le mois en cours"),
];

#[rustfmt::skip]
const OF_YEAR: &[Circumstance] = &[
    (Outcome::GrantSeason, Again::No, "200, pour une autre année, de septembre à novembre"),
    (Outcome::NoFile, Again::No, "200, pour une autre année, en décembre"),
    (NO_SCOPE, Again::No, "200, sans la date qui dit l’année, de septembre à décembre"),
    (Outcome::Absent, Again::No, "200, d’une année inconnue, de septembre à décembre"),
];

const OF_PUPILS: &[Circumstance] = &[(
    Outcome::GrantSeason,
    Again::No,
    "200, sans autre donnée qu’un non, du 1er septembre au 15 octobre",
)];

#[rustfmt::skip]
const OF_DGFIP: &[Circumstance] = &[
    (NO_TOKEN, Again::No, "compte refusé, de 400 à 403, quand son jeton est demandé"),
    (FAILED, Again::No, "jeton du compte non obtenu"),
];

/// Those of every source.
pub fn common() -> Groups {
    let mut groups = Groups::default();
    add(&mut groups, COMMON);
    groups
}

/// Those of one source alone.
pub fn of_source(source: &SourceSpec, groups: &mut Groups) {
    let accesses = source.accesses;
    for (applies, circumstances) in [
        (accesses.iter().any(is_by_civil_status), OF_CIVIL_STATUS),
        (accesses.iter().any(is_named), OF_NAMED),
        (
            source.options.iter().any(|option| option.id == "mois"),
            OF_PERIOD,
        ),
        (source.annee_scolaire.is_some(), OF_YEAR),
        (source.refresh == Refresh::MidOctober, OF_PUPILS),
        (source.gateway == Gateway::Dgfip, OF_DGFIP),
    ] {
        if applies {
            add(groups, circumstances);
        }
    }
    for companion in accesses
        .iter()
        .filter_map(|access| access.companion.as_ref())
    {
        of_companion(companion, groups);
    }
}

/// What comes of a source when the one asked first comes to this.
#[rustfmt::skip]
const FIRST: &[(Outcome, &str)] = &[
    (Outcome::Absent, "rien n’est envoyé : la source demandée d’abord ne prouve rien"),
    (Outcome::NotYours, "rien n’est envoyé : la source demandée d’abord est au nom de quelqu’un d’autre"),
    (Outcome::TypedWrong, "rien n’est envoyé : la source demandée d’abord ne connaît pas ce qui est écrit"),
    (TIMED_OUT, "rien n’est envoyé : la source demandée d’abord n’a pas répondu"),
];

fn of_companion(companion: &Companion, groups: &mut Groups) {
    let names_its_holder = companion.source.accesses.iter().any(is_named);
    for (first, words) in FIRST {
        let can_be = names_its_holder || !matches!(first, Outcome::NotYours | Outcome::TypedWrong);
        let answer = ProvenAnswer::without_value(companion.source, *first);
        let refused = (companion.check)(&answer, &Saisies::default()).err();
        if let Some(outcome) = refused.filter(|_| can_be) {
            groups.circumstance(outcome, Again::No, words);
        }
    }
}

fn add(groups: &mut Groups, circumstances: &[Circumstance]) {
    for (outcome, again, words) in circumstances {
        groups.circumstance(*outcome, *again, words);
    }
}

/// What the person types has its form checked before: their civil status has not.
fn is_by_civil_status(access: &AccessSpec) -> bool {
    access.modalite == Modalite::Identite && access.saisies.is_empty()
}

fn is_named(access: &AccessSpec) -> bool {
    !matches!(access.holder, Holder::Asked)
}
