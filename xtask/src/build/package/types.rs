//! `interface.d.ts` and `interface.js`: the types and the constants of the package.

use std::fmt::Write as _;

use anyhow::Result;
use serde_json::json;
use unefois_tests::interface::{Attribute, Event, Interface, Member};

/// The event whose detail, less the démarche, is also a member of the element.
const STATE: &str = "State";

/// The constants, as a module.
///
/// # Errors
///
/// Never, for texts.
pub fn module(interface: &Interface, version: &str, integrity: &str) -> Result<String> {
    let events: Vec<&str> = interface
        .event
        .iter()
        .map(|event| event.name.as_str())
        .collect();
    Ok(format!(
        "export const version = {};\nexport const integrity = {};\nexport const events = {};\n",
        json!(version),
        json!(integrity),
        serde_json::to_string(&events)?
    ))
}

/// The types.
pub fn declarations(interface: &Interface) -> String {
    let mut text = String::from(HEAD);
    block(
        &mut text,
        "Attributes of `<une-fois>`.",
        "UneFoisAttributes",
        &|text| {
            interface
                .attribute
                .iter()
                .for_each(|it| attribute(text, it));
        },
    );
    for event in &interface.event {
        let name = short_name(event);
        let about = format!("`{}`: {}", event.name, event.description);
        let is_state = name == STATE;
        let own = |member: &&Member| !is_state || member.name != "demarche";
        let declared = if is_state {
            "UneFoisState".into()
        } else {
            format!("UneFois{name}Detail")
        };
        block(&mut text, &about, &declared, &|text| {
            event
                .detail
                .iter()
                .filter(own)
                .for_each(|it| member(text, it));
        });
    }
    block(
        &mut text,
        "Events of `<une-fois>`.",
        "UneFoisEventMap",
        &|text| {
            for event in &interface.event {
                let name = short_name(event);
                let detail = match name.as_str() {
                    STATE => String::from("UneFoisState & { readonly demarche: string }"),
                    _ => format!("UneFois{name}Detail"),
                };
                line(
                    text,
                    &event.description,
                    &format!("\"{}\": CustomEvent<{detail}>", event.name),
                );
            }
        },
    );
    block(
        &mut text,
        "Methods and members, with `headless`.",
        "UneFoisMembers",
        &|text| {
            interface.method.iter().for_each(|it| method(text, it));
            interface.member.iter().for_each(|it| member(text, it));
        },
    );
    let slots = interface.slot.iter().map(|it| it.name.as_str());
    union(&mut text, "Slots of the panel.", "UneFoisSlot", slots);
    let parts = interface.part.iter().map(|it| it.name.as_str());
    union(&mut text, "Parts of the panel.", "UneFoisPart", parts);
    let properties = interface.property.iter().map(|it| it.name.as_str());
    union(
        &mut text,
        "Custom properties.",
        "UneFoisProperty",
        properties,
    );
    text
}

/// What the generated file says of itself, and the types it takes from the other.
const HEAD: &str = "\
// Written from widget/interface.toml by `cargo xtask build`.
import type { UneFoisAction, UneFoisDescription, UneFoisFailure, UneFoisSummary } from \"./unefois.js\";

/** Version of this package. */
export const version: string;

/** Subresource integrity of the script of an edge of this version. */
export const integrity: string;

/** Names of the events. */
export const events: readonly (keyof UneFoisEventMap)[];
";

fn block(text: &mut String, about: &str, name: &str, write: &dyn Fn(&mut String)) {
    let _ = write!(text, "\n/** {about} */\nexport interface {name} {{\n");
    write(text);
    text.push_str("}\n");
}

fn attribute(text: &mut String, it: &Attribute) {
    let Attribute {
        name,
        kind,
        default,
        description,
    } = it;
    let optional = if name == "demarche" { "" } else { "?" };
    let about = match default.as_str() {
        "" => description.clone(),
        default => format!("{description} By default `{default}`."),
    };
    line(text, &about, &format!("\"{name}\"{optional}: {}", kind));
}

fn member(text: &mut String, it: &Member) {
    line(
        text,
        &it.description,
        &format!("readonly {}: {}", it.name, it.kind),
    );
}

fn method(text: &mut String, it: &Member) {
    line(text, &it.description, &format!("{}: {}", it.name, it.kind));
}

fn line(text: &mut String, about: &str, code: &str) {
    let _ = writeln!(text, "  /** {about} */\n  {code};");
}

fn union<'a>(text: &mut String, about: &str, name: &str, members: impl Iterator<Item = &'a str>) {
    let quoted: Vec<String> = members.map(|member| format!("\"{member}\"")).collect();
    let _ = write!(
        text,
        "\n/** {about} */\nexport type {name} = {};\n",
        quoted.join(" | ")
    );
}

/// `unefois:ready` → `Ready`.
fn short_name(event: &Event) -> String {
    let name = event.name.trim_start_matches("unefois:");
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
