//! `custom-elements.json`, for the editors and tools that read it.
//! <https://github.com/webcomponents/custom-elements-manifest>

use serde_json::{Value, json};

use unefois_tests::interface::{Attribute, Interface, Member, Named, Property};

/// Version of the schema.
const SCHEMA: &str = "2.1.0";

/// The module that declares the element.
const MODULE: &str = "unefois.js";

/// The manifest of one element.
pub fn of(interface: &Interface) -> Value {
    let declaration = json!({ "name": "UneFois", "module": MODULE });
    json!({
        "schemaVersion": SCHEMA,
        "readme": "README.md",
        "modules": [{
            "kind": "javascript-module",
            "path": MODULE,
            "declarations": [element(interface)],
            "exports": [{ "kind": "custom-element-definition", "name": "une-fois", "declaration": declaration }],
        }],
    })
}

fn element(interface: &Interface) -> Value {
    // A method is typed as a whole, which the schema knows of a field only.
    let members = interface.method.iter().chain(&interface.member);
    json!({
        "kind": "class",
        "customElement": true,
        "tagName": "une-fois",
        "name": "UneFois",
        "superclass": { "name": "HTMLElement" },
        "description": "A FranceConnect button and a panel: the person chooses what is asked and what is handed over, and the form is filled.",
        "attributes": list(&interface.attribute, attribute),
        "events": interface.event.iter().map(|event| {
            let detail: Vec<String> =
                event.detail.iter().map(|it| format!("{}: {}", it.name, it.kind)).collect();
            json!({
                "name": event.name,
                "type": { "text": format!("CustomEvent<{{ {} }}>", detail.join("; ")) },
                "description": event.description,
            })
        }).collect::<Vec<_>>(),
        "slots": list(&interface.slot, named),
        "cssParts": list(&interface.part, named),
        "cssProperties": list(&interface.property, property),
        "members": members.map(member).collect::<Vec<_>>(),
    })
}

fn list<T>(items: &[T], write: fn(&T) -> Value) -> Vec<Value> {
    items.iter().map(write).collect()
}

fn attribute(it: &Attribute) -> Value {
    let mut attribute = json!({
        "name": it.name,
        "type": { "text": it.kind },
        "description": it.description,
    });
    if !it.default.is_empty() {
        attribute["default"] = json!(it.default);
    }
    attribute
}

fn named(it: &Named) -> Value {
    json!({ "name": it.name, "description": it.description })
}

fn property(it: &Property) -> Value {
    json!({ "name": it.name, "syntax": it.syntax, "default": it.default, "description": it.description })
}

fn member(it: &Member) -> Value {
    json!({
        "kind": "field",
        "name": it.name,
        "type": { "text": it.kind },
        "description": it.description,
        "readonly": true,
    })
}
