// GET /v3/dsnj/service_national/{france_connect,identite}: from 16 to 25 years old, see `civil-checks.mjs`.

import { lookUp } from './lookup.mjs';
import { keepGranted } from './scopes.mjs';

const KEYS_BY_SCOPE = { dsnj_statut_service_national: ['statut_service_national', 'commentaires'] };
const RULES = { usesFirstNameOnly: true, uses: ['sexe', 'commune', 'pays'], isPlaceOptional: true, unknown: '39003', several: '39003' };

export const serviceNational = ['france_connect', 'identite'].map((modality) => ({
  source: 'service_national',
  family: 'dsnj',
  path: `/v3/dsnj/service_national/${modality}`,
  modality,
  civil: 'dsnj',
  scopes: Object.keys(KEYS_BY_SCOPE),
  find,
  filter: (data, scopes) => keepGranted(data, KEYS_BY_SCOPE, scopes),
}));

function find({ people, identity }) {
  const { person } = lookUp(people, identity, RULES);
  return person?.service_national ? { data: person.service_national } : { code: RULES.unknown };
}
