// The civil status a provider receives, whatever way it came, and how a provider recognises somebody by it.

/**
 * What a gateway forwards of an identity: `{nom, nomUsage, prenoms, annee, mois, jour, sexe, commune, pays}`, all of them
 * texts but the array of first names. A part that was not sent is `undefined`.
 */
export function identityFromFranceConnect({ family_name, given_name, birthdate, gender, birthplace, birthcountry }) {
  const [annee, mois, jour] = birthdate.split('-');
  // The usage name is forced to null by the gateway, and any gender but male becomes F.
  const sexe = gender === 'male' ? 'M' : 'F';
  return { nom: family_name, prenoms: given_name.split(' '), annee, mois, jour, sexe, commune: birthplace || undefined, pays: birthcountry };
}

/** The same from the query of an `/identite` route. `prenoms` without brackets is no array, so it is no first name. */
export function identityFromQuery(query) {
  const text = (name) => query.get(name) || undefined;
  return {
    nom: text('nomNaissance'),
    nomUsage: text('nomUsage'),
    prenoms: query.getAll('prenoms[]'),
    annee: text('anneeDateNaissance'),
    mois: text('moisDateNaissance'),
    jour: text('jourDateNaissance'),
    sexe: text('sexeEtatCivil')?.toUpperCase(),
    commune: text('codeCogInseeCommuneNaissance'),
    pays: text('codeCogInseePaysNaissance'),
  };
}

/**
 * The people an identity designates for a provider. `rules` say what it compares besides the name and the date:
 * `usesFirstNameOnly`, `uses` (among `sexe`, `commune`, `pays`) and `isPlaceOptional`.
 */
export function peopleNamed(people, identity, rules) {
  return people.filter(({ identite }) => isSame(identite, identity, rules));
}

function isSame(known, identity, { usesFirstNameOnly, uses, isPlaceOptional }) {
  const place = known.birthcountry === '99100' ? known.birthplace : undefined;
  const usual = known.preferred_username || undefined;
  const tests = {
    sexe: () => identity.sexe === undefined || identity.sexe === (known.gender === 'male' ? 'M' : 'F'),
    commune: () => (isPlaceOptional && identity.commune === undefined) || identity.commune === place,
    pays: () => identity.pays === known.birthcountry,
  };
  return (
    plain(identity.nom) === plain(known.family_name) &&
    (identity.nomUsage === undefined || plain(identity.nomUsage) === plain(usual ?? known.family_name)) &&
    isSameFirstNames(known.given_name_array, identity.prenoms, usesFirstNameOnly) &&
    isSameDate(known.birthdate, identity) &&
    uses.every((part) => tests[part]())
  );
}

/** First names are compared one by one: all of them in one element are those of nobody. A spaced one may come in two. */
function isSameFirstNames(known, given, usesFirstNameOnly) {
  const spellings = [known, known.flatMap((name) => name.split(' '))];
  const count = usesFirstNameOnly ? 1 : undefined;
  const key = (names) => names.slice(0, count).map(plain).join('|');
  return spellings.some((spelling) => key(spelling) === key(given));
}

/** A day or a month nobody knows may be left out, or be the first one, as FranceConnect writes it. */
function isSameDate(birthdate, { annee, mois, jour }) {
  const parts = birthdate.split('-').map(Number);
  return [annee, mois, jour].every((given, index) => {
    if (parts[index] === 0) return given === undefined || Number(given) === 1;
    return Number(given) === parts[index];
  });
}

/** A name in ASCII capitals, as the providers receive or compare it. */
export function plain(name) {
  return (name ?? '').normalize('NFD').replace(/\p{M}/gu, '').replace(/[’]/g, "'").toUpperCase();
}

/** One text for one identity: part of the key of a cache. */
export function civilKey(identity) {
  const { nom, nomUsage, prenoms, annee, mois, jour, sexe, commune, pays } = identity;
  return [nom, nomUsage, prenoms.join(' '), annee, mois, jour, sexe, commune, pays].map((part) => plain(part)).join('|');
}
