use std::time::Duration;

use ureq::Agent;
use ureq::http::{StatusCode, Uri};

const TIMEOUT: Duration = Duration::from_secs(5);

const MAX_BYTES: u64 = 64 * 1024;

/// Reads the key set at `uri`, which is configured and never found in an attestation.
///
/// Nothing on a network without encryption, where the keys could be anybody's, and nothing through
/// a redirection, by which another server would say which keys are right.
pub fn fetch(uri: &str) -> Option<Vec<u8>> {
    let uri: Uri = uri.parse().ok()?;
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .max_redirects(0)
        .https_only(!is_this_machine(&uri))
        .build()
        .into();
    let mut response = agent.get(uri).call().ok()?;
    if response.status() != StatusCode::OK {
        return None;
    }
    let body = response.body_mut().with_config().limit(MAX_BYTES);
    body.read_to_vec().ok()
}

fn is_this_machine(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    host.ends_with(".localhost") || ["localhost", "127.0.0.1", "[::1]"].contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_clear_come_from_this_machine_alone() {
        let is_here = |uri: &str| is_this_machine(&uri.parse().unwrap());
        assert!(is_here("http://127.0.0.1:8787/.well-known/jwks.json"));
        assert!(is_here("http://unefois.localhost:8787/"));
        assert!(!is_here("http://unefois.valbourg.example/"));
        assert!(!is_here("http://127.0.0.1.valbourg.example/"));
        assert!(!is_here("http://127.0.0.1@valbourg.example/"));
    }

    #[test]
    fn withholds_keys_that_would_come_in_clear() {
        assert_eq!(fetch("http://unefois.valbourg.example/jwks.json"), None);
        assert_eq!(fetch("not an address"), None);
    }
}
