import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { compactDecrypt, createRemoteJWKSet, decodeProtectedHeader, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { Calls } from '../calls.mjs';
import { Faults } from '../faults/registry.mjs';
import { DATA_PROVIDERS } from '../franceconnect/data-providers.mjs';
import { makeFranceConnect } from '../franceconnect/server.mjs';
import { loadIdentities } from '../identities/load.mjs';
import { EDGE, Visitor } from './support.mjs';

const { client_id, client_secret } = DATA_PROVIDERS.get('quotient_familial');
let server;
let provider;
let visitor;

/** A FranceConnect alone, with this test as the data provider that holds the encryption key. */
before(async () => {
  const { privateKey, publicKey } = await generateKeyPair('RSA-OAEP-256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), use: 'enc', kid: 'test' }] };
  provider = await serve((req, res) => res.end(JSON.stringify(jwks)));
  let handler;
  server = await serve((req, res) => handler(req, res));
  const port = server.address().port;
  const shared = { identities: await loadIdentities(), faults: new Faults(), calls: new Calls() };
  const dataProviderJwksUri = `http://127.0.0.1:${provider.address().port}/`;
  const franceconnect = await makeFranceConnect({ ...shared, port, edgeOrigin: EDGE, dataProviderJwksUri });
  handler = franceconnect.handler;
  visitor = new Visitor({ franceconnectBase: `http://127.0.0.1:${port}/api/v2`, issuer: franceconnect.issuer, ports: {} });
  visitor.decryptionKey = privateKey;
});
after(() => [server, provider].forEach((one) => one.close().closeAllConnections()));

function serve(handler) {
  return new Promise((resolve) => {
    const started = createServer(handler).listen(0, '127.0.0.1', () => resolve(started));
  });
}

function checkToken(form) {
  return fetch(`${visitor.base}/checktoken`, { method: 'POST', body: new URLSearchParams(form) });
}

async function open(response) {
  const jwe = await response.text();
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, visitor.decryptionKey);
  const jws = Buffer.from(plaintext).toString();
  const keys = createRemoteJWKSet(new URL(`${visitor.base}/jwks`));
  return { jwe: protectedHeader, jws: decodeProtectedHeader(jws), payload: (await jwtVerify(jws, keys)).payload };
}

test('checktoken_of_a_live_token_is_a_jwe_around_a_jws_with_the_whole_civil_status', async () => {
  const { access_token } = await visitor.tokens({ changes: { scope: 'openid email cnaf_enfants' } });
  const response = await checkToken({ token: access_token, client_id, client_secret });
  assert.match(response.headers.get('content-type'), /^application\/token-introspection\+jwt/);
  const { jwe, jws, payload } = await open(response);
  assert.equal(jwe.alg, 'RSA-OAEP-256');
  assert.equal(jwe.enc, 'A256GCM');
  assert.equal(jws.alg, 'ES256');
  assert.deepEqual(Object.keys(payload).sort(), ['aud', 'iat', 'iss', 'token_introspection']);
  assert.equal(payload.aud, client_id);
  const { token_introspection: about } = payload;
  assert.equal(about.active, true);
  assert.equal(about.aud, 'unefois-sandbox-es256');
  assert.equal(about.scope, 'cnaf_enfants');
  assert.equal(about.exp - about.iat, 60);
  assert.equal(about.family_name, 'LEFÈVRE');
  assert.equal(about.birthplace, '69123');
  assert.equal('email' in about, false);
  const { sub } = await visitor.claims(access_token);
  assert.notEqual(about.sub, sub);
});

test('checktoken_of_a_dead_token_is_inactive_and_says_nothing_else', async () => {
  const { payload } = await open(await checkToken({ token: 'x'.repeat(43), client_id, client_secret }));
  assert.deepEqual(payload.token_introspection, { active: false });
});

test('rejects_checktoken_without_token', async () => {
  const response = await checkToken({ client_id, client_secret });
  assert.equal(response.status, 400);
  assert.equal((await response.json()).error, 'invalid_request');
});

test('rejects_checktoken_with_a_wrong_secret', async () => {
  const response = await checkToken({ token: 'x', client_id, client_secret: 'wrong' });
  assert.equal(response.status, 401);
  assert.equal((await response.json()).error, 'invalid_client');
});
