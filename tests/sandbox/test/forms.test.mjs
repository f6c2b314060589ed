import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startTestSandbox } from './support.mjs';

const EDGE = 'http://edge.localhost:9999';
let sandbox;
let base;
let bundles;
before(async () => {
  bundles = await mkdtemp(join(tmpdir(), 'unefois-bundles-'));
  sandbox = await startTestSandbox({ SANDBOX_EDGE_ORIGIN: EDGE, SANDBOX_BUNDLES: bundles });
  base = `http://127.0.0.1:${sandbox.ports.forms}`;
});
after(async () => {
  await sandbox.stop();
  await rm(bundles, { recursive: true });
});

test('form_page_names_the_edge_in_use_in_its_only_tag', async () => {
  const page = await (await fetch(`${base}/cantine/`)).text();
  assert.match(page, new RegExp(`<script async src="${EDGE}/v1/unefois.js" data-demarche="cantine-valbourg"></script>`));
  assert.equal(page.match(/<script/g).length, 1);
  assert.doesNotMatch(page, /unefois\.localhost/);
});

test('script_of_a_form_is_what_the_build_made_of_the_source_of_that_name', async () => {
  await mkdir(join(bundles, 'vue'));
  await writeFile(join(bundles, 'vue/app.js'), 'bundled');
  assert.equal(await (await fetch(`${base}/vue/app.js`)).text(), 'bundled');
  assert.match(await (await fetch(`${base}/formio/app.js`)).text(), /^\/\/ A pass/);
});

test('list_of_forms_leaves_out_the_packages_they_are_made_from', async () => {
  const page = await (await fetch(`${base}/`)).text();
  assert.match(page, /href="\/vue\/"/);
  assert.doesNotMatch(page, /node_modules/);
});

const IDS = [
  'nom-naissance', 'nom-usage', 'prenoms', 'jour-naissance', 'mois-naissance', 'annee-naissance', 'commune-naissance', 'pays-naissance',
  'courriel', 'telephone', 'adresse', 'complement', 'code-postal', 'ville', 'numero-caf', 'quotient-familial', 'mois-quotient',
  'annee-quotient', 'enfant-nom', 'enfant-prenom', 'enfant-naissance', 'ecole', 'classe', 'regime', 'remarques', 'reglement',
];

test('canteen_form_has_every_field_once_with_a_label_and_no_attribute_of_ours', async () => {
  const page = await (await fetch(`${base}/cantine/`)).text();
  for (const id of IDS) assert.equal(page.split(` id="${id}"`).length, 2, id);
  for (const id of IDS.slice(0, -1)) assert.ok(page.includes(`<label for="${id}">`), id);
  const form = page.slice(page.indexOf('<form'), page.indexOf('</form>'));
  assert.doesNotMatch(form, /unefois|data-|style=|onclick/);
  assert.match(form, /id="inscription-cantine" action="\/cantine\/recu" method="post"/);
});

test('form_page_has_a_strict_policy_open_to_the_edge_only', async () => {
  const { headers } = await fetch(`${base}/cantine/`);
  const policy = headers.get('content-security-policy');
  assert.match(policy, new RegExp(`script-src 'self' 'wasm-unsafe-eval' ${EDGE};`));
  assert.match(policy, new RegExp(`connect-src 'self' ${EDGE};`));
  assert.match(policy, /style-src 'self';/);
  assert.doesNotMatch(policy, /unsafe-inline|\*/);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
});

test('stylesheet_is_served_with_its_type', async () => {
  const response = await fetch(`${base}/cantine/cantine.css`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type'), /^text\/css/);
});

for (const path of ['/cantine/..%2f..%2fCargo.toml', '/cantine/nothing.html', '/nothing/', '/cantine/demarche.toml']) {
  test(`rejects_path_${path}`, async () => assert.equal((await fetch(`${base}${path}`)).status, 404));
}

const FIELDS = [['nom_naissance', "L'HÔTE <b>"], ['nom_usage', ''], ['jours', 'lundi'], ['jours', 'jeudi'], ['unefois_attestation', 'e'.repeat(900)]];

test('receipt_lists_what_arrived_escaped_and_in_order', async () => {
  const response = await fetch(`${base}/cantine/recu`, { method: 'POST', body: new URLSearchParams(FIELDS) });
  const page = await response.text();
  assert.match(page, /5 champs reçus/);
  assert.match(page, /data-champ="nom_naissance">L&#39;HÔTE &lt;b&gt;</);
  assert.match(page, /data-champ="nom_usage"><em>vide<\/em>/);
  assert.match(page, /e{60}… \(900 caractères\)/);
  assert.doesNotMatch(page, /e{61}/);
});

test('receipt_as_json_gives_the_pairs_whole', async () => {
  const headers = { accept: 'application/json' };
  const response = await fetch(`${base}/cantine/recu`, { method: 'POST', body: new URLSearchParams(FIELDS), headers });
  assert.deepEqual((await response.json()).fields, FIELDS);
});

test('rejects_receipt_by_get', async () => assert.equal((await fetch(`${base}/cantine/recu`)).status, 404));
