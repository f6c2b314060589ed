// The gateway: the checks every endpoint shares, in the order they are made.

import { createHash, randomUUID } from 'node:crypto';
import { requestUrl, wait } from '../http.mjs';
import { AnswerCache } from './cache.mjs';
import { civilRefusal } from './civil-checks.mjs';
import { identityFromFranceConnect, identityFromQuery } from './civil-status.mjs';
import { errorAnswer } from './errors.mjs';
import { DuplicateLock, RateLimiter } from './limits.mjs';
import { isIdentityScope } from './scopes.mjs';
import { isSiret } from './siret.mjs';
import { readJti, rightsOf } from './town-tokens.mjs';

/** FranceConnect tokens have one caller for everybody, so two people of one town may collide. */
const FRANCECONNECT_CALLER = 'franceconnect';

/** One gateway; `introspection` asks FranceConnect, `people` are the files of the providers. */
export class Gateway {
  #lock = new DuplicateLock();
  #limiter = new RateLimiter();
  #cache = new AnswerCache();

  constructor({ introspection, people, faults, delays }) {
    Object.assign(this, { introspection, people, faults, delays });
  }

  /** Answers one request to an endpoint: `{status, headers, body}`. */
  async answer(endpoint, req) {
    const token = readBearer(req);
    const rate = this.#limiter.count(callerOf(token));
    const answer = rate.isExceeded ? tooMany() : await this.#authenticated(endpoint, req, token);
    return { ...answer, headers: { ...answer.headers, ...rate.headers, 'X-Request-ID': randomUUID() } };
  }

  async #authenticated(endpoint, req, token) {
    const caller = endpoint.modality === 'france_connect' ? await this.#citizen(endpoint, token) : this.#town(token);
    if (caller.code) return this.#error(endpoint, caller.code);
    if (!endpoint.scopes.some((scope) => caller.scopes.has(scope))) return this.#error(endpoint, '00100');
    return this.#locked(endpoint, req, caller);
  }

  /** Whom a FranceConnect token is about. The scopes of identity blocks are thrown away. */
  async #citizen({ source }, token) {
    if (!token) return { code: '00101' };
    if (!/^[\w-]+$/.test(token)) return { code: '50001' };
    const introspection = await this.introspection.of(token, source);
    if (introspection === undefined) return { code: '00501' };
    if (!introspection.active) return { code: '50002' };
    const scopes = introspection.scope.split(' ').filter((scope) => !isIdentityScope(scope));
    return { id: FRANCECONNECT_CALLER, scopes: new Set(scopes), introspection };
  }

  #town(token) {
    const { code, jti, scopes } = rightsOf(token, this.faults);
    return code ? { code } : { id: jti, scopes: new Set(scopes) };
  }

  async #locked(endpoint, req, caller) {
    const url = requestUrl(req);
    const key = `${caller.id} ${url.pathname}?${url.searchParams}`;
    if (!this.#lock.take(key)) return this.#error(endpoint, '00015');
    const refusal = recipientRefusal(url.searchParams);
    // The gateway forgets to release its lock here, so the next identical call meets a 409.
    if (refusal) return this.#error(endpoint, refusal);
    try {
      return await this.#checked(endpoint, req, url.searchParams, caller);
    } finally {
      this.#lock.release(key);
    }
  }

  async #checked(endpoint, req, query, { scopes, introspection }) {
    const identity = readIdentity(endpoint, query, introspection);
    const situation = { modality: endpoint.modality, isLaterCatalogue: this.#isLaterCatalogue(endpoint) };
    const refusal = endpoint.refusal?.(query) ?? (identity && civilRefusal(endpoint.civil, identity, situation));
    if (refusal) return this.#error(endpoint, refusal);
    const { result, ageSecs } = await this.#cached(endpoint, req, query, identity);
    if (result.code) return this.#error(endpoint, result.code);
    return {
      status: 200,
      headers: {
        'Content-Type': 'application/vnd.api+json; charset=utf-8',
        'X-Response-Cached': String(ageSecs !== undefined),
        'X-Cache-Expires-in': ageSecs === undefined ? '' : String(endpoint.cacheSecs - ageSecs),
      },
      body: { data: endpoint.filter(result.data, scopes), links: {}, meta: result.meta ?? {} },
    };
  }

  async #cached(endpoint, req, query, identity) {
    const kept = req.headers['cache-control'] === 'no-cache' ? undefined : this.#cache.find(endpoint, identity, query);
    if (kept) return kept;
    await wait(this.delays.millisOf(endpoint.source));
    const result = endpoint.find({ people: this.people, identity, query });
    if (result.data) this.#cache.keep(endpoint, identity, query, result);
    return { result };
  }

  #error(endpoint, code) {
    return errorAnswer(code, { isLaterCatalogue: this.#isLaterCatalogue(endpoint), endpoint });
  }

  #isLaterCatalogue({ source }) {
    return this.faults.take('catalogue', source).length > 0;
  }
}

/** The civil status of a request, or `undefined` where an identifier stands for it. */
function readIdentity({ modality, civil }, query, introspection) {
  if (modality === 'france_connect') return identityFromFranceConnect(introspection);
  return civil ? identityFromQuery(query) : undefined;
}

/** The token of an `Authorization: Bearer` header, or `undefined`. */
export function readBearer(req) {
  return /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
}

/** Who sends a token, for the limits: its `jti`, or the FranceConnect token itself. A hash, so that no token is kept. */
export function callerOf(token) {
  return createHash('sha256').update(readJti(token) ?? token ?? '').digest('hex');
}

function recipientRefusal(query) {
  if (!query.get('recipient')) return '00203';
  return isSiret(query.get('recipient')) ? undefined : '00210';
}

function tooMany() {
  const answer = errorAnswer('00429');
  return { ...answer, headers: { ...answer.headers, 'Retry-After': '1' } };
}
