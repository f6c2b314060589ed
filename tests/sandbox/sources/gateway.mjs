// The gateway: the checks every endpoint shares, in the order they are made.

import { randomUUID } from 'node:crypto';
import { requestUrl, wait } from '../http.mjs';
import { identityRefusal, civilKey } from './civil-status.mjs';
import { errorAnswer } from './errors.mjs';
import { DuplicateLock, RateLimiter } from './limits.mjs';
import { isSiret } from './siret.mjs';

const DELAY_RANGE_MILLIS = { from: 300, to: 800 };

/** One gateway; `introspection` asks FranceConnect, `people` are the files of the caisses. */
export class Gateway {
  #lock = new DuplicateLock();
  #limiter = new RateLimiter();
  #cache = new Map();

  constructor({ introspection, people, faults, delayMillis }) {
    Object.assign(this, { introspection, people, faults, delayMillis });
  }

  /** Answers one request to an endpoint: `{status, headers, body}`. */
  async answer(endpoint, req) {
    const token = readBearer(req);
    const rate = this.#limiter.count(token ?? '');
    const answer = rate.isExceeded ? tooMany() : await this.#authenticated(endpoint, req, token);
    return { ...answer, headers: { ...answer.headers, ...rate.headers, 'X-Request-ID': randomUUID() } };
  }

  async #authenticated(endpoint, req, token) {
    if (!token) return this.#error('00101');
    if (!/^[\w-]+$/.test(token)) return this.#error('50001');
    const introspection = await this.introspection.of(token);
    if (introspection === undefined) return this.#error('00501');
    if (!introspection.active) return this.#error('50002');
    const scopes = new Set(introspection.scope.split(' '));
    if (!endpoint.scopes.some((scope) => scopes.has(scope))) return this.#error('00100');
    return this.#locked(endpoint, req, introspection, scopes);
  }

  async #locked(endpoint, req, identity, scopes) {
    const url = requestUrl(req);
    const key = `${url.pathname}?${url.searchParams}`;
    if (!this.#lock.take(key)) return this.#error('00015');
    const refusal = recipientRefusal(url.searchParams);
    // The gateway forgets to release its lock here, so the next identical call meets a 409.
    if (refusal) return this.#error(refusal);
    try {
      return await this.#checked(endpoint, { req, query: url.searchParams, identity, scopes });
    } finally {
      this.#lock.release(key);
    }
  }

  async #checked(endpoint, request) {
    const refusal = endpoint.periodRefusal(request.query) ?? identityRefusal(request.identity);
    if (refusal) return this.#error(refusal);
    const { result, ageSecs } = await this.#cached(endpoint, request);
    if (result.code) return this.#error(result.code);
    const expiresIn = ageSecs === undefined ? '' : String(endpoint.cacheSecs - ageSecs);
    return {
      status: 200,
      headers: {
        'Content-Type': 'application/vnd.api+json; charset=utf-8',
        'X-Response-Cached': String(ageSecs !== undefined),
        'X-Cache-Expires-in': expiresIn,
      },
      body: { data: endpoint.filter(result.data, request.scopes), links: {}, meta: {} },
    };
  }

  /** The cache is keyed by path and identity alone: asking for another month may return the one kept. */
  async #cached(endpoint, { req, query, identity }) {
    const key = `${endpoint.path}|${civilKey(identity)}`;
    const kept = this.#cache.get(key);
    const ageSecs = kept && Math.floor((Date.now() - kept.at) / 1000);
    const isUsable = kept && ageSecs < endpoint.cacheSecs && req.headers['cache-control'] !== 'no-cache';
    if (isUsable) return { result: kept.result, ageSecs };
    await wait(this.#delay());
    const result = endpoint.find(this.people, identity, query);
    if (result.data) this.#cache.set(key, { result, at: Date.now() });
    return { result };
  }

  #delay() {
    const { from, to } = DELAY_RANGE_MILLIS;
    return this.delayMillis ?? from + Math.random() * (to - from);
  }

  #error(code) {
    return errorAnswer(code, { isLaterCatalogue: this.#isLaterCatalogue() });
  }

  #isLaterCatalogue() {
    return this.faults.take('catalogue').length > 0;
  }
}

function readBearer(req) {
  return /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
}

function recipientRefusal(query) {
  if (!query.get('recipient')) return '00203';
  return isSiret(query.get('recipient')) ? undefined : '00210';
}

function tooMany() {
  const answer = errorAnswer('00429');
  return { ...answer, headers: { ...answer.headers, 'Retry-After': '1' } };
}
