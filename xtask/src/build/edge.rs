//! The edge: its wasm, its glue in one script, the démarches as text and the files it serves.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::json;
use unefois_tests::workspace::{self, EdgeBuild};

use super::assets::{self, Manifest};
use super::{bindgen, cog, demarches, pages};
use crate::stamp::Stamp;
use crate::{command, npm, progress, wasm_target};

/// Entry of the Worker, bundled with the generated glue.
const WORKER: &str = include_str!("worker.js");

/// Builds an edge and everything it carries.
///
/// # Errors
///
/// A part cannot be built.
pub fn build(edge: EdgeBuild) -> Result<()> {
    let (what, features): (_, &[&str]) = match edge {
        EdgeBuild::Shipped => ("edge", &[]),
        EdgeBuild::Vectors => ("edge for vectors", &["vectors"]),
    };
    let wasm = progress::open_step(&format!("compiling the {what}"), || {
        wasm_target::build("unefois-edge", features)
    })?;
    let name = edge
        .dir()
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let work = workspace::output_dir().join("work").join(&name);
    Stamp::new(
        &name,
        &[include_str!("edge.rs"), include_str!("bindgen.rs"), WORKER],
    )
    .with_file(&wasm)?
    .unless_fresh(&work.join("bundle.js"), || bundle(&wasm, &work))?;
    assemble(&work, &edge.dir())
}

fn bundle(wasm: &Path, work: &Path) -> Result<()> {
    bindgen::for_worker(wasm, "index", work)?;
    fs::write(work.join("worker.js"), WORKER)?;
    let mut esbuild = Command::new(npm::esbuild()?);
    esbuild
        .args([
            "worker.js",
            "--bundle",
            "--minify",
            "--format=esm",
            "--outfile=bundle.js",
            "--log-level=warning",
        ])
        .args(["--external:./index_bg.wasm", "--external:cloudflare:*"])
        .current_dir(work);
    command::capture(
        &mut esbuild,
        "esbuild refused the edge's script; it says why above.",
    )?;
    // workerd gives a compiled module to an ordinary import; it does not know source-phase imports.
    let bundle = work.join("bundle.js");
    let script = fs::read_to_string(&bundle)?.replace("import source ", "import ");
    fs::write(&bundle, script).context("cannot write the edge's script")
}

/// Puts the modules of the Worker in one folder, in place of what was there.
fn assemble(work: &Path, out: &Path) -> Result<()> {
    pages::build()?;
    let manifest = assets::all()?;
    let deployment = demarches::compile()?;
    let lists = cog::build()?;
    let list_names = cog::names(&lists)?;
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    for folder in ["assets", "cog"] {
        fs::create_dir_all(out.join(folder))?;
    }
    fs::copy(work.join("bundle.js"), out.join("index.js"))?;
    fs::copy(work.join("index_bg.wasm"), out.join("index_bg.wasm"))?;
    fs::write(out.join("deployment.json"), deployment)?;
    for asset in manifest.values() {
        let module = out.join(module_of(&asset.path));
        fs::copy(
            assets::file_of(&asset.path),
            module.with_added_extension("raw"),
        )?;
        fs::copy(
            assets::brotli_twin(&asset.path),
            module.with_added_extension("br"),
        )?;
    }
    for name in &list_names {
        let file = format!("{name}.tsv");
        fs::copy(lists.join(&file), out.join("cog").join(&file))?;
    }
    fs::write(out.join("edge.js"), main_module(&manifest, &list_names)?)
        .context("cannot write the edge's main module")
}

/// Name of the module that holds a served file, without its form.
fn module_of(path: &str) -> String {
    let file_name = path.rsplit('/').next().unwrap_or(path);
    format!("assets/{file_name}")
}

/// `edge.js`: hands the configuration, the served files and the lists of places to the wasm, and lets the wasm refuse to
/// start. An error thrown here ends workerd with exit code 1.
fn main_module(manifest: &Manifest, lists: &[String]) -> Result<String> {
    let mut script = String::from(
        "import { env } from \"cloudflare:workers\";\n\
         import { check_start } from \"./index.js\";\n\
         import deployment from \"./deployment.json\";\n",
    );
    let mut entries = String::new();
    let mut roles = serde_json::Map::new();
    for (index, (role, asset)) in manifest.iter().enumerate() {
        let module = json!(format!("./{}", module_of(&asset.path)));
        let module = module.as_str().unwrap_or_default();
        writeln!(
            script,
            "import raw{index} from {};",
            json!(format!("{module}.raw"))
        )?;
        writeln!(
            script,
            "import br{index} from {};",
            json!(format!("{module}.br"))
        )?;
        let facts = json!({ "type": asset.content_type, "integrity": asset.integrity, "cache": asset.cache });
        writeln!(
            entries,
            "  {}: {{ ...{facts}, raw: raw{index}, br: br{index} }},",
            json!(asset.path)
        )?;
        roles.insert(
            role.clone(),
            json!({ "path": asset.path, "integrity": asset.integrity }),
        );
    }
    let mut cog = String::new();
    for name in lists {
        writeln!(script, "import cog{name} from \"./cog/{name}.tsv\";")?;
        write!(cog, "\"{name}\": cog{name}, ")?;
    }
    writeln!(
        script,
        "\nglobalThis.UNEFOIS = {{ deployment, roles: {}, cog: {{ {cog}}}, assets: {{\n{entries}}} }};",
        json!(roles)
    )?;
    script.push_str(
        "\nconst problems = check_start(deployment, env);\n\
         if (problems) throw new Error(problems);\n\n\
         export { default, FlowGuard, HabilitationStops } from \"./index.js\";\n",
    );
    Ok(script)
}
