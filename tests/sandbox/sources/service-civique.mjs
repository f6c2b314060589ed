// GET /v3/gip_mds/service_civique/{france_connect,identite}

import { lookUp } from './lookup.mjs';
import { keepGranted } from './scopes.mjs';

const KEYS_BY_SCOPE = {
  gip_mds_service_civique_statut_actuel: ['statut_actuel'],
  gip_mds_service_civique_statut_passe: ['statut_passe'],
};

/** What the two other scopes add to each status, which has `contrat_trouve` of itself. */
const STATUS_KEYS_BY_SCOPE = {
  gip_mds_service_civique_organisme_accueil: ['organisme_accueil'],
  gip_mds_service_civique_dates: ['date_debut_contrat', 'date_fin_contrat'],
};

const RULES = { usesFirstNameOnly: true, uses: [], unknown: '31003', several: '00391' };

export const serviceCivique = ['france_connect', 'identite'].map((modality) => ({
  source: 'service_civique',
  family: 'gip_mds',
  path: `/v3/gip_mds/service_civique/${modality}`,
  modality,
  civil: 'gip_mds',
  scopes: [...Object.keys(KEYS_BY_SCOPE), ...Object.keys(STATUS_KEYS_BY_SCOPE)],
  find,
  filter,
}));

function find({ people, identity }) {
  const { person, code } = lookUp(people, identity, RULES);
  if (code || !person.service_civique) return { code: code ?? RULES.unknown };
  return { data: person.service_civique };
}

function filter(data, scopes) {
  const kept = Object.entries(keepGranted(data, KEYS_BY_SCOPE, scopes));
  const narrow = (status) => ({ contrat_trouve: status.contrat_trouve, ...keepGranted(status, STATUS_KEYS_BY_SCOPE, scopes) });
  return Object.fromEntries(kept.map(([key, status]) => [key, narrow(status)]));
}
