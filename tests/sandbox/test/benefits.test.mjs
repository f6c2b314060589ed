import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { civilStatus, refused, startTestSandbox, Visitor } from './support.mjs';

const FAMILY = [
  'openid', 'identite_pivot', 'cnaf_enfants', 'allocation_adulte_handicape', 'allocation_soutien_familial',
  'complementaire_sante_solidaire', 'prime_activite', 'prime_activite_majoration', 'revenu_solidarite_active',
  'revenu_solidarite_active_majoration',
].join(' ');
let sandbox;
before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.stop());

async function citizen(login, scope = FAMILY) {
  const visitor = new Visitor(sandbox, { client: 'famille' });
  const { access_token } = await visitor.tokens({ login, changes: { scope } });
  return (segment) => visitor.source(`/v3/dss/${segment}/france_connect`, access_token);
}

function town(segment, login, changes) {
  return new Visitor(sandbox).town(`/v3/dss/${segment}/identite`, civilStatus(sandbox.identities.get(login), changes));
}

const dataOf = async (response) => (await response).json().then(({ data }) => data);

/** What camille's files say, by segment of the path. */
const CAMILLE = {
  allocation_adulte_handicape: { est_beneficiaire: false, date_debut_droit: null },
  allocation_soutien_familial: { est_beneficiaire: true, date_debut_droit: '2022-03-01' },
  complementaire_sante_solidaire: { est_beneficiaire: true, avec_participation: false, date_debut_droit: '2024-09-01' },
  prime_activite: { est_beneficiaire: false, date_debut_droit: null, avec_majoration: null },
  revenu_solidarite_active: { est_beneficiaire: true, date_debut_droit: '2025-02-01', avec_majoration: true },
};

for (const [segment, expected] of Object.entries(CAMILLE)) {
  test(`${segment}_of_camille_is_the_same_with_both_tokens`, async () => {
    const ask = await citizen('camille');
    assert.deepEqual(await dataOf(ask(segment)), expected);
    assert.deepEqual(await dataOf(town(segment, 'camille')), expected);
  });
}

/** Routes that FranceConnect has no scope for: a citizen's token never opens them. */
const TOWN_ONLY = {
  allocation_enfant_handicape: { status: 'ouvrant_droit', date_debut_droit: '2023-06-15' },
  allocation_rentree_scolaire: { status: 'allocataire', date_debut_droit: '2024-08-09' },
};

for (const [segment, expected] of Object.entries(TOWN_ONLY)) {
  test(`${segment}_opens_to_the_town_s_token_alone`, async () => {
    const ask = await citizen('camille', `${FAMILY} cnav_${segment}`);
    await refused(await ask(segment), 403, '00100');
    assert.deepEqual(await dataOf(town(segment, 'camille')), expected);
  });
}

test('benefit_of_a_health_kind_may_be_positive', async () => {
  assert.deepEqual(await dataOf(town('allocation_adulte_handicape', 'yanis')), { est_beneficiaire: true, date_debut_droit: '2021-10-01' });
  assert.equal((await dataOf(town('allocation_enfant_handicape', 'yanis'))).status, 'allocataire');
});

test('majoration_without_its_scope_is_a_missing_key', async () => {
  const ask = await citizen('camille', 'openid identite_pivot revenu_solidarite_active');
  assert.deepEqual(Object.keys(await dataOf(ask('revenu_solidarite_active'))), ['est_beneficiaire', 'date_debut_droit']);
});

test('majoration_alone_opens_the_route_and_nothing_else', async () => {
  const ask = await citizen('camille', 'openid identite_pivot prime_activite_majoration');
  assert.deepEqual(Object.keys(await dataOf(ask('prime_activite'))), ['avec_majoration']);
});

test('data_provider_of_an_api_does_not_see_the_scopes_of_another', async () => {
  const ask = await citizen('camille', 'openid identite_pivot cnaf_enfants revenu_solidarite_active');
  await refused(await ask('prime_activite'), 403, '00100');
  assert.deepEqual(Object.keys(await dataOf(ask('quotient_familial'))), ['enfants']);
});

test('rejects_known_person_without_a_file_with_40003', async () => {
  await refused(await town('revenu_solidarite_active', 'jeanne'), 404, '40003');
  await refused(await (await citizen('jeanne'))('complementaire_sante_solidaire'), 404, '40003');
});

test('rejects_person_unknown_to_the_securite_sociale_with_00355', async () => {
  await refused(await town('prime_activite', 'roman'), 422, '00355');
  await refused(await (await citizen('roman'))('prime_activite'), 422, '00355');
});

test('rejects_franceconnect_name_with_a_ligature_at_every_benefit', async () => {
  await refused(await (await citizen('coeur'))('allocation_soutien_familial'), 422, '00366');
});

test('benefit_is_kept_one_hour_unless_the_cache_is_refused', async () => {
  const ask = (headers) => new Visitor(sandbox).town('/v3/dss/allocation_soutien_familial/identite', civilStatus(sandbox.identities.get('thomas')), { headers });
  assert.equal((await ask()).headers.get('x-response-cached'), 'false');
  const kept = await ask();
  assert.equal(kept.headers.get('x-response-cached'), 'true');
  assert.ok(Number(kept.headers.get('x-cache-expires-in')) <= 3600);
  assert.equal((await ask({ 'cache-control': 'no-cache' })).headers.get('x-response-cached'), 'false');
});

test('creche_participation_of_solene_has_resources_and_three_children', async () => {
  const data = await dataOf(town('participation_familiale_eaje', 'solene'));
  assert.deepEqual(Object.keys(data), ['allocataires', 'enfants', 'adresse', 'parametres_calcul_participation_familiale']);
  assert.deepEqual(data.enfants.map(({ date_naissance }) => date_naissance), ['2023-05-09', '2023-05-09', '2025-00-00']);
  assert.equal(data.parametres_calcul_participation_familiale.base_ressources_annuelles.valeur, 32760);
  assert.equal(data.allocataires[0].code_cog_insee_commune_naissance, '29019');
});

test('creche_participation_of_camille_has_the_children_of_her_quotient', async () => {
  const [eaje, quotient] = await Promise.all(['participation_familiale_eaje', 'quotient_familial'].map((segment) => dataOf(town(segment, 'camille'))));
  assert.deepEqual(eaje.enfants.map(({ prenoms }) => prenoms), quotient.enfants.map(({ prenoms }) => prenoms));
});

test('rejects_creche_participation_of_a_citizen_s_token', async () => {
  const ask = await citizen('camille', `${FAMILY} cnav_participation_familiale_eaje_enfants`);
  await refused(await ask('participation_familiale_eaje'), 403, '00100');
});

test('rejects_creche_participation_of_a_family_without_a_young_child_with_37003', async () => {
  await refused(await town('participation_familiale_eaje', 'gregoire'), 404, '37003');
});

test('rejects_creche_participation_without_a_file_at_the_caf_with_23003', async () => {
  await refused(await town('participation_familiale_eaje', 'ines'), 404, '23003');
});
