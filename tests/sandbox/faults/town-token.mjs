// Faults of the town's API Particulier token, and of what the gateway says of it.

import { errorAnswer } from '../sources/errors.mjs';
import { LOST_SCOPE } from '../sources/town-tokens.mjs';

const WHERE = 'Sources, jeton de la collectivité';

export const townTokenFaults = [
  {
    name: 'jwt_blacklisted',
    where: WHERE,
    what: 'le jeton est sur liste noire : 401, code 00105, partout',
    effects: { blacklist: () => undefined },
  },
  {
    name: 'introspect_scope_missing',
    where: WHERE,
    what: `le jeton a perdu un droit, ${LOST_SCOPE} : il manque dans introspect et dans les réponses`,
    effects: { rights: () => undefined },
  },
  {
    name: 'introspect_down',
    where: WHERE,
    what: 'introspect est en panne : répond 502, les sources répondent',
    effects: { introspect: () => errorAnswer('00501') },
  },
];
