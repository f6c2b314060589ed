// What an edge that talks to this sandbox must hold, under the names a démarche file uses.

import { registeredClients } from './franceconnect/clients.mjs';
import { APIM_CLIENT } from './sources/dgfip/tokens.mjs';
import { TOWN_TOKENS } from './sources/town-tokens.mjs';

/** Secret of each FranceConnect client: `[client_id, client_secret]`. */
export function clientSecrets() {
  return registeredClients('http://localhost').map(({ client_id, client_secret }) => [client_id, client_secret]);
}

/** Secrets of the invented towns: `[name, value]`. */
export function townSecrets() {
  return [
    ['API_PARTICULIER_VALBOURG', TOWN_TOKENS.valbourg],
    ['DGFIP_SECRET_VALBOURG', APIM_CLIENT.client_secret],
    ['API_PARTICULIER_SAINTE_AURE', TOWN_TOKENS['sainte-aure']],
  ];
}
