//! A ring of keys of one kind, and the calendar of its rotation.
//!
//! A verifier keeps the published keys for a day, so a key is published a day before it signs. An
//! attestation lives a day and may be verified for a week after, so a key stays published eight days
//! after it signed for the last time. Nothing of this reads a clock.

use serde::{Deserialize, Serialize};
use serde_json::json;
use time::{Duration, OffsetDateTime};
use unefois_core::attestation::AttestationKeys;
use unefois_core::sealing::KeyRing;

use super::material::Material;

/// Time a published key waits before it signs: as long as a verifier may keep the former set.
const ANNOUNCED: Duration = Duration::hours(24);
/// Time a key stays published after it signed: the life of an attestation and seven days.
const VERIFIABLE: Duration = Duration::days(8);
/// Time a former sealing key still opens, longer than any sealed thing lives.
const OPENABLE: Duration = Duration::hours(24);

/// What the keys of a ring are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Clés qui signent les attestations
    Attestation,
    /// Clés qui scellent le parcours
    Sceau,
}

impl Kind {
    /// The word of the command and of the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Attestation => "attestation",
            Self::Sceau => "sceau",
        }
    }

    /// Name of the secret in the store of the platform.
    pub fn secret(self) -> &'static str {
        match self {
            Self::Attestation => "ATTESTATION_KEYS",
            Self::Sceau => "SEALING_KEYS",
        }
    }
}

/// A step of a rotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Step {
    /// Faire la prochaine clé, et la publier sans qu’elle signe
    Annoncer,
    /// La prochaine clé prend le service ; l’ancienne reste publiée
    Basculer,
    /// L’ancienne clé n’est plus publiée
    Retirer,
}

impl Step {
    /// The word of the command.
    pub fn word(self) -> &'static str {
        match self {
            Self::Annoncer => "annoncer",
            Self::Basculer => "basculer",
            Self::Retirer => "retirer",
        }
    }
}

/// Where a key is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It signs, or seals.
    EnService,
    /// It is published and does not sign yet.
    Annoncee,
    /// It neither signs nor seals any more, and is still believed.
    Ancienne,
}

impl Stage {
    /// What a person reads.
    pub fn word(self) -> &'static str {
        match self {
            Self::EnService => "en service",
            Self::Annoncee => "annoncée",
            Self::Ancienne => "ancienne",
        }
    }
}

/// A key and where it is in its life.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Identifier, the same in what it signs or seals.
    pub id: String,
    /// Where it is in its life.
    pub etape: Stage,
    /// Since when, in UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub depuis: OffsetDateTime,
    /// The key itself.
    pub cle: Material,
}

/// The keys of one secret. It is the owner's file: it also holds the private part of the next key,
/// which the platform does not need yet.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ring {
    /// What they are for.
    pub sorte: Kind,
    /// The keys, newest first.
    pub cles: Vec<Key>,
}

/// Why a step is refused, in French.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    /// The sentence.
    pub sentence: String,
    /// When it will be allowed, where waiting is enough.
    pub not_before: Option<OffsetDateTime>,
}

impl Refused {
    fn because(sentence: &str) -> Self {
        Self {
            sentence: sentence.to_owned(),
            not_before: None,
        }
    }

    fn too_early(sentence: &str, not_before: OffsetDateTime) -> Self {
        Self {
            sentence: sentence.to_owned(),
            not_before: Some(not_before),
        }
    }
}

impl Ring {
    /// A ring whose only key serves from now on.
    pub fn new(sorte: Kind, id: String, cle: Material, now: OffsetDateTime) -> Self {
        let key = Key {
            id,
            etape: Stage::EnService,
            depuis: now,
            cle,
        };
        Self {
            sorte,
            cles: vec![key],
        }
    }

    /// Publishes the next key, which does not sign yet.
    ///
    /// # Errors
    ///
    /// [`Refused`]: one waits already, or the ring is of sealing keys.
    pub fn announce(
        &mut self,
        id: String,
        cle: Material,
        now: OffsetDateTime,
    ) -> Result<(), Refused> {
        if self.sorte == Kind::Sceau {
            let sentence =
                "une clé de sceau ne s’annonce pas : personne ne la lit hors du service. Basculez";
            return Err(Refused::because(sentence));
        }
        if self.at(Stage::Annoncee).is_some() {
            return Err(Refused::because(
                "une clé est déjà annoncée : basculez d’abord",
            ));
        }
        self.put_first(id, cle, now);
        Ok(())
    }

    fn put_first(&mut self, id: String, cle: Material, now: OffsetDateTime) {
        let announced = Key {
            id,
            etape: Stage::Annoncee,
            depuis: now,
            cle,
        };
        self.cles.insert(0, announced);
    }

    /// The next key serves from now on; the former stays believed. `fresh` makes the next key where
    /// none had to be announced: a sealing key, or a signing key in an emergency.
    ///
    /// # Errors
    ///
    /// [`Refused`]: no key was announced, or too late for every verifier to know it.
    pub fn switch(
        &mut self,
        fresh: Option<(String, Material)>,
        now: OffsetDateTime,
        urgence: bool,
    ) -> Result<(), Refused> {
        let announced = self.at(Stage::Annoncee).map(|key| key.depuis);
        match announced {
            Some(since) if now < since + ANNOUNCED && !urgence => {
                let sentence = "la clé annoncée n’est pas encore connue de tous ceux qui vérifient";
                return Err(Refused::too_early(sentence, since + ANNOUNCED));
            }
            None if self.sorte == Kind::Attestation && !urgence => {
                return Err(Refused::because(
                    "aucune clé n’est annoncée : annoncez-la d’abord",
                ));
            }
            _ => {}
        }
        if announced.is_none() {
            let (id, cle) = fresh.ok_or_else(|| Refused::because("aucune clé n’est prête"))?;
            self.put_first(id, cle, now);
        }
        for key in &mut self.cles {
            key.move_on(now);
        }
        self.cles.sort_by_key(|key| std::cmp::Reverse(key.depuis));
        Ok(())
    }

    /// Takes away the former keys that nothing alive needs any more, and gives their number.
    ///
    /// # Errors
    ///
    /// [`Refused`]: there is none, or what the first of them signed or sealed may still be alive.
    pub fn retire(&mut self, now: OffsetDateTime, urgence: bool) -> Result<usize, Refused> {
        let delay = match self.sorte {
            Kind::Attestation => VERIFIABLE,
            Kind::Sceau => OPENABLE,
        };
        let former = self.cles.iter().filter(|key| key.etape == Stage::Ancienne);
        let first = former.map(|key| key.depuis + delay).min();
        let Some(first) = first else {
            return Err(Refused::because(
                "aucune clé n’est ancienne : rien à retirer",
            ));
        };
        if now < first && !urgence {
            let sentence = match self.sorte {
                Kind::Attestation => {
                    "des attestations signées par l’ancienne clé peuvent encore être vérifiées"
                }
                Kind::Sceau => "des parcours scellés par l’ancienne clé peuvent être en cours",
            };
            return Err(Refused::too_early(sentence, first));
        }
        let before = self.cles.len();
        self.cles
            .retain(|key| key.etape != Stage::Ancienne || (now < key.depuis + delay && !urgence));
        Ok(before - self.cles.len())
    }

    /// The next step of a rotation and the first moment it is allowed; none when no rotation is under
    /// way.
    pub fn next(&self) -> Option<(Step, OffsetDateTime)> {
        if let Some(key) = self.at(Stage::Annoncee) {
            return Some((Step::Basculer, key.depuis + ANNOUNCED));
        }
        let delay = if self.sorte == Kind::Sceau {
            OPENABLE
        } else {
            VERIFIABLE
        };
        let former = self.cles.iter().filter(|key| key.etape == Stage::Ancienne);
        former
            .map(|key| (Step::Retirer, key.depuis + delay))
            .min_by_key(|(_, moment)| *moment)
    }

    /// The exact value of the secret: the key in service first, private, then the others, public.
    ///
    /// # Errors
    ///
    /// What the core, which reads it at start, has against it.
    pub fn value(&self) -> Result<String, Vec<String>> {
        let in_service = self.cles.iter().filter(|key| key.etape == Stage::EnService);
        let others = self.cles.iter().filter(|key| key.etape != Stage::EnService);
        let ordered = in_service.chain(others);
        match self.sorte {
            Kind::Attestation => {
                let keys: Vec<_> = ordered.map(Key::published).collect();
                let value = json!({ "keys": keys }).to_string();
                AttestationKeys::parse(&value).map(|_| value)
            }
            Kind::Sceau => {
                let keys: Vec<_> = ordered.map(Key::written).collect();
                let value = keys.join(",");
                KeyRing::parse(&value).map(|_| value)
            }
        }
    }

    fn at(&self, stage: Stage) -> Option<&Key> {
        self.cles.iter().find(|key| key.etape == stage)
    }
}

impl Key {
    /// One stage further, where the new key takes the place of the one in service. What signed and
    /// will sign no more is forgotten.
    fn move_on(&mut self, now: OffsetDateTime) {
        match self.etape {
            Stage::Annoncee => (self.etape, self.depuis) = (Stage::EnService, now),
            Stage::EnService => {
                (self.etape, self.depuis) = (Stage::Ancienne, now);
                if let Material::Jwk(jwk) = &mut self.cle {
                    *jwk = jwk.public();
                }
            }
            Stage::Ancienne => {}
        }
    }

    fn published(&self) -> serde_json::Value {
        match &self.cle {
            Material::Jwk(jwk) if self.etape == Stage::EnService => json!(jwk),
            Material::Jwk(jwk) => json!(jwk.public()),
            Material::Bytes(_) => serde_json::Value::Null,
        }
    }

    fn written(&self) -> String {
        match &self.cle {
            Material::Bytes(text) => format!("{}:{text}", self.id),
            Material::Jwk(_) => String::new(),
        }
    }
}
