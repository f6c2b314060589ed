/**
 * Counts requests per endpoint, so that a test can state "exactly one token request".
 * Keys are names of endpoints such as `franceconnect.token`; nothing about a request is kept.
 */
export class Calls {
  #counts = new Map();

  count(endpoint) {
    this.#counts.set(endpoint, (this.#counts.get(endpoint) ?? 0) + 1);
  }

  reset() {
    this.#counts.clear();
  }

  toJSON() {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => a.localeCompare(b)));
  }
}
