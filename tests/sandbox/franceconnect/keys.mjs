import { exportJWK, generateKeyPair } from 'jose';

/**
 * The signing keys of one FranceConnect, made at start.
 * `current` is published; `rotated` takes its place when a rotation is simulated; `stray` is never published.
 */
export async function makeKeys() {
  const [current, rotated, stray] = await Promise.all([makeSet(''), makeSet(':2'), makeSet(':inconnue')]);
  return { current, rotated, stray };
}

/** One P-256 and one RSA pair, by algorithm: `{privateKey, publicJwk, privateJwk}`. */
async function makeSet(suffix) {
  const [ES256, RS256] = await Promise.all(['ES256', 'RS256'].map((alg) => makePair(alg, `pkcs11:${alg}:hsm${suffix}`)));
  return { ES256, RS256 };
}

async function makePair(alg, kid) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const naming = { kid, use: 'sig', alg };
  return {
    privateKey,
    privateJwk: { ...(await exportJWK(privateKey)), ...naming },
    publicJwk: { ...(await exportJWK(publicKey)), ...naming },
  };
}

/** The JWK Set that publishes a set of keys. */
export function publicJwks(set) {
  return { keys: [set.ES256.publicJwk, set.RS256.publicJwk] };
}
