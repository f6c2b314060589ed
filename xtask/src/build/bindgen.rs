//! From the compiler's wasm to wasm and glue that a page or a Worker loads.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{command, npm, progress};

/// Measured on both modules: `-Oz` makes smaller files which compress less well, 2 % larger for the
/// panel with brotli and 6 % for the edge with gzip, and takes four times as long.
const LEVEL: &str = "-O1";

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

/// Glue for a page: `<stem>.js`, which is given the address of its wasm, and `<stem>_bg.wasm`.
///
/// # Errors
///
/// The wasm does not fit the version of wasm-bindgen, or cannot be optimised.
pub fn for_page(wasm: &Path, stem: &str, out: &Path) -> Result<()> {
    generate(wasm, stem, out, |bindgen| {
        bindgen.omit_default_module_path(true).web(true).map(drop)
    })
}

/// Glue for a Worker: `<stem>.js`, which imports `<stem>_bg.wasm` as a `WebAssembly.Module` and can
/// replace its instance after a panic.
///
/// # Errors
///
/// The wasm does not fit the version of wasm-bindgen, or cannot be optimised.
pub fn for_worker(wasm: &Path, stem: &str, out: &Path) -> Result<()> {
    generate(wasm, stem, out, |bindgen| {
        bindgen
            .reset_state_function(true)
            .force_enable_abort_handler(true);
        bindgen.module(true).map(drop)
    })
}

fn generate(
    wasm: &Path,
    stem: &str,
    out: &Path,
    mode: impl FnOnce(&mut Bindgen) -> Result<()>,
) -> Result<()> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    progress::step(&format!("generating the glue of {stem}"), || {
        let mut bindgen = Bindgen::new();
        bindgen.input_path(wasm).out_name(stem).typescript(false);
        mode(&mut bindgen)?;
        bindgen.generate(out).context(
            "wasm-bindgen refused the module: are wasm-bindgen and wasm-bindgen-cli-support of the same version?",
        )
    })?;
    progress::step(&format!("optimising the wasm of {stem} (wasm-opt)"), || {
        optimise(&out.join(format!("{stem}_bg.wasm")))
    })
}

/// Optimises in place. Names and producers go: they are a third of the file and name local paths.
fn optimise(wasm: &Path) -> Result<()> {
    let mut wasm_opt = npm::wasm_opt()?;
    wasm_opt
        .args([LEVEL, "--strip-debug", "--strip-producers"])
        .args(WASM_FEATURES);
    wasm_opt.arg(wasm).arg("-o").arg(wasm);
    command::capture(
        &mut wasm_opt,
        "wasm-opt could not optimise the module; it says why above.",
    )
    .map(drop)
}
