import { CompactSign, decodeJwt, decodeProtectedHeader } from 'jose';

/**
 * A token opened for alteration: a fault changes its header, its payload or its key, then it is sealed again.
 * A plain draft has no signature and stays a JSON object.
 */
export class Draft {
  constructor({ header, payload, keys, clientSecret, isPlain }) {
    this.header = header;
    this.payload = payload;
    this.keys = keys;
    this.clientSecret = clientSecret;
    this.isPlain = isPlain;
    this.key = keys?.current[header.alg].privateKey;
    this.text = undefined;
  }

  static of(jwt, { keys, clientSecret }) {
    return new Draft({ header: decodeProtectedHeader(jwt), payload: decodeJwt(jwt), keys, clientSecret, isPlain: false });
  }

  static plain(payload) {
    return new Draft({ header: {}, payload, isPlain: true });
  }

  /** Uses another set of keys: `rotated` is published by the rotation fault, `stray` by nobody. */
  signWith(set) {
    if (this.isPlain) return;
    const { privateKey, publicJwk } = this.keys[set][this.header.alg];
    this.key = privateKey;
    this.header.kid = publicJwk.kid;
  }

  /** Signs with a key nobody published under the name of one that is. */
  forge() {
    if (!this.isPlain) this.key = this.keys.stray[this.header.alg].privateKey;
  }

  /** Signs with the other published algorithm, which this client did not register. */
  changeAlgorithm() {
    const alg = this.header.alg === 'ES256' ? 'RS256' : 'ES256';
    const { privateKey, publicJwk } = this.keys.current[alg];
    this.header = { ...this.header, alg, kid: publicJwk.kid };
    this.key = privateKey;
  }

  /** The compact serialisation. `text`, when a fault set it, replaces everything. */
  async seal() {
    if (this.text !== undefined) return this.text;
    const payload = Buffer.from(JSON.stringify(this.payload));
    if (this.header.alg === 'none') return `${base64url(JSON.stringify(this.header))}.${base64url(payload)}.`;
    const key = this.header.alg === 'HS256' ? Buffer.from(this.clientSecret) : this.key;
    return new CompactSign(payload).setProtectedHeader(this.header).sign(key);
  }
}

function base64url(data) {
  return Buffer.from(data).toString('base64url');
}
