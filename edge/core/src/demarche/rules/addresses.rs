use crate::demarche::address::{self, Expected, FRANCECONNECT_SANDBOX, check_address, check_base};
use crate::demarche::problem::Problems;
use crate::demarche::written::{DemarcheWritten, Userinfo};

pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    let local = written.autoriser_http_local;
    let mut report = |path: &str, text: &str, checked: Result<url::Url, Expected>| {
        if let Err(expected) = checked {
            problems.push(path, "adresse", expected, text);
        }
    };
    let franceconnect = &written.franceconnect;
    report(
        "franceconnect.issuer",
        &franceconnect.issuer,
        check_base(&franceconnect.issuer, local),
    );
    if let Some(text) = &franceconnect.adresse_interne {
        report(
            "franceconnect.adresse_interne",
            text,
            check_base(text, local),
        );
    }
    if let Some(api) = &written.api_particulier {
        report(
            "api_particulier.adresse",
            &api.adresse,
            check_base(&api.adresse, local),
        );
    }
    if let Some(dgfip) = &written.dgfip {
        let checked = check_base(&dgfip.adresse, local);
        report("dgfip.adresse", &dgfip.adresse, checked);
    }
    for (path, text) in public_pages(written) {
        report(path, text, check_address(text, local));
    }
    unsigned_userinfo(written, problems);
}

fn public_pages(written: &DemarcheWritten) -> Vec<(&'static str, &str)> {
    let collectivite = &written.collectivite;
    let mut pages = vec![
        (
            "collectivite.mentions_legales",
            collectivite.mentions_legales.as_str(),
        ),
        ("base_legale.adresse", written.base_legale.adresse.as_str()),
    ];
    if let Some(text) = &collectivite.accessibilite {
        pages.push(("collectivite.accessibilite", text));
    }
    if collectivite.dpo.starts_with("https://") {
        pages.push(("collectivite.dpo", &collectivite.dpo));
    }
    pages
}

/// An unsigned identity could be written by anyone on the way: never outside a sandbox.
fn unsigned_userinfo(written: &DemarcheWritten, problems: &mut Problems) {
    let issuer = &written.franceconnect.issuer;
    let Ok(url) = check_base(issuer, written.autoriser_http_local) else {
        return;
    };
    let sandbox = url
        .host_str()
        .is_some_and(|host| host.ends_with(FRANCECONNECT_SANDBOX));
    let unsigned = written.franceconnect.userinfo == Userinfo::NonSigneBacASable;
    if unsigned && !sandbox && !address::is_local(&url) {
        let expected = "signe, sauf avec le bac à sable de FranceConnect";
        problems.push(
            "franceconnect.userinfo",
            "userinfo_signe",
            expected,
            "non_signe_bac_a_sable",
        );
    }
}
