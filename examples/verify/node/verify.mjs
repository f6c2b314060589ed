// The twelve steps of docs/verify.md: what an attestation is worth, then what each submitted field is worth.

import { compactVerify, importJWK } from 'jose';
import { Refusal, TOLERANCE_SECS, checkTime, ensure, readClaims, readToken } from './attestation.mjs';
import { compareField, isSameIdentity, normalise } from './compare.mjs';

export { Refusal } from './attestation.mjs';
export { compareField } from './compare.mjs';
export { KeySet } from './keys.mjs';
export { MemorySeen } from './seen.mjs';

/** @typedef {import('./attestation.mjs').Claims} Claims */
/** @typedef {import('./attestation.mjs').Reason} Reason */
/** @typedef {import('./compare.mjs').Verdict} Verdict */
/** @typedef {import('./keys.mjs').Jwk} Jwk */
/** @typedef {import('./seen.mjs').Seen} Seen */

/**
 * In place of the session's nonce, for a form that uses none. It must be said: a nonce that is missing is one that was
 * spent, and refuses.
 */
export const NO_NONCE = Symbol('the form uses no nonce');

/** A form put aside is verified within eight days: its key is published no longer. */
const ASIDE_SECS = 8 * 24 * 60 * 60;

/**
 * What the back-office knows before any form arrives.
 * @typedef {object} Configuration
 * @property {string} issuer address of the edge, or of the collectivité on it
 * @property {string} audience `siret:` and 14 digits
 * @property {Record<string, string[]>} forms versions it knows of each form it receives
 * @property {{ find(kid: string): Promise<Jwk> }} keys a `KeySet` of that issuer
 * @property {Seen} seen
 */

/**
 * A submitted form.
 * @typedef {object} Submission
 * @property {string | null} [attestation] content of `unefois_attestation`
 * @property {string | typeof NO_NONCE | null} [sessionNonce] what the server wrote into the page and keeps in the
 *   session; `NO_NONCE` when the form uses none. Anything else (`null`, `undefined`, an empty text, another type) is a
 *   session that has none left
 * @property {Array<{ path: string, submitted?: string, values?: Record<string, string> }>} fields
 * @property {Record<string, string>} [file] identity of the person the file belongs to, by path
 * @property {number} [receivedAt] when its request arrived, in Unix seconds; now, when left out. A second try, within
 *   eight days, gives that of the first
 */

/**
 * @typedef {object} Verdicts
 * @property {Reason | null} reason why every field is declared; for the log
 * @property {Record<string, Verdict>} fields by path
 * @property {Claims} [claims] what was attested, when it was believed
 * @property {Jwk} [key] the key that verified it, to be kept with the file
 */

/**
 * Verifies a submission. It never throws for what the form brought, nor what the store of seen identifiers throws: the
 * request is taken, whatever it is worth.
 * @param {Submission} submission
 * @param {Configuration} configuration
 * @returns {Promise<Verdicts>}
 */
export async function verify(submission, configuration) {
  try {
    const { claims, key } = await believe(submission, configuration);
    return { reason: null, fields: compareAll(submission.fields, claims.data), claims, key };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { reason: error.reason, fields: compareAll(submission.fields, {}) };
  }
}

/**
 * Steps 1 to 9, and 11: the claims, once nothing is left to doubt.
 * @param {Submission} submission
 * @param {Configuration} configuration
 */
async function believe({ attestation, sessionNonce, file = {}, receivedAt = Date.now() / 1000 }, configuration) {
  const token = readToken(attestation);
  const key = await configuration.keys.find(token.kid);
  await checkSignature(String(attestation), key);
  const claims = readClaims(token.payload);
  ensure(claims.iss === configuration.issuer, 'issuer');
  ensure(claims.aud === configuration.audience, 'audience');
  checkTime(claims, receivedAt);
  checkForm(claims.form, configuration.forms);
  checkNonce(claims, sessionNonce);
  ensure(await isFirst(claims, configuration.seen), 'replayed');
  checkPerson(claims.data, file);
  return { claims, key };
}

/**
 * Step 4. Only the numbers of the key are read: what else it says must not choose how the signature is checked.
 * @param {string} attestation
 * @param {Jwk} jwk
 */
async function checkSignature(attestation, { kty, crv, x, y }) {
  const key = await importJWK({ kty, crv, x, y }, 'ES256').catch(() => undefined);
  if (!key) throw new Refusal('unknown_key');
  const verified = await compactVerify(attestation, key, { algorithms: ['ES256'] }).catch(() => undefined);
  ensure(verified !== undefined, 'signature');
}

/**
 * Step 7.
 * @param {Claims['form']} form
 * @param {Record<string, string[]>} forms
 */
function checkForm({ id, version }, forms) {
  ensure(Object.hasOwn(forms, id), 'form');
  ensure(forms[id].includes(version), 'form_version');
}

/**
 * Step 8: an attestation made for another session is another person's.
 * @param {Claims} claims
 * @param {Submission['sessionNonce']} sessionNonce
 */
function checkNonce(claims, sessionNonce) {
  const isExpected = sessionNonce === NO_NONCE
    ? !Object.hasOwn(claims, 'submission_nonce')
    : typeof sessionNonce === 'string' && sessionNonce !== '' && claims.submission_nonce === sessionNonce;
  ensure(isExpected, 'submission_nonce');
}

/**
 * Step 9.
 * @param {Claims} claims
 * @param {Seen} seen
 */
async function isFirst({ jti, exp }, seen) {
  try {
    return await seen.claim(jti, exp + TOLERANCE_SECS + ASIDE_SECS);
  } catch {
    throw new Refusal('store_unavailable');
  }
}

/**
 * Step 11.
 * @param {Claims['data']} data
 * @param {Record<string, string>} file
 */
function checkPerson(data, file) {
  const known = Object.entries(file).filter(([path, value]) => Object.hasOwn(data, path) && normalise(value) !== '');
  ensure(known.every(([path, value]) => isSameIdentity(data[path], value)), 'other_person');
}

/**
 * Step 10, and step 12 when there is no data to compare with.
 * @param {Submission['fields']} fields
 * @param {Claims['data']} data
 * @returns {Record<string, Verdict>}
 */
function compareAll(fields, data) {
  const attested = (/** @type {string} */ path) => (Object.hasOwn(data, path) ? data[path] : undefined);
  return Object.fromEntries(
    fields.map(({ path, submitted, values }) => [path, compareField(attested(path), submitted, values)]),
  );
}
