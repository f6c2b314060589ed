// GET /v3/mesri/statut_etudiant/{france_connect,identite,ine}

import { ineRefusal, studentOf } from './ine.mjs';
import { lookUp } from './lookup.mjs';
import { keepGranted } from './scopes.mjs';

const KEYS_BY_SCOPE = { mesri_identite: ['identite'], mesri_admissions: ['admissions'] };

/** What each scope adds to the items of `admissions`, once `mesri_admissions` has opened the list. */
const ITEM_KEYS_BY_SCOPE = {
  mesri_admissions: ['date_debut', 'date_fin'],
  mesri_admission_inscrit: ['est_inscrit'],
  mesri_admission_regime_formation: ['regime_formation'],
  mesri_admission_commune_etudes: ['code_cog_insee_commune'],
  // FranceConnect spells it without its final s: the establishment never comes with its tokens.
  mesri_admission_etablissement_etudes: ['etablissement_etudes'],
};

const RULES = { usesFirstNameOnly: true, uses: ['sexe', 'commune'], isPlaceOptional: true, unknown: '25003', several: '25003' };

export const statutEtudiant = ['france_connect', 'identite', 'ine'].map((modality) => ({
  source: 'etudiant',
  family: 'mesri',
  path: `/v3/mesri/statut_etudiant/${modality}`,
  modality,
  civil: modality === 'ine' ? undefined : 'mesri',
  scopes: [...new Set([...Object.keys(KEYS_BY_SCOPE), ...Object.keys(ITEM_KEYS_BY_SCOPE)])],
  refusal: modality === 'ine' ? ineRefusal : undefined,
  find,
  filter,
}));

function find({ people, identity, query }) {
  const person = identity ? lookUp(people, identity, RULES).person : studentOf(people, 'etudiant', query);
  if (!person?.etudiant) return { code: RULES.unknown };
  const { family_name, given_name_array, birthdate } = person.identite;
  const identite = { nom_naissance: family_name, prenom: given_name_array[0], date_naissance: birthdate };
  return { data: { identite, admissions: person.etudiant.admissions } };
}

function filter(data, scopes) {
  const kept = keepGranted(data, KEYS_BY_SCOPE, scopes);
  if (!kept.admissions) return kept;
  return { ...kept, admissions: kept.admissions.map((item) => keepGranted(item, ITEM_KEYS_BY_SCOPE, scopes)) };
}
