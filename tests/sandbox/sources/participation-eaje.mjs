// GET /v3/dss/participation_familiale_eaje/{france_connect,identite}. FranceConnect has no scope for it: only the town's
// token opens it, however the route is called.

import { DSS_RULES, lookUp, refusalOfCaisses } from './lookup.mjs';
import { allocataire } from './quotient-familial.mjs';
import { keepGranted } from './scopes.mjs';

const KEYS_BY_SCOPE = {
  cnav_participation_familiale_eaje_allocataires: ['allocataires'],
  cnav_participation_familiale_eaje_enfants: ['enfants'],
  cnav_participation_familiale_eaje_adresse: ['adresse'],
  cnav_participation_familiale_eaje_parametres_calcul: ['parametres_calcul_participation_familiale'],
};

export const participationEaje = ['france_connect', 'identite'].map((modality) => ({
  source: 'eaje',
  family: 'cnaf_msa',
  path: `/v3/dss/participation_familiale_eaje/${modality}`,
  modality,
  civil: 'dss',
  scopes: Object.keys(KEYS_BY_SCOPE),
  cacheSecs: 3600,
  find,
  filter: (data, scopes) => keepGranted(data, KEYS_BY_SCOPE, scopes),
}));

/** A family the caisses know has a file here only while one of its children is under 7. */
function find({ people, identity }) {
  const { person, code } = lookUp(people, identity, DSS_RULES);
  const refusal = code ?? refusalOfCaisses(person);
  if (refusal) return { code: refusal };
  if (!person.eaje || person.eaje.code) return { code: person.eaje?.code ?? '37003' };
  return { data: { allocataires: [withCommune(allocataire(person), person)], ...person.eaje } };
}

function withCommune(described, { identite }) {
  return { ...described, code_cog_insee_commune_naissance: identite.birthplace ?? null };
}
