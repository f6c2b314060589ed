//! Étudiant boursier: the grant of the Crous for the current campaign.
//!
//! Endpoint `/v4/cnous/etudiant_boursier` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue). The grants of a year are complete at
//! the end of November only. Unless a campaign is named, the most recent grant answers, which may be
//! that of a year long past or of the one to come.

use time::Date;

use super::answer::MissingCause;
use super::holder::Holder;
use super::outcome::{Misconfiguration, Outcome};
use super::parameters::{self, Asked, CivilStatus, Pairs};
use super::spec::{AccessSpec, BoxSpec, Refresh, SourceField as Field, SourceSpec};
use super::status::{Meaning, StatusRule};
use super::{Object, api_particulier, read};
use crate::field::Kind;
use crate::paris;

/// The source.
pub static SOURCE: SourceSpec = SourceSpec {
    id: "boursier",
    fournisseur: "crous",
    refresh: Refresh::EndOfNovember,
    accesses: &[
        AccessSpec {
            scopes: VERSEMENT,
            parameters: |asked| Ok(campaign(asked.today)),
            ..api_particulier::by_france_connect("/v4/cnous/etudiant_boursier/france_connect")
        },
        AccessSpec {
            scopes: VERSEMENT,
            ..api_particulier::by_identity("/v4/cnous/etudiant_boursier/identite", civil_status)
        },
        AccessSpec {
            scopes: &["cnous_identite", "cnous_periode_versement"],
            parameters: by_number,
            holder: Holder::Named(|data| {
                api_particulier::named(data, &["identite", "nom"], &["identite", "prenoms"])
            }),
            ..api_particulier::by_ine("/v4/cnous/etudiant_boursier/ine")
        },
    ],
    fields: FIELDS,
    boxes: BOXES,
    statuses: &[STATUSES],
    annee_scolaire: Some(year_of_grant),
    ..api_particulier::SOURCE
};

/// The campaign is ours to name.
const STATUSES: &[StatusRule] = &[StatusRule::new(
    422,
    Meaning::Final(Outcome::Unavailable(Misconfiguration::RequestRefused)),
)
.ending("368")
.by_gateway()];

/// Whether the campaign of the school year of `today` can be named: the gateway refuses a year that is
/// not over, so that nothing names the current one from September to December.
///
/// Bounds: [`validate_campaign_year.rb`](https://github.com/datagouv/apistration/blob/b96c7219/siade/app/interactors/cnous/validate_campaign_year.rb).
fn is_campaign_named(today: Date) -> bool {
    paris::annee_scolaire(today) < today.year()
}

fn campaign(today: Date) -> Pairs {
    let year = || ("campaignYear", paris::annee_scolaire(today).to_string());
    is_campaign_named(today).then(year).into_iter().collect()
}

/// The school year of the grant: the campaign that was named, or else that of the start of its
/// studies.
fn year_of_grant(data: &Object, today: Date) -> Result<i32, MissingCause> {
    if is_campaign_named(today) {
        return Ok(paris::annee_scolaire(today));
    }
    let date = read::date(read::at(
        data,
        &["periode_versement_bourse", "date_rentree"],
    )?)?;
    match paris::split_date(&date) {
        // Studies that start in July or August are of the school year that follows.
        Some((year, 7.., _)) => Ok(year.into()),
        Some((year, 1.., _)) => Ok(i32::from(year) - 1),
        _ => Err(MissingCause::Unknown),
    }
}

fn by_number(asked: &Asked) -> Result<Pairs, Outcome> {
    let mut pairs = parameters::typed(asked, "ine", "ine")?;
    pairs.extend(campaign(asked.today));
    Ok(pairs)
}

/// The sex is not required, but tells people of one name apart.
fn civil_status(asked: &Asked) -> Result<Pairs, Outcome> {
    let wanted = CivilStatus {
        nom_usage: false,
        first_prenom: false,
        sexe: asked.pivot.sexe.is_some(),
        pays: false,
        commune: true,
        partial_date: false,
    };
    let mut pairs = parameters::civil_status(asked.pivot, wanted)?;
    pairs.extend(campaign(asked.today));
    Ok(pairs)
}

const STATUT: &[&str] = &["cnous_statut_boursier"];
const ECHELON: &[&str] = &["cnous_echelon_bourse"];
/// Opens the date without which nobody can tell the year of the grant.
const VERSEMENT: &[&str] = &["cnous_periode_versement"];
const ETUDES: &[&str] = &["cnous_ville_etudes"];

const FIELDS: &[Field] = &[
    Field::new(
        "boursier.est_boursier",
        Kind::OuiNon,
        STATUT,
        &["statut_boursier", "est_boursier"],
    ),
    Field::new(
        "boursier.est_radie",
        Kind::OuiNon,
        STATUT,
        &["statut_boursier", "est_radie"],
    ),
    Field::new(
        "boursier.date_radiation",
        Kind::Date,
        STATUT,
        &["statut_boursier", "date_radiation"],
    )
    .often_empty(),
    Field::new(
        "boursier.echelon",
        Kind::Code("echelon_bourse"),
        ECHELON,
        &["echelon_bourse", "echelon"],
    ),
    Field::new(
        "boursier.echelon_provisoire",
        Kind::OuiNon,
        ECHELON,
        &["echelon_bourse", "echelon_bourse_regionale_provisoire"],
    ),
    Field::new(
        "boursier.date_rentree",
        Kind::Date,
        VERSEMENT,
        &["periode_versement_bourse", "date_rentree"],
    ),
    Field::new(
        "boursier.duree",
        Kind::Decimal,
        VERSEMENT,
        &["periode_versement_bourse", "duree"],
    ),
    Field::new(
        "boursier.ville_etudes",
        Kind::Text,
        ETUDES,
        &["etablissement_etudes", "nom_commune"],
    ),
    Field::new(
        "boursier.etablissement",
        Kind::Text,
        ETUDES,
        &["etablissement_etudes", "nom_etablissement"],
    ),
    Field::new("boursier.email", Kind::Text, &["cnous_email"], &["email"]),
];

const BOXES: &[BoxSpec] = &[
    BoxSpec::new(
        "boursier",
        "source.boursier.label",
        &[
            "boursier.est_boursier",
            "boursier.est_radie",
            "boursier.date_radiation",
            "boursier.echelon",
            "boursier.echelon_provisoire",
            "boursier.date_rentree",
            "boursier.duree",
        ],
    ),
    BoxSpec::new(
        "boursier.etudes",
        "field.boursier.etudes",
        &["boursier.ville_etudes", "boursier.etablissement"],
    ),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn day(text: &str) -> Date {
        paris::parse_date(text).unwrap()
    }

    #[test]
    fn campaign_is_named_once_its_first_year_is_over() {
        let named = |text: &str| campaign(day(text)).into_iter().next();
        for today in ["2026-09-01", "2026-11-21", "2026-12-31"] {
            assert_eq!(named(today), None, "{today}");
        }
        for (today, year) in [("2026-08-31", "2025"), ("2027-01-01", "2026")] {
            assert_eq!(named(today), Some(("campaignYear", year.to_owned())));
        }
    }

    #[test]
    fn grant_that_nothing_named_is_of_the_year_its_studies_start_in() {
        for (date, expected) in [
            (json!("2026-09-01"), Ok(2026)),
            (json!("2026-08-28T00:00:00+02:00"), Ok(2026)),
            (json!("2026-09-00"), Ok(2026)),
            (json!("2027-02-01"), Ok(2026)),
            (json!("2026-06-30"), Ok(2025)),
            (json!("2026-00-00"), Err(MissingCause::Unknown)),
            (json!(null), Err(MissingCause::Unknown)),
            (json!("01/09/2026"), Err(MissingCause::Malformed)),
            (json!("2026-13-01"), Err(MissingCause::Malformed)),
        ] {
            let data = json!({ "periode_versement_bourse": { "date_rentree": date } });
            let found = year_of_grant(data.as_object().unwrap(), day("2026-11-21"));
            assert_eq!(found, expected, "{date}");
        }
        let without = year_of_grant(&Object::new(), day("2026-11-21"));
        assert_eq!(without, Err(MissingCause::NotGranted));
        assert_eq!(year_of_grant(&Object::new(), day("2027-02-01")), Ok(2026));
    }
}
