import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startTestSandbox, Visitor } from './support.mjs';

const LAST = '/dernieresituation/ir/assiettes/deuxans';
const IDENTITY = 'openid identite_pivot';
const FALLBACK = 'dgfip_annee_n_moins_2_si_indispo_n_moins_1';
const FIELDS = [
  'dgfip_rfr', 'dgfip_nbpart', 'dgfip_sitfam', 'dgfip_pac_nbPac', 'dgfip_pac', 'dgfip_pariso', 'dgfip_aft',
  'dgfip_nmNaiDec1', 'dgfip_nmUsaDec1', 'dgfip_prnmDec1', 'dgfip_dateNaisDec1', 'dgfip_nmNaiDec2', 'dgfip_prnmDec2',
].join(' ');
const ALL = `${IDENTITY} ${FALLBACK} dgfip_annee_n_moins_1 dgfip_annee_n_moins_2 ${FIELDS}`;
const YEAR = new Date().getFullYear();
let sandbox;

before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.stop());
afterEach(() => {
  sandbox.faults.reset();
  sandbox.limits.reset();
});

async function taxpayer(login, scope = ALL) {
  const visitor = new Visitor(sandbox, { client: 'stationnement' });
  const { access_token: citizen } = await visitor.tokens({ login, changes: { scope } });
  const { access_token: service } = await (await visitor.taxToken()).json();
  return (path = LAST, changes = {}) => visitor.tax(path, { service, citizen, ...changes });
}

/** A refusal must have its status, its code and the shape of the DGFiP. */
async function refused(response, status, code) {
  assert.equal(response.status, status);
  const { erreur } = await response.json();
  assert.deepEqual(Object.keys(erreur), ['code', 'message', 'horodatage']);
  assert.equal(erreur.code, code);
}

test('token_of_the_service_says_what_it_opens_and_how_long_it_lives', async () => {
  const body = await (await new Visitor(sandbox).taxToken('RessourceIRDerniere2')).json();
  assert.deepEqual([body.scope, body.token_type, body.expires_in], ['RessourceIRDerniere2', 'Bearer', 300]);
  assert.ok(body.access_token.length >= 32);
});

test('token_of_the_service_is_refused_to_a_wrong_secret_or_another_grant', async () => {
  const visitor = new Visitor(sandbox);
  const wrong = `Basic ${Buffer.from('unefois-apim-sandbox:faux').toString('base64')}`;
  const response = await visitor.taxToken(undefined, { authorization: wrong });
  assert.deepEqual([response.status, (await response.json()).error], [401, 'invalid_client']);
  const other = await visitor.taxToken(undefined, { form: { grant_type: 'password' } });
  assert.deepEqual([other.status, (await other.json()).error], [400, 'unsupported_grant_type']);
});

test('last_situation_of_camille_is_the_one_of_the_year_before', async () => {
  const response = await (await taxpayer('camille'))();
  assert.equal(response.headers.get('content-type'), 'application/prs.dgfip.part.derniere.situations.ir.assiettes.v1+json');
  const body = await response.json();
  assert.deepEqual([body.rfr, body.nbPart, body.sitFam, body.sitParIso, body.annRevenu], [18640, 2.5, 'D', 'T', YEAR - 1]);
  assert.deepEqual([body.pac.nbPac, body.pac.nbPacF], [2, 2]);
  assert.deepEqual([body.nmNaiDec1, body.nmUsaDec1, body.prnmDec1, body.dateNaisDec1], ['LEFEVRE', 'MARTIN', 'CAMILLE LOUISE', { jour: '12', mois: '03', annee: '1987' }]);
  assert.equal('nmNaiDec2' in body, false);
  assert.equal(body.aft, 'BATIMENT C 12 RUE DES LILAS 99999 VALBOURG');
});

test('last_situation_falls_back_one_year_and_names_the_second_declarant', async () => {
  const body = await (await (await taxpayer('thomas'))()).json();
  assert.deepEqual([body.rfr, body.nbPart, body.annRevenu], [31250, 2.25, YEAR - 2]);
  assert.deepEqual([body.prnmDec1, body.nmNaiDec2, body.prnmDec2], ['SOLANGE', 'GARNIER', 'THOMAS']);
  assert.deepEqual(body.aftDetail, { complementAdresse: null, voie: '3 PLACE DU MARCHE', codePostal: '99999 VALBOURG', commune: null });
});

test('situation_of_a_named_year_does_not_repeat_the_year', async () => {
  const ask = await taxpayer('camille');
  const response = await ask(`/situations/ir/assiettes/annrev/${YEAR - 2}`);
  assert.equal(response.headers.get('content-type'), 'application/prs.dgfip.part.situations.ir.assiettes.v1+json');
  const body = await response.json();
  assert.equal(body.rfr, 17905);
  assert.equal('annRevenu' in body, false);
});

test('income_of_zero_is_a_value', async () => assert.equal((await (await (await taxpayer('yanis'))()).json()).rfr, 0));

test('missing_scope_is_a_missing_key', async () => {
  const body = await (await (await taxpayer('camille', `${IDENTITY} ${FALLBACK} dgfip_rfr dgfip_pac_nbPac`))()).json();
  assert.deepEqual(body, { rfr: 18640, pac: { nbPac: 2 }, annRevenu: YEAR - 1 });
});

test('rejects_year_that_no_scope_opens_with_4031', async () => {
  const ask = await taxpayer('camille', `${IDENTITY} dgfip_annee_n_moins_1 dgfip_rfr`);
  await refused(await ask(), 403, '4031');
  await refused(await ask(`/situations/ir/assiettes/annrev/${YEAR - 2}`), 403, '4031');
  assert.equal((await ask(`/situations/ir/assiettes/annrev/${YEAR - 1}`)).status, 200);
});

test('rejects_resource_that_the_token_of_the_service_does_not_open_with_4031', async () => {
  const ask = await taxpayer('camille');
  const { access_token: service, scope } = await (await new Visitor(sandbox).taxToken('RessourceIFI')).json();
  assert.equal(scope, 'default');
  await refused(await ask(LAST, { service }), 403, '4031');
});

test('rejects_person_without_declaration_with_4101', async () => {
  await refused(await (await taxpayer('maiwenn'))(), 410, '4101');
  await refused(await (await taxpayer('thomas'))(`/situations/ir/assiettes/annrev/${YEAR - 1}`), 410, '4101');
});

test('rejects_year_that_is_no_year_with_4002', async () => refused(await (await taxpayer('camille'))('/situations/ir/assiettes/annrev/26'), 400, '4002'));

const HEADERS = {
  without_a_correlation_id: [{ 'x-correlation-id': undefined }, 400],
  with_a_correlation_id_that_is_no_uuid: [{ 'x-correlation-id': '42' }, 400],
  without_the_citizen_s_token: [{ 'x-franceconnect-oauth': undefined }, 401],
  with_a_dead_citizen_s_token: [{ 'x-franceconnect-oauth': 'x'.repeat(43) }, 401],
  without_the_service_s_token: [{ authorization: undefined }, 401],
  that_accepts_json_alone: [{ accept: 'application/json' }, 406],
};

for (const [situation, [headers, status]] of Object.entries(HEADERS)) {
  test(`rejects_call_${situation}`, async () => assert.equal((await (await taxpayer('camille'))(LAST, { headers })).status, status));
}

test('vendor_type_is_accepted_and_so_is_anything', async () => {
  const ask = await taxpayer('camille');
  for (const accept of ['*/*', 'application/prs.dgfip.part.derniere.situations.ir.assiettes.v1+json']) {
    assert.equal((await ask(LAST, { headers: { accept } })).status, 200);
  }
});

test('rejects_token_of_the_service_once_it_has_expired', async () => {
  sandbox.faults.set(['dgfip_token_short']);
  const ask = await taxpayer('camille');
  assert.equal((await ask()).status, 200);
  await new Promise((resolve) => {
    setTimeout(resolve, 1100);
  });
  await refused(await ask(), 401, '4010');
});

test('lifetime_of_the_token_of_the_service_may_be_set', async () => {
  const brief = await startTestSandbox({ SANDBOX_DGFIP_TOKEN_SECS: '7' });
  try {
    assert.equal((await (await new Visitor(brief).taxToken()).json()).expires_in, 7);
  } finally {
    await brief.stop();
  }
});

test('other_household_names_neither_declarant_as_the_person', async () => {
  sandbox.faults.set(['dgfip_other_household']);
  const body = await (await (await taxpayer('thomas'))()).json();
  assert.deepEqual([body.nmNaiDec1, body.nmNaiDec2, body.rfr], ['QUELQUUN', 'QUELQUUN', 31250]);
});

test('refused_once_by_the_manager_a_call_made_again_is_answered', async () => {
  sandbox.faults.set(['dgfip_401_once']);
  const ask = await taxpayer('camille');
  await refused(await ask(), 401, '4010');
  assert.equal((await ask()).status, 200);
});

test('fault_of_the_gateway_takes_the_shape_of_the_dgfip', async () => {
  const ask = await taxpayer('camille');
  sandbox.faults.set([{ name: 'source_429', source: 'impots_adresse' }]);
  const response = await ask();
  assert.equal(response.headers.get('retry-after'), '2');
  await refused(response, 429, '00429');
});
