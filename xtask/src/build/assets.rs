//! The files a browser loads: named after their content, compressed once, listed in a manifest.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use unefois_tests::workspace;

use crate::stamp::hex;

/// Hashed names never change content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// The one name without a hash is in every town's page: it is asked again after five minutes.
const SHORT: &str = "public, max-age=300, stale-while-revalidate=86400";

/// Hexadecimal digits of SHA-256 in a file's name.
const HASH_DIGITS: usize = 8;

/// The largest window; the compressor never uses more than the file needs.
const BROTLI_WINDOW: u32 = 22;

/// A file as it is served.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asset {
    /// Path below the edge's origin: `/v1/assets/panel-01234567.js`.
    pub path: String,
    /// Value of `Content-Type`.
    #[serde(rename = "type")]
    pub content_type: String,
    /// Subresource integrity of the uncompressed file: `sha256-…`.
    pub integrity: String,
    /// Value of `Cache-Control`.
    pub cache: String,
    /// Size in bytes.
    pub size_bytes: usize,
    /// Size compressed with brotli, quality 11.
    pub brotli_bytes: usize,
}

/// Group of the files a town's page loads.
pub const WIDGET: &str = "widget";

/// Group of the files the edge's own pages load.
pub const PAGES: &str = "pages";

/// Files by their role: `loader`, `glue`, `wasm`, `messages.fr`, `logo`, `pages.css`.
pub type Manifest = BTreeMap<String, Asset>;

/// Folder of the served files.
fn site_dir() -> PathBuf {
    workspace::output_dir().join("site")
}

/// Where a served file and its brotli twin lie on disk.
pub fn file_of(path: &str) -> PathBuf {
    site_dir().join(path.trim_start_matches('/'))
}

/// What the last build published, of every group: the widget's files and those of the edge's pages.
///
/// # Errors
///
/// A manifest is damaged.
pub fn all() -> Result<Manifest> {
    let mut all = Manifest::new();
    for group in [WIDGET, PAGES] {
        all.extend(read(group)?);
    }
    Ok(all)
}

/// Publishes a group of files in place of the one published before.
///
/// # Errors
///
/// Those of `publish`, or a file cannot be written.
pub fn replace(group: &str, publish: impl FnOnce() -> Result<Manifest>) -> Result<()> {
    for asset in read(group)?.values() {
        // A file that is already gone is what is wanted.
        let _ = fs::remove_file(file_of(&asset.path));
        let _ = fs::remove_file(brotli_twin(&asset.path));
    }
    let text = serde_json::to_string_pretty(&publish()?)?;
    let file = manifest_file(group);
    if let Some(dir) = file.parent() {
        fs::create_dir_all(dir)?;
    }
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// Where the list of a group's files is kept.
pub fn manifest_file(group: &str) -> PathBuf {
    workspace::output_dir()
        .join("manifests")
        .join(format!("{group}.json"))
}

fn read(group: &str) -> Result<Manifest> {
    let file = manifest_file(group);
    match fs::read(&file) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .with_context(|| format!("{} is damaged: delete it.", file.display())),
        Err(_) => Ok(Manifest::new()),
    }
}

/// Writes a file under a name that holds the hash of its content.
///
/// # Errors
///
/// The file cannot be written.
pub fn publish(stem: &str, extension: &str, content: &[u8]) -> Result<Asset> {
    let hash = hex(&Sha256::digest(content));
    let short = hash.get(..HASH_DIGITS).unwrap_or(&hash);
    write(
        &format!("/v1/assets/{stem}-{short}.{extension}"),
        content,
        IMMUTABLE,
    )
}

/// Writes a file under a name of its own.
///
/// # Errors
///
/// The file cannot be written.
pub fn publish_as(path: &str, content: &[u8]) -> Result<Asset> {
    write(path, content, SHORT)
}

fn write(path: &str, content: &[u8], cache: &str) -> Result<Asset> {
    let file = file_of(path);
    if let Some(dir) = file.parent() {
        fs::create_dir_all(dir)?;
    }
    let compressed = brotli(content)?;
    fs::write(&file, content)?;
    fs::write(brotli_twin(path), &compressed)?;
    Ok(Asset {
        path: path.to_owned(),
        content_type: content_type(path).to_owned(),
        integrity: format!("sha256-{}", STANDARD.encode(Sha256::digest(content))),
        cache: cache.to_owned(),
        size_bytes: content.len(),
        brotli_bytes: compressed.len(),
    })
}

/// Where the compressed form of a served file lies.
pub fn brotli_twin(path: &str) -> PathBuf {
    let mut twin = file_of(path).into_os_string();
    twin.push(".br");
    PathBuf::from(twin)
}

/// Compresses as every file is served: quality 11.
///
/// # Errors
///
/// Never, in memory.
pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 11, BROTLI_WINDOW);
    writer.write_all(content)?;
    writer.flush()?;
    Ok(writer.into_inner())
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}
