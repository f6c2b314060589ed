//! What two collectivités of one deployment may not have in common, and what the démarches of one must.
//!
//! A secret or a client of two collectivités would let one be asked, or spoken for, in the name of the
//! other.

use super::checked::{self, DemarcheChecked};
use super::problem::Problems;
use super::written::DemarcheWritten;
use crate::secret::Secret;

/// Secrets of the edge itself, which a démarche never names.
const OF_THE_EDGE: [&str; 3] = ["SEALING_KEYS", "ATTESTATION_KEYS", "DATAPASS_SECRET"];

/// Reports what each démarche shares with one of another SIRET, and the keys that differ within one.
pub fn check(demarches: &[DemarcheWritten], problems: &mut Problems) {
    for (index, demarche) in demarches.iter().enumerate() {
        let siret = &demarche.collectivite.siret;
        let earlier = demarches.iter().take(index);
        let (own, others): (Vec<_>, Vec<_>) =
            earlier.partition(|other| other.collectivite.siret == *siret);
        let mut report = |end: &str, rule, expected: &str, got: &str| {
            problems.push(format!("demarches[{index}].{end}"), rule, expected, got);
        };
        for (end, name) in checked::secrets(demarche) {
            let in_others = others.iter().flat_map(|other| checked::secrets(other));
            let is_shared = in_others.map(|(_, other)| other).any(|other| other == name);
            if is_shared || OF_THE_EDGE.contains(&name) {
                let expected = "un secret propre à la collectivité";
                report(end, "secret_partage", expected, name);
            }
        }
        for (end, client) in clients(demarche) {
            let mut in_others = others.iter().flat_map(|other| clients(other));
            if in_others.any(|other| other == (end, client)) {
                let expected = "un client propre à la collectivité";
                report(end, "client_partage", expected, client.1);
            }
        }
        let keys = |demarche: &DemarcheWritten| demarche.attestation.clone();
        if own.iter().any(|other| keys(other) != keys(demarche)) {
            let expected = "les mêmes clés pour toutes les démarches de ce SIRET";
            report("attestation.cles", "cles_differentes", expected, "");
        }
    }
}

/// Path in the file, server and identifier of each client a démarche speaks as.
fn clients(written: &DemarcheWritten) -> Vec<(&'static str, (&str, &str))> {
    let franceconnect = &written.franceconnect;
    let franceconnect = (franceconnect.issuer.as_str(), &*franceconnect.client_id);
    let mut clients = vec![("franceconnect.client_id", franceconnect)];
    if let Some(dgfip) = &written.dgfip {
        let client = (dgfip.adresse.as_str(), dgfip.client_id.as_str());
        clients.push(("dgfip.client_id", client));
    }
    clients
}

/// Reports each secret whose value is that of a secret of another SIRET, under another name.
pub fn check_values(
    demarches: &[DemarcheChecked],
    secret: &dyn Fn(&str) -> Option<Secret>,
    problems: &mut Problems,
) {
    let mut seen: Vec<(&str, Secret)> = Vec::new();
    for (index, demarche) in demarches.iter().enumerate() {
        let siret = demarche.collectivite().siret.as_str();
        for (end, name) in demarche.secrets() {
            let Some(value) = secret(name) else { continue };
            // Exposed to be compared with the others, while the process starts.
            let is_same = |other: &Secret| other.expose() == value.expose();
            if seen
                .iter()
                .any(|(other, of)| *other != siret && is_same(of))
            {
                let path = format!("demarches[{index}].{end}");
                let expected = "une valeur propre à la collectivité";
                problems.push(path, "secret_partage", expected, "");
            }
            seen.push((siret, value));
        }
    }
}
