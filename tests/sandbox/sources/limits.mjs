import { createHash } from 'node:crypto';

const REQUESTS_PER_SECOND = 20;
const LOCK_MILLIS = 60_000;

/** 20 requests a second for each token, counted over all endpoints: by `jti`, or by the FranceConnect token itself. */
export class RateLimiter {
  #windows = new Map();

  /** Counts one request; returns the headers that tell the caller, and whether it is too many. */
  count(token) {
    const second = Math.floor(Date.now() / 1000);
    const key = createHash('sha256').update(token).digest('hex');
    const window = this.#windows.get(key);
    const used = window?.second === second ? window.used + 1 : 1;
    this.#windows.set(key, { second, used });
    return {
      isExceeded: used > REQUESTS_PER_SECOND,
      headers: {
        'RateLimit-Limit': String(REQUESTS_PER_SECOND),
        'RateLimit-Remaining': String(Math.max(0, REQUESTS_PER_SECOND - used)),
        'RateLimit-Reset': String(second + 1),
      },
    };
  }
}

/** Refuses a request identical to one that is running: same caller, same path, same query. */
export class DuplicateLock {
  #until = new Map();

  /** Takes the lock of a request; false when somebody holds it. */
  take(key) {
    if ((this.#until.get(key) ?? 0) > Date.now()) return false;
    this.#until.set(key, Date.now() + LOCK_MILLIS);
    return true;
  }

  release(key) {
    this.#until.delete(key);
  }
}
