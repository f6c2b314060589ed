//! The deployment and its secrets, read once and checked whole: one fault refuses everything.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Reflect;
use unefois_core::datapass::WebhookSecrets;
use unefois_core::demarche::{Deployment, check_deployment};
use unefois_core::paris;
use unefois_core::sealing::KeyRing;
use unefois_core::secret::Secret;
use wasm_bindgen::JsValue;

use crate::adapters::signers::Signers;
use crate::adapters::{assets, clock};

const SEALING_KEYS: &str = "SEALING_KEYS";
const DATAPASS_SECRET: &str = "DATAPASS_SECRET";

/// Everything the edge needs to know before it serves anybody.
pub struct Settings {
    /// The démarches, proven.
    pub deployment: Deployment,
    /// Keys that seal transactions.
    pub sealing: KeyRing,
    /// Keys that sign attestations.
    pub signers: Signers,
    /// Secrets of the DataPass webhooks; there is no such address without them.
    pub datapass: Option<WebhookSecrets>,
    environment: JsValue,
}

thread_local! {
    static SETTINGS: RefCell<Option<Rc<Settings>>> = const { RefCell::new(None) };
}

impl Settings {
    /// Reads and checks everything; the result is kept for the life of the process.
    ///
    /// # Errors
    /// Every problem found, one sentence each, none of which holds a secret.
    pub fn load(environment: &JsValue) -> Result<Rc<Self>, Vec<String>> {
        if let Some(settings) = SETTINGS.with_borrow(Option::clone) {
            return Ok(settings);
        }
        let text = assets::deployment_text().ok_or_else(|| {
            vec!["deployment: nothing is registered; build the edge again".to_owned()]
        })?;
        let settings = Rc::new(Self::check(&text, environment)?);
        SETTINGS.set(Some(Rc::clone(&settings)));
        Ok(settings)
    }

    /// Checks a deployment against the environment it would run in.
    ///
    /// # Errors
    /// Every problem found.
    pub fn check(deployment: &str, environment: &JsValue) -> Result<Self, Vec<String>> {
        let secret = |name: &str| read_secret(environment, name);
        let has_secret = |name: &str| secret(name).is_some();
        // While the process starts the clock stands at zero: dates are judged at the first request.
        let today = Some(clock::now_secs())
            .filter(|now| *now > 0)
            .map(paris::today);
        let deployment = check_deployment(deployment, today, &has_secret)
            .and_then(|checked| checked.check_secrets(&secret).map(|()| checked))
            .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>());
        // Each secret is exposed to the parser of its own kind, whose problems hold no value.
        let sealing = required(&secret, SEALING_KEYS)
            .and_then(|text| KeyRing::parse(text.expose()).map_err(|why| named(SEALING_KEYS, why)));
        let signers = Signers::read(deployment.as_ref().ok(), &secret);
        let datapass = secret(DATAPASS_SECRET)
            .map(|text| WebhookSecrets::parse(text.expose()))
            .transpose()
            .map_err(|why| named(DATAPASS_SECRET, why));
        match (deployment, sealing, signers, datapass) {
            (Ok(deployment), Ok(sealing), Ok(signers), Ok(datapass)) => Ok(Self {
                deployment,
                sealing,
                signers,
                datapass,
                environment: environment.clone(),
            }),
            (deployment, sealing, signers, datapass) => {
                let mut problems = deployment.err().unwrap_or_default();
                problems.extend(sealing.err().unwrap_or_default());
                problems.extend(signers.err().unwrap_or_default());
                problems.extend(datapass.err().unwrap_or_default());
                Err(problems)
            }
        }
    }

    /// The secret called `name`, which the check at start has seen.
    pub fn secret(&self, name: &str) -> Option<Secret> {
        read_secret(&self.environment, name)
    }
}

/// The secret called `name`, or the problem of its absence.
pub(super) fn required(
    secret: &dyn Fn(&str) -> Option<Secret>,
    name: &str,
) -> Result<Secret, Vec<String>> {
    secret(name).ok_or_else(|| vec![format!("secret {name}: it is not set")])
}

/// Problems of the secret called `name`.
pub(super) fn named(name: &str, problems: Vec<String>) -> Vec<String> {
    let name = |problem| format!("secret {name}: {problem}");
    problems.into_iter().map(name).collect()
}

/// Reads a text binding. An unset one is `null`, on which the runtime's own accessor would hang, and
/// one embedded from a file ends with a newline.
fn read_secret(environment: &JsValue, name: &str) -> Option<Secret> {
    let value = Reflect::get(environment, &name.into()).ok()?.as_string()?;
    let value = value.trim();
    (!value.is_empty()).then(|| Secret::new(value))
}
