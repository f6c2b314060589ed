// GET /v3/ants/extrait_immatriculation_vehicule/france_connect

import { plain } from './civil-status.mjs';
import { keepGranted } from './scopes.mjs';

const PREFIX = 'ants_extrait_immatriculation_vehicule_';
const KEYS_BY_SCOPE = {
  [`${PREFIX}adresse_particulier`]: ['adresse_particulier'],
  [`${PREFIX}statut_rattachement`]: ['statut_rattachement'],
  [`${PREFIX}donnees_immatriculation_vehicule`]: ['donnees_immatriculation_vehicule'],
  [`${PREFIX}caracteristiques_techniques_vehicule`]: ['caracteristiques_techniques_vehicule'],
};

// Since 2009, without I, O and U; before, up to four digits, two or three letters and a department.
const PLATE = /^([A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}|\d{1,4} [A-Z]{2,3} (\d{2,3}|2[AB]))$/;

export const immatriculation = [
  {
    source: 'vehicule',
    family: 'ants',
    path: '/v3/ants/extrait_immatriculation_vehicule/france_connect',
    modality: 'france_connect',
    civil: 'ants',
    scopes: [`${PREFIX}identite_particulier`, ...Object.keys(KEYS_BY_SCOPE)],
    refusal: (query) => (PLATE.test(query.get('immatriculation') ?? '') ? undefined : '00430'),
    find,
    // The holder's identity comes whatever the scopes.
    filter: (data, scopes) => ({ identite_particulier: data.identite_particulier, ...keepGranted(data, KEYS_BY_SCOPE, scopes) }),
  },
];

/** A plate is only told to a natural person the register attaches to it: the family name and one first name must agree. */
function find({ people, identity, query }) {
  const holders = people.flatMap((person) => (person.vehicule ?? []).map((file) => ({ file, holder: file.identite ?? describe(person) })));
  const attached = holders.filter(({ file }) => file.immatriculation === query.get('immatriculation'));
  if (attached.length === 0) return { code: '42003' };
  const match = attached.find(({ holder }) => isSamePerson(holder, identity));
  if (!match) return { code: '42005' };
  return { data: extract(match), meta: { identity_matching: matching(match.holder, identity) } };
}

function isSamePerson({ nom, prenom }, identity) {
  const known = key(prenom).split(' ');
  return key(nom) === key(identity.nom) && identity.prenoms.some((name) => known.includes(key(name)));
}

/** Capitals without accents, and every punctuation mark a space. */
function key(name) {
  return plain(name).replace(/[^A-Z]+/g, ' ').trim();
}

function matching(holder, { annee, mois, jour }) {
  const { annee_date_naissance, mois_date_naissance, jour_date_naissance } = holder;
  const isSameDay = [annee, mois, jour].map(Number).join() === [annee_date_naissance, mois_date_naissance, jour_date_naissance].join();
  return { family_name: 1, given_name: 1, birth_date: isSameDay ? 1 : 0, overall_match: true };
}

function extract({ file, holder }) {
  const { immatriculation: numero_immatriculation, date_premiere_immatriculation, statut_location, ...rest } = file;
  const { adresse_particulier, statut_rattachement, caracteristiques_techniques_vehicule } = rest;
  return {
    identite_particulier: holder,
    adresse_particulier,
    statut_rattachement,
    donnees_immatriculation_vehicule: { numero_immatriculation, date_premiere_immatriculation, statut_location },
    caracteristiques_techniques_vehicule,
  };
}

function describe({ identite }) {
  const [annee, mois, jour] = identite.birthdate.split('-').map(Number);
  return {
    nom: plain(identite.family_name),
    prenom: plain(identite.given_name_array[0]),
    sexe_etat_civil: identite.gender === 'male' ? 'M' : 'F',
    annee_date_naissance: annee,
    mois_date_naissance: mois || null,
    jour_date_naissance: jour || null,
    code_departement_naissance: identite.birthplace?.slice(0, 2) ?? '99',
  };
}
