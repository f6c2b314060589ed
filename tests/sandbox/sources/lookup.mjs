import { peopleNamed } from './civil-status.mjs';

/**
 * The only person an identity designates: `{person}`, or `{code}` when there is nobody or more than one.
 * `rules` are those of `peopleNamed`, with `unknown` and `several`, the codes of the two refusals.
 */
export function lookUp(people, identity, rules) {
  const found = peopleNamed(people, identity, rules);
  if (found.length === 0) return { code: rules.unknown };
  return found.length === 1 ? { person: found[0] } : { code: rules.several };
}

/** How the Sécurité sociale recognises somebody. */
export const DSS_RULES = { uses: ['sexe', 'commune', 'pays'], unknown: '00355', several: '00355' };

/** The refusal of the caisses that know this person, or `undefined`: it stands for every benefit they pay. */
export function refusalOfCaisses(person) {
  return person.quotient_familial.code;
}
