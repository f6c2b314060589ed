//! The text of generated files, so that what writes them and what checks them agree.

use serde_json::Value;

/// The JSON Schema of the démarche file, as committed in `docs/demarche.schema.json`.
pub fn schema_text(schema: &Value) -> String {
    let mut text = format!("{schema:#}");
    text.push('\n');
    text
}
