//! The keys that sign attestations: the edge's, and those of each collectivité that has its own.

use std::collections::BTreeMap;

use unefois_core::attestation::{AttestationKeys, check_apart};
use unefois_core::demarche::{DemarcheChecked, Deployment};
use unefois_core::secret::Secret;

use super::settings;
use super::webcrypto::SigningKey;

const OF_THE_EDGE: &str = "ATTESTATION_KEYS";

/// Who signs, for every démarche of a deployment.
pub struct Signers {
    edge: SigningKey,
    by_siret: BTreeMap<String, SigningKey>,
}

impl Signers {
    /// Reads the keys of the edge, and those the démarches name where the deployment holds.
    ///
    /// # Errors
    /// Every problem found, one sentence each, none of which holds a key.
    pub fn read(
        deployment: Option<&Deployment>,
        secret: &dyn Fn(&str) -> Option<Secret>,
    ) -> Result<Self, Vec<String>> {
        let named = deployment.map(Deployment::key_secrets).unwrap_or_default();
        let mut problems = Vec::new();
        let mut read = |name: &str| {
            let keys = parse(name, secret);
            keys.map_err(|why| problems.extend(why)).ok()
        };
        let edge = read(OF_THE_EDGE);
        let own: Vec<_> = named
            .iter()
            .filter_map(|(siret, name)| Some((*siret, *name, read(name)?)))
            .collect();
        let of_edge = edge.iter().map(|keys| (OF_THE_EDGE, keys));
        let sets = of_edge.chain(own.iter().map(|(_, name, keys)| (*name, keys)));
        problems.extend(
            check_apart(&sets.collect::<Vec<_>>())
                .err()
                .unwrap_or_default(),
        );
        match edge {
            Some(edge) if problems.is_empty() => Ok(Self {
                edge: SigningKey::new(edge),
                by_siret: own
                    .into_iter()
                    .map(|(siret, _, keys)| (siret.to_owned(), SigningKey::new(keys)))
                    .collect(),
            }),
            _ => Err(problems),
        }
    }

    /// The edge's own keys.
    pub fn of_edge(&self) -> &SigningKey {
        &self.edge
    }

    /// The keys of a collectivité, where it has its own.
    pub fn of_siret(&self, siret: &str) -> Option<&SigningKey> {
        self.by_siret.get(siret)
    }

    /// The keys that sign for a démarche; none where its collectivité's are not there, because the
    /// edge never signs in their stead.
    pub fn of(&self, demarche: &DemarcheChecked) -> Option<&SigningKey> {
        match demarche.attestation_keys() {
            Some(_) => self.of_siret(&demarche.collectivite().siret),
            None => Some(&self.edge),
        }
    }
}

fn parse(
    name: &str,
    secret: &dyn Fn(&str) -> Option<Secret>,
) -> Result<AttestationKeys, Vec<String>> {
    let text = settings::required(secret, name)?;
    // Exposed to the parser of its own kind, whose problems hold no value.
    AttestationKeys::parse(text.expose()).map_err(|problems| settings::named(name, problems))
}
