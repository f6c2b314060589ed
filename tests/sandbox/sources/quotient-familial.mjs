// GET /v3/dss/quotient_familial/{france_connect,identite}

import { DSS_RULES, lookUp, refusalOfCaisses } from './lookup.mjs';
import { keepGranted } from './scopes.mjs';

const KEYS_BY_SCOPE = {
  cnaf_allocataires: ['allocataires'],
  cnaf_enfants: ['enfants'],
  cnaf_adresse: ['adresse'],
  cnaf_quotient_familial: ['quotient_familial'],
};

/** `annee` and `mois` are part of the key of the cache with the town's token only. */
export const quotientFamilial = ['france_connect', 'identite'].map((modality) => ({
  source: 'quotient_familial',
  family: 'cnaf_msa',
  path: `/v3/dss/quotient_familial/${modality}`,
  modality,
  civil: 'dss',
  scopes: Object.keys(KEYS_BY_SCOPE),
  cacheSecs: 24 * 3600,
  cacheKeys: modality === 'identite' ? ['annee', 'mois'] : [],
  refusal: periodRefusal,
  find,
  filter: (data, scopes) => keepGranted(data, KEYS_BY_SCOPE, scopes),
}));

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
function find({ people, identity, query }) {
  const { person, code } = lookUp(people, identity, DSS_RULES);
  const refusal = code ?? refusalOfCaisses(person);
  if (refusal) return { code: refusal };
  const file = person.quotient_familial;
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

/** The person as a file of the caisses names them. */
export function allocataire({ identite }) {
  return {
    nom_naissance: identite.family_name,
    nom_usage: identite.preferred_username || null,
    prenoms: identite.given_name_array.join(' '),
    date_naissance: identite.birthdate,
    sexe: identite.gender === 'male' ? 'M' : 'F',
  };
}

/**
 * The gateway writes the month asked beside whatever the caisse answered: the MSA computes for now, whatever month is asked; a
 * CAF computes a month from the one before.
 */
function dates(fournisseur, { annee, mois }) {
  const now = new Date();
  if (fournisseur === 'MSA') return { annee, mois, annee_calcul: now.getFullYear(), mois_calcul: now.getMonth() + 1 };
  const before = mois === 1 ? { annee: annee - 1, mois: 12 } : { annee, mois: mois - 1 };
  return { annee, mois, annee_calcul: before.annee, mois_calcul: before.mois };
}
