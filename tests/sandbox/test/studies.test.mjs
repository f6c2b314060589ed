import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { schoolYear } from '../identities/load.mjs';
import { TOWN_TOKENS } from '../sources/town-tokens.mjs';
import { civilStatus, RECIPIENT, refused, startTestSandbox, Visitor } from './support.mjs';

const STUDIES = [
  'openid', 'identite_pivot', 'cnous_statut_boursier', 'cnous_echelon_bourse', 'cnous_email',
  'cnous_periode_versement', 'cnous_ville_etudes', 'cnous_identite', 'mesri_identite', 'mesri_admissions',
  'mesri_admission_inscrit', 'mesri_admission_regime_formation', 'mesri_admission_commune_etudes',
  'mesri_admission_etablissement_etude', 'dsnj_statut_service_national', 'gip_mds_service_civique_statut_actuel',
  'gip_mds_service_civique_statut_passe', 'gip_mds_service_civique_organisme_accueil', 'gip_mds_service_civique_dates',
].join(' ');
const STUDENT = '/v3/mesri/statut_etudiant';
const GRANT = '/v4/cnous/etudiant_boursier';
const CIVIC = '/v3/gip_mds/service_civique';
const NATIONAL = '/v3/dsnj/service_national';
let sandbox;

before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.stop());
afterEach(() => sandbox.faults.reset());

async function citizen(login, scope = STUDIES) {
  const visitor = new Visitor(sandbox, { client: 'etudes' });
  const { access_token } = await visitor.tokens({ login, changes: { scope } });
  return (path, query) => visitor.source(`${path}/france_connect`, access_token, query);
}

function town(path, params, options) {
  return new Visitor(sandbox).town(path, params, options);
}

function identity(login, changes) {
  return civilStatus(sandbox.identities.get(login), changes);
}

const dataOf = async (response) => (await response).json().then(({ data }) => data);

test('student_status_by_identity_and_by_number_is_the_same_and_names_the_student', async () => {
  const data = await dataOf(town(`${STUDENT}/identite`, identity('maiwenn')));
  assert.deepEqual(data.identite, { nom_naissance: "LE GOFF-D'HERVÉ", prenom: 'Maïwenn', date_naissance: '2006-08-17' });
  assert.equal(data.admissions.length, 2);
  assert.deepEqual(Object.keys(data.admissions[0]), ['date_debut', 'date_fin', 'est_inscrit', 'regime_formation', 'code_cog_insee_commune', 'etablissement_etudes']);
  assert.deepEqual(await dataOf(town(`${STUDENT}/ine`, { ine: '0699999901a' })), data);
});

test('student_status_through_franceconnect_has_neither_identity_nor_establishment', async () => {
  const data = await dataOf((await citizen('maiwenn'))(STUDENT));
  assert.deepEqual(Object.keys(data), ['admissions']);
  assert.deepEqual(Object.keys(data.admissions[1]), ['date_debut', 'date_fin', 'est_inscrit', 'regime_formation', 'code_cog_insee_commune']);
});

test('student_status_without_its_nested_scopes_lacks_nested_keys', async () => {
  const data = await dataOf(town(`${STUDENT}/ine`, { ine: '0699999901A' }, { token: TOWN_TOKENS.etroit }));
  assert.deepEqual(data, { admissions: [{ date_debut: '2026-09-01', date_fin: '2027-08-31' }, { date_debut: '2026-09-15', date_fin: '2027-06-30' }] });
});

test('student_without_admission_has_an_empty_list', async () => {
  assert.deepEqual((await dataOf(town(`${STUDENT}/ine`, { ine: '069999902BA' }))).admissions, []);
});

for (const ine of ['', '0699999901', '06999999011A', '0699999901O', '0699-99901A']) {
  test(`rejects_student_number_written_${ine || 'empty'}`, async () => {
    await refused(await town(`${STUDENT}/ine`, { ine }), 422, '00360');
    await refused(await town(`${GRANT}/ine`, { ine }), 422, '00360');
  });
}

test('rejects_student_nobody_knows_with_25003', async () => {
  await refused(await town(`${STUDENT}/ine`, { ine: '1111111111A' }), 404, '25003');
  await refused(await (await citizen('camille'))(STUDENT), 404, '25003');
});

test('grant_of_maiwenn_has_every_key_with_a_town_token', async () => {
  const data = await dataOf(town(`${GRANT}/identite`, identity('maiwenn')));
  assert.deepEqual(data.statut_boursier, { est_boursier: true, est_radie: false, date_radiation: null });
  assert.deepEqual(data.echelon_bourse, { echelon: '0bis', echelon_bourse_regionale_provisoire: false });
  assert.deepEqual(data.identite.prenoms, ['Maïwenn', 'Éléonore']);
  assert.equal('ine' in data, false);
});

test('grant_through_franceconnect_never_has_an_identity', async () => {
  const data = await dataOf((await citizen('maiwenn'))(GRANT));
  assert.deepEqual(Object.keys(data).sort(), ['echelon_bourse', 'email', 'etablissement_etudes', 'periode_versement_bourse', 'statut_boursier']);
});

test('identity_scope_alone_opens_nothing_to_franceconnect', async () => {
  await refused(await (await citizen('maiwenn', 'openid identite_pivot cnous_identite'))(GRANT), 403, '00100');
});

test('grant_that_was_withdrawn_says_since_when', async () => {
  const data = await dataOf(town(`${GRANT}/ine`, { ine: '069999902BA' }));
  assert.deepEqual(data.statut_boursier, { est_boursier: false, est_radie: true, date_radiation: `${schoolYear(new Date())}-10-15` });
});

test('rejects_grant_of_homonyms_born_nobody_knows_where_with_26015', async () => {
  await refused(await town(`${GRANT}/identite`, identity('paul-nantes', { codeCogInseeCommuneNaissance: undefined })), 409, '26015');
  await refused(await town(`${GRANT}/identite`, identity('paul-nantes')), 404, '26003');
});

for (const campaignYear of ['2020', 'abc', `${new Date().getFullYear() - 1}.0`, String(new Date().getFullYear())]) {
  test(`rejects_grant_of_the_campaign_${campaignYear}`, async () => refused(await town(`${GRANT}/ine`, { ine: '0699999901A', campaignYear }), 422, '00368'));
}

test('grant_of_a_past_year_answers_unless_another_campaign_is_named', async () => {
  const past = schoolYear(new Date()) - 1;
  const grant = await dataOf(town(`${GRANT}/ine`, { ine: '069999903CA' }));
  assert.equal(grant.periode_versement_bourse.date_rentree, `${past}-09-01`);
  assert.deepEqual(await dataOf(town(`${GRANT}/ine`, { ine: '069999903CA', campaignYear: past })), grant);
  assert.deepEqual(await dataOf(town(`${GRANT}/ine`, { ine: '069999903CA', campaignYear: '' })), grant);
  await refused(await town(`${GRANT}/ine`, { ine: '069999903CA', campaignYear: past - 1 }), 404, '26003');
  const ask = await citizen('aicha');
  await refused(await ask(GRANT, `recipient=${RECIPIENT}&campaignYear=${past - 1}`), 404, '26003');
  await refused(await town(`${GRANT}/identite`, identity('aicha', { campaignYear: past - 1 })), 404, '26003');
});

test('civic_service_of_the_past_has_dates_and_host_with_their_scopes', async () => {
  const data = await dataOf((await citizen('maiwenn'))(CIVIC));
  assert.deepEqual(data.statut_actuel, { contrat_trouve: false, organisme_accueil: { siret: null, raison_sociale: null }, date_debut_contrat: null, date_fin_contrat: null });
  assert.equal(data.statut_passe.date_fin_contrat, '2025-05-31');
  assert.deepEqual(await dataOf(town(`${CIVIC}/identite`, identity('maiwenn'))), data);
});

test('civic_service_without_the_nested_scopes_only_says_whether_there_was_a_contract', async () => {
  const ask = await citizen('malo', 'openid identite_pivot gip_mds_service_civique_statut_actuel');
  assert.deepEqual(await dataOf(ask(CIVIC)), { statut_actuel: { contrat_trouve: true } });
});

test('rejects_civic_service_of_an_unknown_person_with_31003', async () => refused(await (await citizen('camille'))(CIVIC), 404, '31003'));

test('rejects_civic_service_of_homonyms_with_00391', async () => {
  await refused(await town(`${CIVIC}/identite`, identity('paul-nantes')), 422, '00391');
  sandbox.faults.set(['source_later_catalogue']);
  await refused(await town(`${CIVIC}/identite`, identity('paul-nantes')), 422, '31563');
});

test('national_service_of_maiwenn_is_in_order_with_both_tokens', async () => {
  const data = await dataOf((await citizen('maiwenn'))(NATIONAL));
  assert.equal(data.statut_service_national, 'en_regle');
  assert.deepEqual(await dataOf(town(`${NATIONAL}/identite`, identity('maiwenn'))), data);
});

test('national_service_of_somebody_born_abroad_needs_no_commune', async () => {
  assert.equal((await dataOf(town(`${NATIONAL}/identite`, identity('malo')))).statut_service_national, 'pas_en_regle');
});

test('rejects_national_service_outside_the_ages_of_16_to_25_with_39400', async () => {
  await refused(await (await citizen('camille'))(NATIONAL), 422, '39400');
  await refused(await town(`${NATIONAL}/identite`, identity('camille')), 422, '39400');
  await refused(await town(`${NATIONAL}/identite`, identity('maiwenn', { anneeDateNaissance: new Date().getFullYear() - 15 })), 422, '39400');
});

test('rejects_franceconnect_name_with_a_ligature_with_the_code_of_the_name', async () => {
  await refused(await (await citizen('coeur'))(STUDENT), 422, '00420');
  sandbox.faults.set(['source_later_catalogue']);
  await refused(await (await citizen('coeur'))(STUDENT), 422, '51564');
});

test('recipient_is_required_whoever_asks', async () => {
  const visitor = new Visitor(sandbox);
  await refused(await visitor.source(`${STUDENT}/ine`, TOWN_TOKENS.valbourg, 'ine=0699999901A&essai=1'), 422, '00203');
  await refused(await visitor.source(`${STUDENT}/ine`, TOWN_TOKENS.valbourg, `ine=0699999901A&recipient=${RECIPIENT}0`), 422, '00210');
});
