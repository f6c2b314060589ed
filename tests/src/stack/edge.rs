//! The edge on workerd.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::Options;
use super::deployment;
use super::ports::Resolved;
use super::process::{Log, Process};
use super::secrets;
use crate::capnp::{Configuration, Module, ModuleKind, Network};
use crate::client::Client;
use crate::workspace::{self, EdgeBuild};

/// Time workerd may take to compile the wasm on a busy machine.
const READY_LIMIT: Duration = Duration::from_secs(30);

/// Main module: workerd runs the first of its list.
const MAIN_MODULE: &str = "edge.js";

/// The one module that is the stack's own.
const DEPLOYMENT: &str = "deployment.json";

/// A running edge, with what it takes to start it again.
pub(super) struct Edge {
    process: Process,
    environment: BTreeMap<String, String>,
    configuration: Configuration,
    file: PathBuf,
    folder: PathBuf,
    readyz: String,
}

impl Edge {
    pub(super) fn start(ports: &Resolved, options: Options, folder: &Path) -> Result<Self> {
        let mut deployment = deployment::relocated(options.edge, ports)?;
        let mut environment = secrets::fresh(&deployment)?;
        if let Some(amend) = options.amend {
            amend(&mut deployment);
        }
        let path = folder.join(DEPLOYMENT);
        fs::write(&path, serde_json::to_string_pretty(&deployment)?)?;
        // One that is left unset has its binding all the same, as on a platform where it was forgotten.
        let mut secrets: BTreeSet<String> = environment.keys().cloned().collect();
        secrets.extend(options.environment.keys().cloned());
        let configuration = Configuration {
            address: format!("127.0.0.1:{}", ports.edge),
            modules: modules(options.edge, &path)?,
            secrets: secrets.into_iter().collect(),
            network: Network::PublicAndPrivate,
            guard: options.guard,
            is_stops_bound: options.is_stops_bound,
        };
        let file = folder.join("edge.capnp");
        fs::write(&file, configuration.to_text())?;
        for (name, value) in options.environment {
            match value {
                Some(value) => environment.insert(name, value),
                None => environment.remove(&name),
            };
        }
        let readyz = format!("http://127.0.0.1:{}/readyz", ports.edge);
        let mut process = Process::start("edge", &workerd(&file, &environment)?, folder)?;
        wait_until_ready(&mut process, &readyz, &configuration)?;
        Ok(Self {
            process,
            environment,
            configuration,
            file,
            folder: folder.to_path_buf(),
            readyz,
        })
    }

    pub(super) fn log(&self) -> &Log {
        self.process.log()
    }

    pub(super) fn is_running(&mut self) -> bool {
        self.process.is_running()
    }

    pub(super) fn bind_stops(&mut self, is_bound: bool) -> Result<()> {
        self.configuration.is_stops_bound = is_bound;
        Ok(fs::write(&self.file, self.configuration.to_text())?)
    }

    pub(super) fn restart(&mut self) -> Result<()> {
        self.process.kill();
        let command = workerd(&self.file, &self.environment)?;
        let log = self.process.log().clone();
        self.process = Process::start_with_log("edge", &command, &self.folder, log)?;
        wait_until_ready(&mut self.process, &self.readyz, &self.configuration)
    }
}

fn wait_until_ready(
    process: &mut Process,
    readyz: &str,
    configuration: &Configuration,
) -> Result<()> {
    // Without the binding it runs and says that it is not ready.
    let statuses: &[u16] = match configuration.is_stops_bound {
        true => &[200],
        false => &[200, 503],
    };
    let mut client = Client::new();
    process.wait_until(READY_LIMIT, |_| {
        client
            .get(readyz)
            .is_ok_and(|answer| statuses.contains(&answer.status))
    })
}

fn workerd(configuration: &Path, environment: &BTreeMap<String, String>) -> Result<Command> {
    let mut command = Command::new(workspace::workerd()?);
    // Without `-I /` an absolute path cannot be embedded.
    command
        .args(["serve", "-I", "/"])
        .arg(configuration)
        .env_clear()
        .envs(environment);
    Ok(command)
}

/// Every module of a build, the main one first, with the deployment of this stack.
fn modules(edge: EdgeBuild, deployment: &Path) -> Result<Vec<Module>> {
    let dir = edge.dir();
    let mut modules = Vec::new();
    for folder in ["", "assets/", "cog/"] {
        let entries = fs::read_dir(dir.join(folder))
            .context("The edge is not built: run `cargo xtask build`.")?;
        for entry in entries {
            let name = format!("{folder}{}", entry?.file_name().to_string_lossy());
            if let Some(kind) = ModuleKind::of(&name) {
                let path = if name == DEPLOYMENT {
                    deployment.to_path_buf()
                } else {
                    dir.join(&name)
                };
                modules.push(Module { name, kind, path });
            }
        }
    }
    modules.sort_by_key(|module| (module.name != MAIN_MODULE, module.name.clone()));
    Ok(modules)
}
