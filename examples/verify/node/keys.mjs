// The public keys of the configured issuer, kept for a day. Step 3 of docs/verify.md.

import { Refusal, parseObject } from './attestation.mjs';

/**
 * A public key as published.
 * @typedef {object} Jwk
 * @property {string} kty
 * @property {string} [kid]
 * @property {string} [crv]
 * @property {string} [x]
 * @property {string} [y]
 */

const KEPT_MILLIS = 24 * 60 * 60 * 1000;
const BETWEEN_ASKS_MILLIS = 60 * 1000;
const FETCH_LIMIT_MILLIS = 5000;
const MAX_BYTES = 65_536;
const LOOPBACK = /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Keys by their `kid`. An outage is survived as long as what was read is less than a day old; whoever sends unknown
 * identifiers, or an outage, makes it ask once a minute and no more.
 */
export class KeySet {
  #uri;
  #fetch;
  #now;
  /** @type {Map<string, Jwk> | undefined} */
  #keys;
  #readAt = -Infinity;
  #askedAt = -Infinity;
  /** @type {Promise<void> | undefined} */
  #asking;

  /**
   * @param {string} issuer configured, never read in an attestation
   * @param {object} [options]
   * @param {string} [options.uri] where the keys are, when not at `<issuer>/.well-known/jwks.json`
   * @param {typeof globalThis.fetch} [options.fetch]
   * @param {() => number} [options.now] milliseconds, as `Date.now`
   * @throws {TypeError} the address is in clear on a network
   */
  constructor(issuer, { uri = `${issuer}/.well-known/jwks.json`, fetch = globalThis.fetch, now = Date.now } = {}) {
    const { protocol, hostname } = new URL(uri);
    // On a network, keys that came in clear may be anybody's.
    if (protocol !== 'https:' && !LOOPBACK.test(hostname)) throw new TypeError(`${uri}: keys are read over https only.`);
    this.#uri = uri;
    this.#fetch = fetch;
    this.#now = now;
  }

  /**
   * The P-256 key called `kid`.
   * @param {string} kid
   * @returns {Promise<Jwk>}
   * @throws {Refusal} `keys_unavailable`: try again later; `unknown_key`
   */
  async find(kid) {
    if (!this.#isFresh()) await this.#ask();
    if (!this.#isFresh()) throw new Refusal('keys_unavailable');
    if (!this.#keys?.has(kid)) await this.#ask();
    const key = this.#keys?.get(kid);
    if (!key) throw new Refusal('unknown_key');
    return key;
  }

  #isFresh() {
    return isWithin(this.#now() - this.#readAt, KEPT_MILLIS);
  }

  /** Asks again, unless it did less than a minute ago; those who come meanwhile wait for the same answer. */
  #ask() {
    if (this.#asking) return this.#asking;
    if (isWithin(this.#now() - this.#askedAt, BETWEEN_ASKS_MILLIS)) return undefined;
    this.#askedAt = this.#now();
    this.#asking = this.#read().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Replaces the keys by what the issuer publishes now: one that it took away is gone here too. */
  async #read() {
    const keys = await fetchKeys(this.#fetch, this.#uri).catch(() => undefined);
    if (!keys) return;
    this.#keys = new Map(keys.filter(isVerifying).map((key) => [key.kid, key]));
    this.#readAt = this.#now();
  }
}

/**
 * A clock that went back makes nothing last longer.
 * @param {number} age
 * @param {number} limit
 */
function isWithin(age, limit) {
  return age >= 0 && age < limit;
}

/**
 * @param {typeof globalThis.fetch} fetch
 * @param {string} uri
 * @returns {Promise<any[]>}
 */
async function fetchKeys(fetch, uri) {
  // A redirection would let another server say which keys are ours.
  const answer = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(FETCH_LIMIT_MILLIS) });
  const bytes = answer.status === 200 ? new Uint8Array(await answer.arrayBuffer()) : new Uint8Array();
  if (bytes.length > MAX_BYTES) throw new Error('too many keys');
  const keys = parseObject(bytes)?.keys;
  if (!Array.isArray(keys)) throw new Error('not a JWK Set');
  return keys;
}

/** @param {any} key */
function isVerifying(key) {
  return key?.kty === 'EC' && key.crv === 'P-256' && [key.kid, key.x, key.y].every((it) => typeof it === 'string');
}
