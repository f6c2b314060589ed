import { civilKey } from './civil-status.mjs';

/**
 * Answers of the Sécurité sociale, kept by path and identity, and by the parameters the endpoint names in `cacheKeys`. With a
 * FranceConnect token the month of a family quotient is not one of them: asking for another month may return the one kept.
 */
export class AnswerCache {
  #kept = new Map();

  /** The answer kept for a request, with its age in seconds; `undefined` when there is none that is still good. */
  find(endpoint, identity, query) {
    const kept = this.#kept.get(keyOf(endpoint, identity, query));
    const ageSecs = kept && Math.floor((Date.now() - kept.at) / 1000);
    return kept && ageSecs < endpoint.cacheSecs ? { result: kept.result, ageSecs } : undefined;
  }

  /** Keeps an answer, if its endpoint keeps any. */
  keep(endpoint, identity, query, result) {
    if (endpoint.cacheSecs) this.#kept.set(keyOf(endpoint, identity, query), { result, at: Date.now() });
  }
}

function keyOf({ path, cacheKeys = [] }, identity, query) {
  const named = cacheKeys.map((name) => query.get(name) ?? '');
  return [path, identity ? civilKey(identity) : '', ...named].join('|');
}
