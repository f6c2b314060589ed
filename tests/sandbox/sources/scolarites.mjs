// GET /v5/men/scolarites/identite: the person of the query is a child.

import { lookUp } from './lookup.mjs';
import { keepGranted } from './scopes.mjs';

const KEYS_BY_SCOPE = {
  men_statut_identite: ['identite'],
  men_statut_scolarite: ['annee_scolaire', 'est_scolarise', 'statut_eleve'],
  men_statut_etablissement: ['etablissement'],
  men_statut_module_elementaire_formation: ['module_elementaire_formation'],
  men_statut_boursier: ['est_boursier'],
  men_echelon_bourse: ['echelon_bourse'],
  men_regime_pensionnat: ['regime_pensionnat'],
};

const RULES = { usesFirstNameOnly: true, uses: ['sexe'], unknown: '30003', several: '30003' };
const DEPARTEMENT = /^(0\d\d|02[AB]|97[1-8]|98[678])$/;
const REGION = /^\d{2}$/;
const FIRST_MONTH_OF_A_SCHOOL_YEAR = 8;

export const scolarites = [
  {
    source: 'scolarite',
    family: 'men',
    path: '/v5/men/scolarites/identite',
    modality: 'identite',
    civil: 'men',
    scopes: Object.keys(KEYS_BY_SCOPE),
    refusal,
    find,
    filter: (data, scopes) => keepGranted(data, KEYS_BY_SCOPE, scopes),
  },
];

/** One perimeter and one only, then the school year: the order of the gateway. */
function refusal(query) {
  return perimeterRefusal(query) ?? (/^(\d{4}|\d{4}-\d{4})$/.test(query.get('anneeScolaire') ?? '') ? undefined : '00411');
}

function perimeterRefusal(query) {
  const etablissement = query.get('codeEtablissement');
  const perimeters = ['codesBcnDepartements[]', 'codesBcnRegions[]'].filter((name) => query.has(name));
  if (etablissement && perimeters.length > 0) return '00419';
  if (perimeters.length === 0) return /^\d{7}\w$/.test(etablissement ?? '') ? undefined : '00410';
  if (!['1D', '2D'].includes(query.get('degreEtablissement'))) return '00412';
  if (perimeters.length !== 1) return '00413';
  const [name] = perimeters;
  const values = query.getAll(name);
  if (!values.every(Boolean)) return '00414';
  if (name === 'codesBcnRegions[]') return values.every((value) => REGION.test(value)) ? undefined : '00417';
  return values.every((value) => DEPARTEMENT.test(value)) ? undefined : '00416';
}

function find({ people, identity, query }) {
  const pupils = people.flatMap(({ scolarite = [] }) => scolarite).filter((pupil) => isWithin(pupil, query) && isKnownYear(query));
  const { person: pupil, code } = lookUp(pupils.map((one) => ({ ...one, identite: civilStatus(one) })), identity, RULES);
  if (code) return { code };
  if (pupil.code) return { code: pupil.code };
  return { data: describe(pupil, query) };
}

function isWithin({ etablissement, degre, departement, region }, query) {
  if (query.get('codeEtablissement')) return etablissement.code_uai === query.get('codeEtablissement').toUpperCase();
  if (query.get('degreEtablissement') !== degre) return false;
  return query.getAll('codesBcnDepartements[]').includes(departement) || query.getAll('codesBcnRegions[]').includes(region);
}

/** The provider keeps the current school year and the one before. */
function isKnownYear(query) {
  const now = new Date();
  const current = now.getMonth() + 1 >= FIRST_MONTH_OF_A_SCHOOL_YEAR ? now.getFullYear() : now.getFullYear() - 1;
  return [current, current - 1].includes(firstYear(query));
}

function firstYear(query) {
  return Number(query.get('anneeScolaire').slice(0, 4));
}

function civilStatus({ nom, prenoms, date_naissance, sexe }) {
  return { family_name: nom, given_name_array: prenoms, birthdate: date_naissance, gender: sexe === 'M' ? 'male' : 'female' };
}

function describe({ nom, prenoms, date_naissance, sexe, etablissement, formation, est_scolarise, statut_eleve, ...grant }, query) {
  const { est_boursier, echelon_bourse, regime_pensionnat } = grant;
  const year = firstYear(query);
  return {
    identite: { nom, prenom: prenoms[0], sexe, date_naissance },
    module_elementaire_formation: formation,
    annee_scolaire: `${year}-${year + 1}`,
    est_scolarise,
    statut_eleve,
    etablissement,
    est_boursier,
    echelon_bourse,
    regime_pensionnat,
  };
}
