use crate::demarche::address::check_address;
use crate::demarche::problem::Problems;
use crate::demarche::written::DemarcheWritten;

/// One place, and a secret only where somebody can be shown it.
pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    let Some(trace) = &written.trace else {
        return;
    };
    if trace.adresse.is_some() == trace.sortie.is_some() {
        let expected = "une adresse, ou une sortie, et une seule des deux";
        let got = trace.adresse.as_deref().unwrap_or_default();
        problems.push("trace", "trace_une_place", expected, got);
    }
    if trace.adresse.is_none() && trace.secret.is_some() {
        let expected = "un secret seulement avec une adresse";
        problems.push("trace.secret", "trace_secret", expected, "");
    }
    if let Some(adresse) = &trace.adresse
        && let Err(expected) = check_address(adresse, written.autoriser_http_local)
    {
        problems.push("trace.adresse", "adresse", expected, adresse);
    }
}
