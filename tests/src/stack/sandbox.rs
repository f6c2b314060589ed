//! The sandbox process and its commands.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::Addresses;
use super::ports::Resolved;
use super::process::Process;
use crate::client::Client;
use crate::workspace;

/// Time it may take to load its modules and make its keys on a busy machine.
const READY_LIMIT: Duration = Duration::from_secs(60);

/// A running sandbox.
pub(super) struct Sandbox {
    process: Process,
    commands: String,
}

impl Sandbox {
    pub(super) fn start(
        ports: &Resolved,
        addresses: &Addresses,
        delay_millis: Option<u32>,
        folder: &Path,
    ) -> Result<Self> {
        let dir = workspace::sandbox_dir();
        workspace::installed(dir.join("node_modules"), "the sandbox")?;
        let mut node = Command::new("node");
        node.arg("main.mjs").current_dir(&dir);
        // Months and school years begin in Paris.
        node.env("TZ", "Europe/Paris");
        node.env("SANDBOX_FC_PORT", ports.franceconnect.to_string());
        node.env("SANDBOX_SOURCES_PORT", ports.sources.to_string());
        node.env("SANDBOX_FORMS_PORT", ports.forms.to_string());
        node.env("SANDBOX_EDGE_ORIGIN", &addresses.edge_origin);
        node.env("SANDBOX_BUNDLES", workspace::bundles_dir());
        node.env(
            "SANDBOX_DELAY_MS",
            delay_millis
                .map(|delay| delay.to_string())
                .unwrap_or_default(),
        );
        let mut process = Process::start("sandbox", &node, folder)?;
        process.wait_until(READY_LIMIT, |log| {
            log.lines()
                .iter()
                .any(|line| line.contains("\"ready\":true"))
        })?;
        let commands = format!("{}/__sandbox", addresses.sources_base);
        Ok(Self { process, commands })
    }

    pub(super) fn is_running(&mut self) -> bool {
        self.process.is_running()
    }

    /// A name may end in `@` and the source it strikes: `source_502_35000@rsa`.
    pub(super) fn set_faults(&self, names: &[&str]) -> Result<()> {
        let url = format!("{}/faults", self.commands);
        let mut client = Client::new();
        let fault = |name: &&str| match name.split_once('@') {
            Some((name, source)) => json!({ "name": name, "source": source }),
            None => json!(name),
        };
        let faults: Vec<Value> = names.iter().map(fault).collect();
        let answer = match names {
            [] => client.request("DELETE", &url, &[], &[])?,
            _ => client.request(
                "PUT",
                &url,
                &JSON,
                &serde_json::to_vec(&json!({ "faults": faults }))?,
            )?,
        };
        if answer.status != 200 {
            bail!(
                "The sandbox refuses the faults {names:?}: {}",
                answer.text()
            );
        }
        Ok(())
    }

    pub(super) fn take_calls(&self) -> Result<Value> {
        let url = format!("{}/calls", self.commands);
        let mut client = Client::new();
        let mut answer = client.get(&url)?.json()?;
        client.request("DELETE", &url, &[], &[])?;
        Ok(answer["calls"].take())
    }

    pub(super) fn last(&self) -> Result<Value> {
        let url = format!("{}/last", self.commands);
        let mut answer = Client::new().get(&url)?.json()?;
        Ok(answer["last"].take())
    }

    pub(super) fn set_delays(&self, delays_millis: &Value) -> Result<()> {
        let url = format!("{}/delays", self.commands);
        let body = serde_json::to_vec(delays_millis)?;
        let answer = Client::new().request("PUT", &url, &JSON, &body)?;
        if answer.status != 200 {
            bail!("The sandbox refuses these delays: {}", answer.text());
        }
        Ok(())
    }
}

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

/// What the sandbox's providers gave the town.
#[derive(serde::Deserialize)]
pub(super) struct Granted {
    /// Secret of each client registered with FranceConnect.
    pub franceconnect: BTreeMap<String, String>,
    /// The town's own secrets, by the names its démarche files use.
    pub ville: BTreeMap<String, String>,
}

/// Asks the sandbox for the secrets it knows.
///
/// # Errors
///
/// Node.js is missing or the sandbox has no such list.
pub(super) fn granted() -> Result<Granted> {
    let output = Command::new("node")
        .args(["main.mjs", "--secrets"])
        .current_dir(workspace::sandbox_dir())
        .output()
        .context("`node` is not installed, or not on the PATH.")?;
    serde_json::from_slice(&output.stdout).context("the sandbox does not say what it granted")
}
