// GET /v4/cnous/etudiant_boursier/{france_connect,identite,ine}

import { schoolYear } from '../identities/load.mjs';
import { ineRefusal, studentOf } from './ine.mjs';
import { lookUp } from './lookup.mjs';
import { keepGranted } from './scopes.mjs';

const FIRST_CAMPAIGN = 2021;

/** `cnous_statut_bourse` opens the route, and no key of its answer. */
const KEYS_BY_SCOPE = {
  cnous_statut_boursier: ['statut_boursier'],
  cnous_echelon_bourse: ['echelon_bourse'],
  cnous_email: ['email'],
  cnous_periode_versement: ['periode_versement_bourse'],
  cnous_statut_bourse: [],
  cnous_ville_etudes: ['etablissement_etudes'],
  cnous_identite: ['identite'],
};

const RULES = { uses: ['sexe', 'commune'], isPlaceOptional: true, unknown: '26003', several: '26015' };

export const etudiantBoursier = ['france_connect', 'identite', 'ine'].map((modality) => ({
  source: 'boursier',
  family: 'cnous',
  path: `/v4/cnous/etudiant_boursier/${modality}`,
  modality,
  civil: modality === 'ine' ? undefined : 'cnous',
  scopes: Object.keys(KEYS_BY_SCOPE),
  refusal: (query) => (modality === 'ine' ? ineRefusal(query) : undefined) ?? campaignRefusal(query),
  find,
  filter: (data, scopes) => keepGranted(data, KEYS_BY_SCOPE, scopes),
}));

/** A campaign is named by the year it began in, which must be over: the current one cannot be named before January. */
function campaignRefusal(query) {
  const year = query.get('campaignYear');
  if (!year) return undefined;
  return /^\d{4}$/.test(year) && year >= FIRST_CAMPAIGN && year < new Date().getFullYear() ? undefined : '00368';
}

/** Without a campaign the most recent grant answers, be it of a year long past. */
function isOfCampaign({ periode_versement_bourse: { date_rentree } }, query) {
  const year = query.get('campaignYear');
  return !year || Number(year) === schoolYear(new Date(`${date_rentree}T12:00:00`));
}

function find({ people, identity, query }) {
  const { person, code } = identity ? lookUp(people, identity, RULES) : { person: studentOf(people, 'boursier', query) };
  if (code || !person?.boursier || !isOfCampaign(person.boursier, query)) return { code: code ?? RULES.unknown };
  const { ine, ville_naissance: nom_commune_naissance, ...file } = person.boursier;
  const { family_name: nom, given_name_array: prenoms, birthdate: date_naissance, gender } = person.identite;
  const sexe = gender === 'male' ? 'M' : 'F';
  return { data: { ...file, identite: { nom, prenoms, date_naissance, nom_commune_naissance, sexe } } };
}
