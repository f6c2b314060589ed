import { Bans } from './bans.mjs';

const REQUESTS_PER_SECOND = 20;
const LOCK_MILLIS = 60_000;
const MINUTE_MILLIS = 60_000;

/**
 * The real figures: half a day of silence, 1000 requests a minute from one address at API Particulier, and at the DGFiP
 * the smallest volume an account may declare.
 */
export const USUAL_LIMITS = { ban_secs: 43_200, address_per_minute: 1000, dgfip_per_minute: 50 };

/** A request names a limit that does not exist, or a value that is no whole number. */
export class UnknownLimitError extends Error {}

/** The limits of one sandbox, and what becomes of those who ignore them. `usual` replaces the real figures it names. */
export class Limits {
  #usual;
  #inForce;
  #bans = new Bans();
  #addresses = new MinuteCounter();
  #taxCalls = new MinuteCounter();

  constructor(usual = {}) {
    this.#usual = { ...USUAL_LIMITS, ...usual };
    this.set({});
  }

  /** Replaces the limits in force; those not named are the usual ones. Throws `UnknownLimitError` and changes nothing when it may not. */
  set(changes) {
    this.check(changes);
    this.#inForce = { ...this.#usual, ...changes };
  }

  /** Throws `UnknownLimitError` when `set` would. */
  check(changes) {
    const faulty = Object.entries(changes).find(([name, value]) => !Object.hasOwn(USUAL_LIMITS, name) || !Number.isInteger(value) || value < 0);
    if (faulty) throw new UnknownLimitError(`limite inconnue ou mal écrite : ${faulty[0]}`);
  }

  /** Puts the usual limits back, lifts every ban, and forgets who had to wait and the counts of the minute. */
  reset() {
    this.set({});
    for (const kept of [this.#bans, this.#addresses, this.#taxCalls]) kept.reset();
  }

  /** Notes the `Retry-After` that went with a 429. */
  askToWait(caller, secs) {
    this.#bans.askToWait(caller, secs);
  }

  /** Whether a request is left unanswered. One that comes before the time its caller was given opens the ban. */
  isShutTo(caller) {
    if (this.#bans.isEarly(caller)) this.#bans.open(caller, this.#inForce.ban_secs);
    return this.#bans.has(caller);
  }

  isBanned(caller) {
    return this.#bans.has(caller);
  }

  /** Counts a request of an address to API Particulier, where one too many opens the ban at once; whether it is left unanswered. */
  isShutToAddress(address) {
    const isExceeded = this.#addresses.count(address) > this.#inForce.address_per_minute;
    if (isExceeded) this.#bans.open(address, this.#inForce.ban_secs);
    return this.#bans.has(address);
  }

  /** Counts a call to the DGFiP; whether it is one too many in this minute. */
  isTaxQuotaSpent(caller) {
    return this.#taxCalls.count(caller) > this.#inForce.dgfip_per_minute;
  }

  /** What is in force, and how many bans run. */
  toJSON() {
    return { ...this.#inForce, bans: this.#bans.size };
  }
}

/** Requests of each caller in the minute that runs. */
class MinuteCounter {
  #windows = new Map();

  /** Counts one more, and returns how many there are. */
  count(caller) {
    const minute = Math.floor(Date.now() / MINUTE_MILLIS);
    const window = this.#windows.get(caller);
    const used = window?.minute === minute ? window.used + 1 : 1;
    this.#windows.set(caller, { minute, used });
    return used;
  }

  reset() {
    this.#windows.clear();
  }
}

/** 20 requests a second for each caller, counted over all endpoints. */
export class RateLimiter {
  #windows = new Map();

  /** Counts one request; returns the headers that tell the caller, and whether it is too many. */
  count(caller) {
    const second = Math.floor(Date.now() / 1000);
    const window = this.#windows.get(caller);
    const used = window?.second === second ? window.used + 1 : 1;
    this.#windows.set(caller, { second, used });
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
