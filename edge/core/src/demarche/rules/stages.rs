use url::Url;

use crate::demarche::address::{self, FRANCECONNECT_SANDBOX};
use crate::demarche::problem::Problems;
use crate::demarche::written::{DemarcheWritten, Etape};

/// [API Particulier's staging](https://particulier.api.gouv.fr/developpeurs).
const API_PARTICULIER_SANDBOX: &str = "staging.particulier.api.gouv.fr";

/// A habilitation of a sandbox grants nothing of real people, so no address of its démarche may reach
/// any. That of the tax office's sandbox is published nowhere: FranceConnect's vouches for it, since a
/// token of one FranceConnect opens nothing behind the other.
pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    for (index, habilitation) in written.habilitation.iter().enumerate() {
        if habilitation.etape != Etape::BacASable {
            continue;
        }
        for address in addresses(written).filter(|address| !is_for_trials(address)) {
            let expected = "production, ou des adresses de bac à sable seulement";
            let path = format!("habilitation[{index}].etape");
            problems.push(path, "bac_a_sable", expected, address);
        }
    }
}

fn addresses(written: &DemarcheWritten) -> impl Iterator<Item = &str> {
    let client = &written.franceconnect;
    let api = written.api_particulier.as_ref();
    let base = api.map(|api| api.adresse.as_str());
    let internal = client.adresse_interne.as_deref();
    [Some(client.issuer.as_str()), internal, base]
        .into_iter()
        .flatten()
}

/// Whether nothing but invented data can come from that address. One that cannot be read is not known.
fn is_for_trials(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let is_sandbox =
        |host: &str| host.ends_with(FRANCECONNECT_SANDBOX) || host == API_PARTICULIER_SANDBOX;
    address::is_local(&url) || url.host_str().is_some_and(is_sandbox)
}
