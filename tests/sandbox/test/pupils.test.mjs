import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { refused, startTestSandbox, Visitor } from './support.mjs';

const PATH = '/v5/men/scolarites/identite';
const YEAR = new Date().getMonth() >= 7 ? new Date().getFullYear() : new Date().getFullYear() - 1;
const ZOE = { nomNaissance: 'LEFÈVRE', 'prenoms[]': ['Anne-Laure', 'Zoé'], anneeDateNaissance: 2018, moisDateNaissance: 5, jourDateNaissance: 3, sexeEtatCivil: 'F' };
const MARIAMA = { nomNaissance: 'DIOP', 'prenoms[]': 'Mariama', anneeDateNaissance: 2013, moisDateNaissance: 9, jourDateNaissance: 1, sexeEtatCivil: 'F' };
const PRIMARY = { degreEtablissement: '1D', 'codesBcnDepartements[]': ['001', '069'] };
let sandbox;

before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.stop());

function ask(child, perimeter, changes = {}) {
  const params = Object.entries({ ...child, anneeScolaire: YEAR, ...perimeter, ...changes }).filter(([, value]) => value !== undefined);
  return new Visitor(sandbox).town(PATH, Object.fromEntries(params));
}

const dataOf = async (response) => (await response).json().then(({ data }) => data);

test('pupil_is_found_by_name_first_name_date_and_department', async () => {
  const data = await dataOf(ask(ZOE, PRIMARY));
  assert.deepEqual(data.identite, { nom: 'LEFÈVRE', prenom: 'Anne-Laure', sexe: 'F', date_naissance: '2018-05-03' });
  assert.equal(data.annee_scolaire, `${YEAR}-${YEAR + 1}`);
  assert.deepEqual([data.est_scolarise, data.est_boursier, data.echelon_bourse], [true, false, null]);
  assert.equal(data.etablissement.code_uai, '0699999E');
});

test('pupil_with_a_grant_is_found_by_region_or_by_school', async () => {
  const data = await dataOf(ask(MARIAMA, { degreEtablissement: '2D', 'codesBcnRegions[]': '84' }));
  assert.deepEqual([data.est_boursier, data.echelon_bourse, data.regime_pensionnat.code], [true, 3, '2']);
  assert.deepEqual(await dataOf(ask(MARIAMA, { codeEtablissement: '0699998D' }, { anneeScolaire: `${YEAR}-${YEAR + 1}` })), data);
});

const UNKNOWN = {
  of_another_perimeter: [ZOE, { degreEtablissement: '1D', 'codesBcnDepartements[]': '013' }],
  of_another_degree: [ZOE, { ...PRIMARY, degreEtablissement: '2D' }],
  of_another_school: [ZOE, { codeEtablissement: '0699998D' }],
  of_an_old_school_year: [ZOE, PRIMARY, { anneeScolaire: YEAR - 2 }],
  born_another_day: [ZOE, PRIMARY, { jourDateNaissance: 4 }],
  of_the_other_sex: [ZOE, PRIMARY, { sexeEtatCivil: 'M' }],
  of_another_first_name: [ZOE, PRIMARY, { 'prenoms[]': 'Zoé' }],
};

for (const [situation, request] of Object.entries(UNKNOWN)) {
  test(`rejects_pupil_${situation}_with_30003`, async () => refused(await ask(...request), 404, '30003'));
}

test('rejects_pupil_who_does_not_go_to_school_with_30004', async () => {
  await refused(await ask({ ...MARIAMA, 'prenoms[]': 'Khady', anneeDateNaissance: 2021, moisDateNaissance: 2, jourDateNaissance: 14 }, PRIMARY), 404, '30004');
});

const FAULTY = {
  without_perimeter: [{}, '00410'],
  with_a_school_that_is_no_code: [{ codeEtablissement: '69A' }, '00410'],
  with_a_school_and_a_department: [{ codeEtablissement: '0699999E', ...PRIMARY }, '00419'],
  without_degree: [{ 'codesBcnDepartements[]': '069' }, '00412'],
  with_two_kinds_of_perimeter: [{ ...PRIMARY, 'codesBcnRegions[]': '84' }, '00413'],
  with_an_empty_department: [{ degreEtablissement: '1D', 'codesBcnDepartements[]': ['069', ''] }, '00414'],
  with_a_department_of_two_digits: [{ degreEtablissement: '1D', 'codesBcnDepartements[]': '69' }, '00416'],
  with_a_region_that_is_no_code: [{ degreEtablissement: '1D', 'codesBcnRegions[]': 'ARA' }, '00417'],
  without_school_year: [{ ...PRIMARY, anneeScolaire: undefined }, '00411'],
  with_a_school_year_in_words: [{ ...PRIMARY, anneeScolaire: '2026/2027' }, '00411'],
};

for (const [situation, [perimeter, code]] of Object.entries(FAULTY)) {
  test(`rejects_pupil_${situation}`, async () => refused(await ask(ZOE, perimeter), 422, code));
}

test('pupil_has_no_franceconnect_route', async () => {
  await refused(await new Visitor(sandbox).source('/v5/men/scolarites/france_connect', 'x'), 404, '00402');
});
