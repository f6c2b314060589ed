import { timingSafeEqual } from 'node:crypto';
import { CompactEncrypt, CompactSign, importJWK } from 'jose';
import { civilIdentity, subjectOf } from './claims.mjs';
import { dataProviderOf } from './data-providers.mjs';
import { readForm, send, sendJson } from '../http.mjs';

/**
 * `POST /checktoken`: tells a data provider whom an access token is about and what it may return, as a JWE around a JWS.
 * The identity is the whole civil status whatever identity scopes were asked; the scopes are only the provider's own.
 */
export async function checkToken(context, req, res) {
  const form = await readForm(req);
  const dataProvider = readDataProvider(form);
  if (!dataProvider) {
    return sendJson(res, 401, { error: 'invalid_client', error_description: 'client authentication failed' });
  }
  if (!form.get('token')) {
    return sendJson(res, 400, { error: 'invalid_request', error_description: "missing required parameter 'token'" });
  }
  const introspection = await introspect(context, dataProvider, form.get('token'));
  const answer = await protect(context, dataProvider, introspection);
  return send(res, 200, answer, { 'Content-Type': 'application/token-introspection+jwt', 'Cache-Control': 'no-store' });
}

function readDataProvider(form) {
  const dataProvider = dataProviderOf(form.get('client_id'));
  return dataProvider && isSameText(form.get('client_secret'), dataProvider.client_secret) ? dataProvider : undefined;
}

function isSameText(given, expected) {
  const [a, b] = [given ?? '', expected].map((text) => Buffer.from(text));
  return a.length === b.length && timingSafeEqual(a, b);
}

async function introspect({ provider, sessions, identities }, dataProvider, token) {
  const accessToken = await provider.AccessToken.find(token);
  const person = accessToken && identities.get(sessions.loginOf(accessToken.accountId));
  if (!person) return { active: false };
  return {
    active: true,
    aud: accessToken.clientId,
    sub: subjectOf(person, dataProvider.client_id),
    iat: accessToken.iat,
    exp: accessToken.exp,
    acr: 'eidas1',
    jti: accessToken.jti,
    scope: [...accessToken.scopes].filter((scope) => dataProvider.scopes.has(scope)).join(' '),
    ...civilIdentity(person),
  };
}

async function protect({ issuer, keys, dataProviderJwksUri }, dataProvider, token_introspection) {
  const { privateKey, publicJwk } = keys.current.ES256;
  const payload = { iss: issuer, iat: Math.floor(Date.now() / 1000), aud: dataProvider.client_id, token_introspection };
  const signed = await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', kid: publicJwk.kid, typ: 'token-introspection+jwt' })
    .sign(privateKey);
  const jwk = await fetchEncryptionKey(dataProviderJwksUri);
  return new CompactEncrypt(Buffer.from(signed))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT', kid: jwk.kid })
    .encrypt(await importJWK(jwk, 'RSA-OAEP-256'));
}

async function fetchEncryptionKey(jwksUri) {
  const { keys } = await (await fetch(jwksUri)).json();
  return keys.find((key) => key.use === 'enc');
}
