//! What ends soon, told to the operator once a day while there is time to renew it.

use std::cell::Cell;

use unefois_core::demarche::{ConfigWarning, DemarcheChecked};
use unefois_core::paris;
use worker::Env;

use crate::adapters::clock;
use crate::adapters::log::{Event, Level};
use crate::adapters::settings::Settings;

thread_local! {
    static TOLD: Cell<Option<i32>> = const { Cell::new(None) };
}

/// Tells what ends soon in every démarche, unless this process told it today already.
pub fn watch(env: &Env) {
    let today = paris::today(clock::now_secs());
    let day = Some(today.to_julian_day());
    if TOLD.get() == day {
        return;
    }
    let Ok(settings) = Settings::load(env) else {
        return;
    };
    TOLD.set(day);
    for demarche in settings.deployment.demarches() {
        for warning in demarche.warnings(today) {
            tell(demarche, &warning);
        }
    }
}

fn tell(demarche: &DemarcheChecked, warning: &ConfigWarning) {
    let level = match warning.is_urgent {
        true => Level::Error,
        false => Level::Warn,
    };
    Event::new(level, "habilitation_ends_soon")
        .with("demarche", demarche.id())
        .with("code", warning.rule)
        .with("habilitation", warning.numero.as_deref())
        .with("days", warning.days)
        .write();
}
