import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { CATALOGUE } from '../faults/registry.mjs';
import { TOWN_TOKENS } from '../sources/town-tokens.mjs';
import { POST_LOGOUT_REDIRECT_URI, RECIPIENT, startTestSandbox, Visitor } from './support.mjs';

const SLOW_MILLIS = 2500;
const PATIENCE_MILLIS = 1500;
let sandbox;
let usual;

before(async () => {
  sandbox = await startTestSandbox();
  usual = await journey(await taxpayer());
});
after(() => sandbox.stop());
afterEach(() => {
  sandbox.faults.reset();
  sandbox.limits.reset();
});

/** A citizen's token for the DGFiP, taken before any fault: one of FranceConnect must not hide those of the DGFiP. */
async function taxpayer() {
  const scope = 'openid identite_pivot dgfip_annee_n_moins_2_si_indispo_n_moins_1 dgfip_rfr dgfip_nmNaiDec1';
  return (await new Visitor(sandbox, { client: 'stationnement' }).tokens({ changes: { scope } })).access_token;
}

/** What a service would notice of a whole journey, without anything that changes from one journey to the next. */
async function journey(citizen) {
  const visitor = Object.assign(new Visitor(sandbox), { citizen });
  const seen = { callback: await notice(() => callbackOf(visitor)) };
  seen.jwks = await notice(() => fetchText(`${visitor.base}/jwks`));
  seen.token = await notice(() => tokenOf(visitor));
  seen.userinfo = await notice(() => userinfoOf(visitor));
  seen.quotient = await notice(() => quotientOf(visitor));
  seen.refusal = await notice(() => refusalOf(visitor));
  const others = { rights: rightsOf, jobSeeker: jobSeekerOf, situation: situationOf };
  await Promise.all(Object.entries(others).map(async ([name, step]) => {
    seen[name] = await notice(() => step(visitor));
  }));
  seen.logout = await notice(() => logoutOf(visitor));
  return seen;
}

/** An outcome, or the fact that there is none within a moment. */
async function notice(step) {
  const late = new Promise((resolve) => {
    setTimeout(() => resolve('late'), PATIENCE_MILLIS);
  });
  return Promise.race([late, step().catch((error) => error.constructor.name)]);
}

async function fetchText(url) {
  const response = await fetch(url);
  return `${response.status} ${await response.text()}`;
}

async function callbackOf(visitor) {
  visitor.callback = await visitor.signIn();
  if (!(visitor.callback instanceof URLSearchParams)) return visitor.callback.status;
  const params = [...visitor.callback].map(([name, value]) => {
    if (name === 'state') return [name, value === visitor.state];
    return [name, name === 'code' ? value.length : value];
  });
  return JSON.stringify(params);
}

async function tokenOf(visitor) {
  const response = await visitor.exchange(visitor.callback.get('code'));
  const tokens = await response.json();
  Object.assign(visitor, tokens);
  if (!response.ok) return `${response.status} ${tokens.error}`;
  return JSON.stringify([response.status, tokens.scope, await verdict(visitor, tokens.id_token)]);
}

/** The claims of a signed object as the service may trust them, or why it may not. */
async function verdict(visitor, jwt) {
  const keys = createRemoteJWKSet(new URL(`${visitor.base}/jwks`));
  const rules = { issuer: sandbox.issuer, audience: visitor.client.client_id, algorithms: ['ES256'] };
  const result = await jwtVerify(jwt, keys, rules).catch((error) => ({ refused: error.code ?? error.name }));
  if (result.refused) return result.refused;
  const { payload, protectedHeader } = result;
  const isFresh = Math.abs(payload.iat - Date.now() / 1000) < 10;
  const { iat, exp, auth_time, ...claims } = payload;
  return { protectedHeader, isFresh, ...claims, nonce: payload.nonce === visitor.nonce };
}

async function userinfoOf(visitor) {
  const response = await visitor.userinfo(visitor.access_token);
  const type = response.headers.get('content-type');
  return JSON.stringify([response.status, type, await verdict(visitor, await response.text())]);
}

async function quotientOf(visitor) {
  const response = await visitor.quotient(visitor.access_token, undefined, { 'cache-control': 'no-cache' });
  const { headers } = response;
  const notable = ['content-type', 'location', 'retry-after'].map((name) => headers.get(name));
  return JSON.stringify([response.status, notable, (await response.text()).slice(0, 2000)]);
}

async function refusalOf(visitor) {
  return (await visitor.quotient('z'.repeat(43), 'recipient=13002526500013&refus=1')).text();
}

async function rightsOf({ sources }) {
  return (await fetch(`${sources}/api/introspect`, { headers: { authorization: `Bearer ${TOWN_TOKENS.valbourg}` } })).text();
}

async function jobSeekerOf(visitor) {
  const path = '/v3/france_travail/statut/identifiant';
  return (await visitor.source(path, TOWN_TOKENS.valbourg, `recipient=${RECIPIENT}&identifiant=camille.lefevre69`)).text();
}

async function situationOf(visitor) {
  const { access_token: service, expires_in } = await (await visitor.taxToken()).json();
  const response = await visitor.tax('/dernieresituation/ir/assiettes/deuxans', { service, citizen: visitor.citizen });
  const text = await response.text();
  return JSON.stringify([expires_in, response.status, text.replace(/"horodatage":"[^"]*"/, '')]);
}

async function logoutOf(visitor) {
  const params = new URLSearchParams({ id_token_hint: visitor.id_token, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI, state: 's' });
  let response = await visitor.go(`/api/v2/session/end?${params}`);
  for (let steps = 0; steps < 4; steps += 1) {
    const location = response.headers.get('location');
    if (location?.startsWith(POST_LOGOUT_REDIRECT_URI)) return location;
    response = await (location ? visitor.go(location) : submit(visitor, await response.text()));
  }
  return response.status;
}

function submit(visitor, page) {
  const [, method, action] = /<form[^>]*method="(\w+)" action="([^"]+)"/.exec(page);
  const fields = Object.fromEntries([...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const { pathname } = new URL(action, visitor.base);
  return method === 'post' ? visitor.go(pathname, fields) : visitor.go(`${pathname}?${new URLSearchParams(fields)}`);
}

test('usual_journey_meets_nothing_wrong', () => {
  assert.match(usual.callback, /"code",43/);
  assert.match(usual.token, /"isFresh":true.*"nonce":true/);
  assert.match(usual.quotient, /"valeur\\":650/);
  assert.match(usual.jobSeeker, /LEFÈVRE/);
  assert.match(usual.situation, /"rfr\\":18640/);
  assert.equal(usual.logout, `${POST_LOGOUT_REDIRECT_URI}?state=s`);
});

test('usual_journey_made_twice_looks_the_same', async () => {
  assert.deepEqual(await journey(await taxpayer()), usual);
});

for (const { name, what, where } of CATALOGUE) {
  test(`fault_${name}_says_what_it_does_and_changes_the_journey`, async () => {
    assert.ok(what.length > 10 && where.length > 5);
    const citizen = await taxpayer();
    sandbox.faults.set([{ name, delay_ms: SLOW_MILLIS }]);
    assert.notDeepEqual(await journey(citizen), usual);
  });
}

test('fault_limited_to_one_time_strikes_once', async () => {
  sandbox.faults.set([{ name: 'source_502_00501', times: 1 }]);
  const visitor = new Visitor(sandbox);
  const { access_token } = await visitor.tokens();
  assert.equal((await visitor.quotient(access_token)).status, 502);
  assert.equal((await visitor.quotient(access_token)).status, 200);
});

test('answer_kept_for_later_is_not_the_one_a_fault_altered', async () => {
  const valeurOf = async () => {
    const visitor = new Visitor(sandbox);
    const { access_token } = await visitor.tokens({ login: 'thomas' });
    return (await (await visitor.quotient(access_token)).json()).data.quotient_familial.valeur;
  };
  sandbox.faults.set([{ name: 'source_wrong_types' }]);
  assert.equal(await valeurOf(), 'six cent cinquante');
  sandbox.faults.reset();
  assert.equal(await valeurOf(), 1123);
});

function control(path, method = 'GET', body = undefined) {
  return fetch(`http://127.0.0.1:${sandbox.ports.sources}/__sandbox/${path}`, { method, body: body && JSON.stringify(body) });
}

test('control_lists_sets_and_resets_faults', async () => {
  const active = async (response) => (await response.json()).faults.filter((fault) => fault.active).map(({ name }) => name);
  assert.deepEqual(await active(await control('faults', 'PUT', { faults: ['cancel', { name: 'source_timeout', times: 2 }] })), ['cancel', 'source_timeout']);
  assert.equal((await (await control('faults')).json()).faults.length, CATALOGUE.length);
  assert.deepEqual(await active(await control('faults', 'DELETE')), []);
});

for (const faults of [['no_such_fault'], [{ name: 'cancel', often: 1 }], [{ name: 'cancel', times: -1 }], 'cancel', [null]]) {
  test(`rejects_control_request_${JSON.stringify(faults)}`, async () => {
    assert.equal((await control('faults', 'PUT', { faults })).status, 400);
  });
}

test('calls_count_requests_by_endpoint_and_forget_when_told', async () => {
  await control('calls', 'DELETE');
  const visitor = new Visitor(sandbox);
  const { access_token } = await visitor.tokens();
  await visitor.quotient(access_token);
  const { calls } = await (await control('calls')).json();
  assert.equal(calls['franceconnect.token'], 1);
  assert.equal(calls['franceconnect.checktoken'], 1);
  assert.equal(calls['sources.quotient_familial'], 1);
  assert.equal(calls['sources.trap'], undefined);
});

test('names_of_faults_are_unique', () => {
  assert.equal(new Set(CATALOGUE.map(({ name }) => name)).size, CATALOGUE.length);
});
