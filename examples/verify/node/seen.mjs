// Attestations that were accepted. Step 9 of docs/verify.md.

/**
 * Where accepted identifiers are remembered. In production it is a table with a unique index, which every process of
 * the back-office writes to: `claim` must answer `true` to one caller only, even when two come at once.
 * @typedef {object} Seen
 * @property {(jti: string, until: number) => boolean | Promise<boolean>} claim whether `jti` is new; it is remembered
 *   until `until`, when no copy that was put aside can be tried any more, in Unix seconds by this machine's clock, whenever
 *   the form was received. When that is past, nothing is new: what was there may be forgotten
 */

/**
 * A memory of one process, for tests and for a back-office that has one and seldom restarts.
 * @implements {Seen}
 */
export class MemorySeen {
  #now;
  /** @type {Map<string, number>} */
  #until = new Map();

  /** @param {{ now?: () => number }} [options] milliseconds, as `Date.now` */
  constructor({ now = Date.now } = {}) {
    this.#now = now;
  }

  /**
   * @param {string} jti
   * @param {number} until Unix seconds
   */
  claim(jti, until) {
    const now = this.#now() / 1000;
    for (const [other, end] of this.#until) if (end < now) this.#until.delete(other);
    if (this.#until.has(jti) || until < now) return false;
    this.#until.set(jti, until);
    return true;
  }
}
