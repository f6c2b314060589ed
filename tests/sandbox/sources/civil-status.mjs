// What the gateway checks of the identity FranceConnect gives it, before any caisse is asked.

// The ranges leave out œ, Œ and Ÿ, as the gateway's own do: such a name is refused.
const NAME = /^[a-zA-ZÀ-ÖØ-öø-ÿ' -]+$/;
const FRANCE = '99100';

/** The code of the refusal an identity meets, or `undefined`. */
export function identityRefusal({ family_name, given_name, birthplace, birthcountry }) {
  const names = [family_name, ...given_name.split(' ')];
  if (!names.every((name) => NAME.test(name))) return '00366';
  if (birthcountry === FRANCE && !birthplace) return '00365';
  return undefined;
}

/**
 * The key under which a caisse knows a person. Sex is `M` for male and `F` for everything else, `unspecified`
 * included; the usage name is never part of it.
 */
export function civilKey({ family_name, given_name, birthdate, gender, birthplace, birthcountry }) {
  const sex = gender === 'male' ? 'M' : 'F';
  return [family_name, given_name, birthdate, sex, birthplace ?? '', birthcountry].join('|').toUpperCase();
}
