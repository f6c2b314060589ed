//! What will stop the démarche soon, told while there is time to renew it.

use std::fmt;

use time::Date;

use super::checked::DemarcheChecked;
use super::written::{DemarcheWritten, HabilitationWritten};
use crate::paris;

/// A habilitation takes weeks to renew, so it is told two months before.
const NOTICE_DAYS: i64 = 60;
/// From here on there may not be time enough left.
const URGENT_DAYS: i64 = 15;

/// A right that is in force today and ends soon. Nothing is broken yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConfigWarning {
    /// Path and index inside the file: `habilitation[1].au`.
    pub path: String,
    /// Stable name: `habilitation_bientot_finie` or `homologation_bientot_finie`.
    pub rule: &'static str,
    /// The habilitation's number; none for the homologation.
    pub numero: Option<String>,
    /// Last day it is in force.
    pub last_day: Date,
    /// Days from today to the last one; none on the last day itself.
    pub days: i64,
    /// Whether the last day is a fortnight away or less.
    pub is_urgent: bool,
}

impl fmt::Display for ConfigWarning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            rule,
            last_day,
            days,
            ..
        } = self;
        let subject = match &self.numero {
            Some(numero) => format!("habilitation {numero}"),
            None => "homologation".to_owned(),
        };
        write!(
            formatter,
            "{path} : [{rule}] {subject}, dernier jour le {last_day}, dans {days} jour(s)"
        )
    }
}

/// Habilitations and homologation of `written` that are in force on the day `today` in Paris and end
/// within 60 days; urgent within 15. What is over is no warning but a broken rule.
pub fn warnings(written: &DemarcheWritten, today: Date) -> Vec<ConfigWarning> {
    let habilitations = written.habilitation.iter().enumerate();
    let of_habilitations = habilitations
        .filter_map(|(index, habilitation)| of_habilitation(index, habilitation, today));
    let homologation = written.homologation.as_ref();
    let of_homologation = homologation.and_then(|homologation| {
        ends_soon(&homologation.au, today).map(|end| {
            let rule = "homologation_bientot_finie";
            end.told("homologation.au".to_owned(), rule, None)
        })
    });
    of_habilitations.chain(of_homologation).collect()
}

impl DemarcheChecked {
    /// What ends soon, as [`warnings`] says.
    pub fn warnings(&self, today: Date) -> Vec<ConfigWarning> {
        warnings(self.written(), today)
    }
}

fn of_habilitation(
    index: usize,
    habilitation: &HabilitationWritten,
    today: Date,
) -> Option<ConfigWarning> {
    let end = ends_soon(habilitation.au.as_deref()?, today)?;
    let path = format!("habilitation[{index}].au");
    let numero = Some(habilitation.numero.clone());
    Some(end.told(path, "habilitation_bientot_finie", numero))
}

struct End {
    last_day: Date,
    days: i64,
}

fn ends_soon(au: &str, today: Date) -> Option<End> {
    let last_day = paris::parse_date(au)?;
    let days = (last_day - today).whole_days();
    (0..=NOTICE_DAYS)
        .contains(&days)
        .then_some(End { last_day, days })
}

impl End {
    fn told(self, path: String, rule: &'static str, numero: Option<String>) -> ConfigWarning {
        ConfigWarning {
            path,
            rule,
            numero,
            last_day: self.last_day,
            days: self.days,
            is_urgent: self.days <= URGENT_DAYS,
        }
    }
}
