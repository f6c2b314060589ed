import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { RECIPIENT, refused, startTestSandbox, Visitor } from './support.mjs';

const STATUS = '/v3/france_travail/statut/identifiant';
const PAYMENTS = '/v3/france_travail/indemnites/identifiant';
const SPORT = '/v3/sdh/statut_sportif/identifiant';
const PREFIX = 'ants_extrait_immatriculation_vehicule_';
const PARTS = ['identite_particulier', 'adresse_particulier', 'statut_rattachement', 'donnees_immatriculation_vehicule', 'caracteristiques_techniques_vehicule'];
let sandbox;

before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.stop());
afterEach(() => sandbox.faults.reset());

function town(path, params) {
  return new Visitor(sandbox).town(path, params);
}

const dataOf = async (response) => (await response).json().then(({ data }) => data);

async function vehicle(login, plate, parts = PARTS) {
  const visitor = new Visitor(sandbox, { client: 'stationnement' });
  const scope = ['openid identite_pivot', ...parts.map((part) => `${PREFIX}${part}`)].join(' ');
  const { access_token } = await visitor.tokens({ login, changes: { scope } });
  const query = new URLSearchParams({ recipient: RECIPIENT, ...(plate === undefined ? {} : { immatriculation: plate }) });
  return visitor.source('/v3/ants/extrait_immatriculation_vehicule/france_connect', access_token, query);
}

test('job_seeker_is_found_by_identifier_and_named', async () => {
  const data = await dataOf(town(STATUS, { identifiant: 'camille.lefevre69' }));
  assert.deepEqual(Object.keys(data), ['identifiant', 'identite', 'contact', 'adresse', 'inscription']);
  assert.deepEqual(data.identite, { civilite: 'MME', nom_naissance: 'LEFÈVRE', nom_usage: 'MARTIN', prenom: 'Camille', sexe: 'Féminin', date_naissance: '1987-03-12' });
  assert.deepEqual([data.inscription.date_fin, data.inscription.categorie.code], [null, 1]);
});

test('payments_of_a_job_seeker_name_nobody', async () => {
  const data = await dataOf(town(PAYMENTS, { identifiant: 'camille.lefevre69' }));
  assert.deepEqual(Object.keys(data), ['identifiant', 'paiements']);
  assert.equal(data.paiements[0].montant_total, 1012.4);
});

test('rejects_job_seeker_without_identifier_or_unknown_or_without_payment', async () => {
  await refused(await town(STATUS, { identifiant: ' ' }), 422, '00380');
  await refused(await town(STATUS, { identifiant: 'Camille.Lefevre69' }), 404, '24003');
  await refused(await town(PAYMENTS, { identifiant: 'h.lemoine' }), 404, '24003');
});

test('athlete_is_found_by_identifier_and_named', async () => {
  const data = await dataOf(town(SPORT, { identifiant: '990017' }));
  assert.deepEqual(data.identite, { nom_naissance: 'DA COSTA-PIÑEIRO', nom_usage: null, prenoms: 'Tiago João', date_naissance: '2003-11-30', sexe: 'M' });
  assert.equal(data.informations_statut.periode.date_fin_statut, '2027-10-31');
  assert.equal(data.informations_statuts_precedents.length, 1);
});

test('athlete_of_the_past_has_no_present_status', async () => {
  const data = await dataOf(town(SPORT, { identifiant: '990018' }));
  assert.deepEqual([data.est_sportif_de_haut_niveau, data.a_ete_sportif_de_haut_niveau, data.informations_statut], [false, true, null]);
});

test('rejects_athlete_without_identifier_or_unknown', async () => {
  await refused(await town(SPORT, {}), 422, '00380');
  await refused(await town(SPORT, { identifiant: '1' }), 404, '41003');
});

test('other_holder_is_named_by_every_identifier_route', async () => {
  sandbox.faults.set(['source_other_holder']);
  const student = { ine: '0699999901A' };
  const asked = [
    [STATUS, { identifiant: 'camille.lefevre69' }],
    [SPORT, { identifiant: '990017' }],
    ['/v3/mesri/statut_etudiant/ine', student],
    ['/v4/cnous/etudiant_boursier/ine', student],
  ];
  for (const [path, params] of asked) {
    const { identite } = await dataOf(town(path, params));
    assert.match(identite.nom_naissance ?? identite.nom, /QUELQU/);
  }
});

test('vehicle_of_its_holder_has_five_keys_and_says_how_the_identity_matched', async () => {
  const { data, meta } = await (await vehicle('camille', 'VB-210-CL')).json();
  assert.deepEqual(Object.keys(data), PARTS);
  assert.deepEqual(meta.identity_matching, { family_name: 1, given_name: 1, birth_date: 1, overall_match: true });
  assert.equal(data.statut_rattachement, 'titulaire');
  assert.deepEqual([data.identite_particulier.nom, data.identite_particulier.prenom], ['LEFEVRE', 'CAMILLE']);
  assert.equal(data.donnees_immatriculation_vehicule.numero_immatriculation, 'VB-210-CL');
});

test('vehicle_on_a_lease_is_its_tenant_s_too', async () => {
  const { data } = await (await vehicle('camille', 'EL-404-CL')).json();
  assert.equal(data.statut_rattachement, 'locataire');
  assert.deepEqual([data.caracteristiques_techniques_vehicule.type_carburant.code, data.caracteristiques_techniques_vehicule.taux_co2], ['EL', 0]);
});

test('vehicle_of_before_2009_matches_by_one_first_name_whatever_the_birth_date', async () => {
  const { data, meta } = await (await vehicle('jean-philippe', '1234 ABC 69')).json();
  assert.equal(data.statut_rattachement, 'cotitulaire');
  assert.deepEqual([meta.identity_matching.birth_date, meta.identity_matching.overall_match], [0, true]);
});

test('vehicle_with_fewer_scopes_has_fewer_keys_but_always_its_holder', async () => {
  const { data } = await (await vehicle('camille', 'VB-210-CL', ['statut_rattachement'])).json();
  assert.deepEqual(Object.keys(data), ['identite_particulier', 'statut_rattachement']);
});

test('rejects_vehicle_with_the_identity_scope_alone', async () => refused(await vehicle('camille', 'VB-210-CL', ['identite_particulier']), 403, '00100'));

const PLATES = {
  nobody_has: ['AA-111-AA', 404, '42003'],
  of_somebody_else: ['TG-512-MA', 404, '42005'],
  of_a_company: ['SC-777-VB', 404, '42005'],
  in_lower_case: ['vb-210-cl', 422, '00430'],
  without_hyphens: ['VB210CL', 422, '00430'],
  with_a_letter_that_plates_avoid: ['VB-210-OI', 422, '00430'],
  that_is_missing: [undefined, 422, '00430'],
};

for (const [situation, [plate, status, code]] of Object.entries(PLATES)) {
  test(`rejects_plate_${situation}`, async () => refused(await vehicle('camille', plate), status, code));
}
