import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createBackOffice } from '../back-office.mjs';
import { AUDIENCE, FORMS, ISSUER, claims, makeKey } from './support.mjs';

const EDGE = 'http://unefois.localhost:4321';
const NAME = "l'héritier-dœuvre";
const key = await makeKey('first');
const servers = [];
let folder;
let jwksUri;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unefois-back-office-'));
  await writeFile(join(folder, 'index.html'), `<script async src="${ISSUER}/v1/unefois.js" data-demarche="cantine-valbourg"></script>`);
  await writeFile(join(folder, 'cantine.css'), 'body { margin: 0 }');
  jwksUri = await listen(createServer((_, response) => response.end(JSON.stringify({ keys: [key.jwk] }))));
});
after(async () => {
  for (const server of servers) server.close();
  await rm(folder, { recursive: true });
});

/** Starts a back-office; gives its address and the lines it logs. */
async function open(changes = {}) {
  const lines = [];
  const configuration = {
    issuer: ISSUER, audience: AUDIENCE, forms: FORMS, jwks_uri: `${jwksUri}/jwks.json`, page: join(folder, 'index.html'),
    written_edge: ISSUER, edge: EDGE,
    fields: [
      { path: 'identite.nom_naissance', name: 'nom' },
      { path: 'identite.date_naissance', names: { day: 'jour', month: 'mois', year: 'annee' } },
      { path: 'quotient_familial.valeur', name: 'quotient' },
      { path: 'adresse.voie', name: 'adresse' },
    ],
    ...changes,
  };
  return { lines, address: await listen(createBackOffice(configuration, (line) => lines.push(line))) };
}

async function listen(server) {
  servers.push(server);
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** Sends the form and reads the verdicts in the page that answers. */
async function send(address, attestation, cookie = '', changes = {}) {
  const body = new URLSearchParams({ nom: NAME, jour: '5', mois: '03', annee: '1987', quotient: '1 200', adresse: '<b>', ...changes });
  if (attestation !== undefined) body.set('unefois_attestation', attestation);
  const answer = await fetch(`${address}/cantine/recu`, { method: 'POST', body, headers: { cookie } });
  assert.equal(answer.status, 200);
  const html = await answer.text();
  const rows = html.matchAll(/data-path="([^"]+)" data-verdict="([^"]+)"/g);
  return { html, reason: /data-reason>([a-z_]*)</.exec(html)[1], fields: Object.fromEntries([...rows].map(([, ...pair]) => pair)) };
}

/** Opens the form: the cookie of the session, and the nonce written in the page. */
async function openForm(address, cookie = '') {
  const page = await fetch(`${address}/cantine/`, { headers: { cookie } });
  const html = await page.text();
  const set = page.headers.get('set-cookie');
  return { html, set, cookie: set?.split(';')[0], nonce: /data-submission-nonce="([^"]+)" data-demarche/.exec(html)?.[1] };
}

const DATA = {
  'identite.nom_naissance': { value: 'L’HÉRITIER-DŒUVRE' },
  'identite.date_naissance': { value: '1987-03-05' },
  'quotient_familial.valeur': { value: 1234 },
};

test('form_is_received_with_a_verdict_of_each_field_and_no_value_in_the_log', async () => {
  const { address, lines } = await open();
  const { html, reason, fields } = await send(address, await key.sign(claims({ data: DATA })));
  assert.equal(reason, '');
  assert.deepEqual(fields, {
    'identite.nom_naissance': 'verified',
    'identite.date_naissance': 'verified',
    'quotient_familial.valeur': 'edited',
    'adresse.voie': 'declared',
  });
  assert.doesNotMatch(html, /<b>/);
  assert.deepEqual(lines.map(JSON.parse), [{ event: 'received', form: 'cantine-valbourg', reason: null }]);
});

test('form_is_received_when_its_attestation_is_worth_nothing', async () => {
  const { address, lines } = await open();
  const good = await key.sign(claims({ data: DATA }));
  await send(address, good);
  const stranger = await (await makeKey('first')).sign(claims({ data: DATA }));
  const sent = [undefined, '', 'x', good, stranger, 'x'.repeat(70_000), await key.sign(claims({ data: DATA, aud: 'siret:0' }))];
  const reasons = ['absent', 'absent', 'malformed', 'replayed', 'signature', 'too_large', 'audience'];
  for (const [index, attestation] of sent.entries()) {
    const { reason, fields } = await send(address, attestation);
    assert.equal(reason, reasons[index]);
    assert.deepEqual(new Set(Object.values(fields)), new Set(['declared']));
  }
  assert.deepEqual(lines.slice(1).map((line) => JSON.parse(line).reason), reasons);
  assert.doesNotMatch(lines.join(''), /héritier|1987|1 200|<b>/i);
});

test('form_is_received_while_keys_cannot_be_read', async () => {
  const { address } = await open({ jwks_uri: 'http://127.0.0.1:1/jwks.json' });
  const { reason, fields } = await send(address, await key.sign(claims({ data: DATA })));
  assert.equal(reason, 'keys_unavailable');
  assert.deepEqual(new Set(Object.values(fields)), new Set(['declared']));
});

test('nonce_of_the_session_is_written_in_the_page_and_spent_once', async () => {
  const { address } = await open({ nonce: true });
  const { html, set, cookie, nonce } = await openForm(address);
  assert.match(html, new RegExp(`src="${EDGE}/v1/unefois.js"`));
  assert.match(set, /^dossier=[\w-]{22}; Path=\/cantine\/; HttpOnly; SameSite=Lax$/);
  assert.equal((await openForm(address, cookie)).nonce, nonce);
  assert.equal((await send(address, await key.sign(claims({ submission_nonce: nonce })), cookie)).reason, '');
  assert.equal((await send(address, await key.sign(claims({ submission_nonce: nonce })), cookie)).reason, 'submission_nonce');
  assert.notEqual((await openForm(address, cookie)).nonce, nonce);
});

test('session_is_one_this_server_drew_and_no_other', async () => {
  const { address } = await open({ nonce: true });
  const planted = `dossier=${'p'.repeat(22)}`;
  const opened = await openForm(address, planted);
  assert.notEqual(opened.cookie, planted);
  const attestation = await key.sign(claims({ submission_nonce: opened.nonce }));
  assert.equal((await send(address, attestation, planted)).reason, 'submission_nonce');
  assert.equal((await send(address, attestation, opened.cookie)).reason, '');
  assert.notEqual((await openForm(address, opened.cookie)).cookie, opened.cookie);
});

test('rejects_nonce_of_another_session_and_attestation_without_any', async () => {
  const { address } = await open({ nonce: true });
  const [own, other] = [await openForm(address), await openForm(address)];
  assert.notEqual(own.nonce, other.nonce);
  for (const [submission_nonce, cookie] of [[other.nonce, own.cookie], [undefined, other.cookie], [undefined, '']]) {
    const attestation = await key.sign(claims({ submission_nonce }));
    assert.equal((await send(address, attestation, cookie)).reason, 'submission_nonce');
  }
});

test('rejects_attestation_of_a_session_where_the_form_uses_no_nonce', async () => {
  const { address } = await open();
  assert.equal((await openForm(address)).set, null);
  assert.equal((await send(address, await key.sign(claims({ submission_nonce: 'n'.repeat(22) })))).reason, 'submission_nonce');
});

test('files_beside_the_page_are_served_and_no_other', async () => {
  const { address } = await open();
  const statusOf = async (path) => (await fetch(`${address}/cantine/${path}`)).status;
  assert.equal(await statusOf('cantine.css'), 200);
  for (const path of ['index.html', 'absent.css', '..%2fpackage.json', 'recu']) assert.equal(await statusOf(path), 404);
});
