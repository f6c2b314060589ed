import { endpointOf } from './ids.mjs';

const RANGE_MILLIS = { from: 300, to: 800 };

/** A request names a source that does not exist, or a delay that is no number of milliseconds. */
export class UnknownDelayError extends Error {}

/** How long each source takes to answer: its own delay, or the one of all, or a realistic one drawn each time. */
export class Delays {
  #bySource = new Map();

  constructor({ all = null, bySource = {} } = {}) {
    this.all = all;
    this.set(bySource);
  }

  /** Replaces the delays of the sources named: `{rsa: 500}`. Throws `UnknownDelayError` and changes nothing when it may not. */
  set(bySource) {
    const entries = Object.entries(bySource).map(([source, millis]) => [endpointOf(source), millis, source]);
    const faulty = entries.find(([endpoint, millis]) => !endpoint || !Number.isInteger(millis) || millis < 0);
    if (faulty) throw new UnknownDelayError(`source inconnue ou durée mal écrite : ${faulty[2]}`);
    this.#bySource = new Map(entries);
  }

  /** The time one answer of a source takes, in milliseconds. */
  millisOf(source) {
    const { from, to } = RANGE_MILLIS;
    return this.#bySource.get(source) ?? this.all ?? from + Math.random() * (to - from);
  }

  toJSON() {
    return Object.fromEntries(this.#bySource);
  }
}
