//! The glue a page loads, made shorter than wasm-bindgen writes it.
//!
//! wasm-bindgen names what the wasm and the glue share after functions and hashes: five kilobytes, compressed.
//! wasm-opt gives the wasm short names and says which; the glue follows here. Its last part, which can start a module
//! in ways the loader never uses, gives way to the one it uses.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

/// The pass that shortens the names and prints which became which.
pub const PASS: &str = "--minify-imports-and-exports-and-modules";

/// What that pass calls the module everything is imported from.
const MODULE: &str = "\"a\"";

/// How the glue mentions what the wasm exports.
const EXPORT: &str = "wasm.";

/// Where the glue begins to start modules.
const START: &str = "async function __wbg_load(";

/// What the loader uses of it: a response on its way, in a browser that has shadow roots and modules.
const OWN_START: &str = "\
export default async ({ module_or_path }) => {
    const { instance, module } = await WebAssembly.instantiateStreaming(module_or_path, __wbg_get_imports());
    __wbg_finalize_init(instance, module);
};
";

/// The long and the short names, as wasm-opt prints them.
#[derive(Deserialize)]
struct Names {
    /// Module, long name, short name.
    imports: Vec<(String, String, String)>,
    /// Long name, short name.
    exports: Vec<(String, String)>,
}

/// The glue for a wasm whose names were shortened; `printed` is what wasm-opt said of them.
///
/// # Errors
///
/// The glue is not as wasm-bindgen writes it, or uses a name the wasm does not have.
pub fn shorten(glue: &str, printed: &str) -> Result<String> {
    let names: Names =
        serde_json::from_str(printed).context("wasm-opt did not print the names it shortened")?;
    let glue = rename_imports(glue, &names.imports)?;
    let glue = rename_exports(&glue, names.exports.into_iter().collect())?;
    let (rest, _) = glue
        .split_once(START)
        .with_context(|| missing(START.trim_end()))?;
    Ok([rest, OWN_START].concat())
}

/// Each import is one line of an object: `        name: function(`.
fn rename_imports(glue: &str, imports: &[(String, String, String)]) -> Result<String> {
    let mut keys: BTreeMap<String, String> = BTreeMap::new();
    for (module, long, short) in imports {
        keys.insert(format!("\"{module}\""), MODULE.to_owned());
        keys.insert(long.clone(), short.clone());
    }
    let mut renamed = String::with_capacity(glue.len());
    for line in glue.split_inclusive('\n') {
        let start = line.trim_start();
        let key = start.split_once(": ").map_or("", |(key, _)| key);
        match keys.remove(key) {
            Some(short) => {
                renamed.push_str(&short);
                renamed.push_str(start.get(key.len()..).unwrap_or_default());
            }
            None => renamed.push_str(line),
        }
    }
    match keys.into_keys().next() {
        Some(long) => bail!(missing(&long)),
        None => Ok(renamed),
    }
}

/// Each export is a property: `wasm.name`.
fn rename_exports(glue: &str, exports: BTreeMap<String, String>) -> Result<String> {
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$');
    let mut pieces = glue.split(EXPORT);
    let mut renamed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        renamed.push_str(EXPORT);
        let end = piece
            .find(|letter| !is_of_name(letter))
            .unwrap_or(piece.len());
        let (long, rest) = piece.split_at(end);
        renamed.push_str(exports.get(long).with_context(|| missing(long))?);
        renamed.push_str(rest);
    }
    Ok(renamed)
}

fn missing(what: &str) -> String {
    format!(
        "the glue of wasm-bindgen and its wasm do not agree on `{what}`: is it another version?"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
function __wbg_get_imports() {
    const import0 = {
        __wbg_value_12ab: function(arg0) {
            return wasm.__wbindgen_malloc(arg0, wasm.memory.buffer);
        },
        __wbg_value_34cd: function() { return handleError(function (arg0) {
        }, arguments); },
    };
    return {
        \"./panel_bg.js\": import0,
    };
}
let wasm;
async function __wbg_load(module, imports) {
    wasm.of_no_use();
}
";

    const PRINTED: &str = r#"{
        "imports": [["./panel_bg.js", "__wbg_value_12ab", "a"], ["./panel_bg.js", "__wbg_value_34cd", "$"]],
        "exports": [["memory", "b"], ["__wbindgen_malloc", "$a"], ["of_no_use", "c"], ["unused", "d"]]
    }"#;

    #[test]
    fn glue_uses_the_short_names_of_the_wasm() {
        let glue = shorten(GLUE, PRINTED).unwrap();
        for kept in [
            "\na: function(arg0) {",
            "\n$: function() { return handleError(",
            "return wasm.$a(arg0, wasm.b.buffer);",
            "\n\"a\": import0,",
        ] {
            assert!(glue.contains(kept), "{kept} in {glue}");
        }
        assert!(!glue.contains("__wbg_value"), "{glue}");
    }

    #[test]
    fn glue_starts_the_module_as_the_loader_does() {
        let glue = shorten(GLUE, PRINTED).unwrap();
        assert!(glue.ends_with(OWN_START), "{glue}");
        assert!(!glue.contains(START), "{glue}");
    }

    #[test]
    fn rejects_glue_that_does_not_go_with_the_wasm() {
        let check = |glue: &str, printed: &str, named: &str| {
            let error = shorten(glue, printed).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        };
        check(GLUE, &PRINTED.replace("12ab", "56ef"), "__wbg_value_56ef");
        check(GLUE, &PRINTED.replace("memory", "m"), "memory");
        check(
            &GLUE.replace("./panel", "./other"),
            PRINTED,
            "./panel_bg.js",
        );
        check(&GLUE.replace("__wbg_load", "load"), PRINTED, "__wbg_load");
        check(GLUE, "[]", "wasm-opt");
    }
}
