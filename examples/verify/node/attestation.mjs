// What an attestation must look like, before and after its signature is known to be good. Nothing here needs a
// network, a clock or a library, so that a page can use it as it is.
// Steps 1, 2, 5 and 6 of docs/verify.md.

import { decodeBase64url } from './base64url.mjs';

/**
 * Why an attestation is not believed: a code of docs/verify.md.
 * @typedef {'absent' | 'too_large' | 'malformed' | 'algorithm' | 'type' | 'header' | 'keys_unavailable'
 *   | 'unknown_key' | 'signature' | 'claims' | 'issuer' | 'audience' | 'not_yet_valid' | 'expired' | 'form'
 *   | 'form_version' | 'submission_nonce' | 'store_unavailable' | 'replayed' | 'other_person'} Reason
 */

/**
 * What a provider said of a path.
 * @typedef {object} Attested
 * @property {string | number | boolean} value as the provider gave it
 * @property {string} [label] official name, when `value` is a code
 * @property {string} [source] key of the provider: `caf`
 * @property {number} [time] when it was obtained, in Unix seconds
 */

/**
 * The members of a payload that a verifier reads; the others are described with the démarche file.
 * @typedef {object} Claims
 * @property {string} iss
 * @property {string} aud
 * @property {string} jti
 * @property {number} iat Unix seconds
 * @property {number} exp Unix seconds
 * @property {{ id: string, version: string }} form
 * @property {Record<string, Attested>} data by dotted path
 * @property {string} [submission_nonce]
 */

/**
 * A token of the right form, of which nothing is believed yet.
 * @typedef {object} UnverifiedToken
 * @property {string} kid
 * @property {Uint8Array} payload
 * @property {Uint8Array} signature 64 bytes: r then s
 * @property {Uint8Array} signingInput the bytes that were signed
 */

const MAX_BYTES = 65_536;
const SIGNATURE_BYTES = 64;
const TYP = 'prefill-attestation+jwt';
const HEADER_MEMBERS = ['alg', 'kid', 'typ'];
/** Clocks differ by that much at most. */
export const TOLERANCE_SECS = 60;

/** Why an attestation is refused. It holds a code and no value. */
export class Refusal extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    this.name = 'Refusal';
    this.reason = reason;
  }
}

/**
 * Throws unless `holds`.
 * @param {boolean} holds
 * @param {Reason} reason
 */
export function ensure(holds, reason) {
  if (!holds) throw new Refusal(reason);
}

/**
 * Steps 1 and 2: the shape of the token and its header.
 * @param {string | undefined | null} text content of the hidden field
 * @returns {UnverifiedToken}
 * @throws {Refusal}
 */
export function readToken(text) {
  if (typeof text !== 'string' || text === '') throw new Refusal('absent');
  ensure(new TextEncoder().encode(text).length <= MAX_BYTES, 'too_large');
  const parts = text.split('.');
  ensure(parts.length === 3, 'malformed');
  const [header, payload, signature] = parts.map(decodeBase64url);
  const members = header && parseObject(header);
  if (!members || !payload?.length || signature?.length !== SIGNATURE_BYTES) throw new Refusal('malformed');
  const kid = checkHeader(members);
  return { kid, payload, signature, signingInput: new TextEncoder().encode(`${parts[0]}.${parts[1]}`) };
}

/**
 * The algorithm is compared before anything else is looked at: a token must not choose how it is verified. `crit`, a
 * key or the address of one would be another way to choose.
 * @param {Record<string, unknown>} header
 * @returns {string} the identifier of the key
 */
function checkHeader({ alg, typ, kid, ...others }) {
  ensure(alg === 'ES256', 'algorithm');
  ensure(typ === TYP, 'type');
  if (Object.keys(others).length > 0 || typeof kid !== 'string') throw new Refusal('header');
  return kid;
}

/**
 * First row of step 5: the types of the claims. The signature must have been checked before.
 * @param {Uint8Array} payload
 * @returns {Claims} its `iat` and `exp` are checked by `checkTime`
 * @throws {Refusal}
 */
export function readClaims(payload) {
  const claims = parseObject(payload);
  if (!claims) throw new Refusal('claims');
  const { iss, aud, jti, form, data } = claims;
  const texts = isObject(form) ? [iss, aud, jti, form.id, form.version] : [undefined];
  ensure(texts.every((text) => typeof text === 'string'), 'claims');
  ensure(isObject(data) && Object.values(data).every(isAttested), 'claims');
  return /** @type {Claims} */ (/** @type {unknown} */ (claims));
}

/**
 * Step 6: the attestation is neither of the future nor of the past.
 * @param {Claims} claims
 * @param {number} receivedAt Unix seconds
 * @throws {Refusal}
 */
export function checkTime({ iat, exp }, receivedAt) {
  ensure(Number.isSafeInteger(iat) && Number.isSafeInteger(exp) && exp > iat, 'claims');
  ensure(iat <= receivedAt + TOLERANCE_SECS, 'not_yet_valid');
  ensure(receivedAt <= exp + TOLERANCE_SECS, 'expired');
}

/**
 * `JSON.parse` reads every number as a double, so that `1234` and `1234.0` are one.
 * @param {unknown} entry
 */
function isAttested(entry) {
  if (!isObject(entry)) return false;
  const { value, label } = entry;
  const isValue = typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
  return isValue && (label === undefined || typeof label === 'string');
}

/**
 * The JSON object of `bytes`, in UTF-8.
 * @param {Uint8Array} bytes
 * @returns {Record<string, unknown> | undefined}
 */
export function parseObject(bytes) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text);
    return isObject(value) && hasOnlyDoubles(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a double holds each number: other readers take a text with another for no JSON. `JSON.parse` shows nothing of
 * the first writing of a member that is written twice.
 * @param {string} json
 */
function hasOnlyDoubles(json) {
  const [numbers, texts] = [/-?\d[\d.eE+-]*/g, /"(?:[^"\\]|\\.)*"/g];
  return (json.replace(texts, '""').match(numbers) ?? []).every((number) => Number.isFinite(Number(number)));
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
