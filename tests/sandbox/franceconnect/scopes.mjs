// Scopes of FranceConnect v2, the claims each one gives, and the labels shown to the person.

const IDENTITY_SCOPES = {
  openid: ['sub'],
  identite_pivot: ['given_name', 'given_name_array', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry'],
  profile: ['given_name', 'given_name_array', 'family_name', 'birthdate', 'gender', 'preferred_username'],
  birth: ['birthplace', 'birthcountry'],
  given_name: ['given_name', 'given_name_array'],
  family_name: ['family_name'],
  gender: ['gender'],
  birthdate: ['birthdate'],
  birthplace: ['birthplace'],
  birthcountry: ['birthcountry'],
  email: ['email'],
  preferred_username: ['preferred_username'],
  idp_birthdate: ['idp_birthdate'],
  amr: ['amr'],
};

const IDENTITY_LABELS = {
  gender: 'Sexe',
  given_name: 'Prénom(s)',
  family_name: 'Nom de naissance',
  preferred_username: 'Nom d’usage',
  birthdate: 'Date de naissance',
  birthplace: 'Lieu de naissance',
  birthcountry: 'Pays de naissance',
  email: 'Adresse email',
};

/**
 * Data scopes by provider: one scope is one claim of the same name, never returned by userinfo.
 * `null` stands for a scope that has no label of its own. EAJE, AEEH and ARS have no scope at FranceConnect, nor does
 * whatever the person types an identifier for; `mesri_admission_etablissement_etude` is spelt as FranceConnect spells it.
 */
const DATA_SCOPES = {
  'CNAF et MSA': {
    cnaf_quotient_familial: 'Quotient familial',
    cnaf_allocataires: 'Identité des allocataires',
    cnaf_enfants: 'Identité des enfants',
    cnaf_adresse: 'Adresse de la famille',
    allocation_adulte_handicape: 'Allocation aux adultes handicapés',
    allocation_soutien_familial: 'Allocation de soutien familial',
    prime_activite: 'Prime d’activité',
    prime_activite_majoration: 'Majoration de la prime d’activité',
    revenu_solidarite_active: 'Revenu de solidarité active',
    revenu_solidarite_active_majoration: 'Majoration du revenu de solidarité active',
  },
  'Sécurité sociale': { complementaire_sante_solidaire: 'Complémentaire santé solidaire' },
  CNOUS: {
    cnous_statut_boursier: 'Statut de boursier',
    cnous_echelon_bourse: 'Échelon de bourse',
    cnous_email: 'Adresse électronique déclarée au CROUS',
    cnous_periode_versement: 'Période de versement de la bourse',
    cnous_statut_bourse: 'Statut de la bourse',
    cnous_ville_etudes: 'Ville d’études et établissement',
    cnous_identite: null,
  },
  'Enseignement supérieur': {
    mesri_identite: null,
    mesri_admissions: 'Admissions',
    mesri_admission_inscrit: 'Statut d’inscription',
    mesri_admission_regime_formation: 'Régime de formation',
    mesri_admission_commune_etudes: 'Commune d’études',
    mesri_admission_etablissement_etude: 'Établissement d’études',
  },
  DGFiP: {
    dgfip_rfr: 'Revenu fiscal de référence',
    dgfip_annee_n_moins_1: 'Année de revenus N-1',
    dgfip_annee_n_moins_2: 'Année de revenus N-2',
    dgfip_annee_n_moins_3: 'Année de revenus N-3',
    dgfip_annee_n_moins_2_si_indispo_n_moins_1: 'Dernière année de revenus disponible',
    dgfip_nbpart: 'Nombre de parts du foyer fiscal',
    dgfip_sitfam: 'Situation de famille',
    dgfip_nbpac: 'Nombre de personnes à charge',
    dgfip_pac_nbPac: 'Nombre total de personnes à charge',
    dgfip_pac: 'Détail des personnes à charge',
    dgfip_pariso: 'Parent isolé',
    dgfip_aft: 'Adresse fiscale de taxation',
    dgfip_inddeficit: 'Indicateur de déficit',
    dgfip_mntRevbareme: 'Montant de l’impôt sur les revenus soumis au barème',
    dgfip_indiIFI: 'Indicateur d’impôt sur la fortune immobilière',
    dgfip_nmNaiDec1: 'Nom de naissance du déclarant 1',
    dgfip_nmUsaDec1: 'Nom d’usage du déclarant 1',
    dgfip_prnmDec1: 'Prénoms du déclarant 1',
    dgfip_dateNaisDec1: 'Date de naissance du déclarant 1',
    dgfip_nmNaiDec2: 'Nom de naissance du déclarant 2',
    dgfip_nmUsaDec2: 'Nom d’usage du déclarant 2',
    dgfip_prnmDec2: 'Prénoms du déclarant 2',
    dgfip_dateNaisDec2: 'Date de naissance du déclarant 2',
  },
  'Service national': { dsnj_statut_service_national: 'Statut vis-à-vis du service national' },
  'Service civique': {
    gip_mds_service_civique_statut_actuel: 'Contrat de service civique en cours',
    gip_mds_service_civique_statut_passe: 'Contrat de service civique passé',
    gip_mds_service_civique_organisme_accueil: 'Organisme d’accueil',
    gip_mds_service_civique_dates: 'Dates du contrat',
  },
  // Public readings of FranceConnect's list count three or five of these; without one of the five the parking form is poorer.
  'France Titres': {
    ants_extrait_immatriculation_vehicule_identite_particulier: 'Identité du titulaire du véhicule',
    ants_extrait_immatriculation_vehicule_adresse_particulier: 'Adresse du titulaire du véhicule',
    ants_extrait_immatriculation_vehicule_statut_rattachement: 'Lien avec le véhicule',
    ants_extrait_immatriculation_vehicule_donnees_immatriculation_vehicule: 'Immatriculation du véhicule',
    ants_extrait_immatriculation_vehicule_caracteristiques_techniques_vehicule: 'Caractéristiques techniques du véhicule',
  },
};

const dataScopeNames = Object.values(DATA_SCOPES).flatMap(Object.keys);

/** Every scope known to this FranceConnect, with its claims: the provider's `claims` setting. */
export const CLAIMS_BY_SCOPE = {
  ...IDENTITY_SCOPES,
  ...Object.fromEntries(dataScopeNames.map((scope) => [scope, [scope]])),
};

/** Names of the scopes that only a data provider can use. */
export const DATA_SCOPE_NAMES = new Set(dataScopeNames);

/**
 * What the information page says will be handed over, for a `scope` parameter.
 * Identity first, then one group for each data provider: `[{title, labels}]`.
 */
export function labelsOf(scope) {
  const scopes = new Set(scope.split(' '));
  const claims = new Set([...scopes].flatMap((name) => IDENTITY_SCOPES[name] ?? []));
  const identity = { title: 'Votre identité', labels: pick(IDENTITY_LABELS, claims) };
  const data = Object.entries(DATA_SCOPES).map(([title, labels]) => ({ title, labels: pick(labels, scopes) }));
  return [identity, ...data].filter((group) => group.labels.length > 0);
}

function pick(labels, names) {
  return Object.entries(labels).filter(([name, label]) => label && names.has(name)).map(([, label]) => label);
}
