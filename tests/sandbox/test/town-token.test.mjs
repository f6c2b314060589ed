import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { TOWN_TOKENS } from '../sources/town-tokens.mjs';
import { civilStatus, firstThrottled, RECIPIENT, refused, startTestSandbox, Visitor } from './support.mjs';

const QUOTIENT = '/v3/dss/quotient_familial/identite';
const STATUS = '/v3/france_travail/statut/identifiant';
let sandbox;
let visitor;
let camille;

before(async () => {
  sandbox = await startTestSandbox();
  visitor = new Visitor(sandbox);
  camille = sandbox.identities.get('camille');
});
after(() => sandbox.stop());
afterEach(() => {
  sandbox.faults.reset();
  sandbox.limits.reset();
});

function introspect(token, query = '', headers = { authorization: `Bearer ${token}` }) {
  return fetch(`${visitor.sources}/api/introspect${query}`, { headers });
}

test('town_token_opens_the_identite_route_and_gives_every_key', async () => {
  const { data } = await (await visitor.town(QUOTIENT, civilStatus(camille))).json();
  assert.deepEqual(Object.keys(data), ['allocataires', 'enfants', 'adresse', 'quotient_familial']);
  assert.equal(data.quotient_familial.valeur, 650);
});

const REFUSED_TOKENS = {
  that_is_missing: [undefined, '00101'],
  of_franceconnect: ['x'.repeat(43), '00101'],
  signed_by_somebody_else: [`${TOWN_TOKENS.valbourg.slice(0, -4)}AAAA`, '00101'],
  that_has_expired: [TOWN_TOKENS.expire, '00103'],
  on_the_black_list: [TOWN_TOKENS['liste-noire'], '00105'],
};

for (const [situation, [token, code]] of Object.entries(REFUSED_TOKENS)) {
  test(`rejects_token_${situation}_with_${code}`, async () => {
    await refused(await visitor.source(STATUS, token, `recipient=${RECIPIENT}&identifiant=x`), 401, code);
    await refused(await introspect(token, '', token ? undefined : {}), 401, code);
  });
}

test('rejects_town_token_on_a_franceconnect_route', async () => {
  await refused(await visitor.quotient(TOWN_TOKENS.valbourg), 401, '50001');
});

test('rejects_town_token_on_a_franceconnect_route_with_the_later_code_when_it_is_in_force', async () => {
  sandbox.faults.set(['source_later_catalogue']);
  await refused(await visitor.quotient(TOWN_TOKENS.valbourg), 401, '51501');
  await refused(await visitor.source('/v3/dss/prime_activite/france_connect'), 401, '51504');
  await refused(await visitor.source('/v3/dss/prime_activite/identite'), 401, '00101');
});

test('rejects_token_without_any_scope_of_the_endpoint', async () => {
  await refused(await visitor.town(STATUS, { identifiant: 'x' }, { token: TOWN_TOKENS.etroit }), 403, '00100');
});

test('missing_scope_of_a_town_token_is_a_missing_key', async () => {
  const { data } = await (await visitor.town(QUOTIENT, civilStatus(camille), { token: TOWN_TOKENS.etroit })).json();
  assert.deepEqual(Object.keys(data), ['enfants']);
});

test('introspection_gives_the_rights_of_a_token_by_its_jti', async () => {
  const body = await (await introspect(TOWN_TOKENS.etroit)).json();
  assert.deepEqual(body, { _id: decodeJwt(TOWN_TOKENS.etroit).jti, name: '', scopes: ['cnaf_enfants', 'mesri_admissions'] });
});

test('introspection_takes_a_token_in_three_ways', async () => {
  const token = TOWN_TOKENS.valbourg;
  assert.equal((await introspect(token)).status, 200);
  assert.equal((await introspect(token, '', { 'x-api-key': token })).status, 200);
  assert.equal((await introspect(token, `?token=${token}`, {})).status, 200);
});

test('sources_take_a_town_token_in_one_way', async () => {
  await refused(await visitor.source(STATUS, undefined, `recipient=${RECIPIENT}&identifiant=x`, { 'x-api-key': TOWN_TOKENS.valbourg }), 401, '00101');
});

test('rights_follow_what_the_gateway_knows_and_not_what_the_token_says', async () => {
  const lost = 'cnav_participation_familiale_eaje_adresse';
  sandbox.faults.set(['introspect_scope_missing']);
  assert.ok(decodeJwt(TOWN_TOKENS.valbourg).scopes.includes(lost));
  assert.equal((await (await introspect(TOWN_TOKENS.valbourg)).json()).scopes.includes(lost), false);
  const { data } = await (await visitor.town('/v3/dss/participation_familiale_eaje/identite', civilStatus(camille))).json();
  assert.deepEqual(Object.keys(data), ['allocataires', 'enfants', 'parametres_calcul_participation_familiale']);
});

test('scopes_of_a_town_token_are_spelt_as_the_gateway_spells_them', () => {
  const { scopes } = decodeJwt(TOWN_TOKENS.valbourg);
  assert.ok(scopes.includes('mesri_admission_etablissement_etudes') && scopes.includes('men_echelon_bourse'));
  assert.equal(scopes.some((scope) => scope.startsWith('ants_')), false);
});

test('two_towns_asking_for_the_same_person_do_not_collide_but_one_town_does_with_itself', async () => {
  const slow = await startTestSandbox({ SANDBOX_DELAY_MS: '500' });
  try {
    const client = new Visitor(slow);
    const ask = (token) => client.town(QUOTIENT, civilStatus(camille), { token });
    const answers = await Promise.all([TOWN_TOKENS.valbourg, TOWN_TOKENS.etroit, TOWN_TOKENS.valbourg].map(ask));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 409]);
  } finally {
    await slow.stop();
  }
});

test('rejects_the_21st_call_of_a_second_of_one_town_over_all_its_endpoints', async () => {
  const paths = [STATUS, '/v3/sdh/statut_sportif/identifiant'];
  // Its own: those that come late among the calls are a ban for the token.
  const hurried = await startTestSandbox();
  try {
    const client = new Visitor(hurried);
    const calls = Array.from({ length: 60 }, (_, index) => client.source(paths[index % 2], TOWN_TOKENS.valbourg, `recipient=${RECIPIENT}&identifiant=${index}`));
    const limited = await firstThrottled(calls);
    assert.equal(limited.headers.get('retry-after'), '1');
    await refused(limited, 429, '00429');
  } finally {
    await hurried.stop();
  }
});

test('quotient_with_a_town_token_is_kept_for_each_month_apart', async () => {
  const annee = new Date().getFullYear() - 1;
  const ask = async (mois) => visitor.town(QUOTIENT, civilStatus(sandbox.identities.get('thomas'), { annee, mois }));
  assert.equal((await (await ask(3)).json()).data.quotient_familial.mois, 3);
  const other = await ask(4);
  assert.equal(other.headers.get('x-response-cached'), 'false');
  assert.equal((await other.json()).data.quotient_familial.mois, 4);
  assert.equal((await ask(3)).headers.get('x-response-cached'), 'true');
});

test('answers_outside_the_securite_sociale_are_never_kept', async () => {
  const ask = () => visitor.town(STATUS, { identifiant: 'camille.lefevre69' });
  await ask();
  assert.equal((await ask()).headers.get('x-response-cached'), 'false');
});
