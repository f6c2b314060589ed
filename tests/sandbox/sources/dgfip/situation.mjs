// The tax situation of a household for one year, as the DGFiP writes it, then what the scopes leave of it.

import { plain } from '../civil-status.mjs';
import { keepGranted } from '../scopes.mjs';
import { DEPENDANTS_BY_SCOPE, KEYS_BY_SCOPE } from './scopes.mjs';

/** How many years back the income of a household is known, the nearest first: keys of `rfr` in its file. */
const YEARS_BACK = [1, 2, 3];

/** The nearest of the `allowed` years back for which a file has something, or `undefined`. */
export function lastYearKnown(file, allowed) {
  return YEARS_BACK.filter((back) => allowed.includes(back)).find((back) => file.rfr[`n_moins_${back}`] !== undefined);
}

/** The whole answer for a person, whose file names the household from their side. */
export function describe(person, yearsBack) {
  const { declarant, conjoint, rfr, nbPart, sitFam, pac, sitParIso, adresse } = person.impot;
  const self = declarantOf(person);
  const [first, second] = declarant === 2 ? [conjoint, self] : [self, conjoint];
  const income = rfr[`n_moins_${yearsBack}`];
  return {
    rfr: income,
    nbPart,
    sitFam,
    sitParIso,
    pac,
    ...numbered(first, 1),
    ...(second ? numbered(second, 2) : {}),
    aft: [adresse.complementAdresse, adresse.voie, adresse.codePostal, adresse.commune].filter(Boolean).join(' '),
    aftDetail: adresse,
    mntRevbareme: Math.round(income * 0.04),
    indDeficit: null,
  };
}

function declarantOf({ identite }) {
  const [annee, mois, jour] = identite.birthdate.split('-');
  return {
    nmNai: plain(identite.family_name),
    nmUsa: plain(identite.preferred_username || identite.family_name),
    prnm: plain(identite.given_name_array.join(' ')),
    dateNais: { jour, mois, annee },
  };
}

function numbered({ nmNai, nmUsa, prnm, dateNais }, rank) {
  return { [`nmNaiDec${rank}`]: nmNai, [`nmUsaDec${rank}`]: nmUsa, [`prnmDec${rank}`]: prnm, [`dateNaisDec${rank}`]: dateNais };
}

/** One scope opens one key; the dependants have a total and letters, each with its own. */
export function keepSituation(situation, scopes) {
  const pac = keepGranted(situation.pac, DEPENDANTS_BY_SCOPE, scopes);
  return { ...keepGranted(situation, KEYS_BY_SCOPE, scopes), ...(Object.keys(pac).length > 0 ? { pac } : {}) };
}
