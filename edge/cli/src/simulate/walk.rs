//! The walk of one person through one démarche, by the core's own engine: what is asked, shown, agreed
//! to, released, attested. Only what comes from outside is invented.

use std::collections::BTreeMap;

use time::{Date, OffsetDateTime, Time};
use unefois_core::attestation::AttestationClaims;
use unefois_core::consent::{
    Choices, ChoicesInput, Consent, Offer, ReleasedFields, RowsFault, choices, release,
};
use unefois_core::datapass::Standings;
use unefois_core::demarche::{Choice, DemarcheChecked};
use unefois_core::field::ObtainedField;
use unefois_core::identite::{self, Pivot};
use unefois_core::messages::Catalogue;
use unefois_core::sources::{Outcome, Saisie};
use unefois_core::trace::{Answered, ExchangeTrace};
use unefois_wire::Concerne;

use super::asking::{AskedSource, Asking, provenance};
use super::attesting::{attest, pending};
use super::person::Person;
use super::tracing::{self, Traced};
use crate::failure::Failure;

/// What the person and their circumstances are.
pub struct Circumstances<'a> {
    /// The person.
    pub person: &'a Person,
    /// Whom the request is about.
    pub concerne: Concerne,
    /// Sources not ticked before leaving.
    pub unticked: &'a [String],
    /// Boxes and lists refused on the release page.
    pub refused: &'a [String],
    /// Sources that do not answer.
    pub down: &'a [String],
    /// The day.
    pub today: Date,
    /// Address of the service.
    pub origin: &'a str,
}

/// Everything that happened.
pub struct Walk {
    /// Scopes asked from FranceConnect.
    pub scopes: Vec<&'static str>,
    /// The sources asked, in the order of the démarche.
    pub asked: Vec<AskedSource>,
    /// What the release page shows.
    pub page: Choices,
    /// Ids of the boxes and rows left ticked.
    pub ticked: Vec<String>,
    /// Everything obtained.
    pub obtained: Vec<ObtainedField>,
    /// What is handed over.
    pub released: ReleasedFields,
    /// What the attestation says.
    pub claims: AttestationClaims,
    /// Paths of the operator's log.
    pub loggable: Vec<String>,
    /// The two lines of the exchange trace, unsigned.
    pub trace: [ExchangeTrace; 2],
}

/// Walks.
///
/// # Errors
///
/// [`Failure::Usage`] when a box or a source that is refused or down does not exist, or when the person
/// could not go on.
pub fn walk(demarche: &DemarcheChecked, with: &Circumstances) -> Result<Walk, Failure> {
    let choice = choose(demarche, with)?;
    let in_force = demarche.scopes_in_force(with.today, &Standings::default());
    let scopes = demarche.scopes_asked(&choice, &in_force);
    let identity = identity(with, &scopes);
    let pivot = Pivot::of(&identity);
    let saisies = typed(demarche, &choice, with)?;
    let asking = Asking {
        with,
        granted: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        in_force: &in_force,
        pivot: &pivot,
        saisies: &saisies,
    };
    let planned = demarche.planned(&choice);
    let (asked, answers): (Vec<_>, Vec<_>) = planned.iter().map(|it| asking.ask(it)).unzip();
    let outcomes: Vec<(String, Outcome)> = answers
        .iter()
        .map(|it| (it.source.to_owned(), it.outcome))
        .collect();
    let answered: Vec<Answered> = answers.iter().map(Answered::from).collect();
    let of_sources = answers.into_iter().flat_map(|answer| answer.fields);
    let obtained: Vec<ObtainedField> = identity.into_iter().chain(of_sources).collect();
    let offer = Offer {
        demarche,
        choice: &choice,
        obtained: &obtained,
        in_force: &in_force,
        saisies: &saisies,
    };
    let input = ChoicesInput {
        offer,
        outcomes: &outcomes,
        obtained_at_unix_secs: noon(with.today),
        ticked: None,
        faults: &[],
    };
    let texts = Catalogue::fr().with_texts(&demarche.written().textes);
    let page = choices(&input, &texts);
    let ticked = tick(demarche, &page, with.refused)?;
    let consent = Consent::new(&offer, &ticked).map_err(|faults| choose_again(&faults))?;
    let released = release(&offer, &consent);
    let pending = pending(demarche, with, &choice, &obtained, &outcomes, &saisies);
    let claims = attest(demarche, with, pending, released.clone());
    let loggable = demarche.loggable(released.fields());
    let trace = tracing::lines(&Traced {
        demarche,
        choice: &choice,
        in_force: &in_force,
        with,
        obtained: &obtained,
        answered: &answered,
        sent: &loggable,
    });
    Ok(Walk {
        scopes,
        asked,
        page,
        ticked,
        obtained,
        released,
        claims,
        loggable,
        trace,
    })
}

fn choose_again(faults: &[RowsFault]) -> Failure {
    let lists: Vec<&str> = faults.iter().map(|fault| fault.list).collect();
    Failure::Usage(format!(
        "la page demanderait de choisir à nouveau : {}.",
        lists.join(", ")
    ))
}

fn choose(demarche: &DemarcheChecked, with: &Circumstances) -> Result<Choice, Failure> {
    let declared = || {
        demarche
            .sources()
            .iter()
            .chain(demarche.proofs())
            .map(|source| source.spec.id)
    };
    let unknown = with
        .unticked
        .iter()
        .chain(with.down)
        .find(|id| declared().all(|known| known != *id));
    if let Some(id) = unknown {
        let known: Vec<&str> = declared().collect();
        let known = if known.is_empty() {
            "aucune".to_owned()
        } else {
            known.join(", ")
        };
        return Err(Failure::Usage(format!(
            "« {id} » n’est pas une source de la démarche : {known}."
        )));
    }
    let ids = demarche.sources().iter().map(|source| source.spec.id);
    let ids: Vec<&str> = ids
        .filter(|id| !with.unticked.iter().any(|other| other == id))
        .collect();
    demarche.choose(with.concerne, &ids).map_err(|_| {
        Failure::Usage(
            "la démarche ne peut pas être faite pour cette personne (clé concerne).".to_owned(),
        )
    })
}

/// What FranceConnect gives for the scopes asked.
fn identity(with: &Circumstances, scopes: &[&'static str]) -> Vec<ObtainedField> {
    let granted = identite::FIELDS
        .iter()
        .filter(|spec| spec.is_granted(|scope| scopes.contains(&scope)));
    granted
        .flat_map(|spec| with.person.values(spec.chemin, with.today))
        .map(|(chemin, valeur)| ObtainedField {
            chemin,
            valeur,
            provenance: provenance(identite::FOURNISSEUR, &[]),
        })
        .collect()
}

fn typed(
    demarche: &DemarcheChecked,
    choice: &Choice,
    with: &Circumstances,
) -> Result<Vec<Saisie>, Failure> {
    let chosen = demarche
        .sources()
        .iter()
        .filter(|source| choice.has_source(source.spec.id));
    let pairs: BTreeMap<String, String> = chosen
        .flat_map(|source| {
            source
                .saisies
                .iter()
                .map(|saisie| (source.spec.fournisseur, *saisie))
        })
        .filter_map(|(provider, saisie)| {
            let text = with.person.typed(provider, saisie)?;
            Some((format!("{provider}.{}", saisie.id), text))
        })
        .collect();
    let pairs: Vec<(String, String)> = pairs.into_iter().collect();
    let checked = demarche.check_typed(choice, &pairs, with.today);
    match checked.refusees.is_empty() {
        true => Ok(checked.saisies),
        false => Err(Failure::Usage(format!(
            "la page refuserait ce que la personne écrit : {}.",
            checked.refusees.join(", ")
        ))),
    }
}

/// Everything the page shows is left ticked but what is refused; of a list, as many rows as the form has.
fn tick(
    demarche: &DemarcheChecked,
    page: &Choices,
    refused: &[String],
) -> Result<Vec<String>, Failure> {
    let is_refused = |id: &str| refused.iter().any(|other| other == id);
    let mut known = Vec::new();
    let mut ticked = Vec::new();
    for groupe in &page.groupes {
        for boite in &groupe.boites {
            known.push(boite.id.clone());
            if !is_refused(&boite.id) {
                ticked.push(boite.id.clone());
            }
        }
        let rows = demarche
            .source(groupe.source)
            .map_or(1, |source| source.lignes);
        for liste in &groupe.listes {
            known.push(liste.nom.clone());
            match is_refused(&liste.nom) {
                true => ticked.push(liste.aucun.id.clone()),
                false => ticked.extend(liste.rangs.iter().take(rows).map(|rang| rang.id.clone())),
            }
        }
    }
    match refused.iter().find(|id| !known.contains(id)) {
        None => Ok(ticked),
        Some(id) => {
            let known = if known.is_empty() {
                "aucune".to_owned()
            } else {
                known.join(", ")
            };
            Err(Failure::Usage(format!(
                "« {id} » n’est pas une case de cette page : {known}."
            )))
        }
    }
}

/// Noon of a day in UTC, in Unix seconds: the same day in Paris.
pub fn noon(day: Date) -> i64 {
    let noon = Time::from_hms(12, 0, 0).unwrap_or(Time::MIDNIGHT);
    OffsetDateTime::new_utc(day, noon).unix_timestamp()
}
