//! The configuration text of workerd, from typed values.
//!
//! Format: the `workerd.capnp` schema of the pinned npm package `workerd`.

use std::fmt::Write as _;
use std::path::PathBuf;

/// A day both the pinned workerd and Cloudflare's network know.
const COMPATIBILITY_DATE: &str = "2026-04-01";

/// Addresses that are not the public network and that `allow = ["public"]` lets through:
/// benchmarking (RFC 2544) and NAT64 (RFC 6052).
const DENIED_RANGES: [&str; 2] = ["198.18.0.0/15", "64:ff9b::/96"];

/// Classes of the edge's objects, with the keys their storage is found by.
const OBJECTS: [(&str, &str); 2] = [
    ("FlowGuard", "unefois-guard-v1"),
    ("HabilitationStops", "unefois-stops-v1"),
];

/// Name of the edge's one socket.
pub const SOCKET: &str = "http";

/// One worker, the network it may reach and the storage of its guard.
pub struct Configuration {
    /// Where the edge listens: `127.0.0.1:8787`.
    pub address: String,
    /// Modules in order; the first one is the main module.
    pub modules: Vec<Module>,
    /// Names of bindings that take their value from the environment variable of the same name.
    pub secrets: Vec<String>,
    /// What outgoing requests may reach.
    pub network: Network,
    /// Where the objects keep what they know.
    pub guard: GuardStorage,
    /// Whether the edge can reach what DataPass told; an operator may forget the binding.
    pub is_stops_bound: bool,
}

/// A file of the worker.
pub struct Module {
    /// Name other modules import it by.
    pub name: String,
    /// How the runtime reads it.
    pub kind: ModuleKind,
    /// Absolute path; workerd must be started with `-I /`.
    pub path: PathBuf,
}

/// How the runtime reads a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleKind {
    /// ECMAScript module.
    EsModule,
    /// A compiled `WebAssembly.Module`.
    Wasm,
    /// A string.
    Text,
    /// An `ArrayBuffer`.
    Data,
}

impl ModuleKind {
    /// The kind a file of the built edge is, by its extension.
    pub fn of(file_name: &str) -> Option<Self> {
        match file_name.rsplit_once('.')?.1 {
            "js" => Some(Self::EsModule),
            "wasm" => Some(Self::Wasm),
            "json" | "tsv" => Some(Self::Text),
            "raw" | "br" => Some(Self::Data),
            _ => None,
        }
    }

    fn keyword(self) -> &'static str {
        match self {
            Self::EsModule => "esModule",
            Self::Wasm => "wasm",
            Self::Text => "text",
            Self::Data => "data",
        }
    }
}

/// What outgoing requests of the edge may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// The public network only, with the ranges denied that `public` forgets.
    Public,
    /// Also private addresses: the demonstration's providers are on loopback.
    PublicAndPrivate,
}

/// Where the guard keeps what it has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuardStorage {
    /// In memory: a restart forgets. For tests and the demonstration.
    InMemory,
    /// In a folder, which must exist.
    LocalDisk(PathBuf),
}

impl Configuration {
    /// The text of `edge.capnp`.
    pub fn to_text(&self) -> String {
        let mut text = String::from("using Workerd = import \"/workerd/workerd.capnp\";\n");
        self.write_config(&mut text);
        self.write_worker(&mut text);
        text
    }

    fn write_config(&self, text: &mut String) {
        text.push_str("const config :Workerd.Config = (\n  services = [\n");
        text.push_str("    (name = \"edge\", worker = .edge),\n");
        let _ = writeln!(
            text,
            "    (name = \"internet\", network = ({})),",
            self.network.clauses()
        );
        if let GuardStorage::LocalDisk(dir) = &self.guard {
            let path = quoted(&dir.display().to_string());
            let _ = writeln!(
                text,
                "    (name = \"guard-dir\", disk = (path = {path}, writable = true)),"
            );
        }
        let address = quoted(&self.address);
        let _ = writeln!(
            text,
            "  ],\n  sockets = [(name = \"{SOCKET}\", address = {address}, service = \"edge\", http = ())],"
        );
        text.push_str("  logging = (structuredLogging = true),\n);\n");
    }

    fn write_worker(&self, text: &mut String) {
        text.push_str("const edge :Workerd.Worker = (\n  modules = [\n");
        for module in &self.modules {
            let name = quoted(&module.name);
            let path = quoted(&module.path.display().to_string());
            let _ = writeln!(
                text,
                "    (name = {name}, {} = embed {path}),",
                module.kind.keyword()
            );
        }
        let _ = writeln!(
            text,
            "  ],\n  compatibilityDate = \"{COMPATIBILITY_DATE}\",\n  globalOutbound = \"internet\",\n  bindings = ["
        );
        for name in &self.secrets {
            let name = quoted(name);
            let _ = writeln!(text, "    (name = {name}, fromEnvironment = {name}),");
        }
        text.push_str("    (name = \"GUARD\", durableObjectNamespace = \"FlowGuard\"),\n");
        if self.is_stops_bound {
            text.push_str(
                "    (name = \"STOPS\", durableObjectNamespace = \"HabilitationStops\"),\n",
            );
        }
        text.push_str("  ],\n  durableObjectNamespaces = [\n");
        for (class, key) in OBJECTS {
            let _ = writeln!(
                text,
                "    (className = \"{class}\", uniqueKey = \"{key}\"),"
            );
        }
        text.push_str("  ],\n");
        let storage = match self.guard {
            GuardStorage::InMemory => "inMemory = void",
            GuardStorage::LocalDisk(_) => "localDisk = \"guard-dir\"",
        };
        let _ = writeln!(text, "  durableObjectStorage = ({storage}),\n);");
    }
}

impl Network {
    fn clauses(self) -> String {
        let reach = match self {
            Self::Public => {
                let denied = DENIED_RANGES.map(quoted).join(", ");
                format!("allow = [\"public\"], deny = [{denied}]")
            }
            Self::PublicAndPrivate => String::from("allow = [\"public\", \"private\"]"),
        };
        // Without `tlsOptions` an explicit network cannot speak HTTPS at all.
        format!("{reach}, tlsOptions = (trustBrowserCas = true, minVersion = tls1Dot2)")
    }
}

/// A Cap'n Proto string literal.
fn quoted(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            literal.push('\\');
        }
        literal.push(character);
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configuration(network: Network, guard: GuardStorage) -> String {
        Configuration {
            address: String::from("127.0.0.1:8787"),
            modules: vec![Module {
                name: String::from("edge.js"),
                kind: ModuleKind::EsModule,
                path: PathBuf::from("/l'été \"a\\b\"/edge.js"),
            }],
            secrets: vec![String::from("SEALING_KEYS")],
            network,
            guard,
            is_stops_bound: true,
        }
        .to_text()
    }

    #[test]
    fn path_with_quotes_is_escaped() {
        let text = configuration(Network::Public, GuardStorage::InMemory);
        assert!(
            text.contains(r#"embed "/l'été \"a\\b\"/edge.js""#),
            "{text}"
        );
    }

    #[test]
    fn public_network_denies_private_and_forgotten_ranges() {
        let text = configuration(Network::Public, GuardStorage::InMemory);
        assert!(
            text.contains(r#"deny = ["198.18.0.0/15", "64:ff9b::/96"]"#),
            "{text}"
        );
        assert!(!text.contains(r#""private""#), "{text}");
    }

    #[test]
    fn guard_on_disk_declares_its_folder() {
        let text = configuration(
            Network::Public,
            GuardStorage::LocalDisk(PathBuf::from("/srv/guard")),
        );
        assert!(
            text.contains(r#"disk = (path = "/srv/guard", writable = true)"#),
            "{text}"
        );
        assert!(text.contains(r#"localDisk = "guard-dir""#), "{text}");
    }

    #[test]
    fn module_kind_follows_the_extension() {
        assert_eq!(ModuleKind::of("deployment.json"), Some(ModuleKind::Text));
        assert_eq!(ModuleKind::of("cog/69.tsv"), Some(ModuleKind::Text));
        assert_eq!(ModuleKind::of("assets/a-1.js.br"), Some(ModuleKind::Data));
        assert_eq!(ModuleKind::of("edge.capnp"), None);
    }
}
