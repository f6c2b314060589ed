// GET /v3/dss/quotient_familial/france_connect

import { civilIdentity } from '../franceconnect/claims.mjs';
import { civilKey } from './civil-status.mjs';

/** One scope opens one key of `data`; a missing scope is a missing key. */
const KEY_BY_SCOPE = {
  cnaf_allocataires: 'allocataires',
  cnaf_enfants: 'enfants',
  cnaf_adresse: 'adresse',
  cnaf_quotient_familial: 'quotient_familial',
};

export const quotientFamilial = {
  name: 'quotient_familial',
  path: '/v3/dss/quotient_familial/france_connect',
  scopes: Object.keys(KEY_BY_SCOPE),
  cacheSecs: 24 * 3600,
  periodRefusal,
  find,
  filter,
};

/** The code of the refusal that `annee` and `mois` meet, or `undefined`. */
function periodRefusal(query, now = new Date()) {
  const { annee, mois } = readPeriod(query, now);
  const [year, month] = [now.getFullYear(), now.getMonth() + 1];
  if (!Number.isInteger(annee) || annee > year) return '00353';
  if (annee < year - 2) return '00356';
  const isFuture = annee === year && mois > month;
  return !Number.isInteger(mois) || mois < 1 || mois > 12 || isFuture ? '00354' : undefined;
}

function readPeriod(query, now) {
  return {
    annee: query.has('annee') ? Number(query.get('annee')) : now.getFullYear(),
    mois: query.has('mois') ? Number(query.get('mois')) : now.getMonth() + 1,
  };
}

/** The whole answer for an identity: `{data}`, or `{code}` when the caisses have nothing. */
function find(people, identity, query) {
  const key = civilKey(identity);
  const person = people.find((candidate) => civilKey(civilIdentity(candidate)) === key);
  const file = person?.quotient_familial;
  if (!file) return { code: '00355' };
  if (file.code) return { code: file.code };
  return { data: describe(person, file, readPeriod(query, new Date())) };
}

function describe(person, file, period) {
  return {
    allocataires: [allocataire(person), ...(file.conjoint ? [file.conjoint] : [])],
    enfants: file.enfants,
    adresse: file.adresse,
    quotient_familial: { fournisseur: file.fournisseur, valeur: file.valeur, ...dates(file.fournisseur, period) },
  };
}

function allocataire({ identite }) {
  return {
    nom_naissance: identite.family_name,
    nom_usage: identite.preferred_username || null,
    prenoms: identite.given_name_array.join(' '),
    date_naissance: identite.birthdate,
    sexe: identite.gender === 'male' ? 'M' : 'F',
  };
}

/** The MSA always answers for now, whatever month is asked; a CAF computes a month from the one before. */
function dates(fournisseur, { annee, mois }) {
  const now = new Date();
  const today = { annee: now.getFullYear(), mois: now.getMonth() + 1 };
  if (fournisseur === 'MSA') return { ...today, annee_calcul: today.annee, mois_calcul: today.mois };
  const before = mois === 1 ? { annee: annee - 1, mois: 12 } : { annee, mois: mois - 1 };
  return { annee, mois, annee_calcul: before.annee, mois_calcul: before.mois };
}

function filter(data, scopes) {
  const granted = Object.entries(KEY_BY_SCOPE).filter(([scope]) => scopes.has(scope));
  return Object.fromEntries(granted.map(([, key]) => [key, data[key]]));
}
