// GET /v3/france_travail/{statut,indemnites}/identifiant: whoever knows the identifier gets the answer.

import { keepGranted } from './scopes.mjs';

const STATUS_KEYS_BY_SCOPE = {
  pole_emploi_identifiant: ['identifiant'],
  pole_emploi_identite: ['identite'],
  pole_emploi_contact: ['contact'],
  pole_emploi_adresse: ['adresse'],
  pole_emploi_inscription: ['inscription'],
};

const PAYMENT_SCOPE = 'pole_emploi_paiements';

export const franceTravail = [
  {
    source: 'france_travail',
    family: 'france_travail',
    path: '/v3/france_travail/statut/identifiant',
    modality: 'identifiant',
    scopes: Object.keys(STATUS_KEYS_BY_SCOPE),
    refusal: identifierRefusal,
    find: findStatus,
    filter: (data, scopes) => keepGranted(data, STATUS_KEYS_BY_SCOPE, scopes),
  },
  {
    source: 'france_travail_paiements',
    family: 'france_travail',
    path: '/v3/france_travail/indemnites/identifiant',
    modality: 'identifiant',
    scopes: [PAYMENT_SCOPE],
    refusal: identifierRefusal,
    find: findPayments,
    // No scope gates the identifier here.
    filter: (data) => data,
  },
];

/** The code of the refusal of a query without identifier, or `undefined`. */
export function identifierRefusal(query) {
  return query.get('identifiant')?.trim() ? undefined : '00380';
}

function personOf(people, query) {
  return people.find(({ france_travail: file }) => file?.identifiant === query.get('identifiant'));
}

function findStatus({ people, query }) {
  const person = personOf(people, query);
  if (!person) return { code: '24003' };
  const { identifiant, contact, adresse, inscription } = person.france_travail;
  return { data: { identifiant, identite: describe(person), contact, adresse, inscription } };
}

function findPayments({ people, query }) {
  const file = personOf(people, query)?.france_travail;
  if (!file?.paiements?.length) return { code: '24003' };
  return { data: { identifiant: file.identifiant, paiements: file.paiements } };
}

function describe({ identite }) {
  const isMan = identite.gender === 'male';
  return {
    civilite: isMan ? 'M.' : 'MME',
    nom_naissance: identite.family_name,
    nom_usage: identite.preferred_username || null,
    prenom: identite.given_name_array[0],
    sexe: isMan ? 'Masculin' : 'Féminin',
    date_naissance: identite.birthdate,
  };
}
