//! The widget: panel wasm and glue, messages, and the loader that knows where they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::json;
use unefois_tests::{folder, workspace};

use super::assets::{self, Asset, Manifest};
use super::{bindgen, esbuild, logo, messages};
use crate::stamp::Stamp;
use crate::{progress, wasm_target};

/// What a change of this program changes in the files.
const RECIPE: [&str; 6] = [
    include_str!("widget.rs"),
    include_str!("bindgen.rs"),
    include_str!("glue.rs"),
    include_str!("panics.rs"),
    include_str!("esbuild.rs"),
    include_str!("assets.rs"),
];

/// Name of the panel's files.
const STEM: &str = "panel";

/// How the role of a message file begins; its language follows.
const MESSAGES: &str = "messages.";

/// Browsers the panel and the loader are written for: those with constructed style sheets, the last of which is Safari 16.4.
const SCRIPT_TARGET: &str = "--target=es2022";

/// Builds everything a page loads.
///
/// # Errors
///
/// A part cannot be built.
pub fn build() -> Result<()> {
    let wasm = progress::open_step("compiling the widget", || {
        wasm_target::build("unefois-widget", &[])
    })?;
    let texts = messages::read()?;
    let logo = logo::find()?;
    let mut stamp = Stamp::new("widget", &RECIPE).with_file(&wasm)?;
    let mut sources = folder::files(&loader_dir())?;
    sources.extend(folder::files(&presets_dir())?);
    sources.extend(styles_of_panel());
    for path in &sources {
        stamp = stamp.with_file(path)?;
    }
    for language in &texts {
        stamp = stamp
            .with_bytes(language.code.as_bytes())
            .with_bytes(language.widget()?.as_bytes());
    }
    stamp = stamp.with_bytes(logo.as_deref().unwrap_or_default());
    stamp.unless_fresh(&assets::manifest_file(assets::WIDGET), || {
        publish(&wasm, &texts, logo.as_deref())
    })
}

fn publish(wasm: &Path, texts: &[messages::Language], logo: Option<&[u8]>) -> Result<()> {
    let work = workspace::output_dir().join("work/widget");
    bindgen::for_page(wasm, STEM, &work)?;
    progress::step("minifying and compressing the widget's files", || {
        assets::replace(assets::WIDGET, || files(&work, texts, logo))
    })
}

fn files(work: &Path, texts: &[messages::Language], logo: Option<&[u8]>) -> Result<Manifest> {
    let mut manifest = Manifest::new();
    let wasm = fs::read(work.join(format!("{STEM}_bg.wasm")))?;
    manifest.insert("wasm".into(), assets::publish(STEM, "wasm", &wasm)?);
    for language in texts {
        let asset = assets::publish(
            &format!("messages-{}", language.code),
            "json",
            language.widget()?.as_bytes(),
        )?;
        manifest.insert(format!("{MESSAGES}{}", language.code), asset);
    }
    if let Some(svg) = logo {
        manifest.insert("logo".into(), assets::publish("fc", "svg", svg)?);
    }
    let glue = glue(work, &manifest)?;
    manifest.insert("glue".into(), assets::publish(STEM, "js", glue.as_bytes())?);
    let loader = loader(&manifest, texts)?;
    manifest.insert(
        "loader".into(),
        assets::publish_as("/v1/unefois.js", loader.as_bytes())?,
    );
    manifest.extend(presets()?);
    let integrity = integrity_list(&manifest)?;
    manifest.insert(
        "integrity".into(),
        assets::publish_as("/v1/integrity.json", integrity.as_bytes())?,
    );
    Ok(manifest)
}

/// The glue with its style and the places of what it loads: its own integrity, known to the loader, pins them all.
fn glue(work: &Path, manifest: &Manifest) -> Result<String> {
    let messages: BTreeMap<&str, serde_json::Value> = manifest
        .iter()
        .filter_map(|(role, asset)| Some((role.strip_prefix(MESSAGES)?, reference(asset))))
        .collect();
    let wasm = manifest.get("wasm").map(reference);
    let mut styles = Vec::new();
    for path in styles_of_panel() {
        styles.push(esbuild::minify(&path, &[])?.trim().to_owned());
    }
    let constants = [
        format!("--define:__UNEFOIS_WASM__={}", json!(wasm)),
        format!("--define:__UNEFOIS_MESSAGES__={}", json!(messages)),
        format!("--define:__UNEFOIS_STYLES__={}", json!(styles)),
    ];
    let mut options = vec!["--bundle", "--format=esm", SCRIPT_TARGET];
    options.extend(constants.iter().map(String::as_str));
    // Beside the generated glue, which it imports.
    let entry = work.join("entry.js");
    fs::copy(loader_dir().join("entry.js"), &entry)?;
    esbuild::minify(&entry, &options)
}

/// The style of the panel, then that of the notes beside the fields of the page.
fn styles_of_panel() -> [PathBuf; 2] {
    let source = workspace::root().join("widget/src");
    [source.join("panel.css"), source.join("form/note.css")]
}

/// The loader with what it must know at once: its texts, its style, the glue and the logo.
fn loader(manifest: &Manifest, texts: &[messages::Language]) -> Result<String> {
    let source = loader_dir().join("unefois.js");
    let script = fs::read_to_string(&source)?;
    let texts: BTreeMap<&str, _> = texts
        .iter()
        .map(|language| (language.code.as_str(), language.named_in(&script)))
        .collect();
    let css = esbuild::minify(&loader_dir().join("button.css"), &[])?;
    let logo = manifest.get("logo").map_or("", |asset| asset.path.as_str());
    let constants = [
        format!(
            "--define:__UNEFOIS_TEXTS__={}",
            serde_json::to_string(&texts)?
        ),
        format!("--define:__UNEFOIS_CSS__={}", json!(css.trim())),
        format!(
            "--define:__UNEFOIS_GLUE__={}",
            json!(manifest.get("glue").map(reference))
        ),
        format!("--define:__UNEFOIS_FC_LOGO__={}", json!(logo)),
    ];
    let mut options = vec![SCRIPT_TARGET];
    options.extend(constants.iter().map(String::as_str));
    esbuild::minify(&source, &options)
}

fn reference(asset: &Asset) -> serde_json::Value {
    json!({ "path": asset.path, "integrity": asset.integrity })
}

/// `/v1/integrity.json`: the subresource integrity of each file by path.
fn integrity_list(manifest: &Manifest) -> Result<String> {
    let list: BTreeMap<&str, &str> = manifest
        .values()
        .map(|asset| (asset.path.as_str(), asset.integrity.as_str()))
        .collect();
    Ok(serde_json::to_string_pretty(&list)?)
}

/// The presets, under names of their own: `/v1/presets/contrast.css`.
fn presets() -> Result<Manifest> {
    let mut manifest = Manifest::new();
    for path in folder::files(&presets_dir())? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let css = esbuild::minify(&path, &[])?;
        let asset = assets::publish_as(&format!("/v1/presets/{name}"), css.as_bytes())?;
        manifest.insert(format!("preset.{name}"), asset);
    }
    Ok(manifest)
}

/// Ready sets of custom properties, which a page links to or copies.
fn presets_dir() -> PathBuf {
    workspace::root().join("widget/presets")
}

fn loader_dir() -> PathBuf {
    workspace::root().join("widget/loader")
}
