import { randomBytes } from 'node:crypto';
import { CLAIMS_BY_SCOPE } from './scopes.mjs';
import { registeredClients, townOf } from './clients.mjs';
import { subjectOf, userinfoClaims } from './claims.mjs';
import { codeOf } from './errors.mjs';
import { errorPage } from './pages/error.mjs';
import { memoryAdapter } from './store.mjs';

const TTL_SECS = { AccessToken: 60, AuthorizationCode: 30, Grant: 30, IdToken: 60, Interaction: 1800, Session: 1800 };
const SIGNATURES = ['ES256', 'RS256', 'HS256'];
const CLIENT_AUTHENTICATIONS = ['ES256', 'RS256'];

/**
 * Builds the `oidc-provider` at the heart of the sandbox, configured as FranceConnect's core configures it:
 * https://github.com/france-connect/sources, back/instances/core-fcp-low/src/config/oidc-provider.ts
 */
export async function makeProvider(context) {
  const { issuer, keys, edgeOrigin } = context;
  const { Provider } = await importQuietly();
  return new Provider(issuer, {
    adapter: memoryAdapter(),
    clients: registeredClients(edgeOrigin),
    jwks: { keys: [keys.current.ES256.privateJwk, keys.current.RS256.privateJwk] },
    ...protocol(),
    ...people(context),
    ...pages(context),
  });
}

// The package warns about every Node release but the newest; a ready line must stay alone on the output.
async function importQuietly() {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

function protocol() {
  return {
    routes: {
      authorization: '/authorize',
      token: '/token',
      userinfo: '/userinfo',
      jwks: '/jwks',
      end_session: '/session/end',
      revocation: '/token/revocation',
      introspection: '/token/introspection',
    },
    ttl: TTL_SECS,
    acrValues: ['eidas1'],
    scopes: ['openid'],
    claims: CLAIMS_BY_SCOPE,
    extraParams: ['idp_hint'],
    subjectTypes: ['pairwise'],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_post', 'private_key_jwt'],
    clientDefaults: {
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
      application_type: 'web',
      subject_type: 'pairwise',
      id_token_signed_response_alg: 'HS256',
    },
    enabledJWA: {
      idTokenSigningAlgValues: SIGNATURES,
      userinfoSigningAlgValues: SIGNATURES,
      introspectionSigningAlgValues: SIGNATURES,
      requestObjectSigningAlgValues: SIGNATURES,
      authorizationSigningAlgValues: SIGNATURES,
      clientAuthSigningAlgValues: CLIENT_AUTHENTICATIONS,
      dPoPSigningAlgValues: CLIENT_AUTHENTICATIONS,
    },
    pkce: { methods: ['S256'], required: () => false },
    clientBasedCORS: () => false,
    acceptQueryParamAccessTokens: true,
  };
}

function people({ sessions, identities }) {
  const personOf = (accountId) => identities.get(sessions.loginOf(accountId));
  const subjectFor = (person, client) => subjectOf(person, townOf(client?.clientId).entity);
  return {
    pairwiseIdentifier: (ctx, accountId, client) => subjectFor(personOf(accountId), client),
    findAccount: (ctx, accountId) => {
      const person = personOf(accountId);
      if (!person) return undefined;
      return { accountId, claims: () => ({ sub: subjectFor(person, ctx.oidc.client), ...userinfoClaims(person) }) };
    },
  };
}

function pages({ logout }) {
  const cookie = { sameSite: 'lax', signed: true, httpOnly: true, path: '/' };
  return {
    cookies: { keys: [randomBytes(32).toString('hex')], long: cookie, short: cookie },
    interactions: { url: (ctx, interaction) => `/api/v2/interaction/${interaction.uid}` },
    renderError: renderErrorPage,
    features: {
      devInteractions: { enabled: false },
      encryption: { enabled: false },
      jwtUserinfo: { enabled: true },
      revocation: { enabled: true },
      claimsParameter: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: logout.renderSource, postLogoutSuccessSource: logout.renderSuccess },
      backchannelLogout: { enabled: false },
      resourceIndicators: { enabled: false },
      requestObjects: { enabled: true },
      pushedAuthorizationRequests: { enabled: false },
    },
  };
}

function renderErrorPage(ctx, out, error) {
  ctx.type = 'html';
  ctx.body = errorPage(pageCodeOf(out, error));
}

function pageCodeOf(out, error) {
  if (out.error === 'invalid_redirect_uri') return 'Y04C013C';
  if (out.error === 'invalid_client') return 'Y04EA6EF';
  if (/session|expired/.test(out.error_description ?? '')) return 'Y190001';
  return codeOf(error);
}

