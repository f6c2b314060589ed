use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::outcome::OutcomeClass;
use crate::demarche::{Choice, DemarcheChecked, ScopesInForce};
use crate::field::{self, IDENTITE};
use crate::identite;
use crate::sources::{self, Outcome, ProvenAnswer};

/// Version of the schema.
pub const SCHEMA_VERSION: u32 = 1;

/// How long the collectivité keeps a line, in months.
const RETENTION_MONTHS: u32 = 36;

/// Une ligne de trace, telle que la collectivité la reçoit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TraceLine {
    /// Ce qui s’est échangé.
    pub trace: ExchangeTrace,
    /// JWS compact (ES256, `typ` : `exchange-trace+jwt`) dont le contenu est, octet pour octet, celui de `trace`.
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$"))
    )]
    pub jws: String,
}

/// Une étape d’un échange de données : des chemins, jamais une valeur ni un nom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeTrace {
    /// Version de ce schéma.
    pub version: u32,
    /// L’étape.
    pub step: TraceStep,
    /// Quand, en UTC : `2026-11-30T14:03:11Z`.
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"))
    )]
    pub time: String,
    /// Adresse de qui signe ; ses clés sont sous `/.well-known/jwks.json`.
    pub issuer: String,
    /// SIRET de la collectivité à qui la trace appartient.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^\d{14}$")))]
    pub collectivite: String,
    /// La démarche.
    pub demarche: TracedDemarche,
    /// Numéros des habilitations qui ouvraient ce qui a été demandé, ce jour-là.
    pub habilitations: Vec<String>,
    /// Ce qui a été demandé, et à qui ; à l’étape `obtained` seulement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obtained: Option<Vec<TracedSource>>,
    /// Ce que la personne a décidé d’envoyer ; vide si elle n’a rien envoyé. À l’étape `released` seulement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Vec<TracedRelease>>,
    /// Identifiant tiré au hasard, le même pour les deux lignes d’un parcours, et pour rien d’autre.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Za-z0-9_-]{22}$")))]
    pub correlation: String,
    /// Référence donnée à la personne ; à l’étape `released` seulement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Durée pendant laquelle la collectivité garde la ligne, en mois.
    pub retention_months: u32,
}

/// Une étape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TraceStep {
    /// Les fournisseurs ont été interrogés.
    Obtained,
    /// La personne a décidé de ce qui est envoyé.
    Released,
}

/// Une démarche, telle qu’elle était.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TracedDemarche {
    /// Identifiant.
    pub id: String,
    /// Version.
    pub version: u32,
}

/// Une source interrogée.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TracedSource {
    /// Identifiant de la source : `identite`, `quotient_familial`.
    pub source: String,
    /// Qui a été interrogé : `franceconnect`, `caf_msa`.
    pub provider: String,
    /// Périmètres accordés sous lesquels la demande a été faite.
    pub scopes: Vec<String>,
    /// Autre source interrogée d’abord, pour savoir de qui celle-ci parle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<TracedProof>,
    /// Chemins des données venues, sans leur valeur ; vide pour une source de santé.
    pub fields: Vec<String>,
    /// Ce que la demande a donné.
    pub outcome: OutcomeClass,
}

/// Une source interrogée pour savoir de qui une autre parle : rien n’en est montré ni envoyé.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TracedProof {
    /// Identifiant de la source.
    pub source: String,
    /// Qui a été interrogé.
    pub provider: String,
    /// Périmètres sous lesquels la demande a été faite.
    pub scopes: Vec<String>,
}

/// Ce que la personne a décidé d’envoyer d’une source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TracedRelease {
    /// Identifiant de la source.
    pub source: String,
    /// Qui l’a donné.
    pub provider: String,
    /// Chemins qu’elle a décidé d’envoyer, sans leur valeur ni ceux de santé.
    pub fields: Vec<String>,
}

/// What both lines of a flow say.
pub struct TraceContext<'a> {
    /// The démarche.
    pub demarche: &'a DemarcheChecked,
    /// What the person chose before leaving.
    pub choice: &'a Choice,
    /// Scopes granted at that moment.
    pub in_force: &'a ScopesInForce,
    /// Address of who signs.
    pub issuer: &'a str,
    /// Identifier of the pair of lines: 22 base64url characters, drawn for it.
    pub correlation: &'a str,
    /// The moment, in Unix seconds.
    pub now_secs: i64,
}

/// What became of one source, its values left out.
#[derive(Clone)]
pub struct Answered {
    source: &'static str,
    outcome: Outcome,
    chemins: Vec<String>,
}

impl From<&ProvenAnswer> for Answered {
    fn from(answer: &ProvenAnswer) -> Self {
        Self {
            source: answer.source,
            outcome: answer.outcome,
            chemins: chemins(answer.fields.iter().map(|field| field.chemin.as_str())),
        }
    }
}

impl ExchangeTrace {
    /// What was asked of whom. `identity` holds the paths FranceConnect gave, and is `None` when it gave none that
    /// could be believed; a source that is not in `answers` gave nothing in time.
    pub fn obtained<'p>(
        context: &TraceContext,
        identity: Option<impl Iterator<Item = &'p str>>,
        answers: &[Answered],
    ) -> Self {
        let scopes = context
            .demarche
            .identity_scopes_on(context.choice, context.in_force);
        let is_proven = identity.is_some();
        let mut asked = vec![TracedSource {
            source: IDENTITE.to_owned(),
            provider: identite::FOURNISSEUR.to_owned(),
            scopes,
            proof: None,
            outcome: match identity {
                Some(_) => OutcomeClass::Obtained,
                None => OutcomeClass::Failed,
            },
            fields: identity.map(chemins).unwrap_or_default(),
        }];
        let sources = context.choice.sources().iter();
        asked.extend(sources.map(|source| {
            let answer = answers.iter().find(|answer| answer.source == source.id);
            context.source(source, answer, is_proven)
        }));
        Self {
            obtained: Some(asked),
            ..context.line(TraceStep::Obtained)
        }
    }

    /// What the person sent: `sent` holds the paths that may be told, as [`DemarcheChecked::loggable`] gives them.
    pub fn released(context: &TraceContext, sent: &[String], reference: &str) -> Self {
        let ids = [IDENTITE].into_iter();
        let ids = ids.chain(context.choice.sources().iter().map(|source| source.id));
        let of_source = |id: &str| TracedRelease {
            source: id.to_owned(),
            provider: provider(id).to_owned(),
            fields: chemins(
                sent.iter()
                    .map(String::as_str)
                    .filter(|chemin| field::source_of(chemin) == Some(id)),
            ),
        };
        let released = ids.map(of_source).filter(|of| !of.fields.is_empty());
        Self {
            released: Some(released.collect()),
            reference: Some(reference.to_owned()),
            ..context.line(TraceStep::Released)
        }
    }
}

impl TraceContext<'_> {
    fn line(&self, step: TraceStep) -> ExchangeTrace {
        ExchangeTrace {
            version: SCHEMA_VERSION,
            step,
            time: utc(self.now_secs),
            issuer: self.issuer.to_owned(),
            collectivite: self.demarche.collectivite().siret.clone(),
            demarche: TracedDemarche {
                id: self.demarche.id().to_owned(),
                version: self.demarche.version(),
            },
            habilitations: self.demarche.habilitations_on(self.choice, self.in_force),
            obtained: None,
            released: None,
            correlation: self.correlation.to_owned(),
            reference: None,
            retention_months: RETENTION_MONTHS,
        }
    }

    fn source(
        &self,
        source: &sources::SourceSpec,
        answer: Option<&Answered>,
        is_proven: bool,
    ) -> TracedSource {
        let declared = self.demarche.source(source.id);
        // A source the démarche does not know is told nothing of.
        let is_health = declared.is_none_or(|declared| declared.sante);
        // Only the person's own token opens a source before the identity is proven.
        let was_asked =
            is_proven || declared.is_some_and(|declared| declared.is_by_france_connect());
        let without_answer = match was_asked {
            true => OutcomeClass::Failed,
            false => OutcomeClass::NotAsked,
        };
        let outcome = answer.map_or(without_answer, |answer| {
            OutcomeClass::of(answer.outcome, is_health)
        });
        let may_be_told =
            |chemin: &&String| declared.is_some_and(|declared| !declared.is_health(chemin));
        let fields = answer.map(|answer| answer.chemins.iter().filter(may_be_told));
        let companion = declared.and_then(|declared| declared.access.companion.as_ref());
        TracedSource {
            source: source.id.to_owned(),
            provider: source.fournisseur.to_owned(),
            scopes: self.demarche.source_scopes_on(source.id, self.in_force),
            proof: companion.map(|companion| TracedProof {
                source: companion.source.id.to_owned(),
                provider: companion.source.fournisseur.to_owned(),
                scopes: companion
                    .scopes
                    .iter()
                    .map(|scope| (*scope).to_owned())
                    .collect(),
            }),
            fields: fields.into_iter().flatten().cloned().collect(),
            outcome,
        }
    }
}

fn provider(source: &str) -> &'static str {
    sources::spec(source).map_or(identite::FOURNISSEUR, |spec| spec.fournisseur)
}

/// Paths once each, whatever the row: how many children there are is nobody's business here.
fn chemins<'a>(chemins: impl Iterator<Item = &'a str>) -> Vec<String> {
    let known: BTreeSet<String> = chemins
        .map(|chemin| field::without_row(chemin).into_owned())
        .collect();
    known.into_iter().collect()
}

/// A moment as [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339) writes it in UTC.
fn utc(unix_secs: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp(unix_secs).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let (hour, minute, second) = at.to_hms();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
