import { benefits } from './benefits.mjs';
import { etudiantBoursier } from './etudiant-boursier.mjs';
import { franceTravail } from './france-travail.mjs';
import { immatriculation } from './immatriculation.mjs';
import { participationEaje } from './participation-eaje.mjs';
import { quotientFamilial } from './quotient-familial.mjs';
import { scolarites } from './scolarites.mjs';
import { serviceCivique } from './service-civique.mjs';
import { serviceNational } from './service-national.mjs';
import { statutEtudiant } from './statut-etudiant.mjs';
import { statutSportif } from './statut-sportif.mjs';

/**
 * Every endpoint of the gateway. `source` is the name under which it is counted, `family` that of its provider, `civil` the
 * checks its civil status goes through, `scopes` what opens it, `cacheSecs` how long an answer is kept (never by default),
 * `refusal(query)` the code its own parameters meet, `find` its whole answer, `filter` what the scopes leave of it.
 */
export const ENDPOINTS = [
  ...quotientFamilial,
  ...participationEaje,
  ...benefits,
  ...statutEtudiant,
  ...etudiantBoursier,
  ...scolarites,
  ...franceTravail,
  ...serviceCivique,
  ...serviceNational,
  ...statutSportif,
  ...immatriculation,
];
