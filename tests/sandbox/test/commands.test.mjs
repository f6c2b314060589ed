import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { SOURCE_IDS } from '../sources/ids.mjs';
import { readSettings } from '../settings.mjs';
import { TOWN_TOKENS } from '../sources/town-tokens.mjs';
import { civilStatus, refused, startTestSandbox, Visitor } from './support.mjs';

const STATUS = '/v3/france_travail/statut/identifiant';
const SPORT = '/v3/sdh/statut_sportif/identifiant';
let sandbox;
let visitor;

before(async () => {
  sandbox = await startTestSandbox();
  visitor = new Visitor(sandbox);
});
after(() => sandbox.stop());
afterEach(() => {
  sandbox.faults.reset();
  sandbox.limits.reset();
  sandbox.delays.set({});
});

async function command(method, path, body) {
  const response = await fetch(`${visitor.sources}/__sandbox/${path}`, { method, body: body && JSON.stringify(body) });
  return { status: response.status, ...(await response.json()) };
}

test('fault_kept_for_one_source_strikes_no_other', async () => {
  await command('PUT', 'faults', { faults: [{ name: 'source_502_35000', source: 'sportif' }] });
  await refused(await visitor.town(SPORT, { identifiant: '990017' }), 502, '35000');
  assert.equal((await visitor.town(STATUS, { identifiant: 'camille.lefevre69' })).status, 200);
});

test('fault_without_a_source_strikes_them_all', async () => {
  sandbox.faults.set(['source_nulls']);
  for (const [path, params] of [[SPORT, { identifiant: '990017' }], [STATUS, { identifiant: 'camille.lefevre69' }]]) {
    const { data } = await (await visitor.town(path, params)).json();
    assert.ok(Object.values(data).every((value) => value === null), path);
  }
});

test('fault_kept_for_the_grants_of_pupils_strikes_the_route_they_share', async () => {
  sandbox.faults.set([{ name: 'source_404_30003', source: 'eleve_boursier' }]);
  await refused(await visitor.town('/v5/men/scolarites/identite', { essai: 1 }), 404, '30003');
});

for (const faults of [[{ name: 'source_slow', source: 'inconnue' }], [{ name: 'cancel', source: 'rsa' }], [{ name: 'dgfip_500', source: 'impots' }]]) {
  test(`rejects_fault_request_${JSON.stringify(faults)}`, async () => assert.equal((await command('PUT', 'faults', { faults })).status, 400));
}

test('calls_are_counted_by_source_and_apart_for_tokens_and_rights', async () => {
  await command('DELETE', 'calls');
  await visitor.town(STATUS, { identifiant: 'x' });
  await visitor.town('/v3/france_travail/indemnites/identifiant', { identifiant: 'x' });
  await visitor.town('/v3/dss/revenu_solidarite_active/identite', {});
  await visitor.taxToken();
  await fetch(`${visitor.sources}/api/introspect`);
  const { calls } = await command('GET', 'calls');
  assert.deepEqual(calls, { 'sources.dgfip_token': 1, 'sources.france_travail': 1, 'sources.france_travail_paiements': 1, 'sources.introspect': 1, 'sources.rsa': 1 });
});

test('last_request_of_a_source_is_told_with_its_query_and_harmless_headers', async () => {
  const camille = sandbox.identities.get('camille');
  await visitor.town('/v3/dss/prime_activite/identite', civilStatus(camille), { headers: { 'cache-control': 'no-cache', accept: 'application/json' } });
  const { last } = await command('GET', 'last');
  const { path, query, headers } = last.prime_activite;
  assert.equal(path, '/v3/dss/prime_activite/identite');
  assert.deepEqual(query.filter(([name]) => name === 'prenoms[]'), [['prenoms[]', 'Camille'], ['prenoms[]', 'Louise']]);
  assert.deepEqual(headers, { 'cache-control': 'no-cache', accept: 'application/json' });
  assert.equal(JSON.stringify(last).includes('ey'), false);
  await command('DELETE', 'last');
  assert.deepEqual((await command('GET', 'last')).last, {});
});

test('last_request_of_the_dgfip_is_told_without_any_token', async () => {
  const { access_token: service } = await (await visitor.taxToken('RessourceIR')).json();
  await visitor.tax('/situations/ir/assiettes/annrev/2024', { service, citizen: 'c'.repeat(43), headers: { id_teleservice: 'valbourg', accept: '*/*' } });
  const { last } = await command('GET', 'last');
  assert.deepEqual(last.dgfip_token.query, [['grant_type', 'client_credentials'], ['scope', 'RessourceIR']]);
  assert.deepEqual(Object.keys(last.impots.headers).sort(), ['accept', 'id_teleservice', 'x-correlation-id']);
  assert.equal(last.impots.headers.id_teleservice, 'valbourg');
  assert.equal(JSON.stringify(last).includes('cccc'), false);
});

async function millisOf(ask) {
  const start = performance.now();
  assert.equal((await ask()).status, 200);
  return performance.now() - start;
}

test('delay_of_one_source_slows_it_alone_until_it_is_lifted', async () => {
  assert.deepEqual((await command('PUT', 'delays', { sportif: 400 })).delays, { sportif: 400 });
  const sport = () => visitor.town(SPORT, { identifiant: '990017' });
  assert.ok((await millisOf(sport)) >= 395);
  assert.ok((await millisOf(() => visitor.town(STATUS, { identifiant: 'camille.lefevre69' }))) < 390);
  assert.deepEqual((await command('DELETE', 'delays')).delays, {});
  assert.ok((await millisOf(sport)) < 390);
});

for (const delays of [{ inconnue: 5 }, { rsa: -1 }, { rsa: 'vite' }, null]) {
  test(`rejects_delays_${JSON.stringify(delays)}`, async () => {
    assert.equal((await fetch(`${visitor.sources}/__sandbox/delays`, { method: 'PUT', body: JSON.stringify(delays) })).status, 400);
  });
}

test('delays_may_come_from_the_environment', () => {
  assert.deepEqual(readSettings({ SANDBOX_SOURCE_DELAYS: 'rsa=500,aah=800' }).sourceDelays, { rsa: 500, aah: 800 });
  for (const text of ['rsa', 'rsa=x', 'inconnue=5', 'rsa=500;aah=1']) assert.throws(() => readSettings({ SANDBOX_SOURCE_DELAYS: text }), /SANDBOX_SOURCE_DELAYS/);
});

test('every_source_has_a_delay_of_its_own', () => {
  sandbox.delays.set(Object.fromEntries(SOURCE_IDS.map((source) => [source, 1])));
  assert.equal(sandbox.delays.millisOf('scolarite'), 1);
});

test('recipient_of_the_examples_is_a_siret', async () => {
  const response = await visitor.source(SPORT, TOWN_TOKENS.valbourg, 'recipient=21999999200015&identifiant=990017');
  assert.equal(response.status, 200);
});
