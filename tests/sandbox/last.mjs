import { requestUrl } from './http.mjs';

// Never `authorization` nor any other token: a test has no use for them.
const TOLD_HEADERS = ['cache-control', 'accept', 'x-correlation-id', 'id_teleservice'];

/** The last request each source received, so that a test can state how it was written. All people are invented. */
export class Last {
  #requests = new Map();

  /** Keeps a request under the name of its source; `pairs` stand for its query when it has a form instead. */
  keep(source, req, pairs = undefined) {
    const { pathname, searchParams } = requestUrl(req);
    const headers = Object.fromEntries(TOLD_HEADERS.filter((name) => name in req.headers).map((name) => [name, req.headers[name]]));
    this.#requests.set(source, { path: pathname, query: pairs ?? [...searchParams], headers });
  }

  reset() {
    this.#requests.clear();
  }

  toJSON() {
    return Object.fromEntries(this.#requests);
  }
}
