import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DATA_PROVIDERS } from '../franceconnect/data-providers.mjs';
import { registeredClients } from '../franceconnect/clients.mjs';
import { DATA_SCOPE_NAMES } from '../franceconnect/scopes.mjs';
import { EDGE, startTestSandbox, Visitor } from './support.mjs';

let sandbox;
before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.stop());

const IDENTITY = 'openid identite_pivot';
const GRANTED = {
  famille: 'cnaf_quotient_familial allocation_soutien_familial prime_activite_majoration revenu_solidarite_active complementaire_sante_solidaire',
  stationnement: 'dgfip_rfr dgfip_annee_n_moins_2_si_indispo_n_moins_1 dgfip_prnmDec2 ants_extrait_immatriculation_vehicule_statut_rattachement',
  etudes: 'cnous_echelon_bourse mesri_admissions dsnj_statut_service_national gip_mds_service_civique_dates',
};
const REFUSED = {
  es256: ['dgfip_rfr', 'cnous_statut_boursier', 'revenu_solidarite_active', 'ants_extrait_immatriculation_vehicule_statut_rattachement'],
  famille: ['dgfip_rfr', 'mesri_admissions'],
  stationnement: ['cnaf_quotient_familial', 'cnous_email'],
  etudes: ['cnaf_enfants', 'ants_extrait_immatriculation_vehicule_statut_rattachement'],
};

for (const [client, scopes] of Object.entries(GRANTED)) {
  test(`client_${client}_obtains_the_scopes_of_its_service_and_a_signed_identity`, async () => {
    const visitor = new Visitor(sandbox, { client });
    const tokens = await visitor.tokens({ changes: { scope: `${IDENTITY} ${scopes}` } });
    assert.equal(tokens.scope, `${IDENTITY} ${scopes}`);
    await visitor.verify(tokens.id_token);
    const { payload, protectedHeader } = await visitor.verify(await (await visitor.userinfo(tokens.access_token)).text());
    assert.equal(protectedHeader.alg, 'ES256');
    assert.deepEqual(Object.keys(payload).filter((claim) => DATA_SCOPE_NAMES.has(claim)), []);
  });
}

for (const [client, scopes] of Object.entries(REFUSED)) {
  for (const scope of scopes) {
    test(`client_${client}_asking_${scope}_is_refused_with_invalid_scope`, async () => {
      const visitor = new Visitor(sandbox, { client });
      const response = await visitor.go(visitor.authorizePath({ scope: `openid ${scope}` }));
      assert.equal(new URL(response.headers.get('location')).searchParams.get('error'), 'invalid_scope');
    });
  }
}

const UNKNOWN = [
  'cnav_participation_familiale_eaje_enfants', 'cnav_allocation_enfant_handicape', 'cnav_allocation_rentree_scolaire',
  'mesri_admission_etablissement_etudes', 'pole_emploi_identite', 'men_statut_scolarite',
  'sdh_statut_sportif_identite', 'dgfip_rbg', 'dgfip_IndLep',
];

for (const scope of UNKNOWN) {
  test(`scope_${scope}_is_unknown_to_franceconnect_and_dropped_in_silence`, async () => {
    assert.equal(DATA_SCOPE_NAMES.has(scope), false);
    const tokens = await new Visitor(sandbox, { client: 'etudes' }).tokens({ changes: { scope: `openid gender ${scope}` } });
    assert.equal(tokens.scope, 'openid gender');
  });
}

test('every_client_has_its_own_secret_with_reserved_characters', () => {
  const clients = registeredClients(EDGE);
  assert.equal(new Set(clients.map(({ client_secret }) => client_secret)).size, clients.length);
  for (const { client_secret } of clients) assert.match(client_secret, /\+\/&=%$/);
});

test('every_data_provider_declares_the_scopes_of_one_api', () => {
  assert.equal(new Set([...DATA_PROVIDERS.values()].map(({ client_id }) => client_id)).size, DATA_PROVIDERS.size);
  assert.deepEqual([...DATA_PROVIDERS.get('rsa').scopes], ['revenu_solidarite_active', 'revenu_solidarite_active_majoration']);
  assert.ok(DATA_PROVIDERS.get('impots').scopes.has('dgfip_rfr'));
});

test('information_page_names_tax_and_vehicle_data_by_provider', async () => {
  const visitor = new Visitor(sandbox, { client: 'stationnement' });
  const interaction = await visitor.begin({ scope: 'openid dgfip_nbpart ants_extrait_immatriculation_vehicule_adresse_particulier' });
  await visitor.go(`${interaction}/identity`, { login: 'camille' });
  const page = await (await visitor.go(interaction)).text();
  assert.match(page, /DGFiP.*Nombre de parts.*France Titres.*Adresse du titulaire/s);
});
