//! What is written from `widget/interface.toml`: the tables of two pages, whose prose is written by hand, and the
//! neutral preset.

use std::fs;

use super::markdown::{Table, code, lines};
use crate::interface::{Interface, Named};
use crate::workspace;

/// Opens a table in a page: `<!-- interface: parts -->`.
const OPENS: &str = "<!-- interface: ";

/// Ends the name of the table.
const NAMED: &str = " -->\n";

/// Closes a table.
const CLOSES: &str = "<!-- /interface -->";

/// A committed page with its tables written again. A table of an unknown name says so, in place of its rows.
pub fn page(path: &str, interface: &Interface) -> String {
    let committed = fs::read_to_string(workspace::root().join(path)).unwrap_or_default();
    let mut pieces = committed.split(OPENS);
    let mut page = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(NAMED).unwrap_or((piece, ""));
        let after = rest.split_once(CLOSES).map_or("", |(_, after)| after);
        let table = table(name, interface);
        page += &format!("{OPENS}{name}{NAMED}\n{table}{CLOSES}{after}");
    }
    page
}

fn table(name: &str, interface: &Interface) -> String {
    match name {
        "attributes" => attributes(interface),
        "events" => events(interface),
        "slots" => named("slot", &interface.slot),
        "parts" => named("part", &interface.part),
        "properties" => properties(interface),
        _ => format!("No table is called `{name}`.\n\n"),
    }
}

fn attributes(interface: &Interface) -> String {
    let mut table = Table::new([
        "attribute",
        "on the script tag",
        "type",
        "default",
        "what it says",
    ]);
    for attribute in &interface.attribute {
        table.push([
            code(&attribute.name),
            code(&format!("data-{}", attribute.name)),
            code(&attribute.kind),
            code_or_dash(&attribute.default),
            attribute.description.clone(),
        ]);
    }
    table.text()
}

fn events(interface: &Interface) -> String {
    let mut table = Table::new(["event", "when", "`detail`"]);
    for event in &interface.event {
        let details = event.detail.iter();
        let details = details.map(|detail| {
            format!(
                "{}: {} {}",
                code(&detail.name),
                code(&detail.kind),
                detail.description
            )
        });
        table.push([
            code(&event.name),
            event.description.clone(),
            lines(details.collect()),
        ]);
    }
    table.text()
}

fn named(head: &str, all: &[Named]) -> String {
    let mut table = Table::new([head, "what it is"]);
    for Named { name, description } in all {
        table.push([code(name), description.clone()]);
    }
    table.text()
}

fn properties(interface: &Interface) -> String {
    let mut text = String::new();
    for group in interface
        .property
        .chunk_by(|one, next| one.group == next.group)
    {
        let mut table = Table::new(["property", "takes", "default", "what it changes"]);
        for property in group {
            table.push([
                code(&property.name),
                code(&property.syntax),
                code(&property.default),
                property.description.clone(),
            ]);
        }
        let heading = group.first().map_or("", |first| first.group.as_str());
        text += &format!("### {heading}\n\n{}", table.text());
    }
    text
}

fn code_or_dash(text: &str) -> String {
    match text {
        "" => String::from("–"),
        text => code(text),
    }
}

/// The properties as the playground's script reads them.
pub fn playground_list(interface: &Interface) -> String {
    let list = serde_json::json!(interface.property);
    format!(
        "// Written from widget/interface.toml by `cargo xtask docs`.\nexport const PROPERTIES = {list:#};\n"
    )
}

/// Every property with its default: what to start from, and what undoes another theme inside an element.
pub fn neutral_preset(interface: &Interface) -> String {
    let mut css = String::from(
        "/* The default look, written from widget/interface.toml by `cargo xtask docs`: a start for another. */\n:root {\n",
    );
    for property in &interface.property {
        css += &format!("  {}: {};\n", property.name, property.default);
    }
    css + "}\n"
}
