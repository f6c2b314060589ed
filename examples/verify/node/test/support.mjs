// An issuer of our own making, to ask what the shared vectors cannot: a key that changes, a nonce of this very session.

import { CompactSign, exportJWK, generateKeyPair } from 'jose';

export const ISSUER = 'http://unefois.localhost:8787';
export const AUDIENCE = 'siret:21999999200015';
export const FORMS = { 'cantine-valbourg': ['1'] };

/** A key pair: its public JWK, and what signs with it. */
export async function makeKey(kid) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid };
  const sign = (payload, header = {}) => new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'prefill-attestation+jwt', ...header })
    .sign(privateKey);
  return { jwk, sign };
}

/** Claims that are believed now, unless `changes` say otherwise. */
export function claims(changes = {}) {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: ISSUER,
    aud: AUDIENCE,
    iat: now,
    exp: now + 86_400,
    jti: crypto.randomUUID(),
    form: { id: 'cantine-valbourg', version: '1' },
    data: {
      'identite.nom_naissance': { value: "L’HÉRITIER-DŒUVRE" },
      'quotient_familial.valeur': { value: 1234 },
    },
    ...changes,
  };
}

/** A server of keys that counts how often it is asked: a `fetch` whose `keys` can be changed, or be absent. */
export function keyServer(...keys) {
  const server = {
    keys,
    asked: 0,
    fetch: async () => {
      server.asked += 1;
      if (!server.keys) throw new TypeError('fetch failed');
      return Response.json({ keys: server.keys });
    },
  };
  return server;
}
