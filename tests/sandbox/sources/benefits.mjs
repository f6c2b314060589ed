// The benefits of the Sécurité sociale, which all have the same shape: a status and the day it began.

import { DSS_RULES, lookUp, refusalOfCaisses } from './lookup.mjs';
import { keepGranted } from './scopes.mjs';

const STATUS = ['est_beneficiaire', 'date_debut_droit'];
const CHILD_STATUS = ['status', 'date_debut_droit'];

/** `[source, segment of the path, keys by scope]`. AEEH and ARS are about children: their scope opens the whole answer. */
const BENEFITS = [
  ['aah', 'allocation_adulte_handicape', { allocation_adulte_handicape: STATUS }],
  ['aeeh', 'allocation_enfant_handicape', { cnav_allocation_enfant_handicape: CHILD_STATUS }],
  ['ars', 'allocation_rentree_scolaire', { cnav_allocation_rentree_scolaire: CHILD_STATUS }],
  ['asf', 'allocation_soutien_familial', { allocation_soutien_familial: STATUS }],
  ['c2s', 'complementaire_sante_solidaire', { complementaire_sante_solidaire: ['est_beneficiaire', 'avec_participation', 'date_debut_droit'] }],
  ['prime_activite', 'prime_activite', { prime_activite: STATUS, prime_activite_majoration: ['avec_majoration'] }],
  ['rsa', 'revenu_solidarite_active', { revenu_solidarite_active: STATUS, revenu_solidarite_active_majoration: ['avec_majoration'] }],
];

export const benefits = BENEFITS.flatMap(([source, segment, keysByScope]) =>
  ['france_connect', 'identite'].map((modality) => ({
    source,
    family: 'securite_sociale',
    path: `/v3/dss/${segment}/${modality}`,
    modality,
    civil: 'dss',
    scopes: Object.keys(keysByScope),
    cacheSecs: 3600,
    find: (request) => find(source, request),
    filter: (data, scopes) => keepGranted(data, keysByScope, scopes),
  })),
);

/** Who is not a beneficiary has a file that says so; who has no file at all may still be one. */
function find(source, { people, identity }) {
  const { person, code } = lookUp(people, identity, DSS_RULES);
  if (code) return { code };
  if (refusalOfCaisses(person) === DSS_RULES.unknown) return { code: DSS_RULES.unknown };
  const file = person[source];
  if (!file || file.code) return { code: file?.code ?? '40003' };
  return { data: file };
}
