// What the gateway checks of a civil status before any provider is asked. The order is the gateway's: the first fault found
// names the code. https://github.com/datagouv/apistration, siade/app/interactors/{civility,cnav,dsnj}.

// The ranges leave out œ, Œ and Ÿ, as the gateway's own do: such a name is refused.
const NAME = /^[a-zA-ZÀ-ÖØ-öø-ÿ' -]+$/;
const LIST_OF_NAMES = /[,()[\]{}]/;
const COMMUNE = /^(0[1-9]|[13-9]\d|2[AB1-9])\d{3}$/;
const FRANCE = '99100';
const FRENCH_ALGERIA = '92352';
const OLDEST_YEAR = 1900;
const AGES_OF_NATIONAL_SERVICE = { from: 16, to: 25 };

const isName = (text) => text !== undefined && NAME.test(text);
const isListOfNames = (names) => names.length > 0 && names.every((name) => name && !LIST_OF_NAMES.test(name));
const nom = ({ nom: name }) => (isName(name) ? undefined : '00420');
const sexe = ({ sexe: code }) => (['M', 'F'].includes(code) ? undefined : '00427');
const commune = ({ commune: code }) => (code === undefined || COMMUNE.test(code) ? undefined : '00365');
const pays = ({ pays: code }) => (code === FRENCH_ALGERIA || /^99\d{3}$/.test(code ?? '') ? undefined : '00400');
const prenoms = ({ prenoms: names }) => (isListOfNames(names) ? undefined : '00421');
const strictPrenoms = ({ prenoms: names }) => (isListOfNames(names) && names.every(isName) ? undefined : '00421');
const dssPrenoms = (identity) => (strictPrenoms(identity) ? '00367' : undefined);
const dssCommune = (identity) => (identity.pays === FRANCE && !identity.commune ? '00365' : commune(identity));

/** Three required numbers that make a day of the past. */
function date({ annee, mois, jour }) {
  if (!(Number(annee) > 0)) return '00422';
  if (!isWithin(mois, 1, 12)) return '00423';
  if (!isWithin(jour, 1, 31)) return '00424';
  return isPastDay(annee, mois, jour) ? undefined : '00425';
}

/** Each number may be left out; a zero is not a way of leaving it out. */
function dssDate({ annee, mois, jour }) {
  const isFaulty =
    (annee !== undefined && !(Number(annee) > 0)) ||
    (mois !== undefined && !isWithin(mois, 1, 12)) ||
    (jour !== undefined && !isWithin(jour, 1, 31)) ||
    ([annee, mois, jour].every((part) => part !== undefined) && !isPastDay(annee, mois, jour));
  return isFaulty ? '00363' : undefined;
}

function isWithin(text, from, to) {
  const number = Number(text);
  return Number.isInteger(number) && number >= from && number <= to;
}

function isPastDay(annee, mois, jour) {
  const day = new Date(Date.UTC(Number(annee), Number(mois) - 1, Number(jour)));
  const exists = day.getUTCMonth() === Number(mois) - 1 && day.getUTCDate() === Number(jour);
  return exists && day.getUTCFullYear() >= OLDEST_YEAR && day.getTime() <= Date.now();
}

function ageOfNationalService(identity) {
  const refusal = date(identity);
  if (refusal) return refusal;
  const now = new Date();
  const [year, month, day] = [identity.annee, identity.mois, identity.jour].map(Number);
  const isBirthdayAhead = now.getMonth() + 1 < month || (now.getMonth() + 1 === month && now.getDate() < day);
  return isWithin(now.getFullYear() - year - (isBirthdayAhead ? 1 : 0), AGES_OF_NATIONAL_SERVICE.from, AGES_OF_NATIONAL_SERVICE.to)
    ? undefined
    : '39400';
}

/** A usage name was left to the Sécurité sociale to refuse, until the later catalogue gave it a code of its own. */
function nomUsage({ nomUsage: name }, { isLaterCatalogue }) {
  if (name === undefined || isName(name)) return undefined;
  return isLaterCatalogue ? '00426' : '00366';
}

const CHECKS = {
  dss: [sexe, dssCommune, pays, dssDate, dssPrenoms, nom, nomUsage],
  mesri: [nom, prenoms, date, sexe, commune],
  cnous: [nom, prenoms, date, commune],
  men: [nom, prenoms, date, sexe],
  gip_mds: [nom, prenoms, date],
  dsnj: [strictPrenoms, nom, ageOfNationalService, sexe, commune, pays],
  ants: [nom, prenoms, date],
};

/** Names and places that FranceConnect gave and the Sécurité sociale cannot use have one code, whichever is wrong. */
const DSS_FRANCECONNECT = { '00420': '00366', '00367': '00366' };

/**
 * The code of the refusal an identity meets at a provider, a key of `CHECKS`, or `undefined`.
 * `situation` is `{modality, isLaterCatalogue}`.
 */
export function civilRefusal(provider, identity, situation) {
  const given = situation.isLaterCatalogue ? withStraightApostrophes(identity) : identity;
  for (const check of CHECKS[provider]) {
    const code = check(given, situation);
    if (code) return provider === 'dss' && situation.modality === 'france_connect' ? (DSS_FRANCECONNECT[code] ?? code) : code;
  }
  return undefined;
}

function withStraightApostrophes(identity) {
  const straight = (text) => text?.replaceAll('’', "'");
  return { ...identity, nom: straight(identity.nom), nomUsage: straight(identity.nomUsage), prenoms: identity.prenoms.map(straight) };
}
