import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { civilStatus, refused, startTestSandbox, Visitor } from './support.mjs';

const RSA = '/v3/dss/revenu_solidarite_active/identite';
const STUDENT = '/v3/mesri/statut_etudiant/identite';
let sandbox;
let visitor;

before(async () => {
  sandbox = await startTestSandbox();
  visitor = new Visitor(sandbox);
});
after(() => sandbox.stop());
afterEach(() => sandbox.faults.reset());

function ask(path, login, changes) {
  return visitor.town(path, civilStatus(sandbox.identities.get(login), changes));
}

/** Changes of a good civil status, with the code the Sécurité sociale's routes and the others answer. */
const FAULTY = {
  without_a_name: [{ nomNaissance: undefined }, '00420', '00420'],
  with_a_ligature_in_the_name: [{ nomNaissance: 'LECŒUR' }, '00420', '00420'],
  with_a_digit_in_the_name: [{ nomNaissance: 'LEFEVRE 2' }, '00420', '00420'],
  with_a_typographic_apostrophe: [{ nomNaissance: 'L’HÔTE' }, '00420', '00420'],
  without_first_names: [{ 'prenoms[]': undefined }, '00367', '00421'],
  with_first_names_that_are_no_list: [{ 'prenoms[]': undefined, prenoms: 'Camille' }, '00367', '00421'],
  with_an_empty_first_name: [{ 'prenoms[]': ['Camille', ''] }, '00367', '00421'],
  with_two_first_names_and_a_comma_in_one_element: [{ 'prenoms[]': ['Camille, Louise'] }, '00367', '00421'],
  without_a_sex: [{ sexeEtatCivil: undefined }, '00427', '00427'],
  with_a_sex_of_franceconnect: [{ sexeEtatCivil: 'female' }, '00427', '00427'],
  with_a_month_of_zero: [{ moisDateNaissance: 0 }, '00363', '00423'],
  with_a_day_that_does_not_exist: [{ moisDateNaissance: 2, jourDateNaissance: 30 }, '00363', '00425'],
  with_a_date_to_come: [{ anneeDateNaissance: 2999 }, '00363', '00425'],
  with_a_commune_that_is_no_code: [{ codeCogInseeCommuneNaissance: 'Lyon' }, '00365', '00365'],
};

for (const [situation, [changes, dss, others]] of Object.entries(FAULTY)) {
  test(`rejects_civil_status_${situation}`, async () => {
    await refused(await ask(RSA, 'camille', changes), 422, dss);
    await refused(await ask(STUDENT, 'maiwenn', changes), 422, others);
  });
}

const DSS_ONLY = {
  without_a_country: [{ codeCogInseePaysNaissance: undefined }, '00400'],
  with_an_iso_country: [{ codeCogInseePaysNaissance: 'FR' }, '00400'],
  with_a_birth_in_france_without_commune: [{ codeCogInseeCommuneNaissance: undefined }, '00365'],
  with_a_ligature_in_a_first_name: [{ 'prenoms[]': ['Cœlia'] }, '00367'],
  with_a_comma_in_the_usage_name: [{ nomUsage: 'Martin, dit Le Grand' }, '00366'],
};

for (const [situation, [changes, code]] of Object.entries(DSS_ONLY)) {
  test(`rejects_civil_status_at_the_securite_sociale_${situation}`, async () => refused(await ask(RSA, 'camille', changes), 422, code));
}

test('rejects_usage_name_with_its_own_code_when_the_later_catalogue_is_in_force', async () => {
  sandbox.faults.set(['source_later_catalogue']);
  await refused(await ask(RSA, 'camille', { nomUsage: 'Martin, dit Le Grand' }), 422, '00426');
});

test('typographic_apostrophe_is_an_apostrophe_when_the_later_catalogue_is_in_force', async () => {
  sandbox.faults.set(['source_later_catalogue']);
  await refused(await ask(RSA, 'maelle', { nomNaissance: 'L’HÔTE-D’ANGEVILLE' }), 404, '40003');
});

test('date_is_required_outside_the_securite_sociale', async () => {
  await refused(await ask(STUDENT, 'maiwenn', { jourDateNaissance: undefined }), 422, '00424');
  await refused(await ask('/v3/gip_mds/service_civique/identite', 'maiwenn', { anneeDateNaissance: undefined }), 422, '00422');
});

const NOBODY = {
  with_all_first_names_in_one_element: { 'prenoms[]': ['Camille Louise'] },
  with_one_first_name_of_two: { 'prenoms[]': ['Camille'] },
  born_another_day: { jourDateNaissance: 13 },
  born_a_day_left_out: { jourDateNaissance: undefined },
  born_elsewhere: { codeCogInseeCommuneNaissance: '69381' },
  born_abroad: { codeCogInseePaysNaissance: '99109', codeCogInseeCommuneNaissance: undefined },
  of_the_other_sex: { sexeEtatCivil: 'M' },
  with_another_usage_name: { nomUsage: 'DURAND' },
};

for (const [situation, changes] of Object.entries(NOBODY)) {
  test(`civil_status_${situation}_is_nobody_s`, async () => refused(await ask(RSA, 'camille', changes), 422, '00355'));
}

const SOMEBODY = {
  as_written: ['camille', {}],
  in_lower_case_without_accents: ['camille', { nomNaissance: 'lefevre', 'prenoms[]': ['camille', 'louise'] }],
  with_the_usage_name: ['camille', { nomUsage: 'Martin' }],
  with_an_empty_usage_name: ['camille', { nomUsage: '' }],
  born_abroad_without_commune: ['yanis', {}],
};

for (const [situation, [login, changes]] of Object.entries(SOMEBODY)) {
  test(`civil_status_${situation}_is_recognised`, async () => assert.equal((await ask(RSA, login, changes)).status, 200));
}

test('date_known_in_part_is_recognised_by_its_part_or_by_the_first_of_the_month', async () => {
  const path = '/v3/dss/quotient_familial/identite';
  assert.equal((await ask(path, 'amadou')).status, 200);
  assert.equal((await ask(path, 'amadou', { moisDateNaissance: 1, jourDateNaissance: 1 })).status, 200);
  await refused(await ask(path, 'amadou', { moisDateNaissance: 2, jourDateNaissance: 1 }), 422, '00355');
});

test('spaced_first_name_is_recognised_in_one_element_or_two', async () => {
  const path = '/v3/dss/quotient_familial/identite';
  assert.equal((await ask(path, 'thi-ngoc')).status, 200);
  assert.equal((await ask(path, 'thi-ngoc', { 'prenoms[]': ['Thi', 'Ngoc'] })).status, 200);
});

test('provider_that_uses_the_first_name_alone_ignores_the_others', async () => {
  assert.equal((await ask(STUDENT, 'maiwenn', { 'prenoms[]': ['Maïwenn', 'Autre'] })).status, 200);
  await refused(await ask(STUDENT, 'maiwenn', { 'prenoms[]': ['Maïwenn Éléonore'] }), 404, '25003');
});

test('commune_may_be_left_out_where_the_provider_does_not_need_it', async () => {
  assert.equal((await ask(STUDENT, 'maiwenn', { codeCogInseeCommuneNaissance: undefined })).status, 200);
});

const LATER = { '/v3/dss/quotient_familial/identite': '35560', '/v3/dss/participation_familiale_eaje/identite': '35560', [RSA]: '36560' };

for (const [path, code] of Object.entries(LATER)) {
  test(`nobody_is_${code}_at_${path.split('/')[3]}_when_the_later_catalogue_is_in_force`, async () => {
    sandbox.faults.set(['source_later_catalogue']);
    await refused(await ask(path, 'roman'), 422, code);
  });
}
