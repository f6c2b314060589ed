//! The running product: the sandbox and the built edge on workerd.

mod deployment;
mod edge;
mod ports;
mod process;
mod sandbox;
mod secrets;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Serialize;
use serde_json::Value;

pub use deployment::DEMO_EDGE_ORIGIN;
pub use ports::{Ports, bind_free};
pub use process::Log;
pub use secrets::attestation_keys;

use self::edge::Edge;
use self::sandbox::Sandbox;
use crate::capnp::GuardStorage;
use crate::workspace::{self, EdgeBuild};

/// What may differ from one stack to another.
pub struct Options {
    /// Ports to listen on.
    pub ports: Ports,
    /// Which edge to run.
    pub edge: EdgeBuild,
    /// Time each source takes to answer; realistic and random when absent.
    pub delay_millis: Option<u32>,
    /// Where the objects of the edge keep what they know.
    pub guard: GuardStorage,
    /// Whether the edge is bound to the object of the stops; without it, it runs and is never ready.
    pub is_stops_bound: bool,
    /// Changes made to the deployment after its addresses were set.
    pub amend: Option<fn(&mut Value)>,
    /// Environment of the edge: set, or left unset when `None`, instead of what the stack gives.
    pub environment: BTreeMap<String, Option<String>>,
}

impl Options {
    /// For tests: free ports, sources that answer at once.
    pub fn for_tests() -> Self {
        Self {
            ports: Ports::Free,
            edge: EdgeBuild::Shipped,
            delay_millis: Some(0),
            guard: GuardStorage::InMemory,
            is_stops_bound: true,
            amend: None,
            environment: BTreeMap::new(),
        }
    }

    /// For the demonstration: the ports of the documentation, sources with real delays.
    pub fn for_demo() -> Self {
        Self {
            ports: Ports::Demo,
            delay_millis: None,
            ..Self::for_tests()
        }
    }
}

/// Everything running, until it is dropped.
pub struct Stack {
    addresses: Addresses,
    folder: PathBuf,
    edge: Edge,
    sandbox: Sandbox,
}

/// Where each part answers. Names under `.localhost` resolve in browsers only; a `…_base` is the
/// same server for everything else.
#[derive(Clone, Debug, Serialize)]
pub struct Addresses {
    /// Origin of the edge: `http://unefois.localhost:8787`.
    pub edge_origin: String,
    /// The edge without a name: `http://127.0.0.1:8787`.
    pub edge_base: String,
    /// Origin of the town's forms: `http://ville.localhost:8790`.
    pub forms_origin: String,
    /// The town's forms without a name.
    pub forms_base: String,
    /// FranceConnect's issuer: `http://franceconnect.localhost:8791/api/v2`.
    pub fc_issuer: String,
    /// FranceConnect's back channel: `http://127.0.0.1:8791/api/v2`.
    pub fc_base: String,
    /// The data sources, and the sandbox's commands below `/__sandbox/`.
    pub sources_base: String,
    /// Where a back-office of the town serves a form: `http://guichet.localhost:8793`. Nothing listens there
    /// until somebody starts one.
    pub back_office_origin: String,
    /// The same, without a name.
    pub back_office_base: String,
}

impl Stack {
    /// Starts everything and waits until the edge is ready.
    ///
    /// # Errors
    ///
    /// A port is taken, something is not built or installed, or the edge refuses its configuration:
    /// the error then holds every problem it gave.
    pub fn start(options: Options) -> Result<Self> {
        let ports = options.ports.resolve()?;
        let addresses = ports.addresses();
        let folder = new_folder()?;
        let sandbox = Sandbox::start(&ports, &addresses, options.delay_millis, &folder)?;
        let edge = Edge::start(&ports, options, &folder)?;
        Ok(Self {
            addresses,
            folder,
            edge,
            sandbox,
        })
    }

    /// Where each part answers.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// What the edge has written, one JSON object a line.
    pub fn edge_log(&self) -> &Log {
        self.edge.log()
    }

    /// Folder of this stack's configuration and logs; kept after the stack has stopped.
    pub fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// Kills the edge without warning and starts it again: same port, same secrets, empty memory.
    ///
    /// # Errors
    ///
    /// It does not come back.
    pub fn restart_edge(&mut self) -> Result<()> {
        self.edge.restart()
    }

    /// Binds the edge to the object of the stops, or no longer, from its next start on.
    ///
    /// # Errors
    ///
    /// Its configuration cannot be written.
    pub fn bind_stops(&mut self, is_bound: bool) -> Result<()> {
        self.edge.bind_stops(is_bound)
    }

    /// Switches faults of the sandbox on, and all others off. `name@source` strikes one source only.
    ///
    /// # Errors
    ///
    /// The sandbox does not know one of them.
    pub fn set_faults(&self, names: &[&str]) -> Result<()> {
        self.sandbox.set_faults(names)
    }

    /// How many requests each endpoint of the sandbox has received since the last call.
    ///
    /// # Errors
    ///
    /// The sandbox has stopped.
    pub fn take_calls(&self) -> Result<Value> {
        self.sandbox.take_calls()
    }

    /// The last request each source received: its query and the headers that matter.
    ///
    /// # Errors
    ///
    /// The sandbox has stopped.
    pub fn last_requests(&self) -> Result<Value> {
        self.sandbox.last()
    }

    /// Sets the time some sources take to answer, by id, in milliseconds.
    ///
    /// # Errors
    ///
    /// The sandbox does not know one of them.
    pub fn set_source_delays(&self, delays_millis: &Value) -> Result<()> {
        self.sandbox.set_delays(delays_millis)
    }

    /// Whether both processes still run.
    pub fn is_running(&mut self) -> bool {
        self.edge.is_running() && self.sandbox.is_running()
    }
}

/// How long the logs of a run are kept.
const KEEP: Duration = Duration::from_hours(24);

/// A folder for one run. Those of yesterday are removed.
fn new_folder() -> Result<PathBuf> {
    static STARTED: AtomicU32 = AtomicU32::new(0);
    let runs = workspace::output_dir().join("run");
    remove_old(&runs);
    let number = STARTED.fetch_add(1, Ordering::Relaxed);
    let folder = runs.join(format!("{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    Ok(folder)
}

/// Removes what it can: another stack may be doing the same.
fn remove_old(runs: &Path) {
    for run in fs::read_dir(runs).into_iter().flatten().flatten() {
        let modified = run.metadata().and_then(|metadata| metadata.modified());
        if modified.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > KEEP)) {
            let _ = fs::remove_dir_all(run.path());
        }
    }
}
