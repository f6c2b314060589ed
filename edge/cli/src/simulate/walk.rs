//! The walk of one person through one démarche, by the core's own engine: what is asked, shown, agreed
//! to, released, attested. Only what comes from outside is invented.

use std::collections::BTreeMap;

use time::{Date, OffsetDateTime, Time};
use unefois_core::attestation::{AttestationClaims, Form};
use unefois_core::consent::{
    Choices, ChoicesInput, Consent, Offer, ReleasedFields, choices, release,
};
use unefois_core::demarche::{Choice, DemarcheChecked, Moment, Planned};
use unefois_core::field::ObtainedField;
use unefois_core::identite::{self, Pivot};
use unefois_core::messages::Catalogue;
use unefois_core::secret::Secret;
use unefois_core::sources::answer::SourceAnswer;
use unefois_core::sources::holder::Holders;
use unefois_core::sources::outcome::Breakdown;
use unefois_core::sources::{Call, Object, Outcome, ProvenAnswer, Saisie, Saisies, SourceSpec};
use unefois_core::transaction::{HandOff, PendingRelease};
use unefois_wire::{Concerne, Provenance};

use super::person::Person;
use crate::failure::Failure;

/// Random bytes of a walk that nobody has to guess.
const RANDOM: [u8; 16] = [7; 16];

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

/// What was asked of one source.
pub struct AskedSource {
    /// The source.
    pub spec: &'static SourceSpec,
    /// What came of it.
    pub outcome: Outcome,
    /// Names of the parameters sent, the person's civil status among them.
    pub parameters: Vec<&'static str>,
    /// The source asked first, for a proof.
    pub companion: Option<&'static str>,
    /// How many values came.
    pub fields: usize,
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
}

/// Walks.
///
/// # Errors
///
/// [`Failure::Usage`] when a box or a source that is refused or down does not exist, or when the person
/// could not go on.
pub fn walk(demarche: &DemarcheChecked, with: &Circumstances) -> Result<Walk, Failure> {
    let choice = choose(demarche, with)?;
    let scopes = demarche.scopes_for(&choice);
    let identity = identity(with, &scopes);
    let pivot = Pivot::of(&identity);
    let saisies = typed(demarche, &choice, with)?;
    let asking = Asking {
        demarche,
        with,
        scopes: &scopes,
        pivot: &pivot,
        saisies: &saisies,
    };
    let mut obtained = identity;
    let mut asked = Vec::new();
    let mut outcomes = Vec::new();
    for planned in demarche.planned(&choice) {
        let (source, answer) = asking.ask(&planned);
        outcomes.push((answer.source.to_owned(), answer.outcome));
        obtained.extend(answer.fields);
        asked.push(source);
    }
    let in_force = demarche.scopes_in_force(with.today);
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
    let consent = Consent::new(&offer, &ticked).map_err(|faults| {
        let lists: Vec<&str> = faults.iter().map(|fault| fault.list).collect();
        Failure::Usage(format!(
            "la page demanderait de choisir à nouveau : {}.",
            lists.join(", ")
        ))
    })?;
    let released = release(&offer, &consent);
    let pending = pending(demarche, with, &choice, &obtained, &outcomes, &saisies);
    let claims = attest(demarche, with, pending, released.clone());
    let loggable = demarche.loggable(&released);
    Ok(Walk {
        scopes,
        asked,
        page,
        ticked,
        obtained,
        released,
        claims,
        loggable,
    })
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

fn provenance(fournisseur: &str, saisies: &[String]) -> Provenance {
    Provenance {
        fournisseur: fournisseur.to_owned(),
        annee: None,
        mois: None,
        saisies: saisies.to_vec(),
    }
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

/// What the sources are asked with.
struct Asking<'a> {
    demarche: &'a DemarcheChecked,
    with: &'a Circumstances<'a>,
    scopes: &'a [&'static str],
    pivot: &'a Pivot,
    saisies: &'a [Saisie],
}

impl Asking<'_> {
    fn ask(&self, planned: &Planned) -> (AskedSource, ProvenAnswer) {
        let granted: Vec<String> = self
            .scopes
            .iter()
            .map(|scope| (*scope).to_owned())
            .collect();
        let in_force = self.demarche.scopes_in_force(self.with.today);
        let moment = Moment {
            granted: &granted,
            in_force: &in_force,
            access_token: &Secret::new("simulation"),
            saisies: self.saisies,
            token_received_millis: 0,
            today: self.with.today,
            secret: &|_| Some(Secret::new("simulation")),
        };
        let spec = planned.source().spec;
        let companion = planned.companion(&moment, self.pivot, RANDOM);
        let mut asked = AskedSource {
            spec,
            outcome: Outcome::Values,
            parameters: Vec::new(),
            companion: companion.as_ref().map(|(companion, _)| companion.source.id),
            fields: 0,
        };
        let own = Saisies::of(planned.source(), self.saisies);
        let proven = companion.map_or(Ok(()), |(companion, call)| {
            let answer = self.answer(companion.source, &call?);
            (companion.check)(&answer, &own)
        });
        let call = proven.and_then(|()| planned.call(&moment, self.pivot, RANDOM));
        let answer = match call {
            Ok(call) => {
                asked.parameters = call.parameters.iter().map(|(name, _)| *name).collect();
                self.answer(spec, &call)
            }
            Err(outcome) => ProvenAnswer::without_value(spec, outcome),
        };
        asked.outcome = answer.outcome;
        asked.fields = answer.fields.len();
        (asked, answer)
    }

    /// What an invented provider answers: the fields asked and no other, about this person.
    fn answer(&self, spec: &'static SourceSpec, call: &Call) -> ProvenAnswer {
        if self.with.down.iter().any(|id| id == spec.id) {
            return ProvenAnswer::without_value(spec, Outcome::Down(Breakdown::TimedOut));
        }
        if let Some(outcome) = self.with.person.absence(spec.id) {
            return ProvenAnswer::without_value(spec, outcome);
        }
        let origin = (spec.origin)(&Object::new());
        let provider = origin.fournisseur.unwrap_or(spec.fournisseur);
        let paths = call.chemins.iter();
        let values = paths.flat_map(|chemin| self.with.person.values(chemin, self.with.today));
        let fields: Vec<ObtainedField> = values
            .map(|(chemin, valeur)| ObtainedField {
                chemin,
                valeur,
                provenance: provenance(provider, &call.saisies),
            })
            .collect();
        let outcome = if fields.is_empty() {
            Outcome::Absent
        } else {
            Outcome::Values
        };
        let answer = SourceAnswer {
            source: spec.id,
            outcome,
            fields,
            missing: Vec::new(),
            holders: Holders::Proven,
        };
        answer.prove(self.pivot)
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

fn pending(
    demarche: &DemarcheChecked,
    with: &Circumstances,
    choice: &Choice,
    obtained: &[ObtainedField],
    outcomes: &[(String, Outcome)],
    saisies: &[Saisie],
) -> PendingRelease {
    let now = noon(with.today);
    PendingRelease {
        origin: demarche
            .origins()
            .first()
            .copied()
            .unwrap_or_default()
            .to_owned(),
        challenge: String::new(),
        lang: "fr".to_owned(),
        concerne: choice.concerne(),
        sources: choice
            .sources()
            .iter()
            .map(|source| source.id.to_owned())
            .collect(),
        saisies: saisies.to_vec(),
        fields: obtained.to_vec(),
        outcomes: outcomes.to_vec(),
        id_token: Secret::new("simulation"),
        acr: "eidas1".to_owned(),
        auth_time: Some(now),
        obtained_at: now,
        first_shown_at: now,
        deadline: now,
    }
}

fn attest(
    demarche: &DemarcheChecked,
    with: &Circumstances,
    pending: PendingRelease,
    released: ReleasedFields,
) -> AttestationClaims {
    let reference = format!("{}-SIMU-LEE0", demarche.reference_prefix());
    let hand_off = HandOff::new(
        pending,
        released,
        "simulation".to_owned(),
        reference,
        noon(with.today),
    );
    let version = demarche.version().to_string();
    let form = Form {
        id: demarche.id().to_owned(),
        version: version.clone(),
        sha256: demarche.manifest_sha256().to_owned(),
    };
    let issuer = &demarche.franceconnect().issuer;
    AttestationClaims::new(
        &hand_off,
        with.origin,
        &demarche.audience(),
        issuer,
        form,
        &version,
    )
}

/// Noon of a day in UTC, in Unix seconds: the same day in Paris.
pub fn noon(day: Date) -> i64 {
    let noon = Time::from_hms(12, 0, 0).unwrap_or(Time::MIDNIGHT);
    OffsetDateTime::new_utc(day, noon).unix_timestamp()
}
