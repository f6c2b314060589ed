// What each FranceConnect scope opens of a tax situation. One claim of FranceConnect is one scope.

/** The income years a scope gives a right to, counted from the current year, on the route that names its year. */
export const YEARS_BY_SCOPE = { dgfip_annee_n_moins_1: 1, dgfip_annee_n_moins_2: 2, dgfip_annee_n_moins_3: 3 };

/** The right to the last year known, and to it alone. */
export const LAST_YEAR_SCOPE = 'dgfip_annee_n_moins_2_si_indispo_n_moins_1';

export const KEYS_BY_SCOPE = {
  dgfip_rfr: ['rfr'],
  dgfip_nbpart: ['nbPart'],
  dgfip_sitfam: ['sitFam'],
  dgfip_pariso: ['sitParIso'],
  dgfip_aft: ['aft', 'aftDetail'],
  dgfip_nmNaiDec1: ['nmNaiDec1'],
  dgfip_nmUsaDec1: ['nmUsaDec1'],
  dgfip_prnmDec1: ['prnmDec1'],
  dgfip_dateNaisDec1: ['dateNaisDec1'],
  dgfip_nmNaiDec2: ['nmNaiDec2'],
  dgfip_nmUsaDec2: ['nmUsaDec2'],
  dgfip_prnmDec2: ['prnmDec2'],
  dgfip_dateNaisDec2: ['dateNaisDec2'],
  dgfip_mntRevbareme: ['mntRevbareme'],
  dgfip_inddeficit: ['indDeficit'],
};

/** The two scopes that share `pac`: the total, then the letters of the boxes of the return. */
export const DEPENDANTS_BY_SCOPE = {
  dgfip_pac_nbPac: ['nbPac'],
  dgfip_pac: ['nbPacF', 'nbPacG', 'nbPacH', 'nbPacI', 'nbPacR', 'nbPacJ', 'nbPacN', 'nbPacP'],
};

/** Everything the DGFiP declared to FranceConnect. */
export const IMPOT_SCOPES = [...Object.keys(YEARS_BY_SCOPE), LAST_YEAR_SCOPE, ...Object.keys(KEYS_BY_SCOPE), ...Object.keys(DEPENDANTS_BY_SCOPE)];
