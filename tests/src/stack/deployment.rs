//! The built deployment, moved to the ports of one stack.

use std::fs;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::ports::{DEMO, Resolved};
use crate::workspace::EdgeBuild;

/// Origin of the edge in the examples' démarche files and in the documentation.
pub const DEMO_EDGE_ORIGIN: &str = "http://unefois.localhost:8787";

/// Reads the deployment of a build and moves every address in it.
///
/// # Errors
///
/// The edge is not built.
pub(super) fn relocated(edge: EdgeBuild, ports: &Resolved) -> Result<Value> {
    let path = edge.dir().join("deployment.json");
    let text =
        fs::read_to_string(&path).context("The edge is not built: run `cargo xtask build`.")?;
    let mut deployment =
        serde_json::from_str(&text).with_context(|| format!("{} is damaged", path.display()))?;
    relocate(&mut deployment, ports);
    Ok(deployment)
}

fn relocate(value: &mut Value, ports: &Resolved) {
    match value {
        Value::String(text) => *text = relocate_text(text, ports),
        Value::Array(items) => items.iter_mut().for_each(|item| relocate(item, ports)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| relocate(member, ports)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn relocate_text(text: &str, ports: &Resolved) -> String {
    // Through marks, because a free port may be one of the demonstration's others.
    let moves = [
        (DEMO.edge, ports.edge),
        (DEMO.forms, ports.forms),
        (DEMO.franceconnect, ports.franceconnect),
        (DEMO.sources, ports.sources),
        (DEMO.back_office, ports.back_office),
    ];
    let is_local = text.contains("localhost:") || text.contains("127.0.0.1:");
    if !is_local {
        return text.to_owned();
    }
    let marked = moves.iter().fold(text.to_owned(), |text, (from, _)| {
        text.replace(&format!("localhost:{from}"), &format!("localhost:<{from}>"))
            .replace(&format!("127.0.0.1:{from}"), &format!("127.0.0.1:<{from}>"))
    });
    moves.iter().fold(marked, |text, (from, to)| {
        text.replace(&format!("<{from}>"), &to.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTS: Resolved = Resolved {
        edge: 8791,
        forms: 40002,
        franceconnect: 8787,
        sources: 40004,
        back_office: 40005,
    };

    fn check(text: &str, expected: &str) {
        assert_eq!(relocate_text(text, &PORTS), expected);
    }

    #[test]
    fn addresses_move_even_when_ports_are_exchanged() {
        check(
            "http://unefois.localhost:8787/v1",
            "http://unefois.localhost:8791/v1",
        );
        check(
            "http://127.0.0.1:8791/api/v2",
            "http://127.0.0.1:8787/api/v2",
        );
        check(
            "http://ville.localhost:8790/cantine/",
            "http://ville.localhost:40002/cantine/",
        );
    }

    #[test]
    fn other_texts_are_left_alone() {
        check("8787 repas", "8787 repas");
        check("https://ville.example:8790/", "https://ville.example:8790/");
    }
}
