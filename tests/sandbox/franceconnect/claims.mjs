import { createHash } from 'node:crypto';

/**
 * The civil-registry identity of a person, as FranceConnect returns it.
 * Presumed dates lose their zeros, and a birth abroad has an empty birthplace.
 */
export function civilIdentity({ identite }) {
  const { given_name_array, family_name, gender, birthdate, birthplace, birthcountry } = identite;
  return {
    given_name: given_name_array.join(' '),
    given_name_array,
    family_name,
    gender,
    birthdate: birthdate.replaceAll('-00', '-01'),
    birthplace: birthcountry === '99100' ? birthplace : '',
    birthcountry,
  };
}

/** Every claim of a person that userinfo may give, before the filter by scope. */
export function userinfoClaims(person) {
  const { email, birthdate, preferred_username } = person.identite;
  return {
    ...civilIdentity(person),
    email,
    idp_birthdate: birthdate,
    ...(preferred_username === undefined ? {} : { preferred_username }),
  };
}

/**
 * The pairwise subject of a person: SHA-256 in hexadecimal, then `v1`, 66 characters.
 * It follows the civil status and the entity, so it changes when the civil status does.
 */
export function subjectOf(person, entityId) {
  const { given_name, family_name, gender, birthdate, birthplace, birthcountry } = civilIdentity(person);
  const parts = [given_name, family_name, birthdate, gender, birthplace, birthcountry, entityId];
  return `${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}v1`;
}
