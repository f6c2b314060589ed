//! Lists the message files: a language is a file of `edge/wire/messages`, and nothing else names it.
//!
//! `UNEFOIS_MESSAGES` may name another folder, to try a language that does not ship.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-env-changed=UNEFOIS_MESSAGES");
    let own = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../wire/messages");
    let folder = env::var_os("UNEFOIS_MESSAGES").map_or(own, PathBuf::from);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut list = String::from("const FILES: &[(&str, &str)] = &[\n");
    for path in message_files(&folder)? {
        let code = path.file_stem().unwrap_or_default().to_string_lossy();
        let path = fs::canonicalize(&path)?;
        writeln!(list, "    ({code:?}, include_str!({path:?})),")?;
    }
    list.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("languages.rs"), list)?;
    Ok(())
}

fn message_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
