// Bundles the example forms that are written with a library, as a town would: `node bundle.mjs FROM TO`.
// Every template is compiled here: a page whose policy has no 'unsafe-eval' cannot do it.
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, parse } from "node:path";

const [examples, out] = process.argv.slice(2);
const { build } = createRequire(new URL("../../npm/package.json", import.meta.url))("esbuild");
const { resolve } = createRequire(join(examples, "package.json"));
const load = (name) => import(resolve(name)).then((module) => module.default ?? module);

/** The entry of a folder is its `app` file, whatever the language. */
const ENTRY = /^app\.(js|jsx|ts)$/;

/** The linker asks for paths of source maps only, which are not made. */
const FILES = {
  resolve: (...paths) => join(...paths),
  dirname: (path) => parse(path).dir,
  exists: () => false,
  readFile: () => "",
};

await rm(out, { recursive: true, force: true });
for (const folder of await readdir(examples, { withFileTypes: true })) {
  if (!folder.isDirectory() || folder.name === "node_modules") continue;
  const entry = (await readdir(join(examples, folder.name))).find((name) => ENTRY.test(name));
  if (entry) await bundle(join(examples, folder.name, entry), join(out, folder.name));
}

async function bundle(entry, outdir) {
  const isAngular = entry.endsWith(".ts");
  await build({
    entryPoints: [isAngular ? await compileAngular(entry, join(outdir, "compiled")) : entry],
    outdir,
    entryNames: "app",
    assetNames: "[name]",
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    jsx: "automatic",
    nodePaths: [join(examples, "node_modules")],
    define: {
      "process.env.NODE_ENV": '"production"',
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
      ngDevMode: "false",
      ngJitMode: "false",
    },
    loader: { ".woff": "empty", ".woff2": "empty", ".ttf": "empty", ".eot": "empty", ".svg": "empty" },
    legalComments: "none",
    logLevel: "warning",
    logOverride: { "invalid-@charset": "silent" },
    plugins: isAngular ? [await linkAngular()] : [vue(), svelte()],
  });
}

function vue() {
  return plugin("vue", /\.vue$/, async (source, path) => {
    const { parse: read, compileScript } = await load("vue/compiler-sfc");
    const { descriptor, errors } = read(source, { filename: path });
    if (errors.length > 0) throw errors[0];
    return compileScript(descriptor, { id: parse(path).name, inlineTemplate: true, isProd: true }).content;
  });
}

function svelte() {
  return plugin("svelte", /\.svelte$/, async (source, path) => {
    const { compile } = await load("svelte/compiler");
    return compile(source, { filename: path, generate: "client", css: "external" }).js.code;
  });
}

/** Templates to code; gives the path of the compiled entry. */
async function compileAngular(entry, outDir) {
  const { performCompilation, formatDiagnostics } = await load("@angular/compiler-cli");
  const { ModuleKind, ModuleResolutionKind, ScriptTarget } = await load("typescript");
  const options = {
    outDir,
    rootDir: parse(entry).dir,
    target: ScriptTarget.ES2022,
    module: ModuleKind.ES2022,
    moduleResolution: ModuleResolutionKind.Bundler,
    experimentalDecorators: true,
    skipLibCheck: true,
    strict: true,
    strictTemplates: true,
    types: [],
  };
  await mkdir(outDir, { recursive: true });
  const { diagnostics } = performCompilation({ rootNames: [entry], options });
  if (diagnostics.length > 0) throw new Error(formatDiagnostics(diagnostics));
  return join(outDir, `${parse(entry).name}.js`);
}

/** Angular's packages are published half compiled: the linker does the other half. */
async function linkAngular() {
  const { transformAsync } = await load("@babel/core");
  const { createEs2015LinkerPlugin } = await import(resolve("@angular/compiler-cli/linker/babel"));
  const plugins = [createEs2015LinkerPlugin({ linkerJitMode: false, fileSystem: FILES, logger: console })];
  return plugin("angular", /@angular[\\/].*\.mjs$/, async (source, path) => {
    if (!source.includes("ɵɵngDeclare")) return source;
    const linked = await transformAsync(source, { filename: path, plugins, compact: false, configFile: false, babelrc: false });
    return linked.code;
  });
}

function plugin(name, filter, transform) {
  return {
    name,
    setup({ onLoad }) {
      onLoad({ filter }, async ({ path }) => ({ contents: await transform(await readFile(path, "utf8"), path), loader: "js" }));
    },
  };
}
