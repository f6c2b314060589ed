// What a provider does to a caller that ignores a 429: for half a day nothing it sends has an answer.

/** Time in which a request may have left before the 429 given to another one of the same caller had arrived. */
const IN_FLIGHT_MILLIS = 250;

/** Two clocks never agree to the millisecond. */
const LEEWAY_MILLIS = 20;

/** Who was asked to wait, and who did not. A caller is any text: nothing of a token needs to be in it. */
export class Bans {
  #waits = new Map();
  #ends = new Map();

  /** Notes the `Retry-After` a caller was given. A second one may move the end of the wait, never its beginning. */
  askToWait(caller, secs) {
    const now = Date.now();
    const kept = this.#waits.get(caller);
    const { since, until } = kept?.until > now ? kept : { since: now, until: now };
    this.#waits.set(caller, { since, until: Math.max(until, now + secs * 1000) });
  }

  /** Whether a request comes too early to have obeyed, and too late to have left without knowing. */
  isEarly(caller) {
    const wait = this.#waits.get(caller);
    const now = Date.now();
    return wait !== undefined && now > wait.since + IN_FLIGHT_MILLIS && now < wait.until - LEEWAY_MILLIS;
  }

  /** Bans a caller from now on; a ban that runs is not made longer. */
  open(caller, secs) {
    if (!this.has(caller)) this.#ends.set(caller, Date.now() + secs * 1000);
  }

  has(caller) {
    return (this.#ends.get(caller) ?? 0) > Date.now();
  }

  /** How many bans run. */
  get size() {
    return [...this.#ends.keys()].filter((caller) => this.has(caller)).length;
  }

  reset() {
    this.#waits.clear();
    this.#ends.clear();
  }
}
