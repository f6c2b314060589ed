//! Ports of one stack. The edge and the sandbox must know each other's before either starts.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Result, anyhow};

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
        let wanted = match self {
            Self::Demo => [
                DEMO.edge,
                DEMO.forms,
                DEMO.franceconnect,
                DEMO.sources,
                DEMO.back_office,
            ],
            Self::Free => [0; 5],
        };
        // All are held at once, so that different ones come out.
        let [edge, forms, franceconnect, sources, back_office] = wanted.map(bind);
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
    fn free_ports_differ() {
        let ports = Ports::Free.resolve().unwrap();
        let mut all = vec![
            ports.edge,
            ports.forms,
            ports.franceconnect,
            ports.sources,
            ports.back_office,
        ];
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 5);
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
