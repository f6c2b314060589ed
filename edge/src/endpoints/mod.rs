//! One file an endpoint: reads the request, calls the core, lets an adapter act, answers.

pub mod callback;
mod cookie;
pub mod cors;
pub mod datapass;
pub mod description;
pub mod endings;
pub mod files;
pub mod health;
pub mod information;
pub mod inputs;
pub mod jwks;
pub mod logout;
mod problem;
pub mod redeem;
pub mod release;
mod release_page;
pub mod rights;
pub mod start;
mod trace;
mod upstream;
pub mod verify;

use std::rc::Rc;

use unefois_core::demarche::{DemarcheChecked, ScopesInForce};
use unefois_core::error::Refusal;
use unefois_core::oidc::Provider;
use unefois_core::paris;
use unefois_core::sealing::SealFault;
use worker::{Context, Env};

use crate::adapters::clock;
use crate::adapters::guard::GuardFault;
use crate::adapters::random::RandomFault;
use crate::adapters::settings::Settings;
use crate::adapters::stops::{self, StopsFault};
use crate::incoming::Incoming;

/// A request with the settings it is judged by.
pub struct Visit {
    /// The request, body aside.
    pub incoming: Incoming,
    /// The deployment and its secrets.
    pub settings: Rc<Settings>,
    /// Bindings of the platform.
    pub env: Env,
    /// What may go on once the person is answered.
    pub context: Rc<Context>,
}

impl Visit {
    /// The FranceConnect client of a démarche.
    ///
    /// # Errors
    /// [`Fault`] when its secret is no longer there.
    pub fn provider(&self, demarche: &DemarcheChecked) -> Result<Provider, Fault> {
        let secret = self
            .settings
            .secret(&demarche.franceconnect().client_secret);
        let secret = secret.ok_or(Fault {
            code: "client_secret_missing",
        })?;
        Ok(demarche.provider(self.settings.deployment.origin(), secret))
    }

    /// Scopes a démarche may ask and release now.
    ///
    /// # Errors
    /// When what DataPass told cannot be read: nothing is then in force.
    pub async fn in_force(&self, demarche: &DemarcheChecked) -> Result<ScopesInForce, Fault> {
        let standings = stops::current(&self.env, &self.settings).await?;
        let today = paris::today(clock::now_secs());
        Ok(demarche.scopes_in_force(today, &standings))
    }
}

/// Something of ours failed: the person reads a number to report, the operator reads the code.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Stable code.
    pub code: &'static str,
}

impl From<RandomFault> for Fault {
    fn from(_: RandomFault) -> Self {
        Self {
            code: "random_unavailable",
        }
    }
}

impl From<SealFault> for Fault {
    fn from(_: SealFault) -> Self {
        Self {
            code: "seal_failed",
        }
    }
}

impl From<GuardFault> for Fault {
    fn from(_: GuardFault) -> Self {
        Self {
            code: "guard_unavailable",
        }
    }
}

impl From<StopsFault> for Fault {
    fn from(_: StopsFault) -> Self {
        Self {
            code: "stops_unavailable",
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::alerting(fault.code, 500)
    }
}

/// The host of an origin, as a person reads it in an address bar.
fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}
