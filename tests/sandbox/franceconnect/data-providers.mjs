// The data providers registered in this FranceConnect: one for each API, and each sees the scopes it declared and no other.

import { ENDPOINTS } from '../sources/endpoints.mjs';
import { IMPOT_SCOPES } from '../sources/dgfip/scopes.mjs';

const GATEWAY = ENDPOINTS.filter(({ modality }) => modality === 'france_connect').map(({ source, scopes }) => [source, 'api-particulier', scopes]);
const TAXES = [['impots', 'dgfip', IMPOT_SCOPES]];

/** By source: `{client_id, client_secret, scopes}`. A declared scope that FranceConnect does not know is never seen. */
export const DATA_PROVIDERS = new Map(
  [...GATEWAY, ...TAXES].map(([source, owner, scopes]) => [source, provider(`${owner}-${source.replaceAll('_', '-')}`, scopes)]),
);

const BY_CLIENT_ID = new Map([...DATA_PROVIDERS.values()].map((one) => [one.client_id, one]));

/** The data provider of a client id, or `undefined`. */
export function dataProviderOf(clientId) {
  return BY_CLIENT_ID.get(clientId);
}

function provider(client_id, scopes) {
  return { client_id, client_secret: `sandbox-secret-${client_id}+/&=%`, scopes: new Set(scopes) };
}
