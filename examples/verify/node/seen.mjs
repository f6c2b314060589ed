// Attestations that were accepted. Step 9 of docs/verify.md.

import { TOLERANCE_SECS } from './attestation.mjs';

/**
 * Where accepted identifiers are remembered. In production it is a table with a unique index, which every process of
 * the back-office writes to: `claim` must answer `true` to one caller only, even when two come at once.
 * @typedef {object} Seen
 * @property {(jti: string, exp: number, now: number) => boolean | Promise<boolean>} claim whether `jti` is new; it is
 *   remembered until a minute after `exp`, in Unix seconds
 */

/**
 * A memory of one process, for tests and for a back-office that has one and seldom restarts.
 * @implements {Seen}
 */
export class MemorySeen {
  /** @type {Map<string, number>} */
  #until = new Map();

  /**
   * @param {string} jti
   * @param {number} exp Unix seconds
   * @param {number} now Unix seconds
   */
  claim(jti, exp, now) {
    for (const [other, until] of this.#until) if (until < now) this.#until.delete(other);
    if (this.#until.has(jti)) return false;
    this.#until.set(jti, exp + TOLERANCE_SECS);
    return true;
  }
}
