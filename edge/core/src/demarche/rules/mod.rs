//! Rules that read more than one value: what may be asked, of whom, written where.

mod addresses;
mod carried;
mod fields;
mod habilitations;
mod identity;
mod pages;
mod periods;
mod sources;
mod stages;
mod tax_scopes;
mod texts;
mod trace;
mod usages;

use time::Date;

use super::problem::Problems;
use super::written::DemarcheWritten;

/// Reports every broken rule of `written`, whose habilitations are judged on the day `today`
/// where it is known.
pub fn check(written: &DemarcheWritten, today: Option<Date>, problems: &mut Problems) {
    addresses::check(written, problems);
    pages::check(written, problems);
    sources::check(written, problems);
    fields::check(written, problems);
    carried::check(written, problems);
    habilitations::check(written, problems);
    periods::check(written, today, problems);
    tax_scopes::check(written, problems);
    stages::check(written, problems);
    usages::check(written, problems);
    texts::check(written, problems);
    trace::check(written, problems);
}

/// Index of the first item equal to an earlier one, with its text.
fn repeated<'a>(items: impl Iterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let mut seen = std::collections::BTreeSet::new();
    items
        .enumerate()
        .filter(|(_, item)| !seen.insert(*item))
        .collect()
}
