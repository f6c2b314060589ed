// The relying parties and the data provider registered in this FranceConnect.

/** Every identity scope, and the data scopes the invented town was granted. No tax and no student scope: see `invalid_scope`. */
const HABILITATION = [
  'openid', 'identite_pivot', 'profile', 'birth', 'given_name', 'family_name', 'gender', 'birthdate', 'birthplace',
  'birthcountry', 'email', 'preferred_username', 'idp_birthdate', 'amr',
  'cnaf_quotient_familial', 'cnaf_allocataires', 'cnaf_enfants', 'cnaf_adresse',
].join(' ');

// The secrets hold reserved characters on purpose: a client that forgets to encode its form fails at once.
const SERVICES = [
  { client_id: 'unefois-sandbox-es256', client_secret: 'sandbox-secret-es256+/&=%', idToken: 'ES256', userinfo: 'ES256' },
  { client_id: 'unefois-sandbox-rs256', client_secret: 'sandbox-secret-rs256+/&=%', idToken: 'RS256', userinfo: 'RS256' },
  { client_id: 'unefois-sandbox-json', client_secret: 'sandbox-secret-json+/&=%', idToken: 'ES256', userinfo: undefined },
];

/** What each client is called on FranceConnect's pages. */
export const SERVICE_NAME = 'Ville de Valbourg';

/** The group of clients that see the same `sub` for a person. */
export const ENTITY_ID = 'ville-de-valbourg';

/** Clients allowed to ask for the `amr` claim. */
export const AMR_CLIENTS = new Set(['unefois-sandbox-es256', 'unefois-sandbox-rs256']);

/** The data provider that may call `/checktoken`, and the scopes it declared. */
export const DATA_PROVIDER = {
  client_id: 'api-particulier-quotient-familial',
  client_secret: 'sandbox-secret-data-provider+/&=%',
  scopes: new Set(['cnaf_quotient_familial', 'cnaf_allocataires', 'cnaf_enfants', 'cnaf_adresse']),
};

/** Client metadata for the provider, with addresses on the edge's origin. */
export function registeredClients(edgeOrigin) {
  return SERVICES.map(({ client_id, client_secret, idToken, userinfo }) => ({
    client_id,
    client_secret,
    client_name: SERVICE_NAME,
    scope: HABILITATION,
    redirect_uris: [`${edgeOrigin}/v1/callback`],
    post_logout_redirect_uris: [`${edgeOrigin}/v1/logout/return`],
    id_token_signed_response_alg: idToken,
    ...(userinfo ? { userinfo_signed_response_alg: userinfo } : {}),
  }));
}
