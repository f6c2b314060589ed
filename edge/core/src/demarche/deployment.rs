//! The deployment: everything an edge serves, as the JSON it embeds.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Date;

use super::address;
use super::checked::{self, DemarcheChecked};
use super::collectivites;
use super::problem::{ConfigProblem, Problems};
use super::written::DemarcheWritten;
use crate::datapass::canonical;
use crate::secret::Secret;
use crate::sources::rights::Watched;

/// Name under which the deployment's own problems are reported.
const FILE: &str = "deployment.json";

/// A deployment as the build writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeploymentWritten {
    /// Origin of the edge, as browsers see it: `https://unefois.valbourg.example`.
    pub origin: String,
    /// Development only: allows http towards this machine.
    #[serde(default)]
    pub autoriser_http_local: bool,
    /// Démarches served.
    pub demarches: Vec<DemarcheWritten>,
}

/// A deployment whose every rule holds; made by [`check_deployment`] only.
#[derive(Clone, Debug)]
pub struct Deployment {
    origin: String,
    demarches: Vec<DemarcheChecked>,
}

impl Deployment {
    /// Origin of the edge, without final slash.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Démarches served, in the order of the file.
    pub fn demarches(&self) -> &[DemarcheChecked] {
        &self.demarches
    }

    /// Finds a démarche by its id, byte for byte.
    pub fn demarche(&self, id: &str) -> Option<&DemarcheChecked> {
        self.demarches.iter().find(|demarche| demarche.id() == id)
    }

    /// Finds a démarche by its id for a page of `origin`: one that does not register it is as unknown
    /// as one that is not served.
    pub fn demarche_for(&self, id: &str, origin: &str) -> Option<&DemarcheChecked> {
        let found = self.demarche(id);
        found.filter(|demarche| demarche.origins().contains(&origin))
    }

    /// Issuer of the attestations of a démarche: the collectivité where it signs with its own keys,
    /// otherwise the edge.
    pub fn issuer(&self, demarche: &DemarcheChecked) -> String {
        demarche.issuer(&self.origin)
    }

    /// Name of the secret that holds the attestation keys, by SIRET, of each collectivité that has its own.
    pub fn key_secrets(&self) -> BTreeMap<&str, &str> {
        let demarches = self.demarches.iter();
        let named = demarches.filter_map(|demarche| {
            let siret = demarche.collectivite().siret.as_str();
            Some((siret, demarche.attestation_keys()?))
        });
        named.collect()
    }

    /// Checks that no two collectivités hold the same secret under two names. `secret` reads one.
    ///
    /// # Errors
    ///
    /// Every secret that is shared, without its value.
    pub fn check_secrets(
        &self,
        secret: &dyn Fn(&str) -> Option<Secret>,
    ) -> Result<(), Vec<ConfigProblem>> {
        let mut problems = Problems::new(FILE);
        collectivites::check_values(&self.demarches, secret, &mut problems);
        match problems.is_empty() {
            true => Ok(()),
            false => Err(problems.into_sorted()),
        }
    }

    /// The tokens of collectivités in use, each with the démarches that ask with it and the scopes
    /// they state on the day `today`.
    pub fn watched_tokens(&self, today: Date) -> Vec<Watched> {
        let mut tokens: Vec<Watched> = Vec::new();
        for demarche in &self.demarches {
            let Some(api) = demarche.api_particulier() else {
                continue;
            };
            let Some(secret) = &api.jeton else {
                continue;
            };
            let file = (demarche.id().to_owned(), demarche.scopes_of_token(today));
            let same =
                |watched: &&mut Watched| watched.secret == *secret && watched.base == api.adresse;
            match tokens.iter_mut().find(same) {
                Some(watched) => watched.files.push(file),
                None => tokens.push(Watched {
                    secret: secret.clone(),
                    base: api.adresse.clone(),
                    files: vec![file],
                }),
            }
        }
        tokens
    }

    /// Numbers of the habilitations that its démarches name, without repetition.
    pub fn habilitations(&self) -> BTreeSet<&str> {
        let demarches = self.demarches.iter();
        demarches.flat_map(DemarcheChecked::habilitations).collect()
    }

    /// Démarches that name a habilitation, however either writes its number: `H456` or `456`.
    pub fn demarches_under(&self, numero: &str) -> Vec<&str> {
        let is_it = |other| canonical(other) == canonical(numero);
        let demarches = self.demarches.iter();
        demarches
            .filter(|demarche| demarche.habilitations().any(is_it))
            .map(DemarcheChecked::id)
            .collect()
    }

    /// Whether a page of `origin` may read the description of a démarche or redeem.
    pub fn has_origin(&self, origin: &str) -> bool {
        self.demarches
            .iter()
            .any(|demarche| demarche.origins().contains(&origin))
    }
}

/// Checks the deployment embedded in the edge. `secret_exists` tells whether the platform holds a
/// secret of that name.
///
/// # Errors
///
/// Every broken rule of the deployment and of its démarches: the edge must not start on one.
pub fn check_deployment(
    json: &str,
    today: impl Into<Option<Date>>,
    secret_exists: &dyn Fn(&str) -> bool,
) -> Result<Deployment, Vec<ConfigProblem>> {
    let written = parse(json)?;
    let mut problems = own_problems(&written, secret_exists);
    let today = today.into();
    let mut demarches = Vec::new();
    for demarche in written.demarches {
        let file = format!("demarches/{}", demarche.id);
        match checked::check(demarche, &file, today) {
            Ok(checked) => demarches.push(checked),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        return Ok(Deployment {
            origin: written.origin,
            demarches,
        });
    }
    problems.sort();
    Err(problems)
}

fn parse(json: &str) -> Result<DeploymentWritten, Vec<ConfigProblem>> {
    let mut reader = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let mut problems = Problems::new(FILE);
        let path = error.path().to_string();
        let expected = "les clés et les types du déploiement";
        problems.push(path, "structure", expected, error.into_inner().to_string());
        problems.into_sorted()
    })
}

fn own_problems(
    written: &DeploymentWritten,
    secret_exists: &dyn Fn(&str) -> bool,
) -> Vec<ConfigProblem> {
    let mut problems = Problems::new(FILE);
    if let Err(expected) = address::check_origin(&written.origin, written.autoriser_http_local) {
        problems.push("origin", "adresse", expected, &written.origin);
    }
    if written.demarches.is_empty() {
        problems.push("demarches", "longueur", "au moins une démarche", "");
    }
    collectivites::check(&written.demarches, &mut problems);
    let mut ids = BTreeSet::new();
    for (index, demarche) in written.demarches.iter().enumerate() {
        let path = format!("demarches[{index}]");
        if !ids.insert(demarche.id.as_str()) {
            let expected = "un identifiant par démarche";
            problems.push(format!("{path}.id"), "doublon", expected, &demarche.id);
        }
        if demarche.autoriser_http_local && !written.autoriser_http_local {
            let expected = "faux : le déploiement n’autorise pas http";
            problems.push(
                format!("{path}.autoriser_http_local"),
                "http_local",
                expected,
                "vrai",
            );
        }
        for (end, name) in checked::secrets(demarche) {
            if !secret_exists(name) {
                let expected = "un secret de ce nom sur la plateforme";
                problems.push(format!("{path}.{end}"), "secret_absent", expected, "");
            }
        }
    }
    problems.into_sorted()
}
