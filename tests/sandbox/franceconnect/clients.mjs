// The relying parties registered in this FranceConnect: one for each service of the invented town, as each has its
// habilitation, and one of another town.

import { DATA_SCOPE_NAMES } from './scopes.mjs';

const IDENTITY = [
  'openid', 'identite_pivot', 'profile', 'birth', 'given_name', 'family_name', 'gender', 'birthdate', 'birthplace',
  'birthcountry', 'email', 'preferred_username', 'idp_birthdate', 'amr',
];

/** Every identity scope, and the four of the family quotient. No tax and no student scope: see `invalid_scope`. */
const CANTEEN = [...IDENTITY, 'cnaf_quotient_familial', 'cnaf_allocataires', 'cnaf_enfants', 'cnaf_adresse'];

/** Every identity scope, and the data scopes of FranceConnect whose names begin so. */
function habilitation(...prefixes) {
  return [...IDENTITY, ...[...DATA_SCOPE_NAMES].filter((scope) => prefixes.some((prefix) => scope.startsWith(prefix)))];
}

const FAMILY = habilitation('cnaf_', 'allocation_', 'prime_activite', 'revenu_solidarite_active', 'complementaire_sante_solidaire');
const PARKING = habilitation('dgfip_', 'ants_');
const STUDIES = habilitation('cnous_', 'mesri_', 'dsnj_', 'gip_mds_', 'dgfip_');

/** What a town is called on FranceConnect's pages, and the group of clients that see the same `sub` for a person. */
const VALBOURG = { name: 'Ville de Valbourg', entity: 'ville-de-valbourg' };
const SAINTE_AURE = { name: 'Ville de Sainte-Aure', entity: 'ville-de-sainte-aure' };

// The secrets hold reserved characters on purpose: a client that forgets to encode its form fails at once.
const SERVICES = [
  { name: 'es256', scopes: CANTEEN, idToken: 'ES256', userinfo: 'ES256' },
  { name: 'rs256', scopes: CANTEEN, idToken: 'RS256', userinfo: 'RS256' },
  { name: 'json', scopes: CANTEEN, idToken: 'ES256', userinfo: undefined },
  { name: 'famille', scopes: FAMILY, idToken: 'ES256', userinfo: 'ES256' },
  { name: 'stationnement', scopes: PARKING, idToken: 'ES256', userinfo: 'ES256' },
  { name: 'etudes', scopes: STUDIES, idToken: 'ES256', userinfo: 'ES256' },
  { name: 'sainte-aure', scopes: CANTEEN, idToken: 'ES256', userinfo: 'ES256', town: SAINTE_AURE },
];

/** The town a client belongs to: `{name, entity}`. */
export function townOf(clientId) {
  const service = SERVICES.find(({ name }) => clientId === `unefois-sandbox-${name}`);
  return service?.town ?? VALBOURG;
}

/** Clients allowed to ask for the `amr` claim. */
export const AMR_CLIENTS = new Set(['unefois-sandbox-es256', 'unefois-sandbox-rs256']);

/** Client metadata for the provider, with addresses on the edge's origin. */
export function registeredClients(edgeOrigin) {
  return SERVICES.map(({ name, scopes, idToken, userinfo }) => ({
    client_id: `unefois-sandbox-${name}`,
    client_secret: `sandbox-secret-${name}+/&=%`,
    client_name: townOf(`unefois-sandbox-${name}`).name,
    scope: scopes.join(' '),
    redirect_uris: [`${edgeOrigin}/v1/callback`],
    post_logout_redirect_uris: [`${edgeOrigin}/v1/logout/return`],
    id_token_signed_response_alg: idToken,
    ...(userinfo ? { userinfo_signed_response_alg: userinfo } : {}),
  }));
}
