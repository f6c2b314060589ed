//! Ports of one stack. The edge and the sandbox must know each other's before either starts.

use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context as _, Result, anyhow};

use super::Addresses;

/// Which ports a stack uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ports {
    /// Those of the documentation: 8787 and 8790 to 8793.
    Demo,
    /// Any that are free, so that several stacks run side by side.
    Free,
}

/// Ports found free a moment ago.
pub(super) struct Resolved {
    pub(super) edge: u16,
    pub(super) forms: u16,
    pub(super) franceconnect: u16,
    pub(super) sources: u16,
    /// Kept for a back-office, which whoever needs one starts.
    pub(super) back_office: u16,
}

/// Ports of the documentation, also those written in the examples' démarche files.
pub(super) const DEMO: Resolved = Resolved {
    edge: 8787,
    forms: 8790,
    franceconnect: 8791,
    sources: 8792,
    back_office: 8793,
};

/// Where free ports are looked for: below those that systems give to outgoing connections, one of which may take a port
/// between the moment it is found free and the moment a server asks for it.
const FREE: Range<u16> = 10_240..32_768;

/// How many of [`FREE`] this process has tried.
static TRIED: AtomicU32 = AtomicU32::new(0);

impl Ports {
    /// Says early what `Stack::start` would say late.
    ///
    /// # Errors
    ///
    /// A port of the documentation is taken.
    pub fn check_free(self) -> Result<()> {
        self.resolve().map(drop)
    }

    /// # Errors
    ///
    /// A port of the documentation is taken.
    pub(super) fn resolve(self) -> Result<Resolved> {
        let demo = [
            DEMO.edge,
            DEMO.forms,
            DEMO.franceconnect,
            DEMO.sources,
            DEMO.back_office,
        ];
        // All are held at once, so that different ones come out.
        let [edge, forms, franceconnect, sources, back_office] = demo.map(|port| match self {
            Self::Demo => bind(port),
            Self::Free => bind_free(),
        });
        let held = [edge?, forms?, franceconnect?, sources?, back_office?];
        let [edge, forms, franceconnect, sources, back_office] = held
            .each_ref()
            .map(|held| held.local_addr().map(|address| address.port()));
        Ok(Resolved {
            edge: edge?,
            forms: forms?,
            franceconnect: franceconnect?,
            sources: sources?,
            back_office: back_office?,
        })
    }
}

fn bind(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|_| {
        anyhow!("Port {port} is taken: stop the program that uses it (`ss -ltnp` names it), then run this again.")
    })
}

/// A listener of a test's own, on a port nothing else of this process is given. Two processes begin far apart, and one
/// never tries the same port twice before all the others.
///
/// # Errors
///
/// Every port is taken.
pub fn bind_free() -> Result<TcpListener> {
    let count = u32::from(FREE.end - FREE.start);
    FREE.map(|_| {
        process::id()
            .wrapping_mul(997)
            .wrapping_add(TRIED.fetch_add(1, Ordering::Relaxed))
    })
    .map(|drawn| FREE.start + (drawn % count) as u16)
    .find_map(|port| bind(port).ok())
    .context("No port is free between 10240 and 32767: stop programs that use them.")
}

impl Resolved {
    pub(super) fn addresses(&self) -> Addresses {
        Addresses {
            edge_origin: format!("http://unefois.localhost:{}", self.edge),
            edge_base: format!("http://127.0.0.1:{}", self.edge),
            forms_origin: format!("http://ville.localhost:{}", self.forms),
            forms_base: format!("http://127.0.0.1:{}", self.forms),
            fc_issuer: format!(
                "http://franceconnect.localhost:{}/api/v2",
                self.franceconnect
            ),
            fc_base: format!("http://127.0.0.1:{}/api/v2", self.franceconnect),
            sources_base: format!("http://127.0.0.1:{}", self.sources),
            back_office_origin: format!("http://guichet.localhost:{}", self.back_office),
            back_office_base: format!("http://127.0.0.1:{}", self.back_office),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_ports_are_given_once_and_to_no_outgoing_connection() {
        let mut all = Vec::new();
        for ports in [Ports::Free.resolve(), Ports::Free.resolve()].map(Result::unwrap) {
            all.extend([
                ports.edge,
                ports.forms,
                ports.franceconnect,
                ports.sources,
                ports.back_office,
            ]);
        }
        assert!(all.iter().all(|port| FREE.contains(port)), "{all:?}");
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 10);
    }

    #[test]
    fn rejects_port_in_use_with_its_number() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = bind(port).unwrap_err();
        assert!(
            error.to_string().contains(&format!("Port {port} is taken")),
            "{error}"
        );
    }
}
