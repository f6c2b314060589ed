//! From the compiler's wasm to wasm and glue that a page or a Worker loads.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use walrus::ModuleConfig;
use wasm_bindgen_cli_support::Bindgen;

use super::{glue, panics};
use crate::{command, npm, progress};

/// Measured on the edge: `-Oz` makes a smaller file which compresses less well, 6 % larger with gzip, and takes four
/// times as long.
const LEVEL: &str = "-O1";

/// What makes a page's module smaller once compressed, although it is larger before: 1 % with brotli. Each of these
/// passes takes a repetition out, which the compressor would have found.
const FOR_PAGE: [&str; 4] = [
    "-Oz",
    "--skip-pass=inlining-optimizing",
    "--skip-pass=local-cse",
    "--skip-pass=simplify-locals",
];

/// Features of the compiler's wasm and of the glue's exception handling. They are listed, so that
/// the optimiser never emits an encoding the runtimes do not know yet.
const WASM_FEATURES: [&str; 7] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-reference-types",
    "--enable-exception-handling",
];

/// Glue for a page: `<stem>.js`, which is given the answer that brings its wasm, and `<stem>_bg.wasm`, under names
/// as short as can be.
///
/// # Errors
///
/// The wasm does not fit the version of wasm-bindgen, or cannot be optimised.
pub fn for_page(wasm: &Path, stem: &str, out: &Path) -> Result<()> {
    let mut config = ModuleConfig::new();
    config.generate_dwarf(false);
    let mut module = config.parse_file(wasm)?;
    panics::stop_at_once(&mut module)?;
    generate(stem, out, |bindgen| {
        bindgen
            .input_module(stem, module)
            .omit_default_module_path(true);
        bindgen.web(true).map(drop)
    })?;
    let mut passes = FOR_PAGE.to_vec();
    passes.extend([glue::PASS, "--strip-target-features"]);
    let printed = optimise(stem, out, &passes)?;
    let file = out.join(format!("{stem}.js"));
    let short = glue::shorten(&fs::read_to_string(&file)?, &printed)?;
    fs::write(&file, short).with_context(|| format!("cannot write {}", file.display()))
}

/// Glue for a Worker: `<stem>.js`, which imports `<stem>_bg.wasm` as a `WebAssembly.Module` and can
/// replace its instance after a panic.
///
/// # Errors
///
/// The wasm does not fit the version of wasm-bindgen, or cannot be optimised.
pub fn for_worker(wasm: &Path, stem: &str, out: &Path) -> Result<()> {
    generate(stem, out, |bindgen| {
        bindgen
            .input_path(wasm)
            .reset_state_function(true)
            .force_enable_abort_handler(true);
        bindgen.module(true).map(drop)
    })?;
    optimise(stem, out, &[LEVEL]).map(drop)
}

fn generate(stem: &str, out: &Path, mode: impl FnOnce(&mut Bindgen) -> Result<()>) -> Result<()> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    progress::step(&format!("generating the glue of {stem}"), || {
        let mut bindgen = Bindgen::new();
        bindgen.out_name(stem).typescript(false);
        mode(&mut bindgen)?;
        bindgen.generate(out).context(
            "wasm-bindgen refused the module: are wasm-bindgen and wasm-bindgen-cli-support of the same version?",
        )
    })
}

/// Optimises in place and gives what wasm-opt prints. Names and producers go: they are a third of the file and name
/// local paths.
fn optimise(stem: &str, out: &Path, passes: &[&str]) -> Result<String> {
    let wasm = out.join(format!("{stem}_bg.wasm"));
    let mut wasm_opt = npm::wasm_opt()?;
    wasm_opt
        .args(passes)
        .args(["--strip-debug", "--strip-producers"])
        .args(WASM_FEATURES);
    wasm_opt.arg(&wasm).arg("-o").arg(&wasm);
    progress::step(&format!("optimising the wasm of {stem} (wasm-opt)"), || {
        command::capture(
            &mut wasm_opt,
            "wasm-opt could not optimise the module; it says why above.",
        )
    })
}
