// Faults of the DGFiP: its tokens, then its answers. Those of the sources strike there too.

import { taxError } from '../sources/dgfip/server.mjs';

const TOKEN = 'DGFiP, jeton du service';
const SITUATION = 'DGFiP, situation fiscale';
const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };
const STRANGER = { nmNai: 'QUELQUUN', nmUsa: 'QUELQUUN', prnm: 'DAUTRE', dateNais: { jour: '01', mois: '01', annee: '1950' } };

export const taxFaults = [
  token('token_401', 'le compte du service est refusé : 401 invalid_client', () => ({ status: 401, headers: JSON_TYPE, body: { error: 'invalid_client' } })),
  token('token_down', 'répond 503 : aucun jeton', () => ({ status: 503, headers: JSON_TYPE, body: { error: 'temporarily_unavailable' } })),
  { name: 'dgfip_token_short', where: TOKEN, what: 'les jetons vivent une seconde', effects: { dgfip_token_life: () => undefined } },
  { ...situation('401_once', 'le jeton du service est refusé une fois, comme s’il avait expiré', () => taxError(401, '4010', 'Jeton d’accès invalide ou expiré')), times: 1 },
  situation('410_4101', 'répond 410 : rien pour cette personne et cette année', () => taxError(410, '4101', 'Aucun résultat pour cette personne et cette année')),
  situation('403_4031', 'répond 403 : aucun droit sur la ressource', () => taxError(403, '4031', 'Aucun droit sur la ressource')),
  situation('204', 'répond 204, sans corps', () => ({ status: 204, headers: {}, body: '' })),
  situation('500', 'répond 500 : erreur technique', () => taxError(500, '5000', 'Erreur technique')),
  situation('html_200', 'répond 200 avec une page HTML', () => ({ status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html><body>Maintenance</body></html>' })),
  {
    name: 'dgfip_other_household',
    where: SITUATION,
    what: 'aucun des deux déclarants n’est la personne',
    effects: { dgfip_answer: ({ body }) => replaceDeclarants(body) },
  },
];

function token(name, what, effect) {
  return { name: `dgfip_${name}`, where: TOKEN, what, effects: { dgfip_token: effect } };
}

function situation(name, what, effect) {
  return { name: `dgfip_${name}`, where: SITUATION, what, effects: { dgfip: effect } };
}

/** Puts a stranger under the keys of the declarants that are there. */
function replaceDeclarants(body) {
  for (const [prefix, value] of Object.entries(STRANGER)) {
    for (const key of [`${prefix}Dec1`, `${prefix}Dec2`]) if (key in body) body[key] = value;
  }
}
