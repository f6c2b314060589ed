// GET /v3/sdh/statut_sportif/identifiant

import { identifierRefusal } from './france-travail.mjs';
import { allocataire } from './quotient-familial.mjs';
import { keepGranted } from './scopes.mjs';

const PREFIX = 'sdh_statut_sportif_';
const KEYS = ['identite', 'est_sportif_de_haut_niveau', 'a_ete_sportif_de_haut_niveau', 'informations_statut', 'informations_statuts_precedents'];
const KEYS_BY_SCOPE = Object.fromEntries(KEYS.map((key) => [`${PREFIX}${key}`, [key]]));

export const statutSportif = [
  {
    source: 'sportif',
    family: 'sdh',
    path: '/v3/sdh/statut_sportif/identifiant',
    modality: 'identifiant',
    scopes: Object.keys(KEYS_BY_SCOPE),
    refusal: identifierRefusal,
    find,
    filter: (data, scopes) => keepGranted(data, KEYS_BY_SCOPE, scopes),
  },
];

function find({ people, query }) {
  const person = people.find(({ sportif }) => sportif?.identifiant === query.get('identifiant'));
  if (!person) return { code: '41003' };
  const { identifiant, ...file } = person.sportif;
  return { data: { identite: allocataire(person), ...file } };
}
