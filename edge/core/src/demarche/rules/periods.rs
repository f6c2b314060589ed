use time::Date;

use crate::demarche::problem::Problems;
use crate::demarche::written::{DemarcheWritten, HabilitationWritten};
use crate::paris;

/// A stretch of days in the file, and the rules it must keep.
struct Period<'a> {
    path: String,
    du: &'a str,
    au: Option<&'a str>,
    future: &'static str,
    over: &'static str,
}

/// What is not begun yet or already over grants nothing; what ends before it begins never did.
pub fn check(written: &DemarcheWritten, today: Option<Date>, problems: &mut Problems) {
    for period in periods(written) {
        order(&period, problems);
        if let Some(today) = today {
            place(&period, today, problems);
        }
    }
    homologation(written, problems);
}

fn periods(written: &DemarcheWritten) -> Vec<Period<'_>> {
    let habilitations = written.habilitation.iter().enumerate();
    let habilitations = habilitations.map(|(index, habilitation)| Period {
        path: format!("habilitation[{index}]"),
        du: &habilitation.du,
        au: habilitation.au.as_deref(),
        future: "habilitation_future",
        over: "habilitation_expiree",
    });
    let homologation = written.homologation.as_ref();
    let homologation = homologation.map(|homologation| Period {
        path: "homologation".to_owned(),
        du: &homologation.du,
        au: Some(&homologation.au),
        future: "homologation_future",
        over: "homologation_expiree",
    });
    habilitations.chain(homologation).collect()
}

fn order(period: &Period<'_>, problems: &mut Problems) {
    let (start, end) = (paris::parse_date(period.du), end_of(period));
    if let (Some(start), Some(end), Some(au)) = (start, end, period.au)
        && end < start
    {
        let expected = format!("un jour qui ne précède pas le {start}");
        problems.push(
            format!("{}.au", period.path),
            "dates_inversees",
            expected,
            au,
        );
    }
}

fn place(period: &Period<'_>, today: Date, problems: &mut Problems) {
    let start = paris::parse_date(period.du);
    if start.is_some_and(|start| today < start) {
        let expected = format!("une date passée : nous sommes le {today}");
        let path = format!("{}.du", period.path);
        problems.push(path, period.future, expected, period.du);
    }
    if end_of(period).is_some_and(|end| end < today) {
        let expected = format!("un dernier jour à venir : nous sommes le {today}");
        let path = format!("{}.au", period.path);
        problems.push(path, period.over, expected, period.au.unwrap_or_default());
    }
}

fn end_of(period: &Period<'_>) -> Option<Date> {
    paris::parse_date(period.au?)
}

/// The tax office opens its production to a service whose risks somebody answers for.
fn homologation(written: &DemarcheWritten, problems: &mut Problems) {
    let mut habilitations = written.habilitation.iter();
    let needs_one = habilitations.any(HabilitationWritten::needs_homologation);
    if needs_one && written.homologation.is_none() {
        let expected = "une section [homologation], que la DGFiP demande pour la production";
        problems.push("homologation", "homologation_absente", expected, "");
    }
}
