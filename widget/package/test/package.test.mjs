import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import Ajv from "ajv";
import { HERE, install, packed } from "./installed.mjs";

const FILES = [
  "LICENSE-APACHE", "LICENSE-MIT", "README.md", "custom-elements.json", "interface.d.ts", "interface.js",
  "package.json", "react.d.ts", "react.js", "unefois.d.ts", "unefois.js", "vue.d.ts", "vue.js",
];
const MODULE_MAX_BYTES = 2048;
let folder;
before(() => {
  folder = install();
});

const read = (name) => readFileSync(join(folder, name), "utf8");
const json = (name) => JSON.parse(read(name));

test("package_holds_the_files_of_its_users_and_no_other", () => assert.deepEqual(packed(), FILES));

test("package_depends_on_nothing_at_run_time_and_on_frameworks_only_where_they_are", () => {
  const { dependencies, peerDependencies, peerDependenciesMeta, sideEffects, license } = json("package.json");
  assert.equal(dependencies, undefined);
  assert.deepEqual(Object.keys(peerDependencies), ["react", "vue"]);
  for (const name of Object.keys(peerDependencies)) assert.equal(peerDependenciesMeta[name].optional, true);
  assert.equal(sideEffects, false);
  assert.equal(license, "MIT OR Apache-2.0");
});

test("version_is_that_of_the_workspace_and_integrity_that_of_the_loader", async () => {
  const { integrity, version } = await import("unefois");
  assert.equal(json("package.json").version, version);
  const workspace = readFileSync(join(HERE, "../../../Cargo.toml"), "utf8");
  assert.ok(workspace.includes(`version = "${version}"`));
  const served = JSON.parse(readFileSync(join(HERE, "../../..", process.env.CARGO_TARGET_DIR ?? "target", "unefois/site/v1/integrity.json")));
  assert.equal(integrity, served["/v1/unefois.js"]);
});

test("module_weighs_little", () => {
  const sizes = ["unefois.js", "interface.js"].map((name) => brotliCompressSync(read(name)).length);
  const bytes = sizes.reduce((sum, size) => sum + size);
  assert.ok(bytes <= MODULE_MAX_BYTES, `${bytes} bytes`);
});

test("types_accept_good_uses_and_refuse_wrong_ones", () => {
  const tsc = join(HERE, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync("node", [tsc, "--project", HERE], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});

test("manifest_follows_the_schema_of_custom_elements", () => {
  const schema = JSON.parse(readFileSync(join(HERE, "node_modules/custom-elements-manifest/schema.json"), "utf8"));
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  const manifest = json("custom-elements.json");
  assert.ok(validate(manifest), JSON.stringify(validate.errors, null, 1));
  assert.equal(validate({ ...manifest, modules: [{ kind: "javascript-module" }] }), false, "the schema is read");
});

test("manifest_lists_what_the_wrappers_pass_and_hear", async () => {
  const { events } = await import("unefois");
  const [element] = json("custom-elements.json").modules[0].declarations;
  assert.deepEqual(element.events.map(({ name }) => name), events);
  const { UneFois } = await import("unefois/vue");
  const dashed = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const own = ["integrity", "nonce"];
  const passed = Object.keys(UneFois.props).map(dashed).filter((name) => !own.includes(name));
  assert.deepEqual(passed.sort(), element.attributes.map(({ name }) => name).sort());
});

test("server_imports_everything_without_a_document_and_loads_nothing", async () => {
  const { load } = await import("unefois");
  assert.equal(await load("https://unefois.valbourg.example"), undefined);
});

test("server_draws_the_element_of_both_wrappers_with_its_attributes", async () => {
  const properties = { edge: "https://e.example", demarche: "cantine", headingLevel: 3, headless: true, submissionNonce: "AZaz09-_AZaz09-_", onReady() {} };
  const { createElement } = await import("react");
  const { renderToString } = await import("react-dom/server");
  const react = await import("unefois/react");
  const { createSSRApp } = await import("vue");
  const vueServer = await import("vue/server-renderer");
  const vue = await import("unefois/vue");
  const drawn = [
    renderToString(createElement(react.UneFois, properties)),
    await vueServer.renderToString(createSSRApp(vue.UneFois, properties)),
  ];
  for (const html of drawn) {
    assert.match(html, /^<une-fois [^>]*><\/une-fois>$/);
    const attributes = Object.fromEntries([...html.matchAll(/ ([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name, value ?? ""]));
    assert.deepEqual(attributes, { edge: "https://e.example", demarche: "cantine", "heading-level": "3", headless: "", "submission-nonce": "AZaz09-_AZaz09-_" });
  }
  const shown = renderToString(createElement(react.UneFois, { ...properties, headless: false }));
  assert.doesNotMatch(shown, /headless/);
});
