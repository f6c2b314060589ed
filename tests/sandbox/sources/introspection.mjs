import { compactDecrypt, compactVerify, createRemoteJWKSet, exportJWK, generateKeyPair } from 'jose';
import { DATA_PROVIDERS } from '../franceconnect/data-providers.mjs';

const ENCRYPTION = { alg: 'RSA-OAEP-256', use: 'enc', kid: 'chiffrement-bac-a-sable' };

/**
 * The data providers seen from FranceConnect: one encryption key, which they share here, and their calls to `/checktoken`.
 */
export class Introspection {
  constructor({ privateKey, publicJwk, base }) {
    this.privateKey = privateKey;
    this.jwks = { keys: [publicJwk] };
    this.base = base;
    this.signers = createRemoteJWKSet(new URL(`${base}/jwks`));
  }

  /** `base` is FranceConnect's back-channel address. */
  static async make(base) {
    const { privateKey, publicKey } = await generateKeyPair('RSA-OAEP-256', { extractable: true });
    return new Introspection({ privateKey, publicJwk: { ...(await exportJWK(publicKey)), ...ENCRYPTION }, base });
  }

  /** What FranceConnect tells the provider of a source about an access token, or `undefined` when it does not answer as it should. */
  async of(token, source) {
    const { client_id, client_secret } = DATA_PROVIDERS.get(source);
    const form = new URLSearchParams({ token, client_id, client_secret });
    const response = await fetch(`${this.base}/checktoken`, { method: 'POST', body: form });
    return response.ok ? this.open(await response.text()) : undefined;
  }

  /** Opens the JWE, then verifies the JWS inside. */
  async open(jwe) {
    const { plaintext } = await compactDecrypt(jwe, this.privateKey);
    const jws = Buffer.from(plaintext).toString();
    const { payload } = await compactVerify(jws, this.signers, { algorithms: ['ES256', 'RS256'] });
    return JSON.parse(Buffer.from(payload).toString()).token_introspection;
  }
}
